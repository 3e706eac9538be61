"""The register of qualifications, and the mails that remind of their ends."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from booking import clock, journal
from booking.db import db
from booking.errors import Invalid, NotAllowed, NotFound
from booking.fitness import Skill
from booking.models.inspections import Qualification
from booking.models.mail import Message
from booking.queries import mail as outbox
from booking.queries import qualifications as reads
from booking.rules.access import SERVICE
from booking.rules.qualifications import Qualified
from booking.usecases import qualifications
from booking.vocabulary import MailKind, OrganizationKind, Role
from tests.factories import (
    Scene,
    count_rows,
    make_actor,
    make_commune,
    make_scene,
    make_user,
    set_clock,
)
from tests.staff import FIRST, make_pilots, qualify

pytestmark = pytest.mark.usefixtures("base")
DAY = timedelta(days=1)


def held(**facts: Any) -> Qualified:
    """Return what the secretary of Maing saw of Luc."""
    common = {"holder": "Luc Wattiez", "skill": Skill.PILOT, "seen_by": "Nadia", "seen_on": FIRST}
    return Qualified(**common | facts)


def ending(scene: Scene, days: int, holder: str = "Luc Wattiez", **facts: Any) -> int:
    """Write a line that ends in so many days."""
    ends_on = clock.today(scene.manager.zone) + days * DAY
    return qualify(scene.maing, holder, ends_on=ends_on, **facts)


def told() -> list[tuple[str, list[str]]]:
    """Return the reminders written: to whom, with which lines."""
    found = select(Message).filter_by(kind=MailKind.FALLING_DUE).order_by(Message.id)
    return [(each.to, each.facts["lines"]) for each in db.session.scalars(found)]


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.MANAGER, Role.ADMINISTRATOR])
def test_an_employer_writes_its_own_register(role: Role) -> None:
    scene = make_scene()
    actor = make_actor(scene.maing, role)

    made = qualifications.add(actor, held())

    (line,) = reads.of_organization(scene.manager)
    assert (line.id, line.holder, line.skill, line.unit) == (made, "Luc Wattiez", Skill.PILOT, "")
    qualifications.edit(actor, made, held(ends_on=clock.today(actor.zone)))
    assert reads.show(actor, made).ends_on == clock.today(actor.zone)
    qualifications.remove(actor, made)
    assert count_rows(Qualification) == 0


@pytest.mark.parametrize("role", [Role.TECHNICIAN, Role.ELECTED, Role.OBSERVER])
def test_other_roles_only_read(role: Role) -> None:
    scene = make_scene()
    actor, line = make_actor(scene.maing, role), qualify(scene.maing, "Luc")

    with pytest.raises(NotAllowed):
        qualifications.add(actor, held())
    with pytest.raises(NotAllowed):
        qualifications.edit(actor, line, held())
    with pytest.raises(NotAllowed):
        qualifications.remove(actor, line)


def test_nobody_else_finds_a_line() -> None:
    scene, abroad = make_scene(), make_scene()
    line = qualify(scene.maing, "Luc")
    neighbour = make_actor(make_commune(scene.territory, "Artres"), *Role)

    for actor in (scene.secretary, neighbour, abroad.manager):
        with pytest.raises(NotFound):
            qualifications.edit(actor, line, held())
        with pytest.raises(NotFound):
            qualifications.remove(actor, line)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"seen_on": clock.now().date() + 2 * DAY}, "seen_on"),
        ({"ends_on": FIRST - DAY}, "ends_on"),
        ({"unit": "TELE-99"}, "unit"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(facts: dict[str, Any], field: str) -> None:
    scene = make_scene()

    with pytest.raises(Invalid) as refusal:
        qualifications.add(scene.manager, held(**facts))

    assert list(refusal.value.facts["errors"]) == [field]  # type: ignore[call-overload]
    assert count_rows(Qualification) == 0


def test_a_line_names_a_person_who_operates_for_the_same_employer() -> None:
    scene = make_scene()
    _, (first, second) = make_pilots(scene.pool, scene.manager)

    made = qualifications.add(scene.manager, held(unit=first.number))

    assert reads.show(scene.manager, made).unit == first.number
    qualifications.edit(scene.manager, made, held(unit=second.number))
    assert reads.show(scene.manager, made).unit == second.number
    with pytest.raises(Invalid):
        qualifications.add(scene.secretary, held(unit=first.number))


def test_the_journal_tells_the_act_and_names_nobody() -> None:
    scene = make_scene()
    made = qualifications.add(scene.manager, held())

    qualifications.edit(scene.manager, made, held(holder="Léa", ends_on=FIRST))
    qualifications.remove(scene.manager, made)

    entries = journal.entries("qualification", made)
    assert [each.act for each in entries] == ["add", "edit", "remove"]
    assert "Luc" not in str([each.facts for each in entries])
    assert "Léa" not in str([each.facts for each in entries])
    assert entries[1].facts["changes"] == {"ends_on": [None, FIRST.isoformat()]}


def test_a_double_click_writes_one_line() -> None:
    scene = make_scene()

    for _ in range(2):
        qualifications.add(scene.manager, held(), key="clic")

    assert count_rows(Qualification) == 1


def test_one_mail_tells_all_that_ends_and_each_is_told_once() -> None:
    scene = make_scene()
    secretary = make_user(scene.maing, Role.SECRETARY)
    ending(scene, 61, "Plus tard")
    ending(scene, 60, "Bientôt")
    ending(scene, -1, "Passé")
    qualify(scene.maing, "Sans fin")
    qualify(scene.querenaing, "Ailleurs")

    assert reads.to_remind(clock.now()) == [scene.maing.id]
    assert qualifications.remind(SERVICE, scene.maing.id) == 2
    assert qualifications.remind(SERVICE, scene.maing.id) == 0

    (first, lines), (second, same) = told()
    assert {first, second} == {scene.manager.email, secretary.email}
    assert ("a pris fin" in lines[0], "prend fin" in lines[1], lines == same) == (True, True, True)


def test_the_outbox_names_nobody() -> None:
    scene = make_scene()
    for holder in ("Luc Wattiez", "Léa Dumont"):
        ending(scene, 10, holder)
    ending(scene, 20, skill=Skill.DRIVING)
    qualifications.remind(SERVICE, scene.maing.id)

    ((_, lines),) = told()
    pilots, driver = lines
    assert pilots.startswith("télépilote : prend fin le")
    assert pilots.endswith(" (2 personnes)")
    assert driver.startswith("autorisation de conduite : prend fin le")
    administrator = replace(make_actor(scene.maing, Role.ADMINISTRATOR), kind=OrganizationKind.EPCI)
    read = str([each.facts for each in outbox.outbox(administrator)])
    assert "Wattiez" not in read
    assert "Dumont" not in read


def test_what_was_told_before_its_end_is_told_again_after_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene = make_scene()
    ending(scene, 10)
    counts = []

    for days in (0, 1, 10, 11, 12, 400):
        with monkeypatch.context() as later:
            set_clock(later, clock.now() + days * DAY)
            counts.append(qualifications.remind(SERVICE, scene.maing.id))

    assert counts == [1, 0, 0, 1, 0, 0]


def test_a_new_end_is_reminded_of_anew_and_what_is_renewed_is_not() -> None:
    scene = make_scene()
    line = ending(scene, 10)
    today = clock.today(scene.manager.zone)
    qualifications.remind(SERVICE, scene.maing.id)

    qualifications.edit(scene.manager, line, held(ends_on=today + 20 * DAY))
    assert qualifications.remind(SERVICE, scene.maing.id) == 1
    qualifications.edit(scene.manager, line, held(ends_on=today + 15 * DAY))
    qualifications.add(scene.manager, held(holder="luc wattiez", ends_on=today + 400 * DAY))
    assert qualifications.remind(SERVICE, scene.maing.id) == 0


def test_it_waits_until_there_is_somebody_to_tell() -> None:
    scene = make_scene()
    today = clock.today(scene.manager.zone)
    artres = make_commune(scene.territory, "Artres")
    qualify(artres, "Luc", ends_on=today)

    assert qualifications.remind(SERVICE, artres.id) == 0
    make_user(artres, Role.SECRETARY)
    assert qualifications.remind(SERVICE, artres.id) == 1


def test_only_the_service_reminds() -> None:
    scene = make_scene()

    for actor in (scene.manager, replace(scene.manager, roles=frozenset(Role))):
        with pytest.raises(NotFound):
            qualifications.remind(actor, scene.maing.id)

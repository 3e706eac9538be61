"""The table of requirements, as a territory changes it beside the shipped one."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from booking import journal
from booking.errors import Invalid, NotAllowed, NotFound
from booking.fitness import Effect, Equipment, Measure
from booking.models.requirements import Requirement
from booking.queries import requirement_table, rulebook
from booking.queries.rulebook import Entry
from booking.rules.access import Actor
from booking.rules.requirements import Rule
from booking.rules.rulebook import Added, Changed, changed, plain
from booking.usecases import requirements
from booking.vocabulary import OrganizationKind, Role
from tests.factories import (
    Scene,
    count_rows,
    make_actor,
    make_commune,
    make_scene,
)

pytestmark = pytest.mark.usefixtures("base")
CODE = "tent_check"
OWN = Added("notice en français", at_request=Effect.WARN, source="usage", equipment=Equipment.TENT)


def office(scene: Scene, role: Role = Role.ADMINISTRATOR) -> Actor:
    """Return somebody of the EPCI."""
    epci = make_commune(scene.territory, "CC du Val", kind=OrganizationKind.EPCI)
    return make_actor(epci, role)


def shipped(code: str = CODE) -> Rule:
    return rulebook.shipped()[code]


def said(code: str = CODE, **facts: Any) -> Changed:
    """Return a shipped requirement with some other words."""
    return replace(changed(shipped(code)), **facts)


def entry(who: Actor, name: str = CODE) -> Entry:
    return requirement_table.find(who, name)


def ship(monkeypatch: pytest.MonkeyPatch, code: str, **facts: Any) -> None:
    """Ship another table."""
    table = dict(rulebook.shipped()) | {code: replace(shipped(code), **facts)}
    monkeypatch.setattr(rulebook, "shipped", lambda: table)


def wrong(refusal: pytest.ExceptionInfo[Invalid]) -> dict[str, list[str]]:
    return dict(refusal.value.facts["errors"])  # type: ignore[call-overload]


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.MANAGER])
def test_the_office_changes_a_shipped_requirement_for_its_territory(role: Role) -> None:
    scene, elsewhere = make_scene(), make_scene()

    made = requirements.change(office(scene, role), CODE, said(months=12, label="contrôle annuel"))

    mine = entry(scene.secretary)
    assert (mine.rule.months, mine.rule.label, mine.row_id) == (12, "contrôle annuel", made)
    assert (mine.based_on, mine.shipped) == (plain(shipped()), shipped())
    assert entry(elsewhere.secretary).rule == shipped()
    (event,) = journal.entries("requirement", made)
    assert event.facts["changes"] == {
        "label": [shipped().label, "contrôle annuel"],
        "months": [24, 12],
    }


def test_a_second_change_is_of_the_same_row_and_tells_the_one_before() -> None:
    scene = make_scene()
    who = office(scene)
    made = requirements.change(who, CODE, said(months=12))

    assert requirements.change(who, CODE, said(months=6)) == made

    assert [each.facts["changes"]["months"] for each in journal.entries("requirement", made)] == [
        [24, 12],
        [12, 6],
    ]
    assert count_rows(Requirement) == 1


def test_the_same_as_shipped_is_no_change() -> None:
    scene = make_scene()
    who = office(scene)

    assert requirements.change(who, CODE, said()) == 0
    assert count_rows(Requirement) == 0
    requirements.change(who, CODE, said(months=12))
    requirements.change(who, CODE, said())
    assert entry(who).based_on is None


def test_people_of_a_commune_read_and_change_nothing() -> None:
    scene = make_scene()
    manager = make_actor(scene.maing, *Role)

    for act in (
        lambda: requirements.change(manager, CODE, said(months=12)),
        lambda: requirements.end(manager, CODE, date(2027, 1, 1)),
        lambda: requirements.restore(manager, CODE),
        lambda: requirements.keep(manager, CODE),
        lambda: requirements.add(manager, OWN),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert entry(manager).rule == shipped()


def test_another_territory_finds_nothing_of_ones_own() -> None:
    scene, elsewhere = make_scene(), make_scene()
    made = str(requirements.add(office(scene), OWN))
    stranger = office(elsewhere)

    for act in (
        lambda: requirements.change(stranger, made, Changed("autre")),
        lambda: requirements.end(stranger, made, date(2027, 1, 1)),
        lambda: requirements.restore(stranger, made),
    ):
        with pytest.raises(NotFound):
            act()
    with pytest.raises(NotFound):
        requirements.add(stranger, replace(OWN, equipment=None, item=scene.chairs.reference))


@pytest.mark.parametrize(
    ("code", "facts", "field"),
    [
        (CODE, {"months": None}, "months"),
        (CODE, {"below": 50}, "below"),
        ("car_licence", {"skill": None}, "skill"),
        ("car_licence", {"at_request": Effect.BLOCK}, "at_request"),
        ("car_licence", {"at_approval": Effect.BLOCK}, "at_approval"),
        ("barrier_order", {"at_request": Effect.BLOCK}, "at_request"),
        ("barrier_order", {"at_approval": Effect.BLOCK}, "at_approval"),
        ("insurance", {"measure": Measure.PEOPLE, "below": 3}, "measure"),
    ],
)
def test_what_makes_no_sense_is_named_and_changes_nothing(
    code: str, facts: dict[str, Any], field: str
) -> None:
    scene = make_scene()

    with pytest.raises(Invalid) as refusal:
        requirements.change(office(scene), code, said(code, **facts))

    assert list(wrong(refusal)) == [field]
    assert count_rows(Requirement) == 0


def test_the_licence_of_a_trailer_may_be_changed_although_it_names_no_skill() -> None:
    scene = make_scene()

    requirements.change(office(scene), "trailer_licence", said("trailer_licence", source="autre"))

    assert entry(scene.secretary, "trailer_licence").rule.source == "autre"


def test_one_comes_back_to_the_shipped_text_and_follows_it(monkeypatch: Any) -> None:
    scene = make_scene()
    who = office(scene)
    made = requirements.change(who, CODE, said(months=12))

    assert requirements.restore(who, CODE) == made

    ship(monkeypatch, CODE, months=36)
    assert (entry(who).rule.months, entry(who).based_on) == (36, None)
    assert [each.act for each in journal.entries("requirement", made)] == ["edit", "follow"]
    assert requirements.restore(who, CODE) == made  # twice is not an error
    again = requirements.change(who, CODE, said(months=48))
    last = journal.entries("requirement", again)[-1]
    assert (again, last.facts["changes"]["months"]) == (made, [36, 48])


def test_a_change_survives_an_update_of_the_table_until_somebody_decides(monkeypatch: Any) -> None:
    scene = make_scene()
    who = office(scene)
    requirements.change(who, CODE, said(label="le nôtre"))
    ship(monkeypatch, CODE, months=36)

    sheet = requirement_table.show(who, CODE)
    assert sheet.line.moved
    assert sheet.moves == (("périodicité (mois)", "24", "36"),)
    assert ("périodicité (mois)", "36", "24") in sheet.changes
    requirements.keep(who, CODE)

    assert (entry(who).rule.label, entry(who).rule.months, entry(who).moved) == (
        "le nôtre",
        24,
        False,
    )
    assert requirement_table.show(who, CODE).moves == ()
    requirements.restore(who, CODE)
    assert entry(who).rule == shipped()


def test_a_shipped_one_ends_by_a_change_that_says_when() -> None:
    scene = make_scene()
    who = office(scene)

    made = requirements.end(who, CODE, date(2027, 6, 30))

    assert entry(who).rule == replace(shipped(), ends_on=date(2027, 6, 30))
    assert journal.entries("requirement", made)[0].facts["changes"] == {
        "ends_on": [None, "2027-06-30"]
    }
    with pytest.raises(Invalid) as refusal:
        requirements.end(who, "drone_map", date(2022, 12, 31))
    assert list(wrong(refusal)) == ["last_day"]

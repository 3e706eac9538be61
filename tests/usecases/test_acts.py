"""The register of acts: entered, corrected, ended, with a copy."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from booking import clock, journal
from booking.db import db
from booking.errors import Invalid, NotAllowed, NotFound
from booking.models.conventions import Act
from booking.models.files import StoredFile
from booking.queries import act_register, files
from booking.rules.acts import Taken
from booking.rules.parties import SERVICE
from booking.usecases import acts
from booking.usecases import files as photos
from booking.vocabulary import ActKind, FileKind, OrganizationKind, Role
from tests.factories import (
    count_rows,
    make_actor,
    make_commune,
    make_item,
    make_scene,
    make_territory,
)
from tests.papers import make_document, make_picture

pytestmark = pytest.mark.usefixtures("base")
MAY = date(2026, 5, 20)
TAKEN = Taken(ActKind.DELIBERATION, "2026-041", "Prêt de matériel", MAY, MAY)


def test_an_act_is_entered_corrected_and_ended() -> None:
    scene = make_scene()
    made = acts.add(scene.secretary, scene.querenaing.id, TAKEN)

    sent_on = date(2026, 5, 27)
    told = replace(TAKEN, kind=ActKind.RULES, title="Règlement", transmitted_on=sent_on)
    acts.edit(scene.secretary, made, told)
    acts.end(scene.secretary, made, date(2026, 9, 30))

    row = db.session.get_one(Act, made)
    assert (row.kind, row.title, row.number) == (ActKind.RULES, "Règlement", "2026-041")
    assert (row.transmitted_on, row.ends_on) == (sent_on, date(2026, 9, 30))
    told_of = [(each.act, each.facts.get("changes", {})) for each in journal.entries("act", made)]
    assert told_of == [
        ("add", {}),
        (
            "edit",
            {
                "act_kind": ["deliberation", "rules"],
                "act_title": ["Prêt de matériel", "Règlement"],
                "transmitted_on": [None, "2026-05-27"],
            },
        ),
        ("edit", {"ends_on": [None, "2026-09-30"]}),
    ]


def test_a_copy_takes_the_place_of_the_former_one() -> None:
    scene = make_scene()
    made = acts.add(scene.secretary, scene.querenaing.id, TAKEN, make_document())
    first = db.session.get_one(Act, made).file_id
    acts.edit(scene.secretary, made, TAKEN, make_picture())

    second = db.session.get_one(Act, made).file_id
    assert second
    kept = db.session.get_one(StoredFile, second)
    assert (kept.kind, kept.organization_id, kept.name) == (
        FileKind.ACT,
        scene.querenaing.id,
        "acte.jpg",
    )
    assert db.session.get_one(StoredFile, first).removed_at
    before, after = journal.entries("act", made)[-1].facts["changes"]["file"]
    assert (bool(before), after) == (True, "acte.jpg")

    acts.edit(scene.secretary, made, replace(TAKEN, number="2026-042"))
    assert db.session.get_one(Act, made).file_id == second


def test_a_copy_is_for_those_who_may_read_the_act_and_goes_only_with_it() -> None:
    scene = make_scene()
    made = acts.add(scene.secretary, scene.querenaing.id, TAKEN, make_document())
    kept = db.session.get_one(Act, made).file_id
    assert kept
    office = make_commune(scene.territory, "CC du Val", kind=OrganizationKind.EPCI)

    assert files.content(scene.secretary, kept)
    assert files.content(make_actor(office, Role.MANAGER), kept)
    with pytest.raises(NotFound):  # it lends nothing to Quérénaing yet
        files.content(scene.manager, kept)
    with pytest.raises(NotFound):
        photos.remove(scene.secretary, kept)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"starts_on": MAY - timedelta(days=1)}, "starts_on"),
        ({"ends_on": MAY - timedelta(days=1)}, "ends_on"),
        ({"transmitted_on": MAY - timedelta(days=1)}, "transmitted_on"),
        ({"transmitted_on": date(2099, 1, 1)}, "transmitted_on"),
        ({"partner_id": 1}, "partner_id"),
        ({"partner_id": 2**30, "kind": ActKind.DELEGATION}, "partner_id"),
    ],
)
def test_what_makes_no_sense_is_named_and_stores_nothing(
    changed: dict[str, Any], field: str
) -> None:
    scene = make_scene()
    made, before = acts.add(scene.secretary, scene.querenaing.id, TAKEN), count_rows(Act)
    wrong = replace(TAKEN, **changed)

    trials: list[Callable[[], int]] = [
        lambda: acts.add(scene.secretary, scene.querenaing.id, wrong),
        lambda: acts.edit(scene.secretary, made, wrong),
    ]
    for trial in trials:
        with pytest.raises(Invalid) as refusal:
            trial()
        assert list(refusal.value.facts["errors"]) == [field]  # type: ignore[call-overload]
    assert count_rows(Act) == before
    assert len(journal.entries("act", made)) == 1


def test_a_delegation_names_another_organization_of_the_territory() -> None:
    scene = make_scene()
    given = replace(TAKEN, kind=ActKind.DELEGATION, partner_id=scene.maing.id)
    made = acts.add(scene.secretary, scene.querenaing.id, given)
    assert act_register.show(scene.secretary, made).partner == "Maing"

    elsewhere = make_commune(make_territory(), "Rouvray")
    for wrong in (elsewhere.id, scene.querenaing.id):
        with pytest.raises(Invalid):
            acts.edit(scene.secretary, made, replace(given, partner_id=wrong))


def test_an_end_before_its_start_is_refused() -> None:
    scene = make_scene()
    made = acts.add(scene.secretary, scene.querenaing.id, TAKEN)

    with pytest.raises(Invalid):
        acts.end(scene.secretary, made, MAY - timedelta(days=1))
    assert db.session.get_one(Act, made).ends_on is None


def test_a_second_click_enters_nothing_more() -> None:
    scene = make_scene()
    given = (scene.secretary, scene.querenaing.id, TAKEN, make_document())

    assert acts.add(*given, key="clic") == acts.add(*given, key="clic")


def test_who_lends_reads_and_writes_nothing() -> None:
    scene = make_scene()
    made = acts.add(scene.secretary, scene.querenaing.id, TAKEN)
    with pytest.raises(NotFound):
        acts.end(scene.manager, made, MAY)
    office = make_commune(scene.territory, "CC du Val", kind=OrganizationKind.EPCI)
    with pytest.raises(NotAllowed):
        acts.end(make_actor(office, Role.MANAGER), made, MAY)
    acts.end(make_actor(office, Role.ADMINISTRATOR), made, clock.today(SERVICE.zone))


FRAMEWORK = replace(TAKEN, kind=ActKind.FRAMEWORK, ends_on=date(2026, 12, 31))


def test_a_borrower_alone_records_no_framework_and_prolongs_none() -> None:
    scene = make_scene()
    theirs = replace(FRAMEWORK, partner_id=scene.maing.id)
    plain = acts.add(scene.secretary, scene.querenaing.id, TAKEN)
    signed = acts.add(scene.manager, scene.querenaing.id, theirs)
    for each in (
        lambda: acts.add(scene.secretary, scene.querenaing.id, FRAMEWORK),
        lambda: acts.add(scene.secretary, scene.querenaing.id, theirs),
        lambda: acts.edit(scene.secretary, plain, FRAMEWORK),
        lambda: acts.edit(scene.secretary, signed, replace(theirs, number="2")),
        lambda: acts.end(scene.secretary, signed, date(2030, 12, 31)),
    ):
        with pytest.raises(NotAllowed, match="framework_by_lender"):
            each()

    acts.end(scene.secretary, signed, date(2026, 11, 30))  # it may be cut short

    assert db.session.get_one(Act, signed).ends_on == date(2026, 11, 30)


def test_the_lender_its_manager_and_the_office_record_a_framework() -> None:
    scene = make_scene()
    epci = make_commune(scene.territory, "CA du Val", kind=OrganizationKind.EPCI)
    lent = make_item(scene.pool, owner=make_commune(scene.territory, "Artres"))
    office = make_actor(epci, Role.ADMINISTRATOR)
    neighbour = make_actor(make_commune(scene.territory, "Rouvignies"), *Role)

    for who, partner_id in (
        (scene.manager, scene.maing.id),
        (scene.manager, lent.owner_id),  # whose things its pool lends
        (office, None),
    ):
        assert acts.add(who, scene.querenaing.id, replace(FRAMEWORK, partner_id=partner_id))
    for who, partner_id in ((scene.manager, None), (neighbour, scene.maing.id)):
        with pytest.raises(Invalid) as refusal:
            acts.add(who, scene.querenaing.id, replace(FRAMEWORK, partner_id=partner_id))
        assert [*refusal.value.facts["errors"]] == ["partner_id"]

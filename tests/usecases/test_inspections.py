"""Controls are planned as holds, moved, given up and recorded, by those who tend the thing."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from booking import journal
from booking.db import db
from booking.errors import Invalid, NotAllowed, NotFound, Refusal, StockPromised, WrongMoment
from booking.fitness import Finding
from booking.models.inspections import CONDITION, Inspection
from booking.models.reservations import Hold
from booking.period import Period
from booking.queries import files
from booking.rules.access import Actor
from booking.rules.inspections import Planned, Recorded, covers
from booking.usecases import inspections
from booking.vocabulary import FileKind, HoldReason, Role
from tests.factories import (
    count_rows,
    make_actor,
    make_commune,
    make_scene,
    make_territory,
    set_clock,
)
from tests.fitness import CHECK, day, loan, make_platform, ready_scene, units_of
from tests.papers import make_document, make_picture
from tests.usecases.fleet import Fleet
from tests.usecases.tending import free, promised

pytestmark = pytest.mark.usefixtures("base")


@pytest.fixture
def fleet() -> Fleet:
    """Give two platforms in order for two years."""
    scene = ready_scene()
    fleet = Fleet(scene, make_platform(scene, 2))
    for rank in (1, 2):
        fleet.record(-10, rank, valid_until=day(700))
    return fleet


def row(inspection_id: int) -> Inspection:
    return db.session.get_one(Inspection, inspection_id)


def held(inspection_id: int) -> Hold:
    hold = row(inspection_id).hold
    assert hold
    return hold


def whole(actor: Actor, first: date) -> Period:
    ends = (datetime.combine(each, time(0), actor.zone) for each in (first, first + timedelta(1)))
    return Period(*ends)


def test_a_planned_control_keeps_its_copy_at_home_that_whole_day(fleet: Fleet) -> None:
    made = fleet.plan(10, note="Avec cale de charge")

    hold, kept = held(made), row(made)
    assert hold.period == whole(fleet.manager, day(10))
    assert (hold.reason, hold.unit_id) == (HoldReason.INSPECTION, units_of(fleet.item)[0].id)
    assert (kept.finding, kept.provider, kept.note) == (None, "Apave", "Avec cale de charge")
    assert kept.valid_until == covers(day(10), 6)
    assert free(fleet.item, loan(fleet.manager, 10, 10)) == 1
    assert journal.entries("inspection", made)[-1].act == "plan_inspection"


def test_of_a_bulk_item_the_whole_stock_stays_at_home() -> None:
    scene = make_scene(4)
    item = scene.chairs
    planned = Planned(item.reference, item.stocks[0].depot.name, CONDITION, day(5))

    made = inspections.plan(scene.manager, planned)

    assert (held(made).quantity, held(made).unit_id) == (4, None)
    assert row(made).valid_until is None
    assert free(item, loan(scene.manager, 5, 5)) == 0


def test_today_what_is_left_of_the_day_is_kept(
    fleet: Fleet, monkeypatch: pytest.MonkeyPatch
) -> None:
    noon = datetime.combine(day(1), time(12), UTC)
    set_clock(monkeypatch, noon)

    assert held(fleet.plan(0)).starts_at == noon


def test_loans_that_need_the_copy_are_named_unless_one_says_why(fleet: Fleet) -> None:
    mine = fleet.ask(9, 11, 2)

    with pytest.raises(StockPromised) as refusal:
        fleet.plan(10)
    assert promised(refusal.value) == [(mine, 1)]
    assert count_rows(Inspection) == 2

    made = fleet.plan(10, despite="La loi l’exige.")
    assert held(made).despite == "La loi l’exige."


def test_only_who_changes_stocks_plans_in_spite_of_loans(fleet: Fleet) -> None:
    technician = make_actor(fleet.scene.maing, Role.TECHNICIAN)
    fleet.ask(9, 11, 2)

    with pytest.raises(NotAllowed):
        fleet.plan(10, actor=technician, despite="La loi l’exige.")
    fleet.plan(20, actor=technician)


@pytest.mark.parametrize(
    ("on", "facts", "field"),
    [
        (-1, {}, "day"),
        (10, {"unit": ""}, "unit"),
    ],
)
def test_what_makes_no_sense_is_not_planned(
    fleet: Fleet, on: int, facts: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        fleet.plan(on, **facts)
    assert field in refusal.value.facts["errors"]  # type: ignore[operator]


def test_a_control_that_nothing_asks_for_is_refused(fleet: Fleet) -> None:
    for control in ("tent_check", "platform_driving", "nonsense"):
        wrong = Planned(fleet.item.reference, fleet.depot, control, day(3))
        with pytest.raises(Invalid) as refusal:
            inspections.plan(fleet.manager, wrong)
        assert "control" in refusal.value.facts["errors"]  # type: ignore[operator]


def test_the_same_control_is_planned_once(fleet: Fleet) -> None:
    fleet.plan(10)

    with pytest.raises(Invalid):
        fleet.plan(20)
    fleet.plan(20, 2)


def test_a_control_that_moves_takes_its_hold_along(fleet: Fleet) -> None:
    made = fleet.plan(10)

    inspections.move(fleet.manager, made, day(20))

    assert held(made).period == whole(fleet.manager, day(20))
    assert (row(made).day, row(made).valid_until) == (day(20), covers(day(20), 6))
    assert count_rows(Hold) == 1
    changes = journal.entries("inspection", made)[-1].facts["changes"]
    assert changes == {"planned_on": [day(10).isoformat(), day(20).isoformat()]}


def test_a_move_onto_a_loan_changes_nothing(fleet: Fleet) -> None:
    made = fleet.plan(10)
    fleet.ask(19, 21, 2)

    with pytest.raises(StockPromised):
        inspections.move(fleet.manager, made, day(20))

    assert row(made).day == day(10)
    assert held(made).period == whole(fleet.manager, day(10))


def test_a_control_given_up_gives_its_day_back(fleet: Fleet) -> None:
    made = fleet.plan(10)

    inspections.cancel(fleet.manager, made)

    assert db.session.get(Inspection, made) is None
    assert count_rows(Hold) == 0
    assert journal.entries("inspection", made)[-1].act == "cancel_inspection"


def test_a_control_covers_as_long_as_its_requirement_or_its_report_says(fleet: Fleet) -> None:
    assert row(fleet.record()).valid_until == covers(day(0), 6)
    assert row(fleet.record(valid_until=day(90))).valid_until == day(90)
    assert row(fleet.record(finding=Finding.REMARKS)).valid_until == covers(day(0), 6)
    failed = row(fleet.record(finding=Finding.FAILED, valid_until=day(90)))
    assert failed.valid_until is None
    assert row(fleet.record(control=CONDITION)).valid_until is None


def test_no_loan_refuses_what_was_found(fleet: Fleet) -> None:
    fleet.ask(2, 4, 2)

    fleet.record(finding=Finding.FAILED)

    assert count_rows(Hold) == 1


@pytest.mark.parametrize("on", [10, 0])
def test_a_planned_one_that_is_recorded_gives_back_what_is_left(
    fleet: Fleet, on: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    noon = datetime.combine(day(1), time(12), UTC)
    set_clock(monkeypatch, noon)
    made = fleet.plan(on)
    set_clock(monkeypatch, noon + timedelta(hours=1))
    recorded = Recorded(day(0), Finding.PASSED, planned=made, inspector="Contrôleur")

    assert inspections.record(fleet.manager, recorded) == made

    kept = row(made)
    assert (kept.finding, kept.provider, kept.hold) == (Finding.PASSED, "Apave", None)
    assert kept.valid_until == covers(day(0), 6)
    left = [hold.ends_at for hold in db.session.scalars(select(Hold))]
    assert left == ([] if on else [noon + timedelta(hours=1)])


def test_what_is_recorded_early_takes_the_place_of_what_was_planned(fleet: Fleet) -> None:
    made = fleet.plan(10)

    done = fleet.record(0, 1)

    assert done == made
    assert (row(made).day, row(made).hold) == (day(0), None)
    assert count_rows(Hold) == 0


def test_what_is_recorded_is_neither_moved_nor_recorded_again(fleet: Fleet) -> None:
    made = fleet.record()

    for act, rest in (
        (inspections.move, (made, day(3))),
        (inspections.cancel, (made,)),
        (inspections.record, (Recorded(day(0), Finding.PASSED, planned=made),)),
    ):
        with pytest.raises(WrongMoment):
            act(fleet.manager, *rest)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("on", "facts", "field"), [(1, {}, "day"), (0, {"valid_until": day(-1)}, "valid_until")]
)
def test_days_that_cannot_be_are_refused(
    fleet: Fleet, on: int, facts: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        fleet.record(on, **facts)
    assert field in refusal.value.facts["errors"]  # type: ignore[operator]


def test_a_report_is_kept_with_the_item_for_those_who_may_read_it(fleet: Fleet) -> None:
    paper = row(fleet.record(report=make_document("VGP.pdf"))).file_id
    picture = row(fleet.record(report=make_picture())).file_id
    assert paper
    assert picture

    assert files.show(fleet.manager, paper).kind is FileKind.REPORT
    assert files.show(fleet.manager, picture).is_picture
    with pytest.raises(NotFound):
        files.show(fleet.scene.secretary, paper)


def test_those_who_tend_nothing_of_it_are_refused(fleet: Fleet) -> None:
    made = fleet.plan(10)
    stranger = make_actor(make_commune(make_territory()), *Role)
    reader = make_actor(fleet.scene.maing, Role.SECRETARY)
    expected: list[tuple[Actor, type[Refusal]]] = [
        (stranger, NotFound),
        (fleet.scene.secretary, NotFound),
        (reader, NotAllowed),
    ]
    done = Recorded(day(0), Finding.PASSED, planned=made)
    new = replace(done, planned=None, item=fleet.item.reference, depot=fleet.depot, control=CHECK)
    for actor, refusal in expected:
        for act, rest in (
            (inspections.move, (made, day(20))),
            (inspections.cancel, (made,)),
            (inspections.record, (done,)),
            (inspections.record, (new,)),
        ):
            with pytest.raises(refusal):
                act(actor, *rest)  # type: ignore[operator]
        with pytest.raises(refusal):
            fleet.plan(12, 2, actor=actor)

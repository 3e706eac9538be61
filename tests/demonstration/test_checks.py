"""What was controlled in the demonstration: little stands in the way, and that is told."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from booking import clock
from booking.demonstration import checks
from booking.demonstration.checks import BROKEN, DUE_SOON, LAPSED, REMARKED
from booking.demonstration.people import MAILBOX, OFFICE
from booking.demonstration.shelves import KEEPER, LEAD, VEHICLES
from booking.errors import Refusal
from booking.fitness import Finding, Standing
from booking.period import Period
from booking.queries import (
    campaigns,
    catalogue,
    depots,
    files,
    inspections,
    requirement_table,
    reservations,
    reviews,
    schedule,
    search,
)
from booking.queries.catalogue import ItemView
from booking.queries.search import Search
from booking.rules.access import Actor
from booking.rules.asking import Asked, AskedLine
from booking.rules.campaigns import Outcome
from booking.rules.delays import is_working_day
from booking.usecases import asking, loans
from booking.usecases import reservations as acts
from booking.usecases.demonstration import EPCI, player
from booking.vocabulary import Tracking

BORROWERS = ("secretaire@querenaing", "secretaire@artres", "secretaire@sebourg")
MANAGERS = {
    "Maing": KEEPER,
    EPCI: OFFICE,
    "Quérénaing": LEAD,
    "Valenciennes": checks.SPORTS,
    "Anzin": VEHICLES,
    "Sebourg": MAILBOX.email,
}
STORIES = {"TEN-5X12": 1}
"""Items of which so many copies may not leave, on purpose: one tent whose control lapsed."""
WEEK, MONTHS = 7, 123
"""Days: a loan that begins so soon, and as far as the demonstration's own ones lie."""


def loan(days: int) -> Period:
    """Return a loan of three days that begins on a working day, from so many days on."""
    zone = player(LEAD).zone
    first = clock.today(zone) + timedelta(days=days)
    while not (is_working_day(first) and is_working_day(first + timedelta(days=2))):
        first += timedelta(days=1)
    starts_at, ends_at = (
        datetime.combine(first + timedelta(days=more), time(9), zone) for more in (0, 2)
    )
    return Period(starts_at, ends_at)


def everything(period: Period) -> Iterator[tuple[Actor, ItemView]]:
    """Yield each item that is lent, with the first who may borrow it."""
    seen: set[str] = set()
    for who in BORROWERS:
        actor = player(who)
        for view in search.every(actor, Search(period=period)):
            if not view.refused and view.reference not in seen:
                seen.add(view.reference)
                yield actor, view


def lend(borrower: Actor, item: ItemView, quantity: int, period: Period) -> None:
    """Ask, approve, hand over at once and take back."""
    lines = (AskedLine(item.reference, quantity),)
    asked = Asked(period.starts_at, period.ends_at, "Essai", lines, place="Place")
    made = reservations.show_request(borrower, asking.request(borrower, asked))
    manager = player(MANAGERS[item.manager])
    for part in made.reservations:
        acts.approve(manager, part.id)
        loans.hand_over(manager, part.id)
        loans.take_back(manager, part.id)


def refused(quantity_of: dict[str, int], period: Period) -> dict[str, str]:
    """Lend so many of some items; return what was refused, and why."""
    found: dict[str, str] = {}
    for borrower, item in everything(period):
        try:
            if quantity := quantity_of.get(item.reference):
                lend(borrower, item, quantity, period)
        except Refusal as refusal:
            found[item.reference] = f"{refusal.code} {refusal.facts}"
    return found


def due(who: str, unit: str) -> schedule.DueView:
    return next(each for each in schedule.schedule(player(who)).rows if each.unit == unit)


@pytest.mark.usefixtures("loaded")
def test_one_of_everything_leaves_today() -> None:
    period = loan(WEEK)
    names = {item.reference for _, item in everything(period)}

    assert names == {each.reference for who in BORROWERS for each in lent(who)}
    assert len(names) > 30
    assert refused(dict.fromkeys(names, 1), period) == {}


def lent(who: str) -> list[ItemView]:
    return search.every(player(who), Search())


@pytest.mark.usefixtures("loaded")
def test_nothing_is_unfit_from_today_until_four_months_from_now() -> None:
    period = loan(MONTHS)
    one_of_each = {item.reference: 1 for _, item in everything(period)}

    stopped = refused(one_of_each, period)

    assert {name for name, why in stopped.items() if "unfit" in why} == set()
    assert all(why.startswith("not_enough_available") for why in stopped.values())


@pytest.mark.usefixtures("loaded")
def test_all_that_is_free_leaves_today_but_what_tells_a_story() -> None:
    period = loan(WEEK)
    all_along = Period(clock.now(), period.ends_at)
    at_once = {item.reference: item.available for _, item in everything(all_along)}
    free = {
        item.reference: item.available
        for _, item in everything(period)
        if item.tracking is not Tracking.KIT  # its parts come on their own
        and item.available == at_once.get(item.reference)  # what is out today cannot leave early
    }
    assert len(free) > 20

    stopped = refused(free, period)

    assert stopped.keys() == STORIES.keys()
    assert all(each.startswith("unfit") for each in stopped.values())


@pytest.mark.usefixtures("loaded")
def test_the_copies_in_order_leave_without_the_one_that_is_not() -> None:
    quantities = {view.reference: view.quantity for view in lent(BORROWERS[0])}

    rest = {name: quantities[name] - few for name, few in STORIES.items()}
    assert refused(rest, loan(WEEK)) == {}


@pytest.mark.usefixtures("loaded")
def test_the_schedule_shows_what_is_overdue_planned_and_failed() -> None:
    rows = schedule.schedule(player(KEEPER)).rows
    planned = due(VEHICLES, DUE_SOON)

    assert [each.unit for each in rows if each.standing is Standing.OVERDUE] == [LAPSED]
    assert [each.unit for each in rows if each.standing is Standing.FAILED] == [BROKEN]
    assert planned.standing is Standing.PLANNED
    assert planned.planned_on
    assert planned.until
    assert planned.planned_on < planned.until == today() + timedelta(days=20)
    for who in checks.TENDING:
        shown = schedule.schedule(player(who)).counts
        assert not {Standing.NEVER, Standing.DUE} & shown.keys()


def today() -> date:
    return clock.today(player(LEAD).zone)


@pytest.mark.usefixtures("loaded")
def test_one_box_has_remarks_and_the_platform_its_report() -> None:
    keeper, office = player(KEEPER), player(OFFICE)
    boxes = inspections.register(keeper, catalogue.find(keeper, "COF-ELE").id).done
    platform = catalogue.find(office, "NAC-12A")
    (control,) = inspections.register(office, platform.id).done

    assert [each.unit for each in boxes if each.finding is Finding.REMARKS] == [REMARKED]
    assert control.report
    assert files.content(office, control.report).startswith(b"%PDF-")
    assert control.valid_until
    assert timedelta(days=145) < control.valid_until - today() < timedelta(days=160)


@pytest.mark.usefixtures("loaded")
def test_a_loan_across_the_control_of_the_platform_is_refused_with_another_one() -> None:
    secretary = player(LEAD)
    until = due(OFFICE, checks.REPORTED).until
    assert until
    first = datetime.combine(until - timedelta(days=1), time(9), secretary.zone)
    lines = (AskedLine("NAC-12A", 1),)
    across = Asked(first, first + timedelta(days=3), "Toiture", lines, place="Église")

    with pytest.raises(Refusal) as stopped:
        asking.request(secretary, across)

    facts: Any = stopped.value.facts
    assert [each["due_on"] for each in facts["shortages"]] == [until]
    nearest: Period = facts["alternatives"][0]
    fitting = replace(across, starts_at=nearest.starts_at, ends_at=nearest.ends_at)
    assert asking.request(secretary, fitting)


@pytest.mark.usefixtures("loaded")
def test_a_control_that_failed_brings_an_agreed_loan_back() -> None:
    (review,) = reviews.to_review(player(KEEPER))

    assert review.reservation.purpose == "Carnaval des écoles"
    assert [each.code for each in review.verdicts] == ["control_failed"]


@pytest.mark.usefixtures("loaded")
def test_the_epci_asks_other_things_than_what_is_shipped() -> None:
    office = player(OFFICE)
    lines = [line for _, group in requirement_table.table(office) for line in group]

    told = {line.rule.key: line.rule for line in lines if line.changed}
    assert told.keys() == {"tent_notice", "car_insurance"}
    assert told["tent_notice"].notice_days == checks.NOTICE_DAYS
    assert not told["tent_notice"].verified
    assert [(line.item, line.rule.label) for line in lines if line.own] == [
        ("POD-REM", checks.OWN.label)
    ]


@pytest.mark.usefixtures("loaded")
def test_one_depot_was_verified_and_another_is_being_so() -> None:
    quarouble, maing = player("technicien@quarouble"), player("technicien@maing")
    by_name = {each.name: each.id for each in depots.of_territory(maing)}

    assert campaigns.open_at(by_name["Quarouble – dépôt"]) is None
    under_way = campaigns.open_at(by_name["Maing – atelier municipal"])
    assert under_way
    tally = campaigns.show(maing, under_way.id).tally
    assert 0 < tally.seen < tally.total
    closed = campaigns.show(quarouble, under_way.id - 1)
    assert closed.closed_at
    assert [each.thing.reference for each in closed.of(Outcome.TO_REPAIR)] == ["GRI-EXP"]

"""What passes the counter of the demonstration."""

import pytest

from booking import clock
from booking.db import db
from booking.demonstration import counter as told
from booking.demonstration.people import OFFICE
from booking.demonstration.shelves import KEEPER, VEHICLES
from booking.demonstration.trips import TECHNICIAN
from booking.handling import Direction, IncidentState
from booking.models.conventions import Convention
from booking.models.loans import Loan, Passage
from booking.queries import catalogue, health, incident_views, loans, reservations
from booking.queries import counter as reads
from booking.queries.counter import Entry
from booking.queries.incident_views import Sought
from booking.rules.reports import is_told
from booking.usecases.demonstration import player
from booking.vocabulary import Status


def purposes(found: tuple[Entry, ...] | list[Entry]) -> set[str]:
    return {each.reservation.purpose for each in found}


def loan(trip: told.Trip) -> Loan:
    """Return what was lent on a trip, as its borrower finds it."""
    known = reservations.of_borrower(player(trip.borrower))
    found = loans.of_reservation(next(e.id for e in known if e.purpose == trip.purpose))
    assert found
    return found


def back(trip: told.Trip) -> Passage:
    return next(each for each in loan(trip).passages if each.direction is Direction.BACK)


@pytest.mark.usefixtures("loaded")
def test_the_counter_has_something_of_everything_to_do() -> None:
    mine = reads.today(player(TECHNICIAN))

    today = {told.LEAVES.purpose}  # late from its hour on
    assert today <= purposes([*mine.leaving, *mine.late])
    assert told.COMES_BACK.purpose in purposes(list(mine.returning))
    assert told.LEAVES_NEXT.purpose in purposes(list(mine.tomorrow))
    assert purposes(list(mine.late)) - today == {told.LATE.purpose}
    assert {told.DAMAGED.purpose, told.UNSIGNED.purpose} <= purposes(list(mine.to_check))


@pytest.mark.usefixtures("loaded")
def test_a_tent_is_late_and_its_return_was_asked_for() -> None:
    late = loan(told.LATE)

    assert late.reservation.ends_at < clock.now()
    assert late.reminded_at
    assert [line.unit and line.unit.number for line in late.passages[0].lines] == [told.LATE_TENT]
    assert all(line.accessories for line in late.passages[0].lines)
    assert all(each.cause for each in health.excesses())


@pytest.mark.usefixtures("loaded")
def test_some_chairs_are_back_and_the_others_are_not() -> None:
    tally = loans.tally(loan(told.IN_PART))

    left = told.IN_PART.items["CHA-PLI"] - told.CHAIRS_BACK
    assert {each.awaited for each in tally.values()} == {left, told.IN_PART.items["BAR-VAU"]}
    assert loan(told.IN_PART).reservation.status is Status.OUT


@pytest.mark.usefixtures("loaded")
def test_damage_is_signed_by_both_and_what_nobody_signed_may_be_contested() -> None:
    damaged, unsigned = back(told.DAMAGED), back(told.UNSIGNED)

    assert damaged.borrower_drawn
    assert damaged.keeper_drawn
    assert damaged.contest_until is None
    assert sum(line.damaged for line in damaged.lines) == told.TABLES_DAMAGED
    assert unsigned.unsigned == told.PARTED
    assert unsigned.contest_until
    assert unsigned.contest_until > clock.now()


@pytest.mark.usefixtures("loaded")
def test_one_incident_is_open_one_estimated_and_one_closed() -> None:
    found = incident_views.index(player(KEEPER), Sought()).found

    states = {each.state: each for each in found}
    assert len(found) == len(states) == len(IncidentState)
    assert states[IncidentState.OPEN].withheld
    assert states[IncidentState.OPEN].quantity == told.TABLES_DAMAGED
    assert states[IncidentState.ESTIMATED].estimate_cents == told.PANEL_CENTS
    assert (states[IncidentState.CLOSED].unit, states[IncidentState.CLOSED].withheld) == (
        told.BROKEN,
        False,
    )


@pytest.mark.usefixtures("loaded")
def test_closed_loans_have_an_account_of_use() -> None:
    over = {trip.purpose: loan(trip) for trip, *_ in told.OVER}

    assert {each.reservation.status for each in over.values()} == {Status.CLOSED}
    assert all(each.people and each.rating and each.days for each in over.values())
    assert (over[told.OUTING.purpose].km, over[told.LIGHTS.purpose].hours) == (64, 62)


@pytest.mark.usefixtures("loaded")
def test_instructions_and_packs_are_said() -> None:
    actors = {who: player(who) for who in (KEEPER, OFFICE, VEHICLES)}

    for who, item, said in told.INSTRUCTIONS:
        assert catalogue.find(actors[who], item).instructions == said
    rack = catalogue.find(actors[KEEPER], "BAR-VAU")
    assert (rack.pack_quantity, rack.pack_name) == (20, "rack")


@pytest.mark.usefixtures("loaded")
def test_whatever_was_told_at_the_counter_has_its_report() -> None:
    told_of = {each.id for each in db.session.query(Passage) if is_told(each)}
    reported = {each.passage_id for each in db.session.query(Convention) if each.passage_id}

    assert told_of
    assert reported == told_of

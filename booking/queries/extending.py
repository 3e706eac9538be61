"""What one must know to keep things longer: the next return possible, until when they are free."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from booking import clock
from booking.models.catalogue import Pool
from booking.models.reservations import Hold, Reservation
from booking.period import Period
from booking.queries import depots, lateness, reservations
from booking.queries.availability import supplies
from booking.queries.lateness import Awaited
from booking.queries.views import ReservationView
from booking.rules import availability, pickups
from booking.rules.access import Actor
from booking.rules.availability import Supply, Want

AHEAD = timedelta(days=60)
"""So far ahead one looks for who else counts on things."""
DAY = timedelta(days=1)
INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Extension:
    """A loan that is out, as one asks to keep it longer."""

    mine: ReservationView
    awaited: Awaited
    proposed: datetime  # the next return, at the hours of the depots
    free_until: datetime | None  # None: nobody else counts on it within `AHEAD`


def show(actor: Actor, reservation_id: int) -> Extension:
    """Return a loan in view and what its extension may be; raises NotFound."""
    row, now = reservations.row(actor, reservation_id), clock.now()
    return Extension(
        mine=reservations.show(actor, reservation_id),
        awaited=lateness.awaited(row, now),
        proposed=_proposed(actor, row, now),
        free_until=_free_until(row, now),
    )


def _proposed(actor: Actor, mine: Reservation, now: datetime) -> datetime:
    """Return the first moment, from the day after, at which the depots take things back."""
    last = max(mine.ends_at, now)
    places = {hold.stock.depot_id for hold in _out(mine)}
    loan = Period(min(mine.starts_at, now), last)
    usual = mine.ends_at.astimezone(actor.zone).time()
    return next_return(actor, mine.pool, places, loan, usual=usual)


def next_return(
    actor: Actor, pool: Pool, depot_ids: Collection[int], loan: Period, *, usual: time
) -> datetime:
    """Return the first moment after the day a loan ends on at which some depots take back.

    Where hours are free, it is the usual one of the next day.
    """
    zone = actor.zone
    morning = datetime.combine(loan.ends_at.astimezone(zone).date() + DAY, time(0), zone)
    event = Period(loan.starts_at, morning)
    days = depots.days_of(pool, depot_ids, event, zone)
    if days.free:
        return datetime.combine(morning.date(), usual, zone)
    return pickups.propose(days, event, event.starts_at).ends_at


def _out(mine: Reservation) -> list[Hold]:
    held = [hold for line in mine.lines for hold in line.holds]
    return [hold for hold in held if hold.due_back_at is not None]


def _free_until(mine: Reservation, now: datetime) -> datetime | None:
    """Return until when a loan may stay out for all that others hold, its preparation included."""
    held = _out(mine)
    if not held:
        return None
    span = Period(now, max(mine.ends_at, now) + AHEAD)
    found = supplies(
        mine.territory_id,
        {hold.stock.item_id for hold in held},
        span,
        [hold.id for hold in held],
        copies=any(hold.unit_id for hold in held),
    )
    stocks = [stock for several in found.values() for stock in several]
    starts = {claim.period.starts_at for stock in stocks for claim in stock.claims}
    for mark in sorted(at for at in starts if span.starts_at < at < span.ends_at):
        if short := _short(held, stocks, Period(now, mark + INSTANT)):
            return mark - max(hold.planned_ends_at - mine.ends_at for hold in short)
    return None


def _short(held: Sequence[Hold], stocks: Sequence[Supply], period: Period) -> list[Hold]:
    """Return what could not be held over a period where it was taken."""
    wants = {
        Want(hold.stock_id, hold.quantity, period, unit_id=hold.unit_id): hold for hold in held
    }
    outcome = availability.fit(wants, {stock.stock_id: [stock] for stock in stocks})
    return [wants[want] for want, _ in outcome.shortages]

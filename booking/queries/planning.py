"""What happens around a reservation: who else wants the same, what stays free day by day."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, exists, or_

from booking import clock
from booking.models.catalogue import Stock
from booking.models.dealings import Change
from booking.models.reservations import Hold, Line, Reservation
from booking.period import Period
from booking.queries import reservations
from booking.queries.availability import supplies
from booking.queries.views import ReservationView
from booking.rules.access import Actor
from booking.vocabulary import Status


@dataclass(frozen=True)
class DayView:
    """How many of a line's item are free at the lowest of one day."""

    day: date
    free: int
    inside: bool


def rivals(actor: Actor, reservation_id: int) -> list[ReservationView]:
    """Return the other reservations that take some of the same items meanwhile."""
    mine = reservations.row(actor, reservation_id)
    items = [line.item_id for line in mine.lines]
    taken = exists().where(
        Line.reservation_id == Reservation.id,
        Line.item_id.in_(items),
        Hold.line_id == Line.id,
        Hold.starts_at < mine.ends_at,
        or_(Hold.ends_at > mine.starts_at, _late()),
    )
    beyond = exists().where(
        Change.reservation_id == Reservation.id,
        Hold.change_id == Change.id,
        Stock.id == Hold.stock_id,
        Stock.item_id.in_(items),
        Hold.starts_at < mine.ends_at,
        Hold.ends_at > mine.starts_at,
    )
    others = Reservation.id != mine.id
    found = reservations.loaded(actor).where(others, or_(taken, beyond))
    return reservations.seen(actor, found.order_by(Reservation.starts_at, Reservation.id))


def _late() -> ColumnElement[bool]:
    """What is out past its end is a rival of whatever comes next."""
    return and_(Reservation.status == Status.OUT, Reservation.ends_at < clock.now())


def around(actor: Actor, reservation_id: int) -> dict[int, list[DayView]]:
    """Return for each item of a reservation how many are free, day by day, this one counted."""
    mine = reservations.row(actor, reservation_id)
    zone = actor.zone
    first = mine.starts_at.astimezone(zone).date() - timedelta(days=2)
    last = mine.ends_at.astimezone(zone).date() + timedelta(days=2)
    days = [first + timedelta(days=rank) for rank in range(min((last - first).days, 13) + 1)]
    spans = {
        day: Period(
            datetime.combine(day, time(0), zone),
            datetime.combine(day + timedelta(days=1), time(0), zone),
        )
        for day in days
    }
    whole = Period(spans[days[0]].starts_at, spans[days[-1]].ends_at)
    stocks = supplies(mine.territory_id, {line.item_id for line in mine.lines}, whole)
    return {
        item_id: [
            DayView(
                day,
                sum(stock.free(span) for stock in group),
                span.overlaps(mine.period),
            )
            for day, span in spans.items()
        ]
        for item_id, group in stocks.items()
    }

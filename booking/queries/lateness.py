"""Which returns are to be asked for, what of a loan is still out, and who comes next."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import exists, func, select

from booking.db import db
from booking.models.catalogue import Depot, Item, Pool
from booking.models.loans import Loan
from booking.models.organizations import Territory
from booking.models.reservations import Line, Reservation
from booking.numbers import among
from booking.period import Period
from booking.queries import depots, loans
from booking.queries.dangers import TO_COME
from booking.rules import lateness as rules
from booking.rules.lateness import Out
from booking.vocabulary import STAFF, Status

MOST_DAYS = timedelta(days=32)
"""No pool asks for a return earlier than a month before its day."""
SOON = timedelta(days=14)
"""Who comes next is said when they come so soon after a return."""


@dataclass(frozen=True)
class Awaited:
    """What of a loan is still to come back, and where to; `next` says who else counts on it."""

    things: tuple[tuple[int, str], ...]  # so many, of what
    depots: tuple[str, ...]  # with their hours, where they keep some
    next: tuple[tuple[str, datetime], ...]  # of what, from when


def to_remind(now: datetime) -> list[int]:
    """Return the loans whose return is to be asked for now, for the clock."""
    found = (
        select(
            Reservation.id,
            Reservation.ends_at,
            func.coalesce(Loan.reminded_at, Loan.handed_over_at).label("told_at"),
            Pool.remind_days,
            Territory.time_zone,
        )
        .join(Loan, Loan.reservation_id == Reservation.id)
        .join(Pool, Pool.id == Reservation.pool_id)
        .join(Territory, Territory.id == Reservation.territory_id)
        .where(Reservation.status == Status.OUT, Reservation.ends_at < now + MOST_DAYS)
        .order_by(Reservation.id)
    )
    return [
        row.id
        for row in db.session.execute(found)
        if _step(row.remind_days, Out(row.ends_at, row.told_at), now, row.time_zone) is not None
    ]


def step(mine: Reservation, loan: Loan | None, now: datetime) -> int | None:
    """Return the step that is due for a loan, read afresh; None when there is none any more."""
    if loan is None or mine.status is not Status.OUT:
        return None
    out = Out(mine.ends_at, loan.reminded_at or loan.handed_over_at)
    return _step(mine.pool.remind_days, out, now, mine.territory.time_zone)


def _step(days: Iterable[int], out: Out, now: datetime, zone: str) -> int | None:
    return rules.step(days, out, now, ZoneInfo(zone))


def awaited(mine: Reservation, now: datetime) -> Awaited:
    """Return what of a loan that is out is still awaited; nobody who comes next is named."""
    counts = loans.tally(loans.of_reservation(mine.id))
    left = [
        (counts[line.id].awaited, line)
        for line in mine.lines
        if line.id in counts and counts[line.id].awaited > 0 and line.item.family != STAFF
    ]
    places = {hold.stock.depot for _, line in left for hold in line.holds}
    return Awaited(
        things=tuple((quantity, line.item.name) for quantity, line in left),
        depots=tuple(_place(each) for each in sorted(places, key=lambda depot: depot.name)),
        next=tuple(_next(mine, {line.item_id for _, line in left}, now)),
    )


def _place(depot: Depot) -> str:
    said = filter(None, [depot.name, depot.address, depots.hours_said(depot)])
    return ", ".join(said)


def _next(
    mine: Reservation, item_ids: Collection[int], now: datetime
) -> Iterable[tuple[str, datetime]]:
    """Return when somebody else first counts on each of some items, soon after a return."""
    found = (
        select(Item.name, func.min(Reservation.starts_at))
        .select_from(Line)
        .join(Item, Item.id == Line.item_id)
        .join(Reservation, Reservation.id == Line.reservation_id)
        .where(
            Reservation.territory_id == mine.territory_id,
            among(Line.item_id, item_ids),
            Reservation.id != mine.id,
            Reservation.status.in_((*TO_COME, Status.WAITLISTED)),
            Reservation.ends_at > now,
            Reservation.starts_at < max(mine.ends_at, now) + SOON,
            Reservation.ends_at > mine.starts_at,
        )
        .group_by(Item.id, Item.name)
        .order_by(Item.name)
    )
    return [(name, starts_at) for name, starts_at in db.session.execute(found)]


def is_waited_for(mine: Reservation, period: Period) -> bool:
    """Tell whether somebody on a waiting list wants some of a loan's things over a period."""
    wanted = exists().where(
        Reservation.territory_id == mine.territory_id,
        Reservation.status == Status.WAITLISTED,
        Line.reservation_id == Reservation.id,
        among(Line.item_id, {line.item_id for line in mine.lines}),
        Reservation.starts_at < period.ends_at,
        Reservation.ends_at > period.starts_at,
    )
    return bool(db.session.scalar(select(wanted)))

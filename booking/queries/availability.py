"""What each stock has and what is taken of it, read for many items at once."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from sqlalchemy import or_, select

from booking import clock
from booking.db import db
from booking.models.catalogue import Pool, Stock, StockMovement
from booking.models.reservations import Hold, Line, Reservation
from booking.period import Period
from booking.rules.availability import Supplies, Supply
from booking.vocabulary import Status


def supplies(
    territory_id: int,
    item_ids: Collection[int],
    period: Period,
    without: Collection[int] = (),
    *,
    as_planned: bool = False,
) -> Supplies:
    """Return every stock of the items with its movements and the holds touching the period.

    `without` names lines whose holds are passed over, as when they are about to be rewritten.
    Lateness counts, unless only what was agreed is asked for.
    """
    stocks = db.session.execute(
        select(Stock.id, Stock.item_id).where(Stock.item_id.in_(item_ids)).order_by(Stock.id)
    ).all()
    movements = _movements(territory_id, [stock.id for stock in stocks])
    ending = _planned_end if as_planned else _likely_end
    claims = _claims(territory_id, [stock.id for stock in stocks], period, without, ending)
    found: dict[int, list[Supply]] = {item: [] for item in item_ids}
    for stock in stocks:
        found[stock.item_id].append(
            Supply(stock.id, tuple(movements.get(stock.id, ())), tuple(claims.get(stock.id, ())))
        )
    return found


def _movements(
    territory_id: int, stock_ids: Collection[int]
) -> dict[int, list[tuple[datetime, int]]]:
    found: dict[int, list[tuple[datetime, int]]] = {}
    rows = select(StockMovement.stock_id, StockMovement.at, StockMovement.quantity).where(
        StockMovement.territory_id == territory_id, StockMovement.stock_id.in_(stock_ids)
    )
    for stock_id, at, quantity in db.session.execute(rows):
        found.setdefault(stock_id, []).append((at, quantity))
    return found


def _claims(
    territory_id: int,
    stock_ids: Collection[int],
    period: Period,
    without: Collection[int],
    ending: "Ending",
) -> dict[int, list[tuple[Period, int]]]:
    found: dict[int, list[tuple[Period, int]]] = {}
    for hold, reservation, grace in db.session.execute(
        select(Hold, Reservation, Pool.late_grace_hours)
        .outerjoin(Line, Line.id == Hold.line_id)
        .outerjoin(Reservation, Reservation.id == Line.reservation_id)
        .outerjoin(Pool, Pool.id == Reservation.pool_id)
        .where(
            Hold.territory_id == territory_id,
            Hold.stock_id.in_(stock_ids),
            Hold.starts_at < period.ends_at,
            or_(Hold.ends_at > period.starts_at, Reservation.status == Status.OUT),
            or_(Hold.line_id.is_(None), Hold.line_id.not_in(without)),
        )
    ):
        ends_at = ending(hold, reservation, grace) if reservation else hold.ends_at
        found.setdefault(hold.stock_id, []).append((Period(hold.starts_at, ends_at), hold.quantity))
    return found


Ending = Callable[[Hold, Reservation, int], datetime]


def _likely_end(hold: Hold, mine: Reservation, grace_hours: int) -> datetime:
    """Return when a hold should end: what is out past its end counts until the grace from now.

    Lateness is computed here and stored nowhere (design § 4); the preparation is the hold's own.
    """
    now = clock.now()
    if mine.status is Status.OUT and mine.ends_at < now:
        preparation = hold.ends_at - mine.ends_at
        return max(hold.ends_at, now + timedelta(hours=grace_hours) + preparation)
    return hold.ends_at


def _planned_end(hold: Hold, mine: Reservation, _grace_hours: int) -> datetime:
    """Return when a hold was agreed to end, whatever came of it."""
    if mine.status is Status.RETURNED:
        preparation = timedelta(hours=hold.stock.item.preparation_after_hours)
        return min(hold.ends_at, mine.ends_at + preparation)
    return hold.ends_at

"""The one place that writes holds: lock the stocks, check, write (design § 4)."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from booking.db import db
from booking.errors import NotEnoughAvailable
from booking.models.catalogue import Item, Stock
from booking.models.reservations import Hold, Line, Reservation
from booking.period import Period
from booking.queries import catalogue
from booking.queries.availability import supplies
from booking.rules import availability
from booking.rules.access import Actor
from booking.rules.availability import Want
from booking.vocabulary import HoldReason


def lock(item_ids: Collection[int]) -> None:
    """Lock every stock of the items, in id order so that crossing carts never deadlock."""
    found = select(Stock).where(Stock.item_id.in_(item_ids)).order_by(Stock.id)
    locked = found.with_for_update().execution_options(populate_existing=True)
    db.session.scalars(locked).all()


def wants(lines: Sequence[Line], period: Period) -> list[Want]:
    """Return what the lines take, preparation included."""
    return [catalogue.want(line.item, line.quantity, period, _preferred(line)) for line in lines]


def _preferred(line: Line) -> int | None:
    stocks = [stock.id for stock in line.item.stocks if stock.depot_id == line.depot_id]
    return stocks[0] if stocks else None


def place(actor: Actor, lines: Sequence[Line], period: Period, starts: Period) -> None:
    """Hold what the lines want over the period, in place of what they held before.

    The stocks must be locked already. Raises NotEnoughAvailable, with the nearest periods that
    start within `starts` and would do, and then writes nothing.
    """
    wanted = wants(lines, period)
    outcome = fit(actor, wanted, [line.id for line in lines if line.id], starts)
    for line, want, spread in zip(lines, wanted, outcome.spreads, strict=True):
        line.holds = [
            Hold(
                territory_id=line.territory_id,
                stock_id=stock_id,
                reason=HoldReason.RESERVATION,
                quantity=quantity,
                starts_at=want.held.starts_at,
                ends_at=want.held.ends_at,
            )
            for stock_id, quantity in spread.items()
        ]


def fit(
    actor: Actor, wanted: Sequence[Want], without: Collection[int], starts: Period
) -> availability.Outcome:
    """Return where the wants fit; raises NotEnoughAvailable with what would fit instead."""
    reach = timedelta(days=availability.NEAR)
    around = _around(wanted).widened(reach, reach)
    stocks = supplies(actor.territory_id, {want.item_id for want in wanted}, around, without)
    outcome = availability.fit(wanted, stocks)
    if outcome.shortages:
        periods = availability.alternatives(wanted, stocks, actor.zone, starts)
        raise NotEnoughAvailable(
            [_shortage(want.item_id, want, free) for want, free in outcome.shortages],
            list(periods),
        )
    return outcome


def recheck(reservation: Reservation) -> None:
    """Make sure that what a reservation holds is still there; raises NotEnoughAvailable.

    Others' lateness does not refuse what was already held: the manager sees it, and decides.
    """
    held = [hold for line in reservation.lines for hold in line.holds]
    _fit_in_place(reservation, [(hold, hold.period) for hold in held], as_planned=True)


def start_early(reservation: Reservation, now: datetime) -> None:
    """Hold from now on what leaves before its time; raises NotEnoughAvailable."""
    held = [hold for line in reservation.lines for hold in line.holds if now < hold.starts_at]
    moved = [(hold, Period(now, hold.ends_at)) for hold in held]
    _fit_in_place(reservation, moved, as_planned=False)
    for hold in held:
        hold.starts_at = now


def _fit_in_place(
    reservation: Reservation, moved: Sequence[tuple[Hold, Period]], *, as_planned: bool
) -> None:
    """Raise NotEnoughAvailable unless each hold fits its new period in its own stock."""
    if not moved:
        return
    around = Period(
        min(period.starts_at for _, period in moved), max(period.ends_at for _, period in moved)
    )
    lines = {line.id: line for line in reservation.lines}
    found = supplies(
        reservation.territory_id,
        {line.item_id for line in lines.values()},
        around,
        list(lines),
        as_planned=as_planned,
    )
    by_stock = {stock.stock_id: [stock] for stocks in found.values() for stock in stocks}
    items = {hold.stock_id: hold.stock.item_id for hold, _ in moved}
    wanted = [Want(hold.stock_id, hold.quantity, period) for hold, period in moved]
    outcome = availability.fit(wanted, by_stock)
    if outcome.shortages:
        raise NotEnoughAvailable(
            [_shortage(items[want.item_id], want, free) for want, free in outcome.shortages], []
        )


def end(reservation: Reservation, returned_at: datetime) -> None:
    """End what a reservation holds at its return, each hold keeping its own preparation."""
    for line in reservation.lines:
        for hold in list(line.holds):
            preparation = max(timedelta(0), hold.ends_at - reservation.ends_at)
            if returned_at + preparation > hold.starts_at:
                hold.ends_at = returned_at + preparation
            else:  # back before it was due to leave
                line.holds.remove(hold)


def _around(wanted: Sequence[Want]) -> Period:
    return Period(
        min(want.held.starts_at for want in wanted), max(want.held.ends_at for want in wanted)
    )


def _shortage(item_id: int, want: Want, free: int) -> dict[str, object]:
    item = db.session.get_one(Item, item_id)
    return {
        "item": item.reference,
        "item_id": item.id,
        "name": item.name,
        "wanted": want.quantity,
        "free": free,
        "period": want.period,
    }


def release(reservation: Reservation) -> None:
    """Give back all that a reservation holds."""
    for line in reservation.lines:
        line.holds = []

"""The one place that writes holds: lock the stocks, check, write (design § 4)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from booking import clock
from booking.db import append, db
from booking.errors import NotEnoughAvailable
from booking.models.catalogue import Item, Stock
from booking.models.reservations import LONGEST, Hold, Line, Reservation
from booking.numbers import among
from booking.period import Period
from booking.queries import counts
from booking.queries.availability import Reading, hull, supplies
from booking.rules import availability
from booking.rules.availability import Want
from booking.rules.spreading import Place
from booking.usecases import copies
from booking.vocabulary import HoldReason

NOTHING = timedelta(0)
LOCKING = select(Stock.id).where(among(Stock.item_id, "items")).order_by(Stock.id).with_for_update()


def lock(item_ids: Collection[int]) -> None:
    """Lock every stock of the items, in id order so that crossing carts never deadlock."""
    db.session.connection().scalars(LOCKING, {"items": list(item_ids)}).all()
    db.session.info.setdefault("locked", set()).update(item_ids)  # `transaction` begins with none
    for known in db.session.identity_map.values():
        if isinstance(known, Stock):
            db.session.expire(known)  # what was read of it before may have changed since


def locked() -> frozenset[int]:
    """Return the items whose stocks the running act has locked."""
    return frozenset(db.session.info.get("locked", ()))


def place(
    lines: Sequence[Line],
    period: Period,
    despite: str = "",
    units: Mapping[int, Sequence[int]] | None = None,
) -> None:
    """Hold what the lines want over one period, as `place_each` does over several."""
    place_each([(line, period) for line in lines], despite, units)


def place_each(
    spans: Sequence[tuple[Line, Period]],
    despite: str = "",
    units: Mapping[int, Sequence[int]] | None = None,
) -> None:
    """Hold what each line wants over its period, in place of what it held before.

    A line that only shrinks keeps its places and is never refused. `units` names copies for lines
    (by id). The stocks must be locked already. Raises NotEnoughAvailable, and then writes nothing,
    unless `despite` says why more than is free may be taken.
    """
    units = units or {}
    shrinking = [each for each in spans if each[0].id not in units and _shrinks(*each)]
    growing = [each for each in spans if each not in shrinking]
    wanted = [(line, want) for line, period in growing for want in wants(line, period, units)]
    own = [hold.id for line, _ in growing for hold in line.holds]
    for line, period in shrinking:
        _shrink(line, period)
    places = fit([want for _, want in wanted], own, despite)
    for line, _ in growing:
        line.holds = []
    for (line, want), taken in zip(wanted, places, strict=True):
        line.holds += [_hold(line, want, each, despite) for each in taken]


def add(line: Line, quantity: int, period: Period) -> list[Hold]:
    """Hold so many more of a line, over a period of its own; raises NotEnoughAvailable."""
    at = _preferred(line) or next((hold.stock_id for hold in line.holds), None)
    more = replace(counts.want(line.item, quantity, period, at), before=NOTHING)
    made = [_hold(line, more, each, "") for each in fit([more], (), "")[0]]
    line.holds += made
    return made


def store_of(lines: Iterable[Line]) -> None:
    """Write at once what new lines, just written, hold."""
    made = [(line, hold) for line in lines for hold in line.holds]
    for line, hold in made:
        hold.line_id = line.id
    append([hold for _, hold in made])


def wants(line: Line, period: Period, units: Mapping[int, Sequence[int]]) -> Iterable[Want]:
    """Return what a line takes, preparation included: its named copies, then the others."""
    named = units.get(line.id, ())
    at = _preferred(line) or next((hold.stock_id for hold in line.holds), None)
    base = counts.want(line.item, line.quantity, period, at)
    for unit_id in named:
        yield replace(base, quantity=1, unit_id=unit_id)
    if len(named) < line.quantity:
        yield replace(base, quantity=line.quantity - len(named))


def _preferred(line: Line) -> int | None:
    if line.depot_id is None:
        return None
    stocks = [stock.id for stock in line.item.stocks if stock.depot_id == line.depot_id]
    return stocks[0] if stocks else None


def _hold(line: Line, want: Want, place: Place, despite: str) -> Hold:
    made = Hold(
        territory_id=line.territory_id,
        stock_id=place.stock_id,
        unit_id=want.unit_id,
        reason=HoldReason.RESERVATION,
        quantity=place.quantity,
        beyond=place.beyond,
        despite=despite if place.beyond else "",
    )
    span(made, want.held)
    return made


def span(hold: Hold, period: Period) -> None:
    """Make a hold last for a period agreed."""
    hold.starts_at, hold.ends_at = period.starts_at, period.ends_at
    hold.planned_ends_at = period.ends_at
    hold.apart = hold.due_back_at is not None or period.length > LONGEST


def fit(wanted: Sequence[Want], without: Collection[int], despite: str) -> list[list[Place]]:
    """Return where each want is taken from; raises NotEnoughAvailable saying what is short."""
    if not wanted:
        return []
    items = {want.item_id for want in wanted}
    territory_id = db.session.get_one(Item, next(iter(items))).territory_id
    naming = any(want.unit_id for want in wanted)
    found = supplies(
        territory_id,
        items,
        hull([want.held for want in wanted]),
        without,
        copies=naming,
        unfit=bool(despite),  # what is unfit is judged, and waived by name
    )
    outcome = availability.fit(wanted, found, anyway=bool(despite))
    if outcome.shortages:
        short = [_shortage(want.item_id, want, free) for want, free in outcome.shortages]
        raise NotEnoughAvailable(short, wanted, without)
    return outcome.places


def _shortage(item_id: int, want: Want, free: int) -> dict[str, Any]:
    item = db.session.get_one(Item, item_id)
    return {
        "item": item.reference,
        "item_id": item.id,
        "name": item.name,
        "wanted": want.quantity,
        "free": free,
        "period": want.period,
    }


def _shrinks(line: Line, period: Period) -> bool:
    """Tell whether a line asks for less than it holds, at the same places."""
    if not line.holds or not line.reservation.period.contains(period):
        return False
    preferred, places = _preferred(line), {hold.stock_id for hold in line.holds}
    held = sum(hold.quantity for hold in line.holds)
    return line.quantity <= held and (preferred is None or preferred in places)


def _shrink(line: Line, period: Period) -> None:
    """Give back what a line no longer needs, first of what it took beyond the stock."""
    agreed = line.reservation.period
    for hold in line.holds:
        before, after = agreed.starts_at - hold.starts_at, hold.planned_ends_at - agreed.ends_at
        span(hold, period.widened(before, after))
    too_many = sum(hold.quantity for hold in line.holds) - line.quantity
    kept = _preferred(line)
    for hold in sorted(
        line.holds,
        key=lambda hold: (not hold.beyond, hold.stock_id == kept, hold.unit_id is not None),
    ):
        given = min(too_many, hold.quantity)
        too_many -= given
        hold.beyond = max(0, hold.beyond - given)
        if given == hold.quantity:
            line.holds.remove(hold)
        else:
            hold.quantity -= given


def recheck(reservation: Reservation, despite: str = "") -> None:
    """Make sure that what a reservation holds is still there; raises NotEnoughAvailable.

    Others' lateness does not refuse what was already held: the manager sees it, and decides.
    """
    held = [(hold, hold.period) for line in reservation.lines for hold in line.holds]
    fit_in_place(held, despite, Reading.PLANNED)


def extend(reservation: Reservation, ends_at: datetime, despite: str = "") -> None:
    """Hold what is out until another return, from where it was taken; what is back stays so."""
    held = [hold for line in reservation.lines for hold in line.holds if hold.back_at is None]
    later = ends_at - reservation.ends_at
    moved = [(hold, Period(hold.starts_at, hold.planned_ends_at + later)) for hold in held]
    if later > NOTHING:  # what is past is no reason to refuse
        now = clock.now()
        fit_in_place([(hold, Period(now, period.ends_at)) for hold, period in moved], despite)
    for hold, period in moved:
        hold.due_back_at = ends_at if hold.due_back_at else None  # what has not left is not due
        span(hold, period)
        keep(hold)


def fit_in_place(
    moved: Sequence[tuple[Hold, Period]],
    despite: str = "",
    reading: Reading = Reading.LIKELY,
    *,
    unfit: bool = False,
) -> None:
    """Raise NotEnoughAvailable unless each hold fits its new period in its own stock.

    As planned, what was knowingly taken beyond the stock is not asked about again. `unfit`: what
    falls due for a control is judged apart.
    """
    known = {hold: hold.beyond if reading is Reading.PLANNED else 0 for hold, _ in moved}
    asked = [(hold, period) for hold, period in moved if hold.quantity > known[hold]]
    if not asked:
        return
    items = {hold.stock_id: hold.stock.item_id for hold, _ in moved}
    wanted = [
        Want(hold.stock_id, hold.quantity - known[hold], period, unit_id=hold.unit_id)
        for hold, period in asked
    ]
    found = supplies(
        moved[0][0].territory_id,
        set(items.values()),
        hull([want.held for want in wanted]),
        [hold.id for hold, _ in moved],
        reading=reading,
        copies=any(hold.unit_id for hold, _ in moved),
        unfit=unfit or bool(despite),
    )
    by_stock = {stock.stock_id: [stock] for stocks in found.values() for stock in stocks}
    outcome = availability.fit(wanted, by_stock, anyway=bool(despite))
    if outcome.shortages:
        short = [_shortage(items[want.item_id], want, free) for want, free in outcome.shortages]
        raise NotEnoughAvailable(short)
    for (hold, _), places in zip(asked, outcome.places, strict=True):
        if (beyond := known[hold] + places[0].beyond) > hold.beyond:
            hold.beyond, hold.despite = beyond, despite


def keep(hold: Hold) -> None:
    """Keep a copy for a loan that lasts longer: others get any, what withholds it waits for it."""
    if hold.unit_id is None:
        return
    copies.unname(hold.unit_id, hold.period, hold)
    withheld = select(Hold).where(
        Hold.unit_id == hold.unit_id,
        Hold.line_id.is_(None),
        Hold.starts_at < hold.ends_at,
        Hold.ends_at > hold.starts_at,
    )
    for other in db.session.scalars(withheld):
        if other.ends_at > hold.ends_at:
            span(other, Period(hold.ends_at, other.ends_at))
        else:
            db.session.delete(other)


def release(reservation: Reservation) -> None:
    """Give back all that a reservation holds."""
    for line in reservation.lines:
        line.holds = []

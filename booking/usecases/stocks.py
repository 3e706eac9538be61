"""Stocks that grow and shrink, copies that come and go, what is kept from being lent."""

from collections.abc import Sequence
from datetime import datetime
from secrets import token_urlsafe

from sqlalchemy import insert, select

from booking import clock, journal
from booking.db import db
from booking.errors import Invalid, NotFound, StockPromised, WrongMoment
from booking.models.catalogue import Depot, Item, Stock, StockMovement, Unit
from booking.models.reservations import Hold
from booking.period import Period
from booking.queries import catalogue, dangers
from booking.queries import stocks as readings
from booking.queries.availability import EVER, Reading
from booking.rules import access, availability
from booking.rules.access import Actor
from booking.rules.asking import Moved, Withheld
from booking.usecases import copies, holds, promoting, usecase, withholding
from booking.usecases.withholding import Spans, supply_at_home, supply_of
from booking.vocabulary import HoldReason, Movement, Tracking


@usecase()
def move(actor: Actor, moved: Moved, *, key: str | None = None) -> int:
    """The manager writes that so many came in or went for good, from an instant on.

    Returns the stock. Raises StockPromised naming the reservations in danger when others need
    what goes, unless `despite` says why.
    """
    item = catalogue.find(actor, moved.item)
    access.require(actor, "stock.change", catalogue.parties(item))
    _require_sense(item, moved)
    stock = _stock(item, moved)
    at = moved.at or clock.now()
    if moved.quantity > 0:
        bring_in(stock, moved.kind, moved.quantity, at, moved.units, moved.note)
    else:
        _take_out(stock, moved, at)
    journal.record(
        actor,
        "move",
        "stock",
        stock.id,
        kind=moved.kind,
        quantity=moved.quantity,
        units=list(moved.units),
        despite=moved.despite,
    )
    promoting.promote()
    return stock.id


def _require_sense(item: Item, moved: Moved) -> None:
    _require_countable(item)
    named = item.tracking is Tracking.NUMBERED and (moved.units or moved.quantity < 0)
    if named and len(set(moved.units)) != abs(moved.quantity):
        raise Invalid("invalid", errors={"units": ["Donnez un numéro par exemplaire."]})


def _require_countable(item: Item) -> None:
    if item.tracking is Tracking.KIT:
        raise Invalid("invalid", errors={"item": ["Un lot n’a pas de stock : voyez ses parties."]})


def _stock(item: Item, moved: Moved) -> Stock:
    """Return the stock of an item at a depot, locked; made when the first ones come in."""
    promoting.lock([item.id])
    depot = catalogue.any_depot(item.territory_id, moved.depot)
    for stock in item.stocks:
        if stock.depot_id == depot.id:
            return stock
    if moved.quantity < 0:
        raise NotFound("depot_not_found", depot=moved.depot)
    return new_stock(item, depot)


def new_stock(item: Item, depot: Depot) -> Stock:
    """Return the stock of an item at one more depot, empty yet."""
    stock = Stock(territory_id=item.territory_id, item_id=item.id, depot=depot)
    item.stocks.append(stock)
    db.session.flush()  # its first movement refers to it
    return stock


def bring_in(
    stock: Stock,
    kind: Movement,
    quantity: int,
    at: datetime,
    numbers: Sequence[str] = (),
    note: str = "",
) -> None:
    """Add so many to a stock, each with its number when the item is followed copy by copy."""
    if stock.item.tracking is not Tracking.NUMBERED:
        _record(stock, kind, quantity, at, note)
        return
    taken = select(Unit.number).where(
        Unit.territory_id == stock.territory_id, Unit.number.in_(numbers)
    )
    if known := db.session.scalars(taken).first():
        raise Invalid("invalid", errors={"units": [f"Le numéro {known} est déjà pris."]})
    for number in numbers or copies.next_numbers(stock.item, quantity):
        unit = Unit(territory_id=stock.territory_id, stock=stock, number=number)
        _record(stock, kind, 1, at, note).unit = unit


def fill(opened: Sequence[tuple[Stock, int]], note: str) -> None:
    """Bring so many in to each of many stocks that have just been made, in a few statements."""
    at, bulk, numbered = clock.now(), [], []
    for stock, quantity in opened:
        common = {"territory_id": stock.territory_id, "stock_id": stock.id}
        if stock.item.tracking is Tracking.NUMBERED:
            numbered.append((common, stock.item.reference, quantity))
        else:
            bulk.append({**common, "quantity": quantity, "unit_id": None})
    moved = [*bulk, *copies.number(numbered)]
    if moved:
        same = {"kind": Movement.PURCHASE, "at": at, "note": note}
        db.session.execute(insert(StockMovement), [same | each for each in moved])


def _record(
    stock: Stock, kind: Movement, quantity: int, at: datetime, note: str = ""
) -> StockMovement:
    made = StockMovement(
        territory_id=stock.territory_id,
        stock_id=stock.id,
        kind=kind,
        quantity=quantity,
        at=at,
        note=note,
    )
    db.session.add(made)
    return made


def _take_out(stock: Stock, moved: Moved, at: datetime) -> None:
    after = Period(at, EVER.ends_at)
    if stock.item.tracking is not Tracking.NUMBERED:
        if supply_of(stock, after).lowest_in_service(at) < -moved.quantity:
            raise Invalid("invalid", errors={"quantity": ["Il n’y en a pas autant à ce dépôt."]})
        made = _record(stock, moved.kind, moved.quantity, at, moved.note)
        _allow(stock, [made], after, moved.despite)
        return
    gone = [_retire(copies.find(stock, number, at), moved, at) for number in moved.units]
    _allow(stock, gone, after, moved.despite)


def count(stock: Stock, difference: int, note: str) -> None:
    """Write by how many a stock, locked, differs from what was believed; or raise StockPromised."""
    at = clock.now()
    if difference > 0:
        bring_in(stock, Movement.COUNT, difference, at, note=note)
        return
    gone = Moved(str(stock.item_id), str(stock.depot_id), Movement.COUNT, difference, note=note)
    _take_out(stock, gone, at)


def lose(stock: Stock, lost: Moved) -> None:
    """Take so many out of a stock, locked, for good, now; or raise StockPromised."""
    _take_out(stock, lost, clock.now())


def _retire(unit: Unit, moved: Moved, at: datetime) -> StockMovement:
    after = Period(at, EVER.ends_at)
    copies.require_home(unit, after)
    copies.unname(unit.id, after)
    withholding.cut(unit.id, at)
    made = _record(unit.stock, moved.kind, -1, at, moved.note)
    made.unit = unit
    return made


def _allow(stock: Stock, made: Sequence[StockMovement], period: Period, despite: str) -> None:
    """Note what movements make missing; raises StockPromised unless it is done knowingly."""
    db.session.flush()  # the stock is read again with what has just gone
    spans = availability.excess(supply_of(stock, period), period)
    _refuse_unless(despite, stock, spans)
    missing = max((lack for _, lack in spans), default=0)
    while spans:  # of the loans that find no copy, only the first is known each time
        until = max(span.ends_at for span, _ in spans)
        for each in made:
            each.beyond = min(-each.quantity, missing)
            each.despite, each.beyond_until = despite, until
        db.session.flush()  # what is allowed so far is read again
        left = availability.excess(supply_of(stock, period, Reading.ALLOWED), period)
        spans = [each for each in left if each[0].ends_at > until]


def _refuse_unless(despite: str, stock: Stock, spans: Spans) -> None:
    """Raise StockPromised, naming all the reservations in danger, unless one says why to go on."""
    if spans and not despite:
        found = [danger.as_fact() for danger in dangers.of_stock(stock, spans)]
        raise StockPromised(max(missing for _, missing in spans), found)


@usecase()
def withhold(actor: Actor, withheld: Withheld, *, key: str | None = None) -> int:
    """So many are kept from being lent: maintenance, breakdown, the owner's own use.

    Returns the first hold made. Raises StockPromised naming the reservations in danger when
    others need them, unless `despite` says why.
    """
    return withhold_named(actor, withheld)


def withhold_named(actor: Actor, withheld: Withheld) -> int:
    """Withhold as `withhold` does, inside another act."""
    item = catalogue.find(actor, withheld.item)
    _require_countable(item)
    depot = catalogue.find_depot(item, withheld.depot)
    stock = next(each for each in item.stocks if each.depot_id == depot.id)
    access.require(actor, "stock.withhold", catalogue.parties(item, stock))
    if withheld.despite and withheld.reason is not HoldReason.BREAKDOWN:  # that is no choice
        access.require(actor, "stock.change", catalogue.parties(item, stock))
    holds.lock([item.id])
    first = min(period.starts_at for period in withheld.periods)
    units = [copies.find(stock, number, first) for number in withheld.units]
    series = token_urlsafe(16) if len(withheld.periods) > 1 else None
    made = keep_back(stock, units, withheld)
    for hold in made:
        hold.series = series
    db.session.flush()  # the journal names the new ids
    journal.record(
        actor,
        "withhold",
        "stock",
        stock.id,
        reason=withheld.reason,
        quantity=withheld.quantity or len(units),
        holds=[hold.id for hold in made],
        despite=withheld.despite,
    )
    return made[0].id


def keep_back(stock: Stock, units: Sequence[Unit], withheld: Withheld) -> list[Hold]:
    """Withhold copies, or so many of a stock, which is locked, over each period.

    Raises StockPromised when others need them, unless it is done knowingly.
    """
    done = [
        _withhold_copy(stock, unit, period, withheld)
        if unit
        else _withhold_some(stock, period, withheld)
        for period in withheld.periods
        for unit in units or (None,)
    ]
    _refuse_unless(withheld.despite, stock, [span for _, spans in done for span in spans])
    return [hold for hold, _ in done]


def _withhold_some(stock: Stock, period: Period, withheld: Withheld) -> tuple[Hold, Spans]:
    """Withhold so many; return also the spans in which they are missing to others."""
    supply = supply_at_home(stock, period)
    if withheld.quantity > max(supply.in_service(period.starts_at), 0):
        raise Invalid("invalid", errors={"quantity": ["Il n’y en a pas autant à ce dépôt."]})
    missing = max(0, withheld.quantity - supply.free(period))
    taken = supply.taken(availability.Claim(period, withheld.quantity))
    spans = (availability.excess(taken, period) or [(period, missing)]) if missing else []
    return withholding.withhold(stock, period, withheld, withheld.quantity, missing), spans


def _withhold_copy(
    stock: Stock, unit: Unit, period: Period, withheld: Withheld
) -> tuple[Hold, Spans]:
    if withheld.reason is HoldReason.BREAKDOWN:
        withholding.absorb(unit.id, period)
    if supply_at_home(stock, period, unit).spares(unit.id, period):
        return withholding.withhold(stock, period, withheld, 1, 0, unit), []
    copies.require_home(unit, period)
    if withholding.withheld(unit.id, period):
        raise WrongMoment("unit_withheld", unit=unit.number)
    copies.unname(unit.id, period)
    db.session.flush()  # the copy is free now, if others can do without it
    return withholding.take(stock, unit, period, withheld)


@usecase()
def restore(actor: Actor, hold_id: int, following: bool = False, *, key: str | None = None) -> int:
    """What was withheld may be lent again, from now on; with all that follows of its series."""
    seen = readings.hold(actor, hold_id)
    item = seen.stock.item
    access.require(actor, "stock.withhold", catalogue.parties(item, seen.stock))
    withholding.require_ours(seen)
    promoting.lock([item.id])
    db.session.expire_all()  # what was read before the lock may have changed since
    hold = readings.hold(actor, hold_id)  # or be gone
    chosen = withholding.of_series(hold) if following else [hold]
    stock_id = hold.stock_id
    for each in chosen:
        withholding.lift(each, clock.now())
    journal.record(actor, "restore", "stock", stock_id, holds=[hold_id], following=following)
    promoting.promote()
    return stock_id

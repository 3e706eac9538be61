"""What is held for no reservation: maintenance, breakdown, the owner's own use, an absence."""

from datetime import datetime

from sqlalchemy import select

from booking.db import db
from booking.errors import NotAllowed, WrongMoment
from booking.models.catalogue import Stock, Unit
from booking.models.reservations import Hold
from booking.period import Period
from booking.queries.availability import Reading, supplies
from booking.rules import availability
from booking.rules.asking import Withheld
from booking.rules.availability import Supply
from booking.rules.occurrences import without
from booking.usecases import holds
from booking.vocabulary import HoldReason

Spans = list[tuple[Period, int]]
"""When so many are missing."""


def supply_of(stock: Stock, period: Period, reading: Reading = Reading.LIKELY) -> Supply:
    """Return what a stock has over a period, its copies included."""
    found = supplies(stock.territory_id, [stock.item_id], period, reading=reading, copies=True)
    return next(each for each in found[stock.item_id] if each.stock_id == stock.id)


def supply_at_home(stock: Stock, period: Period, unit: Unit | None = None) -> Supply:
    """Return the same for what is to stay at home over the period: one copy, or so many."""
    return supply_of(stock, period).at_home(period, unit.id if unit else None)


def withhold(
    stock: Stock,
    period: Period,
    withheld: Withheld,
    quantity: int,
    beyond: int,
    unit: Unit | None = None,
) -> Hold:
    """Hold so many of a stock, or one copy, for no reservation; the caller has looked before."""
    made = held(stock, period, withheld, quantity, beyond, unit)
    db.session.add(made)
    db.session.flush()  # the next period of a series sees it
    return made


def held(
    stock: Stock,
    period: Period,
    withheld: Withheld,
    quantity: int,
    beyond: int,
    unit: Unit | None = None,
) -> Hold:
    """Return such a hold, not written yet."""
    made = Hold(
        territory_id=stock.territory_id,
        stock_id=stock.id,
        unit=unit,
        reason=withheld.reason,
        quantity=quantity,
        note=withheld.note,
        beyond=beyond,
        despite=withheld.despite if beyond else "",
    )
    holds.span(made, period)
    return made


def take(stock: Stock, unit: Unit, period: Period, withheld: Withheld) -> tuple[Hold, Spans]:
    """Withhold one copy that no loan names any more; return also when others lack it."""
    supply = supply_at_home(stock, period, unit)
    if supply.spares(unit.id, period):
        return withhold(stock, period, withheld, 1, 0, unit), []
    spans = availability.excess(supply.taken(availability.Claim(period, 1, unit.id)), period)
    return withhold(stock, period, withheld, 1, 1, unit), spans or [(period, 1)]


def withheld(unit_id: int, period: Period) -> bool:
    """Tell whether a copy is kept from being lent at some instant of a period."""
    found = select(Hold.id).where(
        Hold.unit_id == unit_id,
        Hold.line_id.is_(None),
        Hold.starts_at < period.ends_at,
        Hold.ends_at > period.starts_at,
    )
    return db.session.scalars(found).first() is not None


def absorb(unit_id: int, period: Period) -> None:
    """Forget what would withhold a copy within a period in which it is broken anyway.

    What an agenda of elsewhere says is cut there: a bus breaks down on its way too.
    """
    met = select(Hold).where(
        Hold.unit_id == unit_id,
        Hold.line_id.is_(None),
        Hold.starts_at < period.ends_at,
        Hold.ends_at > period.starts_at,
    )
    for hold in db.session.scalars(met):
        if period.contains(hold.period):
            db.session.delete(hold)
        elif hold.reason is HoldReason.EXTERNAL:
            holds.span(hold, without(hold.period, [period])[0])


def require_ours(hold: Hold) -> None:
    """Raise NotAllowed or WrongMoment when what withholds something is not ended on its page."""
    if hold.reason is HoldReason.ABSENCE:  # the person's own affair
        raise NotAllowed("not_allowed", act="stock.withhold")
    if hold.reason is HoldReason.EXTERNAL:  # it would come back at the next reading
        raise WrongMoment("withheld_by_agenda", agenda=hold.note)


def of_series(hold: Hold) -> list[Hold]:
    """Return what was withheld together with a hold, from it on."""
    if not hold.series:
        return [hold]
    found = select(Hold).where(Hold.series == hold.series, Hold.starts_at >= hold.starts_at)
    return list(db.session.scalars(found.order_by(Hold.id)))


def lift(hold: Hold, now: datetime) -> None:
    """End what was withheld, or forget it when it had not begun."""
    if hold.starts_at >= now:
        db.session.delete(hold)
    elif hold.ends_at > now:
        holds.span(hold, Period(hold.starts_at, now))


def cut(unit_id: int, at: datetime) -> None:
    """End at an instant whatever withholds a copy, which goes for good."""
    found = select(Hold).where(Hold.unit_id == unit_id, Hold.line_id.is_(None), Hold.ends_at > at)
    for hold in db.session.scalars(found):
        lift(hold, at)

"""What an agenda of elsewhere says is taken, written as holds: a fact, whoever counts on it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

from sqlalchemy import select

from booking.db import db
from booking.models.catalogue import Unit
from booking.models.reservations import Hold
from booking.models.sources import Source
from booking.period import Period
from booking.queries.availability import hull
from booking.rules import availability
from booking.rules.asking import Withheld
from booking.rules.availability import Claim, Supply
from booking.rules.occurrences import Busy, without
from booking.usecases import withholding
from booking.usecases.withholding import Spans
from booking.vocabulary import HoldReason


@dataclass
class Written:
    """How many holds were made and ended, and when others lack what was taken."""

    made: int = 0
    ended: int = 0
    spans: Spans = field(default_factory=list)


def rewrite(source: Source, busy: Iterable[Busy], now: datetime) -> Written:
    """Make the holds of a source, whose stock is locked, what it says, and touch nothing else.

    What is over stays. One copy is never held twice: where it is out, or kept from being lent
    anyway, the source has only what is left.
    """
    written = Written()
    asked = _wanted(source, busy, now)
    known: dict[str, list[Hold]] = defaultdict(list)
    for hold in _held(source, now):
        known[hold.source_key or ""].append(hold)
    wanted: list[Busy] = []
    for each in asked:
        same = next((hold for hold in known[each.key] if _is(hold, each, now)), None)
        if same:
            known[each.key].remove(same)
        else:
            wanted.append(each)
    for hold in chain.from_iterable(known.values()):
        withholding.lift(hold, now)
        written.ended += 1
    db.session.flush()  # what is free is read again without them
    if wanted:
        written.spans = _take(source, wanted)
    written.made = len(wanted)
    return written


def release(source: Source, now: datetime) -> None:
    """Let what a source still takes be lent again; what is over stays."""
    for hold in _held(source, now):
        withholding.lift(hold, now)


def _held(source: Source, now: datetime) -> Sequence[Hold]:
    found = select(Hold).where(Hold.source_id == source.id, Hold.ends_at > now)
    return db.session.scalars(found.order_by(Hold.starts_at, Hold.id)).all()


def _wanted(source: Source, busy: Iterable[Busy], now: datetime) -> list[Busy]:
    """Return what is to be held from now on, less what already takes the one copy."""
    if source.unit and source.unit.gone(now):
        return []
    taken = _taken(source, now)
    return [
        Busy(each.key, left)
        for each in busy
        if each.period.ends_at > now
        for left in without(
            Period(max(each.period.starts_at, now), each.period.ends_at),
            [period for period in taken if period.overlaps(each.period)],
        )
    ]


def _taken(source: Source, now: datetime) -> list[Period]:
    """Return when the copy of a source is out, or kept from being lent by something else."""
    if source.unit_id is None:
        return []
    found = select(Hold).where(Hold.unit_id == source.unit_id, Hold.ends_at > now)
    return [
        each.period
        for each in db.session.scalars(found)
        if each.source_id != source.id and not (each.lent and each.waits)
    ]


def _is(hold: Hold, wanted: Busy, now: datetime) -> bool:
    """Tell whether a hold is what is wanted; of what has begun, only the end counts."""
    begun = hold.starts_at <= now and wanted.period.starts_at <= now
    same = begun or hold.starts_at == wanted.period.starts_at
    return same and hold.ends_at == wanted.period.ends_at


def _take(source: Source, wanted: Sequence[Busy]) -> Spans:
    """Hold what is wanted; return when others lack it.

    Loans to come that named the copy take any other. All is reckoned from one reading of the
    stock: a year of trips is a thousand holds.
    """
    stock, unit = source.stock, source.unit
    span = hull([each.period for each in wanted])
    if unit:
        _unname(unit, span, wanted)
    supply = withholding.supply_at_home(stock, span, unit)
    named = (stock.item.reference, stock.depot.name)
    why = Withheld(*named, HoldReason.EXTERNAL, (), note=source.name, despite=source.name)
    loans = [claim.period for claim in supply.claims if claim.unit_id is None]
    spans: Spans = []
    for each in wanted:
        missing = _missing(supply, source, each.period)
        claim = Claim(each.period, source.quantity, source.unit_id)
        if missing:
            found = availability.excess(supply.taken(claim), each.period)
            spans += found or [(each.period, missing)]
        if any(loan.overlaps(each.period) for loan in loans):  # what no loan meets links nothing
            supply = supply.taken(claim)
        made = withholding.held(stock, each.period, why, source.quantity, missing, unit)
        made.source_id, made.source_key = source.id, each.key
        made.series = f"agenda-{source.id}"
        db.session.add(made)
    db.session.flush()  # who waits for what is left reads it
    return spans


def _unname(unit: Unit, span: Period, wanted: Iterable[Busy]) -> None:
    """Let the loans to come that named a copy have any, where it is taken."""
    named = select(Hold).where(
        Hold.unit_id == unit.id, Hold.starts_at < span.ends_at, Hold.ends_at > span.starts_at
    )
    for hold in db.session.scalars(named):
        met = any(each.period.overlaps(hold.period) for each in wanted)
        if met and hold.lent and hold.waits:
            hold.unit_id = None
    db.session.flush()  # what is free is read again


def _missing(supply: Supply, source: Source, period: Period) -> int:
    if source.unit_id is not None:
        return 0 if supply.spares(source.unit_id, period) else 1
    return max(0, source.quantity - supply.free(period))

"""Whether the service can do its job, and whether its holds still add up."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, text

from booking.db import db
from booking.models.catalogue import Item, Stock, StockMovement
from booking.models.reservations import Hold
from booking.period import Period
from booking.queries.availability import EVER, Reading, hull, supplies
from booking.rules import availability, copies
from booking.rules.availability import Supply
from booking.vocabulary import HoldReason

OVERRIDE = "dérogation"
LATE = "retard"


@dataclass(frozen=True)
class Excess:
    """More taken of a stock than there is, from an instant on; `cause` explains it, if any."""

    item: str
    depot: str
    at: datetime
    missing: int
    cause: str

    @property
    def sentence(self) -> str:
        """Return the excess as the operator reads it."""
        cause = f" ({self.cause})" if self.cause else ""
        when = f"{self.at:%Y-%m-%d %H:%M} UTC"
        return f"{self.item}, {self.depot}, {when} : {self.missing} de trop{cause}"


def ping() -> None:
    """Ask the database for the least thing; raises OperationalError when it is away."""
    db.session.execute(text("SELECT 1 FROM territories LIMIT 1"))


def excesses() -> list[Excess]:
    """Return every stock taken beyond what it has, recomputed from movements and holds.

    What was agreed, less what was knowingly taken beyond the stock, must always add up, copy by
    copy when copies are named: the rest is explained by what makes the difference.
    """
    items = db.session.execute(select(Item.territory_id, Item.id).order_by(Item.id)).all()
    found: list[Excess] = []
    for territory_id, item_id in items:  # one by one: a long history must not fill the memory
        for real in supplies(territory_id, [item_id], EVER)[item_id]:
            if spans := availability.excess(real, EVER):
                found += _judged(real, spans)
    return found


def _judged(real: Supply, spans: Iterable[tuple[Period, int]]) -> Iterator[Excess]:
    stock = db.session.get_one(Stock, real.stock_id)
    planned, allowed = (_read(stock, reading) for reading in (Reading.PLANNED, Reading.ALLOWED))
    wrong = [span for span, _ in availability.excess(allowed, EVER)]
    for span, missing in spans:
        reach = _reach(real, span)
        late = [LATE] if _is_late(real, planned, reach) else []
        explained = not any(each.overlaps(reach) for each in wrong)
        causes = [*_knowing(stock, reach), *late] if explained else []
        yield Excess(
            stock.item.reference, stock.depot.name, span.starts_at, missing, ", ".join(causes)
        )


def _reach(real: Supply, span: Period) -> Period:
    """Return where a cause may lie: of a loan that finds no copy, all the loans linked to it."""
    if real.least(span) < 0:
        return span
    unnamed = [(each.period, each.quantity) for each in real.claims if each.unit_id is None]
    return hull([span, *copies.cluster(span, unnamed)])


def _read(stock: Stock, reading: Reading) -> Supply:
    found = supplies(stock.territory_id, [stock.item_id], EVER, reading=reading)
    return next(each for each in found[stock.item_id] if each.stock_id == stock.id)


def _is_late(real: Supply, planned: Supply, span: Period) -> bool:
    """Tell whether lateness takes more while a span lasts, or takes a copy that it needs."""
    if real.least(span) < 0:
        return real.least(span) < planned.least(span)
    return any(claim.period.overlaps(span) for claim in {*real.claims} - {*planned.claims})


def _why(hold: Hold) -> str:
    return OVERRIDE if hold.reason is HoldReason.RESERVATION else hold.reason.label


def _knowing(stock: Stock, span: Period) -> list[str]:
    """Return, in French, why more was knowingly taken than there is while a span lasts."""
    knowing = select(Hold).where(
        Hold.stock_id == stock.id,
        Hold.beyond > 0,
        Hold.starts_at < span.ends_at,
        Hold.ends_at > span.starts_at,
    )
    lowered = select(StockMovement).where(
        StockMovement.stock_id == stock.id,
        StockMovement.beyond > 0,
        StockMovement.at < span.ends_at,
        StockMovement.beyond_until > span.starts_at,
    )
    causes = [
        " : ".join(filter(None, (_why(hold), hold.despite))) for hold in db.session.scalars(knowing)
    ]
    causes += [f"{each.kind.label} : {each.despite}" for each in db.session.scalars(lowered)]
    return list(dict.fromkeys(causes))

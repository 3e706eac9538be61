"""Whether the service can do its job, and whether its holds still add up."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, text

from booking.db import db
from booking.models.catalogue import Stock, StockMovement
from booking.models.organizations import Territory
from booking.models.reservations import Hold
from booking.period import Period
from booking.queries.availability import EVER, Reading, supplies
from booking.rules import availability
from booking.rules.availability import Supplies, Supply

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
    found: list[Excess] = []
    for (territory_id,) in db.session.execute(select(Territory.id).order_by(Territory.id)):
        real, planned, allowed = (
            _by_stock(supplies(territory_id, None, EVER, reading=reading))
            for reading in (Reading.LIKELY, Reading.PLANNED, Reading.ALLOWED)
        )
        for stock_id in sorted(real):
            found += _of_stock(real[stock_id], planned[stock_id], allowed[stock_id])
    return found


def _by_stock(found: Supplies) -> dict[int, Supply]:
    return {supply.stock_id: supply for group in found.values() for supply in group}


def _of_stock(real: Supply, planned: Supply, allowed: Supply) -> list[Excess]:
    found: list[Excess] = []
    for span, missing in availability.excess(real, EVER):
        stock = db.session.get_one(Stock, real.stock_id)
        late = [LATE] if real.least(span) < planned.least(span) else []
        causes = [] if allowed.least(span) < 0 else [*_knowing(stock, span), *late]
        found.append(_excess(stock, span, missing, ", ".join(causes)))
    if not found and (lost := allowed.undealt()):
        found.append(_excess(db.session.get_one(Stock, real.stock_id), lost, 1, ""))
    return found


def _excess(stock: Stock, span: Period, missing: int, cause: str) -> Excess:
    return Excess(stock.item.reference, stock.depot.name, span.starts_at, missing, cause)


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
        f"{OVERRIDE if hold.line_id else hold.reason.label} : {hold.despite}"
        for hold in db.session.scalars(knowing)
    ]
    causes += [f"{each.kind.label} : {each.despite}" for each in db.session.scalars(lowered)]
    return list(dict.fromkeys(causes))

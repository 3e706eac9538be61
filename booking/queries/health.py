"""Whether the service can do its job, and whether its holds still add up."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select, text

from booking.db import db
from booking.models.catalogue import Stock
from booking.period import Period
from booking.queries.availability import supplies

EVER = Period(datetime(1970, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC))


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

    What was agreed must always add up; what only lateness takes too much is explained by it.
    """
    found: list[Excess] = []
    for stock in db.session.scalars(select(Stock).order_by(Stock.id)):
        agreed = _beyond(stock, "", as_planned=True)
        found += agreed or _beyond(stock, "retard", as_planned=False)
    return found


def _beyond(stock: Stock, cause: str, *, as_planned: bool) -> list[Excess]:
    group = supplies(stock.territory_id, [stock.item_id], EVER, as_planned=as_planned)
    supply = next(each for each in group[stock.item_id] if each.stock_id == stock.id)
    return [
        Excess(stock.item.reference, stock.depot.name, at, -free, cause)
        for at, free in supply.levels()
        if free < 0
    ]

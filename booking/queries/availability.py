"""What each stock has and what is taken of it, read for one item or a whole catalogue at once."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum, auto
from functools import cached_property

from sqlalchemy import select

from booking import clock
from booking.db import db
from booking.models.catalogue import StockMovement, Unit
from booking.models.reservations import LONGEST
from booking.period import Period
from booking.queries.deadlines import Dues, dues
from booking.queries.stock_rows import EVERY_STOCK, LATER, STOCKS, TOUCHING, Held, Stocked
from booking.rules.availability import Claim, Level, Supplies, Supply
from booking.rules.copies import Copy

EVER = Period(datetime(1970, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC))


class Reading(Enum):
    """How the holds are read."""

    LIKELY = auto()  # as things stand: what is late is still taken
    PLANNED = auto()  # as agreed, whatever came of it
    ALLOWED = auto()  # as agreed, less what was knowingly taken beyond the stock


def supplies(
    territory_id: int,
    item_ids: Collection[int] | None,
    period: Period,
    without: Collection[int] = (),
    *,
    reading: Reading = Reading.LIKELY,
    copies: bool = False,
    unfit: bool = False,
) -> Supplies:
    """Return every stock of the items (None: of all) with what touches the period.

    `without` names holds to pass over, as when they are about to be rewritten. The copies of
    numbered stocks come when they are to be dealt, or when asked for. `unfit`: what falls due for
    a control inside a loan is taken all the same.
    """
    # what was gone beyond others' needs is reckoned from its own instant, however long ago
    opening = EVER.starts_at if reading is Reading.ALLOWED else period.starts_at
    since = min(clock.now(), opening)
    stocks = _stocks(territory_id, item_ids, opening, since)
    holds = Holds(territory_id, stocks, without, reading)
    claims = holds.touching(stocks, period)
    movements, dealing = holds.later(claims, period, opening, since)
    due = {} if unfit or reading is not Reading.LIKELY else holds.due(period)
    dealing |= {stock_id for stock_id, unit_id in due if unit_id}
    claims = holds.linked(claims, dealing, period)
    dealing = holds.numbered if copies else dealing
    dealt = _copies(dealing, reading, due) if dealing else {}
    found: dict[int, list[Supply]] = {item: [] for item in item_ids or ()}
    for stock_id, stock in stocks.items():
        supply = Supply(
            stock_id,
            ((EVER.starts_at, stock.quantity), *movements.get(stock_id, ())),
            tuple(claims.get(stock_id, ())),
            tuple(dealt.get(stock_id, ())),
            tuple(due.get((stock_id, None), ())),
        )
        found.setdefault(stock.item_id, []).append(supply)
    return found


def _stocks(
    territory_id: int, item_ids: Collection[int] | None, opening: datetime, since: datetime
) -> dict[int, Stocked]:
    """Return the stocks by id."""
    asked = {
        "territory_id": territory_id,
        "item_ids": item_ids,
        "opening": opening,
        "since": since,
    }
    found = db.session.execute(EVERY_STOCK if item_ids is None else STOCKS, asked)
    return {row[0]: Stocked._make(row) for row in found.all()}


@dataclass(frozen=True)
class Holds:
    """How the holds of some stocks are read."""

    territory_id: int
    stocks: Mapping[int, Stocked]
    without: Collection[int]
    reading: Reading

    @cached_property
    def numbered(self) -> set[int]:
        """Return the stocks followed copy by copy."""
        return {each.id for each in self.stocks.values() if each.numbered}

    def due(self, period: Period) -> Dues:
        """Return which controls fall due from the period on."""
        inspected = [each.id for each in self.stocks.values() if each.inspected]
        return dues(self.territory_id, inspected, period.starts_at) if inspected else {}

    def touching(self, stock_ids: Collection[int], period: Period) -> dict[int, list[Claim]]:
        """Return, by stock, what touches a period."""
        asked = {
            "territory_id": self.territory_id,
            "stock_ids": stock_ids,
            "starts_at": period.starts_at,
            "ends_at": period.ends_at,
            "reach": period.ends_at + LONGEST,
        }
        found: dict[int, list[Claim]] = {}
        for hold in map(Held._make, db.session.execute(TOUCHING, asked).all()):
            grace = timedelta(hours=self.stocks[hold.stock_id].late_grace_hours)
            claim = None if hold.id in self.without else _claim(hold, grace, self.reading)
            if claim:
                found.setdefault(hold.stock_id, []).append(claim)
        return found

    def later(
        self,
        claims: Mapping[int, Sequence[Claim]],
        period: Period,
        opening: datetime,
        told_since: datetime,
    ) -> tuple[dict[int, list[Level]], set[int]]:
        """Return, by stock, what came and went after the opening, and whose copies are to be dealt.

        To be dealt: where the peak proves nothing, because a copy is named, comes or goes. Of the
        other numbered ones a busy year need not be read. What was over before now, and before all
        that was read, is in nobody's way.
        """
        held = {each: claims.get(each, ()) for each in self.numbered}
        met = {each for each, found in held.items() if any(claim.unit_id for claim in found)}
        spans = [claim.period for found in held.values() for claim in found]
        since = min(clock.now(), hull([period, *spans]).starts_at)
        if since >= told_since and not any(each.stirred for each in self.stocks.values()):
            return {}, met
        asked = {
            "territory_id": self.territory_id,
            "stock_ids": self.stocks,
            "numbered": self.numbered,
            "moved_since": min(since, opening),
            "since": since,
        }
        levels: dict[int, list[Level]] = {}
        for stock_id, unit_id, at, quantity, beyond, until in db.session.execute(LATER, asked):
            if unit_id and at > since and stock_id in self.numbered:
                met.add(stock_id)
            if quantity and at > opening:
                levels.setdefault(stock_id, []).append((at, quantity))
            if until and self.reading is Reading.ALLOWED:
                levels.setdefault(stock_id, []).extend([(at, beyond), (until, -beyond)])
        return levels, met

    def linked(
        self, claims: dict[int, list[Claim]], dealing: set[int], period: Period
    ) -> dict[int, list[Claim]]:
        """Return the claims with, where copies are to be dealt, what touches them, and so on.

        One must know every loan that may be in the way of another.
        """
        reach = period
        while wider := _reaching_out(claims, dealing, reach):
            reach = wider
            claims |= self.touching(dealing & claims.keys(), reach)
        return claims


def _reaching_out(
    claims: Mapping[int, Sequence[Claim]], numbered: Collection[int], reach: Period
) -> Period | None:
    """Return the span of the loans to deal, when it is wider than what was read."""
    spans = [
        claim.period
        for stock_id in numbered
        for claim in claims.get(stock_id, ())
        if claim.unit_id is None
    ]
    wider = hull([reach, *spans])
    return None if wider == reach else wider


def hull(spans: Sequence[Period]) -> Period:
    """Return the shortest period that holds them all."""
    return Period(min(span.starts_at for span in spans), max(span.ends_at for span in spans))


def _claim(hold: Held, grace: timedelta, reading: Reading) -> Claim | None:
    """Return what a hold takes, as it is read; nothing when all of it was beyond the stock."""
    if reading is Reading.LIKELY:
        ends_at = likely_end(hold, grace)
        return Claim(Period(hold.starts_at, ends_at), hold.quantity, hold.unit_id)
    left = hold.quantity - (hold.beyond if reading is Reading.ALLOWED else 0)
    period = Period(hold.starts_at, min(hold.ends_at, hold.planned_ends_at))
    return Claim(period, left, hold.unit_id) if left > 0 else None


def likely_end(hold: Held, grace: timedelta) -> datetime:
    """Return when a hold should end: what is out past its end counts until the grace from now.

    Lateness is computed here and stored nowhere (design § 4); the preparation is the hold's own.
    """
    ends_at, due_back_at = hold.ends_at, hold.due_back_at
    if due_back_at is None or due_back_at >= (now := clock.now()):
        return ends_at
    return max(ends_at, now + grace + (ends_at - due_back_at))


def _copies(stock_ids: Iterable[int], reading: Reading, dues: Dues) -> dict[int, list[Copy]]:
    """Return the copies of stocks, busy whenever they are not in service, and due for controls."""
    rows = (
        select(
            Unit.stock_id,
            Unit.id,
            StockMovement.at,
            StockMovement.quantity,
            StockMovement.beyond_until,
        )
        .outerjoin(StockMovement, StockMovement.unit_id == Unit.id)
        .where(Unit.stock_id.in_(stock_ids))
        .order_by(Unit.id)
    )
    busy: dict[tuple[int, int], list[Period]] = {}
    for stock_id, unit_id, at, quantity, until in db.session.execute(rows):
        away = busy.setdefault((stock_id, unit_id), [])
        if at is None:
            continue
        if quantity > 0:
            away.append(Period(EVER.starts_at, at))
        else:
            gone = until if reading is Reading.ALLOWED and until else at
            away.append(Period(gone, EVER.ends_at))
    found: dict[int, list[Copy]] = {}
    for (stock_id, unit_id), away in busy.items():
        falls_due = dues.get((stock_id, unit_id), ())
        found.setdefault(stock_id, []).append(Copy(unit_id, (*away, *falls_due)))
    return found


def levels(
    territory_id: int,
    item_ids: Collection[int] | None,
    period: Period,
    without: Collection[int] = (),
) -> dict[int, list[Level]]:
    """Return, for each item (None: all), how many are free from each instant on, inside a period.

    The first instant is the start of the period. `without` names holds to pass over.
    """
    found = supplies(territory_id, item_ids, period, without)
    return {item: _steps(stocks, period) for item, stocks in found.items()}


def _steps(stocks: Iterable[Supply], period: Period) -> list[Level]:
    changes: dict[datetime, int] = {period.starts_at: 0}
    for stock in stocks:
        before = 0
        for at, free in stock.levels:
            left = max(0, free)  # too many taken at a depot take nothing from the others
            if at < period.ends_at:
                instant = max(at, period.starts_at)
                changes[instant] = changes.get(instant, 0) + left - before
            before = left
    total, steps = 0, list[Level]()
    for at in sorted(changes):
        total += changes[at]
        if not steps or steps[-1][1] != total:
            steps.append((at, total))
    return steps

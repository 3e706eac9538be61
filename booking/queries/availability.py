"""What each stock has and what is taken of it, read for one item or a whole catalogue at once."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum, auto
from typing import Any

from sqlalchemy import Row, Select, and_, func, or_, select, union, union_all

from booking import clock
from booking.db import among, db
from booking.models.catalogue import Item, Pool, Stock, StockMovement, Unit
from booking.models.reservations import LONGEST, Hold
from booking.period import Period
from booking.rules.availability import Claim, Level, Supplies, Supply
from booking.rules.copies import Copy
from booking.vocabulary import Tracking

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
) -> Supplies:
    """Return every stock of the items (None: of all) with what touches the period.

    `without` names holds to pass over, as when they are about to be rewritten. The copies of
    numbered stocks come when they are to be dealt, or when asked for.
    """
    stocks, movements = _stocks(territory_id, item_ids, reading)
    holds = Holds(territory_id, stocks, without, reading)
    claims, dealing = holds.around(stocks, period)
    dealing = holds.numbered if copies else dealing
    dealt = _copies(dealing, reading) if dealing else {}
    found: dict[int, list[Supply]] = {item: [] for item in item_ids or ()}
    for stock in stocks.values():
        supply = Supply(
            stock.id,
            tuple(movements.get(stock.id, ())),
            tuple(claims.get(stock.id, ())),
            tuple(dealt.get(stock.id, ())),
        )
        found.setdefault(stock.item_id, []).append(supply)
    return found


def _stocks(
    territory_id: int, item_ids: Collection[int] | None, reading: Reading
) -> tuple[dict[int, Row[Any]], dict[int, list[Level]]]:
    """Return the stocks by id, and what came in and went of each."""
    whole = (Stock.id, Stock.item_id, Pool.late_grace_hours, Item.tracking)
    moved = (StockMovement.at, StockMovement.beyond_until)
    counted = (
        func.sum(getattr(StockMovement, each)).label(each) for each in ("quantity", "beyond")
    )
    of_stock = and_(StockMovement.territory_id == territory_id, StockMovement.stock_id == Stock.id)
    found: Select[Any] = (
        select(*whole, *moved, *counted)
        .join(Stock.item)
        .join(Item.pool)
        .outerjoin(StockMovement, of_stock)
        .where(Stock.territory_id == territory_id)
        .group_by(*whole, *moved)  # the copies that came together, in one row
        .order_by(Stock.id)
    )
    if item_ids is not None:
        found = found.where(among(Stock.item_id, item_ids))
    stocks: dict[int, Row[Any]] = {}
    movements: dict[int, list[Level]] = {}
    for row in db.session.execute(found):
        stocks[row.id] = row
        levels = movements.setdefault(row.id, [])
        if row.at:
            levels.append((row.at, row.quantity))
        if reading is Reading.ALLOWED and row.beyond_until:
            levels += [(row.at, row.beyond), (row.beyond_until, -row.beyond)]
    return stocks, movements


@dataclass(frozen=True)
class Holds:
    """How the holds of some stocks are read."""

    territory_id: int
    stocks: Mapping[int, Row[Any]]
    without: Collection[int]
    reading: Reading

    @property
    def numbered(self) -> set[int]:
        """Return the stocks followed copy by copy."""
        return {each for each, row in self.stocks.items() if row.tracking is Tracking.NUMBERED}

    def around(
        self, stock_ids: Collection[int], period: Period
    ) -> tuple[dict[int, list[Claim]], set[int]]:
        """Return, by stock, what touches a period, and the stocks whose copies are to be dealt.

        Of these also what touches that, and so on: one must know every loan that may be in the way
        of another.
        """
        claims = self._touching(stock_ids, period)
        dealing, reach = self._dealing(claims, period), period
        while wider := _reaching_out(claims, dealing, reach):
            reach = wider
            claims |= self._touching(dealing & claims.keys(), reach)
        return claims, dealing

    def _dealing(self, claims: Mapping[int, Sequence[Claim]], period: Period) -> set[int]:
        """Return the stocks where the peak proves nothing: a copy is named, comes or goes.

        Of the other numbered ones a busy year need not be read. What was over before now, and
        before all that was read, is in nobody's way.
        """
        numbered = self.numbered
        if not numbered:
            return set()
        held = {each: claims.get(each, ()) for each in numbered}
        met = {each for each, found in held.items() if any(claim.unit_id for claim in found)}
        spans = [claim.period for found in held.values() for claim in found]
        since = min(clock.now(), hull([period, *spans]).starts_at)
        named = select(Hold.stock_id).where(
            Hold.territory_id == self.territory_id,
            among(Hold.stock_id, numbered),
            Hold.unit_id.is_not(None),
            Hold.ends_at > since,
        )
        moved = select(StockMovement.stock_id).where(
            StockMovement.territory_id == self.territory_id,
            among(StockMovement.stock_id, numbered),
            StockMovement.unit_id.is_not(None),
            StockMovement.at > since,
        )
        return met | set(db.session.scalars(union(named, moved)))

    def _touching(self, stock_ids: Collection[int], period: Period) -> dict[int, list[Claim]]:
        found: dict[int, list[Claim]] = {}
        for hold in db.session.execute(_holds(self.territory_id, stock_ids, period)):
            grace = timedelta(hours=self.stocks[hold.stock_id].late_grace_hours)
            claim = None if hold.id in self.without else _claim(hold, grace, self.reading)
            if claim:
                found.setdefault(hold.stock_id, []).append(claim)
        return found


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


def _holds(territory_id: int, stock_ids: Collection[int], period: Period) -> Any:
    """Select the holds that touch a period.

    Those whose end says when they are over are searched between bounds; the few that are out or
    very long are kept apart, in an index of their own, so that neither a long past nor a long
    future slows the search.
    """
    ordinary = _columns(territory_id, stock_ids).where(
        ~Hold.apart,
        Hold.starts_at < period.ends_at,
        Hold.ends_at > period.starts_at,
        Hold.ends_at < period.ends_at + LONGEST,
    )
    apart = _columns(territory_id, stock_ids).where(
        Hold.apart,
        Hold.starts_at < period.ends_at,
        or_(Hold.ends_at > period.starts_at, Hold.due_back_at.is_not(None)),
    )
    return union_all(ordinary, apart)


def _columns(territory_id: int, stock_ids: Collection[int]) -> Any:
    return select(
        Hold.id,
        Hold.stock_id,
        Hold.starts_at,
        Hold.ends_at,
        Hold.planned_ends_at,
        Hold.due_back_at,
        Hold.quantity,
        Hold.unit_id,
        Hold.beyond,
    ).where(Hold.territory_id == territory_id, among(Hold.stock_id, stock_ids))


def _claim(hold: Row[Any], grace: timedelta, reading: Reading) -> Claim | None:
    """Return what a hold takes, as it is read; nothing when all of it was beyond the stock."""
    if reading is Reading.LIKELY:
        ends_at = _likely_end(hold, grace)
        return Claim(Period(hold.starts_at, ends_at), hold.quantity, hold.unit_id)
    left = hold.quantity - (hold.beyond if reading is Reading.ALLOWED else 0)
    period = Period(hold.starts_at, min(hold.ends_at, hold.planned_ends_at))
    return Claim(period, left, hold.unit_id) if left > 0 else None


def _likely_end(hold: Row[Any], grace: timedelta) -> datetime:
    """Return when a hold should end: what is out past its end counts until the grace from now.

    Lateness is computed here and stored nowhere (design § 4); the preparation is the hold's own.
    """
    ends_at: datetime = hold.ends_at
    now = clock.now()
    if hold.due_back_at is None or hold.due_back_at >= now:
        return ends_at
    due_back_at: datetime = hold.due_back_at
    return max(ends_at, now + grace + (ends_at - due_back_at))


def _copies(stock_ids: Iterable[int], reading: Reading) -> dict[int, list[Copy]]:
    """Return the copies of stocks, busy whenever they are not in service."""
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
        found.setdefault(stock_id, []).append(Copy(unit_id, tuple(away)))
    return found


def levels(
    territory_id: int, item_ids: Collection[int] | None, period: Period
) -> dict[int, list[Level]]:
    """Return, for each item (None: all), how many are free from each instant on, inside a period.

    The first instant is the start of the period.
    """
    found = supplies(territory_id, item_ids, period)
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

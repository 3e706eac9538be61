"""How many are free: computed by walking the instants at which something changes.

A *level* is a step function: from each instant on, so many are free, until the next instant.
Claims are never counted apart (design § 4).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

from booking.period import Period

Level = tuple[datetime, int]
NEAR = 60
"""How many days around the period asked an alternative may lie."""


@dataclass(frozen=True)
class Supply:
    """What one stock has and what is taken of it.

    `movements` are (instant, quantity in or out); `claims` are (period, quantity held).
    """

    stock_id: int
    movements: tuple[tuple[datetime, int], ...] = ()
    claims: tuple[tuple[Period, int], ...] = ()

    def levels(self) -> list[Level]:
        """Return (instant, free from then on), in order; before the first, nothing is free."""
        changes: dict[datetime, int] = {}
        for at, quantity in self.movements:
            changes[at] = changes.get(at, 0) + quantity
        for period, quantity in self.claims:
            changes[period.starts_at] = changes.get(period.starts_at, 0) - quantity
            changes[period.ends_at] = changes.get(period.ends_at, 0) + quantity
        instants = sorted(changes)
        return list(zip(instants, accumulate(changes[at] for at in instants), strict=True))

    def in_service(self, at: datetime) -> int:
        """Return how many exist at an instant, taken or not."""
        return sum(quantity for since, quantity in self.movements if since <= at)

    def free(self, period: Period) -> int:
        """Return how many can be taken for the whole period, never below zero."""
        levels = self.levels()
        before = [free for at, free in levels if at <= period.starts_at]
        inside = [free for at, free in levels if period.starts_at < at < period.ends_at]
        return max(0, min([before[-1] if before else 0, *inside]))


@dataclass(frozen=True)
class Want:
    """So many of one item over a period; the preparation is added around it.

    `depot_stock_id` is the stock preferred, if any.
    """

    item_id: int
    quantity: int
    period: Period
    before: timedelta = timedelta(0)
    after: timedelta = timedelta(0)
    depot_stock_id: int | None = None

    @property
    def held(self) -> Period:
        """Return the period to hold, preparation included."""
        return self.period.widened(self.before, self.after)

    def moved(self, days: int, zone: ZoneInfo) -> "Want":
        """Return the same want some days later or earlier, at the same local hours."""
        period = self.period.shifted(days, zone)
        return Want(
            self.item_id, self.quantity, period, self.before, self.after, self.depot_stock_id
        )


@dataclass(frozen=True)
class Outcome:
    """What fits: for each want its {stock: quantity}, or how many are free when too few."""

    spreads: list[dict[int, int]] = field(default_factory=list)
    shortages: list[tuple[Want, int]] = field(default_factory=list)


Supplies = Mapping[int, Sequence[Supply]]
"""The stocks of each item."""


def fit(wants: Iterable[Want], supplies: Supplies) -> Outcome:
    """Place the wants one after the other, each seeing what those before it took."""
    outcome = Outcome()
    state = {item: list(stocks) for item, stocks in supplies.items()}
    for want in wants:
        stocks = state.get(want.item_id, [])
        free = {stock.stock_id: stock.free(want.held) for stock in stocks}
        if sum(free.values()) < want.quantity:
            outcome.shortages.append((want, sum(free.values())))
            continue
        spread = spread_over(free, want.quantity, want.depot_stock_id)
        state[want.item_id] = [_taken(stock, want, spread) for stock in stocks]
        outcome.spreads.append(spread)
    return outcome


def _taken(stock: Supply, want: Want, spread: Mapping[int, int]) -> Supply:
    quantity = spread.get(stock.stock_id, 0)
    if not quantity:
        return stock
    return Supply(stock.stock_id, stock.movements, (*stock.claims, (want.held, quantity)))


def spread_over(free: Mapping[int, int], quantity: int, preferred: int | None) -> dict[int, int]:
    """Share a quantity over stocks: the fewest depots, then the one preferred, then the fullest.

    The quantity must not exceed what is free in all.
    """
    fullest = sorted(free, key=lambda stock: -min(free[stock], quantity))
    chosen = _enough(fullest, free, quantity)
    if preferred is not None and preferred in free and preferred not in chosen:
        others = [stock for stock in fullest if stock != preferred]
        with_it = _enough([preferred, *others], free, quantity)
        chosen = with_it if len(with_it) == len(chosen) else chosen
    spread: dict[int, int] = {}
    for stock in sorted(chosen, key=lambda stock: stock != preferred):
        spread[stock] = min(free[stock], quantity - sum(spread.values()))
    return spread


def _enough(stocks: Sequence[int], free: Mapping[int, int], quantity: int) -> list[int]:
    """Return as many of the stocks, in order, as the quantity takes."""
    chosen: list[int] = []
    for stock in stocks:
        if sum(free[each] for each in chosen) >= quantity:
            break
        chosen.append(stock)
    return chosen


def alternatives(
    wants: Sequence[Want], supplies: Supplies, zone: ZoneInfo, starts: Period, most: int = 3
) -> list[Period]:
    """Return the nearest periods, at the same local hours, in which every want fits.

    They start within `starts`, what the terms of every pool allow.
    """
    found: list[Period] = []
    for days in _days_by_distance():
        try:
            moved = [want.moved(days, zone) for want in wants]
        except ValueError:  # an hour that the change of clock skips makes no period
            continue
        allowed = starts.starts_at <= moved[0].period.starts_at < starts.ends_at
        if allowed and not fit(moved, supplies).shortages:
            found.append(moved[0].period)
        if len(found) == most:
            break
    return sorted(found)


def _days_by_distance() -> Iterator[int]:
    for distance in range(1, NEAR + 1):
        yield distance
        yield -distance

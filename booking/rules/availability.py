"""How many are free: computed by walking the instants at which something changes.

A *level* is a step function: from each instant on, so many are free, until the next instant.
Claims are never counted apart (design § 4).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from itertools import pairwise
from operator import itemgetter

from booking.period import Period
from booking.rules import copies
from booking.rules.copies import Busy, Copy, Due, TooHard
from booking.rules.spreading import Place, spread_over

Level = tuple[datetime, int]
_instant = itemgetter(0)


@dataclass(frozen=True)
class Claim:
    """So many taken over a period; of a numbered copy when `unit_id` names it."""

    period: Period
    quantity: int
    unit_id: int | None = None


@dataclass(frozen=True)
class Supply:
    """What one stock has and what is taken of it.

    `movements` are (instant, quantity in or out). `copies` are those of a numbered stock, each
    busy while it is not in service; they are given when the peak alone proves nothing: one is
    named, comes, goes or falls due. `dues` are the controls of the stock as a whole.
    """

    stock_id: int
    movements: tuple[Level, ...] = ()
    claims: tuple[Claim, ...] = ()
    copies: tuple[Copy, ...] = ()
    dues: tuple[Due, ...] = ()

    @cached_property
    def levels(self) -> list[Level]:
        """Return (instant, free from then on), in order; before the first, nothing is free."""
        changes = [*self.movements]
        for claim in self.claims:
            changes.append((claim.period.starts_at, -claim.quantity))
            changes.append((claim.period.ends_at, claim.quantity))
        free, levels = 0, list[Level]()
        for at, change in sorted(changes):
            free += change
            if levels and levels[-1][0] == at:  # what changes at one instant makes one level
                levels.pop()
            levels.append((at, free))
        return levels

    @cached_property
    def _named(self) -> list[Copy]:
        """Return the copies as the claims that name them leave them."""
        taken: dict[int, list[Busy]] = {}
        for claim in self.claims:
            if claim.unit_id is not None:
                taken.setdefault(claim.unit_id, []).append(claim.period)
        return [
            Copy(copy.unit_id, (*copy.busy, *taken.get(copy.unit_id, ()))) for copy in self.copies
        ]

    def may_serve(self, unit_id: int | None) -> bool:
        """Tell whether the stock is where a copy is kept; any stock will do when none is named."""
        return unit_id is None or any(copy.unit_id == unit_id for copy in self.copies)

    def in_service(self, at: datetime) -> int:
        """Return how many exist at an instant, taken or not."""
        return sum(quantity for since, quantity in self.movements if since <= at)

    def lowest_in_service(self, since: datetime) -> int:
        """Return how many exist at the fewest, from an instant on."""
        marks = [since, *(at for at, _ in self.movements if at > since)]
        return min(self.in_service(at) for at in marks)

    def least(self, period: Period) -> int:
        """Return the lowest level inside a period, below zero when too many are taken."""
        if not self.claims and all(at <= period.starts_at for at, _ in self.movements):
            return sum([quantity for _, quantity in self.movements])  # as most of a catalogue
        levels = self.levels
        first = bisect_right(levels, period.starts_at, key=_instant)
        last = bisect_left(levels, period.ends_at, first, key=_instant)
        before = levels[first - 1][1] if first else 0
        return min([before, *[free for _, free in levels[first:last]]]) if last > first else before

    def free(self, period: Period) -> int:
        """Return how many can be taken for the whole period, never below zero.

        With copies to deal: the most for which every loan still finds a copy of its own.
        """
        peak = max(0, self.least(period))
        if any(due.overlaps(period) for due in self.dues):
            return 0
        if not peak or not self.copies:
            return peak
        jobs, counts = self._jobs(period), range(peak, 0, -1)
        return next((n for n in counts if _deal([*jobs, *[period] * n], self._named)), 0)

    def spares(self, unit_id: int, period: Period) -> bool:
        """Tell whether one named copy can be taken, the loans that name none dealt anew."""
        wanted = next((copy for copy in self._named if copy.unit_id == unit_id), None)
        if wanted is None or not wanted.serves(period) or self.least(period) < 1:
            return False
        others = [copy for copy in self._named if copy is not wanted]
        left = [*others, wanted.given(period)]
        return _deal(self._jobs(period), left) is not None

    def deal(self, period: Period, quantity: int) -> list[int]:
        """Return copies (their unit ids) for so many more over the period; none when too many."""
        jobs = self._jobs(period)
        dealt = _deal([*jobs, *[period] * quantity], self._named)
        return dealt[len(jobs) :] if dealt else []

    def undealt(self) -> Period | None:
        """Return the first span in which a copy is named twice, or a loan finds no copy.

        A copy that falls due is there all the same: whether it may leave is judged elsewhere.
        """
        if not self.copies:
            return None
        taken = [[busy for busy in copy.busy if isinstance(busy, Period)] for copy in self._named]
        for spans in map(sorted, taken):
            for one, after in pairwise(spans):
                if one.overlaps(after):
                    return after
        hand = [Copy(copy.unit_id, tuple(t)) for copy, t in zip(self._named, taken, strict=True)]
        jobs = sorted(period for period, quantity in self._unnamed for _ in range(quantity))
        try:
            if copies.deal(jobs, hand) is not None:
                return None
            counts = range(1, len(jobs) + 1)
            return next(jobs[count - 1] for count in counts if not copies.deal(jobs[:count], hand))
        except TooHard:  # nothing proves that it cannot be
            return None

    @property
    def _unnamed(self) -> list[tuple[Period, int]]:
        return [(claim.period, claim.quantity) for claim in self.claims if claim.unit_id is None]

    def _jobs(self, period: Period) -> list[Period]:
        """Return the loans to deal with one more over the period.

        When they are too many already, those that meet the period come first, and one that no
        copy serves whole counts inside the period alone.
        """
        jobs = copies.cluster(period, self._unnamed)
        if _deal(jobs, self._named) is not None:
            return jobs
        kept: list[Period] = []
        for job in sorted(jobs, key=lambda job: not job.overlaps(period)):
            parts = [job, job.within(period)] if job.overlaps(period) else [job]
            kept += next(([part] for part in parts if _deal([*kept, part], self._named)), [])
        return kept

    def at_home(self, period: Period, unit_id: int | None = None) -> "Supply":
        """Return the supply for what stays at home over a period: one copy, or so many of all.

        A control that falls due meanwhile stops loans alone.
        """
        staying = [
            copy if unit_id not in (None, copy.unit_id) else copy.without_dues(period)
            for copy in self.copies
        ]
        return replace(self, copies=tuple(staying), dues=self.dues if unit_id else ())

    def taken(self, *claims: Claim) -> "Supply":
        """Return the supply with more taken of it."""
        return replace(self, claims=(*self.claims, *claims))


def _deal(jobs: Sequence[Period], hand: Sequence[Copy]) -> list[int] | None:
    """Return a copy for each job; None when there is none, or when nobody knows: we refuse."""
    try:
        return copies.deal(jobs, hand)
    except TooHard:
        return None


@dataclass(frozen=True)
class Want:
    """So many of one item over a period; the preparation is added around it.

    `stock_id` is the stock preferred, if any; `unit_id` the one copy that will do.
    """

    item_id: int
    quantity: int
    period: Period
    before: timedelta = timedelta(0)
    after: timedelta = timedelta(0)
    stock_id: int | None = None
    unit_id: int | None = None

    @cached_property
    def held(self) -> Period:
        """Return the period to hold, preparation included."""
        return self.period.widened(self.before, self.after)


@dataclass(frozen=True)
class Outcome:
    """What fits: where each want is taken from, or how many are free when too few."""

    places: list[list[Place]] = field(default_factory=list)
    shortages: list[tuple[Want, int]] = field(default_factory=list)


Supplies = Mapping[int, Sequence[Supply]]
"""The stocks of each item."""


def fit(wants: Iterable[Want], supplies: Supplies, *, anyway: bool = False) -> Outcome:
    """Place the wants one after the other, each seeing what those before it took.

    `anyway` takes more than is free rather than being short, where there is a stock at all.
    """
    outcome = Outcome()
    state = {item: list(stocks) for item, stocks in supplies.items()}
    for want in wants:
        stocks = [stock for stock in state.get(want.item_id, []) if stock.may_serve(want.unit_id)]
        free = {stock.stock_id: _free(stock, want) for stock in stocks}
        if sum(free.values()) < want.quantity and not (anyway and free):
            outcome.shortages.append((want, sum(free.values())))
            outcome.places.append([])
            continue
        places = spread_over(free, want.quantity, want.stock_id)
        state[want.item_id] = [_taken(stock, want, places) for stock in state[want.item_id]]
        outcome.places.append(places)
    return outcome


def _free(stock: Supply, want: Want) -> int:
    if want.unit_id is None:
        return stock.free(want.held)
    return int(stock.spares(want.unit_id, want.held))


def _taken(stock: Supply, want: Want, places: Iterable[Place]) -> Supply:
    claims = [
        Claim(want.held, place.quantity, want.unit_id)
        for place in places
        if place.stock_id == stock.stock_id
    ]
    return stock.taken(*claims) if claims else stock


def excess(supply: Supply, period: Period) -> list[tuple[Period, int]]:
    """Return the spans of a period in which too many are taken, each with how many.

    Where there are enough but no dealing of the copies: the first loan that finds none.
    """
    marks = [at for at, _ in supply.levels if period.starts_at < at < period.ends_at]
    spans = zip([period.starts_at, *marks], [*marks, period.ends_at], strict=True)
    found = [(span, supply.least(span)) for span in (Period(*each) for each in spans)]
    missing = [(span, -free) for span, free in found if free < 0]
    lost = supply.undealt()
    if lost and not any(span.overlaps(lost) for span, _ in missing):
        missing.append((lost, 1))
    return missing

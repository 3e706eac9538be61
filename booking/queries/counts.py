"""How many of an item exist and are free, a kit by its parts."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from booking.models.catalogue import Item
from booking.period import Period
from booking.queries.availability import hull, supplies
from booking.rules.availability import Supply, Want


@dataclass(frozen=True)
class Count:
    """How many exist and are free, in all and by stock (a kit has none of its own)."""

    quantity: int
    free: int
    stocks: Mapping[int, "Count"] = field(default_factory=dict)


def count(territory_id: int, items: Iterable[Item], period: Period) -> dict[int, Count]:
    """Return, by item, how many exist and are free over a period and its preparation."""
    asked = list(items)
    held = {item.id: want(item, 0, period).held for item in _counted(asked)}
    around = hull([period, *held.values()])
    found: dict[int, Count] = {}
    for item_id, stocks in supplies(territory_id, list(held), around).items():
        by_stock = {
            stock.stock_id: Count(
                stock.in_service(held[item_id].starts_at), stock.free(held[item_id])
            )
            for stock in stocks
        }
        found[item_id] = Count(
            sum(each.quantity for each in by_stock.values()),
            sum(each.free for each in by_stock.values()),
            by_stock,
        )
    return {item.id: _whole(item, found) for item in asked}


@dataclass(frozen=True)
class Run:
    """How many exist when each of some periods begins, are free over it, and are promised too many.

    A kit, whose parts tell, is never itself `short`.
    """

    exist: tuple[int, ...]
    free: tuple[int, ...]
    short: tuple[int, ...]

    @property
    def quantity(self) -> int:
        """Return how many there are, in the beginning or in the end."""
        return max(self.exist[0], self.exist[-1])


@dataclass(frozen=True)
class Runs:
    """What is counted over some periods in order: by item, its stocks and when it is held."""

    stocks: Mapping[int, Sequence[Supply]]
    held: Mapping[int, Sequence[Period]]
    periods: Sequence[Period]

    def of(self, item: Item, only: Collection[int] | None = None) -> Run:
        """Return what `count` finds of an item over each period; of a kit, what its parts make.

        `only`: the stocks that count, when not all do.
        """
        if item.parts:
            return _whole_run(item, {part.item_id: self.of(part.item) for part in item.parts})
        counted = [each for each in self.stocks[item.id] if only is None or each.stock_id in only]
        return _run(counted, self.held[item.id], self.periods)


def runs(territory_id: int, items: Iterable[Item], periods: Sequence[Period]) -> Runs:
    """Return what is counted over some periods, read at once."""
    held = {item.id: _held(item, periods) for item in _counted(items)}
    around = hull([*periods, *(span for spans in held.values() for span in (spans[0], spans[-1]))])
    return Runs(supplies(territory_id, list(held), around), held, periods)


def _held(item: Item, periods: Sequence[Period]) -> Sequence[Period]:
    """Return the periods with the preparation of an item; most items have none."""
    around = want(item, 0, periods[0])
    if not (around.before or around.after):
        return periods
    return [period.widened(around.before, around.after) for period in periods]


def _run(stocks: Sequence[Supply], spans: Sequence[Period], periods: Sequence[Period]) -> Run:
    """Return the run of an item; what is short is so on the day itself, not in its preparation."""
    free = [[stock.free(span) for stock in stocks] for span in spans]
    return Run(
        tuple(sum([stock.in_service(span.starts_at) for stock in stocks]) for span in spans),
        tuple(map(sum, free)),
        tuple(
            sum([-min(0, stock.least(period)) for stock in stocks]) if 0 in counted else 0
            for counted, period in zip(free, periods, strict=True)
        ),
    )


def _whole_run(item: Item, found: Mapping[int, Run]) -> Run:
    """Return how many whole ones the parts of a kit make."""
    parts = [(found[part.item_id], part.quantity) for part in item.parts]

    def fewest(counts: Iterable[list[int]]) -> tuple[int, ...]:
        return tuple(min(each) for each in zip(*counts, strict=True))

    return Run(
        fewest([many // needed for many in one.exist] for one, needed in parts),
        fewest([many // needed for many in one.free] for one, needed in parts),
        (0,) * len(parts[0][0].free),
    )


def _counted(items: Iterable[Item]) -> set[Item]:
    """Return the items with the parts of those that are kits."""
    asked = list(items)
    return {part.item for item in asked for part in item.parts} | set(asked)


def _whole(item: Item, found: Mapping[int, Count]) -> Count:
    """Return the count of an item; of a kit, how many whole ones its parts make."""
    if not item.parts:
        return found[item.id]
    parts = [(part.quantity, found[part.item_id]) for part in item.parts]
    return Count(
        min(each.quantity // needed for needed, each in parts),
        min(each.free // needed for needed, each in parts),
    )


def expanded(quantities: Mapping[Item, int]) -> dict[Item, int]:
    """Return so many of each item with every kit replaced by its parts, summed with the others."""
    counted: Counter[Item] = Counter()
    for item, quantity in quantities.items():
        if item.parts:
            counted.update({part.item: part.quantity * quantity for part in item.parts})
        else:
            counted[item] += quantity
    return dict(counted)


def want(item: Item, quantity: int, period: Period, stock_id: int | None = None) -> Want:
    """Return what so many of an item take over a period, preparation included."""
    return Want(
        item_id=item.id,
        quantity=quantity,
        period=period,
        before=timedelta(hours=item.preparation_before_hours),
        after=timedelta(hours=item.preparation_after_hours),
        stock_id=stock_id,
    )

"""From which depots a quantity is taken: the fewest, then the one preferred, then the fullest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """So many of a want taken from one stock, `beyond` of them more than were free there."""

    stock_id: int
    quantity: int
    beyond: int = 0


def spread_over(free: Mapping[int, int], quantity: int, preferred: int | None) -> list[Place]:
    """Share a quantity over stocks: the fewest depots, then the one preferred, then the fullest.

    What is more than free in all is taken beyond, from the first of them.
    """
    fullest = sorted(free, key=lambda stock: -min(free[stock], quantity))
    chosen = _enough(fullest, free, quantity)
    preferred = preferred if preferred in free else None
    if preferred is not None and preferred not in chosen:
        others = [stock for stock in fullest if stock != preferred]
        with_it = _enough([preferred, *others], free, quantity)
        chosen = with_it if len(with_it) == len(chosen) else chosen
    spread: dict[int, int] = {}
    for stock in sorted(chosen, key=lambda stock: stock != preferred):
        spread[stock] = min(free[stock], quantity - sum(spread.values()))
    beyond = quantity - sum(spread.values())
    first = next(iter(spread or fullest)) if preferred is None else preferred
    spread[first] = spread.get(first, 0) + beyond
    return [
        Place(stock, taken, beyond if stock == first else 0)
        for stock, taken in spread.items()
        if taken
    ]


def _enough(stocks: Sequence[int], free: Mapping[int, int], quantity: int) -> list[int]:
    """Return as many of the stocks, in order, as the quantity takes."""
    chosen: list[int] = []
    for stock in stocks:
        if sum(free[each] for each in chosen) >= quantity:
            break
        if free[stock]:
            chosen.append(stock)
    return chosen

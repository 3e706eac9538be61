"""What a request takes: kits by their parts, companions that never stay behind, from where."""

from collections import Counter
from collections.abc import Iterable

from booking.models.catalogue import Item
from booking.queries import catalogue, counts
from booking.rules.access import Actor
from booking.rules.asking import AskedLine

Places = dict[tuple[Item, int | None], int]
"""How many of an item are wanted, by the depot preferred."""


def expand(actor: Actor, asked: Iterable[AskedLine]) -> Places:
    """Return what is wanted of each item: kits by their parts, companions that never stay behind.

    Raises NotFound for an unknown item or depot.
    """
    places: Places = {}
    wanted = list(asked)
    known = catalogue.find_all(actor, [line.item for line in wanted])
    for line in wanted:
        item = known.get(line.item) or catalogue.find(actor, line.item)
        depot = catalogue.find_depot(item, line.depot) if line.depot else None
        for part, quantity in counts.expanded({item: line.quantity}).items():
            at = (part, depot.id if depot else None)
            places[at] = places.get(at, 0) + quantity
    for item, quantity in _missing_companions(places):
        places[item, None] = places.get((item, None), 0) + quantity
    return places


def _missing_companions(places: Places) -> list[tuple[Item, int]]:
    """Return the companions that the items need, less those asked for, at whatever depot."""
    needed: Counter[Item] = Counter()
    asked: Counter[Item] = Counter()
    for (item, _), quantity in places.items():
        asked[item] += quantity
        for each in item.companions:
            needed[each.companion] += quantity if each.mandatory else 0
    return [
        (item, quantity - asked[item])
        for item, quantity in needed.items()
        if quantity > asked[item]
    ]

"""What a request would take before it is made: from which depots, of each lender from when to when.

The engine that will hold it says so (design § 4): nothing is reckoned here a second time.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from booking import clock
from booking.errors import Invalid
from booking.models.catalogue import Item
from booking.period import Period
from booking.queries import catalogue, counts, depots
from booking.queries.availability import hull, supplies
from booking.queries.wanted import Places, expand
from booking.rules import availability, pickups, terms
from booking.rules.access import Actor
from booking.rules.asking import Asked, AskedLine, AskedPart
from booking.rules.availability import Want
from booking.rules.spreading import Place


@dataclass(frozen=True)
class Taken:
    """So many taken from a depot; `short` when fewer are free."""

    depot_id: int
    depot: str
    custodian: str
    quantity: int
    short: bool


@dataclass(frozen=True)
class PartView:
    """What one lender would lend, from when to when, fetched from which depots."""

    lender: str
    pool: str
    owner: str
    period: Period
    depots: tuple[str, ...]


@dataclass(frozen=True)
class LinePlan:
    """From whom a line is borrowed, and from which depots."""

    lender: str
    taken: tuple[Taken, ...]


@dataclass(frozen=True)
class Plan:
    """A request as it would be made, by lender, and each line as it would be taken, in order."""

    parts: tuple[PartView, ...] = ()
    lines: tuple[LinePlan, ...] = ()


def lender_of(item: Item) -> str:
    """Return the name of a lender: a pool and an owner, "12-34"."""
    return f"{item.pool_id}-{item.owner_id}"


def periods(actor: Actor, asked: Asked, places: Places) -> dict[str, Period]:
    """Return the loan of each lender: as given, as asked for all, else proposed around the event.

    Raises Invalid for the dates of a lender of whom nothing is asked.
    """
    parts = _by_lender(places)
    given = _given(asked.parts, parts)
    if not asked.by_event:
        return {lender: given.get(lender, asked.period) for lender in parts}
    return {
        lender: given.get(lender) or _proposed(actor, wanted, asked.period)
        for lender, wanted in parts.items()
    }


def plan(actor: Actor, asked: Asked) -> Plan:
    """Return where a request would be taken from; raises NotFound and Invalid as the act would."""
    places = expand(actor, asked.lines)
    agreed = periods(actor, asked, places)
    wants = {at: _want(at, quantity, agreed[lender_of(at[0])]) for at, quantity in places.items()}
    spread = dict(zip(wants, _spread(actor, list(wants.values())), strict=True))
    return Plan(
        tuple(
            _part(wanted, agreed[lender], spread) for lender, wanted in _by_lender(places).items()
        ),
        tuple(_line(actor, line, spread) for line in asked.lines),
    )


def _by_lender(places: Places) -> dict[str, Places]:
    parts: dict[str, Places] = {}
    for at, quantity in places.items():
        parts.setdefault(lender_of(at[0]), {})[at] = quantity
    return parts


def _given(asked: Iterable[AskedPart], parts: Mapping[str, Places]) -> dict[str, Period]:
    """Return the periods given, by lender: named by pool and owner, or by the pool alone."""
    given: dict[str, Period] = {}
    for rank, each in enumerate(asked):
        pools = {lender: next(iter(wanted))[0].pool for lender, wanted in parts.items()}
        named = [
            lender
            for lender, pool in pools.items()
            if each.lender in (lender, str(pool.id), pool.name)
        ]
        if not named:
            raise Invalid("invalid", errors={"parts": {rank: {"lender": [UNKNOWN]}}})
        given |= dict.fromkeys(named, each.period)
    return given


UNKNOWN = "Rien n’est demandé à ce prêteur."


def _proposed(actor: Actor, wanted: Places, event: Period) -> Period:
    """Return when to fetch and bring back: other dates may mean other depots, and other hours."""
    pool = next(iter(wanted))[0].pool
    earliest = terms.earliest(catalogue.terms_of(pool), clock.now(), actor.zone)
    found, known = event, set[int]()
    for _ in range(2):
        if (called_at := _depots(actor, wanted, found)) == known:
            break
        known = called_at
        days = depots.days_of(pool, known, event, actor.zone)
        found = pickups.propose(days, event, earliest)
    return found


def _depots(actor: Actor, wanted: Places, period: Period) -> set[int]:
    wants = [_want(at, quantity, period) for at, quantity in wanted.items()]
    taken = {place.stock_id for places in _spread(actor, wants) for place in places}
    stocks = [stock for item, _ in wanted for stock in item.stocks]
    return {stock.depot_id for stock in stocks if stock.id in taken}


def _want(at: tuple[Item, int | None], quantity: int, period: Period) -> Want:
    item, depot_id = at
    preferred = [stock.id for stock in item.stocks if stock.depot_id == depot_id]
    return counts.want(item, quantity, period, next(iter(preferred), None))


def _spread(actor: Actor, wants: list[Want]) -> list[list[Place]]:
    """Return from which stocks the wants would be taken, even beyond what is free."""
    if not wants:
        return []
    around = hull([want.held for want in wants])
    found = supplies(actor.territory_id, {want.item_id for want in wants}, around)
    return availability.fit(wants, found, anyway=True).places


Spread = Mapping[tuple[Item, int | None], list[Place]]


def _part(wanted: Places, period: Period, spread: Spread) -> PartView:
    first = next(iter(wanted))[0]
    called_at = Counter(each.depot for at in wanted for each in _taken(at[0], spread[at]))
    return PartView(
        lender_of(first), first.pool.name, first.owner.name, period, tuple(sorted(called_at))
    )


def _line(actor: Actor, line: AskedLine, spread: Spread) -> LinePlan:
    """Return where a line is taken from; of a kit, all that its parts are."""
    item = catalogue.find(actor, line.item)
    preferred = catalogue.find_depot(item, line.depot).id if line.depot else None
    parts = counts.expanded({item: line.quantity})
    taken = [each for part in parts for each in _taken(part, spread[part, preferred])]
    return LinePlan(lender_of(item), tuple(taken))


def _taken(item: Item, places: Iterable[Place]) -> list[Taken]:
    stocks = {stock.id: stock.depot for stock in item.stocks}
    return [
        Taken(depot.id, depot.name, depot.custodian.name, place.quantity, place.beyond > 0)
        for place in places
        for depot in [stocks[place.stock_id]]
    ]

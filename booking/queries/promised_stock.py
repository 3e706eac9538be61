"""Whether there is enough for promises brought in, each seeing what those before it take."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from booking.intake import Outcome
from booking.models.catalogue import Item
from booking.period import Period
from booking.queries import counts
from booking.queries.availability import hull, supplies
from booking.rules import availability
from booking.rules.access import Actor
from booking.rules.availability import Claim, Want
from booking.rules.inventory import Problem
from booking.rules.promises import Row


def fit(actor: Actor, asked: Sequence[Row], before: Iterable[Row], items: dict[int, Item]) -> None:
    """Say of each line whether enough are free, those before it having taken theirs."""
    named: dict[tuple[object, ...], set[int]] = {}
    for row in asked:
        named.setdefault(row.together, set()).add(row.item_id)
    parts = [(row, _parts(row, named[row.together], items)) for row in asked]
    names = {item.id: item.name for _, taken in parts for item in taken}
    wants = [(row, _wants(row, taken)) for row, taken in parts]
    wanted = [want for _, mine in wants for want in mine]
    if not wanted:
        return
    found = supplies(
        actor.territory_id,
        {want.item_id for want in wanted},
        hull([want.held for want in wanted]),
        unfit=any(row.despite for row in asked),
    )
    state = {item: list(stocks) for item, stocks in found.items()}
    _take(state, [take for row in before if row.outcome is Outcome.CREATE for take in row.takes])
    for row, mine in wants:
        outcome = availability.fit(mine, state, anyway=bool(row.despite))
        if outcome.shortages:
            want, free = outcome.shortages[0]
            facts = {"wanted": want.quantity, "free": free, "name": names[want.item_id]}
            row.problems = [Problem("quantity", "short", facts)]
            row.outcome = Outcome.SHORT
            continue
        row.takes = [
            [want.item_id, place.stock_id, place.quantity, *_instants(want.held)]
            for want, places in zip(mine, outcome.places, strict=True)
            for place in places
        ]
        _take(state, row.takes)


def _instants(period: Period) -> tuple[str, str]:
    return period.starts_at.isoformat(), period.ends_at.isoformat()


def _take(state: dict[int, list[Any]], takes: Iterable[Sequence[Any]]) -> None:
    """Take what earlier lines take; what is entered already is held, and not told again."""
    claims: dict[tuple[int, int], list[Claim]] = {}
    for item_id, stock_id, quantity, since, until in takes:
        held = Period(datetime.fromisoformat(since), datetime.fromisoformat(until))
        claims.setdefault((item_id, stock_id), []).append(Claim(held, quantity))
    for (item_id, stock_id), taken in claims.items():
        state[item_id] = [
            stock.taken(*taken) if stock.stock_id == stock_id else stock
            for stock in state.get(item_id, ())
        ]


def _parts(row: Row, named: set[int], items: dict[int, Item]) -> dict[Item, int]:
    """Return what a line takes: a kit by its parts, and who must go along unless named apart."""
    taken = counts.expanded({items[row.item_id]: row.quantity})
    for item, quantity in [*taken.items()]:
        for each in item.companions:
            if each.mandatory and each.companion_id not in named | {e.id for e in taken}:
                taken[each.companion] = quantity
    return taken


def _wants(row: Row, taken: dict[Item, int]) -> list[Want]:
    if row.period is None:
        return []
    return [counts.want(item, quantity, row.period) for item, quantity in taken.items()]

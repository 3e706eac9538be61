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
    names: dict[int, str] = {}
    wanted = [(row, want) for row in asked for want in _wants(row, asked, items, names)]
    if not wanted:
        return
    found = supplies(
        actor.territory_id,
        {want.item_id for _, want in wanted},
        hull([want.held for _, want in wanted]),
        unfit=any(row.despite for row in asked),
    )
    state = {item: list(stocks) for item, stocks in found.items()}
    for row in before:
        if row.outcome is Outcome.CREATE:  # what is done already is held
            _take(state, row.takes)
    for row in asked:
        mine = [want for each, want in wanted if each is row]
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
    for item_id, stock_id, quantity, since, until in takes:
        held = Period(datetime.fromisoformat(since), datetime.fromisoformat(until))
        state[item_id] = [
            stock.taken(Claim(held, quantity)) if stock.stock_id == stock_id else stock
            for stock in state.get(item_id, ())
        ]


def _wants(
    row: Row, asked: Sequence[Row], items: dict[int, Item], names: dict[int, str]
) -> list[Want]:
    """Return what a line takes: a kit by its parts, and who must go along unless named apart."""
    if row.period is None:
        return []
    named = {each.item_id for each in asked if each.together == row.together}
    taken = counts.expanded({items[row.item_id]: row.quantity})
    for item, quantity in [*taken.items()]:
        for each in item.companions:
            if each.mandatory and each.companion_id not in named | {e.id for e in taken}:
                taken[each.companion] = quantity
    names |= {item.id: item.name for item in taken}
    return [counts.want(item, quantity, row.period) for item, quantity in taken.items()]

"""Reading: what is free of every item, and how one item goes through a year."""

import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from statistics import median
from typing import TypeVar

from bench import reference
from bench.bases import Base
from bench.figures import Figure, at_most, ratio
from bench.raw import Raw
from booking import clock
from booking.db import db
from booking.period import Period
from booking.queries.availability import levels, supplies

ROUNDS = 25
GROWTH = 1.3
TIMES_BY_HAND = 3
T = TypeVar("T")
FREE = "what is free: 300 items, 3 days"
STEPS = "step function: one item, a year"


def measure(database: str, bases: Sequence[Base]) -> list[Figure]:
    """Measure both on every base in turn, round after round."""
    ours: dict[int, list[float]] = {base.past: [] for base in bases}
    by_hand: dict[int, list[float]] = {base.past: [] for base in bases}
    steps: dict[int, list[float]] = {base.past: [] for base in bases}
    raws = {base.past: Raw(base.url) for base in bases}
    for turn in range(ROUNDS):
        for base in bases:
            with base.app.app_context():
                pair = _what_is_free(base, raws[base.past], turn)
                ours[base.past].append(pair[0])
                by_hand[base.past].append(pair[1])
                steps[base.past].append(_year(base, turn))
    found: list[Figure] = []
    for base in bases:
        times = ours[base.past], by_hand[base.past]
        found.append(_against(database, base.past, *times))
    found += growths(FREE, database, ours)
    found += [
        Figure(STEPS, database, past, round(median(each) * 1000, 2), "ms")
        for past, each in steps.items()
    ]
    return found + growths(STEPS, database, steps)


def _against(database: str, past: int, ours: list[float], by_hand: list[float]) -> Figure:
    figure = Figure(
        what=FREE,
        database=database,
        past=past,
        value=round(median(ours) * 1000, 2),
        unit="ms",
        beside="one query by hand",
        reference=round(median(by_hand) * 1000, 2),
        ratio=round(ratio(ours, by_hand), 2),
    )
    return at_most(figure, TIMES_BY_HAND)


def growths(what: str, database: str, times: dict[int, list[float]]) -> list[Figure]:
    """Return how much longer it takes with each longer past than with the shortest."""
    shortest = min(times)
    return [
        at_most(
            Figure(
                what=f"{what}: growth",
                database=database,
                past=past,
                value=round(median(each) * 1000, 2),
                unit="ms",
                beside=f"with {shortest:,} past".replace(",", " "),
                reference=round(median(times[shortest]) * 1000, 2),
                ratio=round(ratio(each, times[shortest]), 2),
            ),
            GROWTH,
        )
        for past, each in times.items()
        if past != shortest
    ]


def _what_is_free(base: Base, raw: Raw, turn: int) -> tuple[float, float]:
    """Return how long both take to find the same rows, in no fixed order."""
    now = clock.now().replace(minute=0, second=0, microsecond=0)
    start = now + timedelta(days=20 + turn * 8)
    period = Period(start, start + timedelta(days=3))
    scene = base.scene

    def ours() -> list[reference.Row]:
        found = supplies(scene.territory_id, scene.item_ids, period)
        return [(item, sum(each.free(period) for each in found[item])) for item in sorted(found)]

    def by_hand() -> list[reference.Row]:
        return reference.free(raw, scene.territory_id, period, clock.now())

    first, second = (ours, by_hand) if turn % 2 else (by_hand, ours)
    (one, rows), (other, same) = _timed(first), _timed(second)
    db.session.remove()
    if rows != same:
        raise RuntimeError("what is free differs from what the query by hand finds")
    return (one, other) if turn % 2 else (other, one)


def _year(base: Base, turn: int) -> float:
    now = clock.now()
    year = Period(now, now + timedelta(days=365))
    item = base.scene.item_ids[30 + turn]
    taken, _ = _timed(lambda: levels(base.scene.territory_id, [item], year))
    db.session.remove()
    return taken


def _timed(read: Callable[[], T]) -> tuple[float, T]:
    began = time.perf_counter()
    found = read()
    return time.perf_counter() - began, found

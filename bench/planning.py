"""The planning: 300 items over 31 days, as light and as fast whatever the past."""

import gzip
import time
from collections.abc import Sequence
from datetime import date, timedelta
from statistics import median

from flask.testing import FlaskClient

from bench import catalogue
from bench.bases import Base
from bench.figures import Figure, at_most
from bench.pauses import no_pause
from bench.reads import growths
from booking import clock

ROUNDS = 12
WHAT = "planning page: 300 items, 31 days"
MOST_KB = 60


def measure(database: str, bases: Sequence[Base]) -> list[Figure]:
    """Time the page on every base in turn, round after round, and weigh it compressed."""
    clients = {
        base.past: catalogue.signed_in(base.app, base.scene.secretaries[0]) for base in bases
    }
    months = _months(clock.now().date())
    times: dict[int, list[float]] = {past: [] for past in clients}
    weights: dict[int, list[int]] = {past: [] for past in clients}
    for turn in range(ROUNDS + 1):
        for past, client in clients.items():
            taken, weight = _timed(client, months[turn % len(months)])
            if turn:  # the first warms up
                times[past].append(taken)
                weights[past].append(weight)
    found = [
        Figure(WHAT, database, past, round(median(each) * 1000, 1), "ms")
        for past, each in times.items()
    ]
    return [*found, *growths(WHAT, database, times), *_weighed(database, weights)]


def _weighed(database: str, weights: dict[int, list[int]]) -> list[Figure]:
    return [
        at_most(
            Figure(
                what=f"{WHAT}: weight, compressed",
                database=database,
                past=past,
                value=round(max(each) / 1000, 1),
                unit="kB",
                beside="what the issue allows",
                reference=MOST_KB,
                ratio=round(max(each) / 1000 / MOST_KB, 2),
            ),
            1,
        )
        for past, each in weights.items()
    ]


def _months(today: date) -> list[date]:
    """Return the months of 31 days to come, within what is booked."""
    days = [today + timedelta(days=rank) for rank in range(28, 280)]
    return [day for day in days if day.day == 1 and (day + timedelta(days=30)).day == 31]


def _timed(client: FlaskClient, month: date) -> tuple[float, int]:
    """Return how long the page takes, in seconds, and how much it weighs, in bytes."""
    with no_pause():
        began = time.perf_counter()
        answer = client.get("/planning", query_string={"jour": month.isoformat()})
        taken = time.perf_counter() - began
    if answer.status_code != 200:
        raise RuntimeError(f"{answer.status_code}: {answer.text[:500]}")
    return taken, len(gzip.compress(answer.data))

"""Booking: by the use-case, by hand, by one insert and through the service, in turn."""

from collections.abc import Sequence
from contextlib import ExitStack
from statistics import median

from bench import service
from bench.bases import Base
from bench.bookings import BOOKS, PROCESSES, Clerks, Job
from bench.figures import Figure, at_least, at_most, ratio
from bench.reads import GROWTH

ROUNDS = 5
SECONDS = 1.5
LEAST, GOAL = 0.2, 0.35
GRR = 65
"""Bookings a second of the best peer we know, behind one lock, on two cores like ours."""
TIMES_GRR = 5
WHAT = f"booking: {PROCESSES} processes"

Rates = dict[str, list[float]]


def measure(database: str, bases: Sequence[Base]) -> list[Figure]:
    """Measure every way on every base in turn, round after round."""
    rates: dict[int, Rates] = {base.past: {way: [] for way in BOOKS} for base in bases}
    clerks = Clerks()
    with ExitStack() as stack:
        stack.callback(clerks.dismiss)
        doors = {base.past: stack.enter_context(service.gunicorn(base.url)) for base in bases}
        for turn in range(ROUNDS):
            for base in bases:
                for way in sorted(BOOKS, reverse=bool(turn % 2)):
                    job = Job(base.url, base.scene, way, SECONDS, doors[base.past])
                    rates[base.past][way].append(clerks.rate(job))
    found = [figure for past in rates for figure in _at(database, past, rates[past])]
    return [*found, *_growths(database, rates)]


def _at(database: str, past: int, rates: Rates) -> list[Figure]:
    hand = rates["by hand"]
    usecase = _against(database, past, "use-case", rates["use-case"], "loop by hand", hand)
    judged = at_least(usecase, LEAST) if database == "postgresql" else usecase
    return [
        judged,
        _against(database, past, "use-case", rates["use-case"], "one insert", rates["one insert"]),
        _against(database, past, "API, gunicorn", rates["API"], "loop by hand", hand),
        Figure(
            what=f"{WHAT}, API, gunicorn",
            database=database,
            past=past,
            value=round(median(rates["API"])),
            unit="/s",
            beside="GRR, elsewhere",
            reference=GRR,
            ratio=round(median(rates["API"]) / GRR, 2),
            bound=f"goal {TIMES_GRR}",
        ),
    ]


def _against(
    database: str, past: int, way: str, ours: list[float], beside: str, theirs: list[float]
) -> Figure:
    return Figure(
        what=f"{WHAT}, {way}",
        database=database,
        past=past,
        value=round(median(ours)),
        unit="/s",
        beside=beside,
        reference=round(median(theirs)),
        ratio=round(ratio(ours, theirs), 3),
    )


def _growths(database: str, rates: dict[int, Rates]) -> list[Figure]:
    shortest = min(rates)
    base = rates[shortest]["use-case"]
    return [
        at_most(
            Figure(
                what=f"{WHAT}, use-case: growth",
                database=database,
                past=past,
                value=round(median(each["use-case"])),
                unit="/s",
                beside=f"with {shortest:,} past".replace(",", " "),
                reference=round(median(base)),
                ratio=round(ratio(base, each["use-case"]), 2),
            ),
            GROWTH,
        )
        for past, each in rates.items()
        if past != shortest
    ]

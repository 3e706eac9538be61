"""`make bench`: fill, measure, check, print; `BENCH=full` adds a million past reservations."""

import logging
import os
import tempfile
import time
import warnings
from collections.abc import Iterable, Sequence

from bench import bases, catalogue, cells, feeds, papers, planning, reads, report, service, writes
from bench.bases import Base, Place
from bench.figures import Figure, at_most
from booking.queries import health

PAST = (1_000, 100_000)
FULL = (*PAST, 1_000_000)
FLAT = 1.1


def main() -> None:
    """Measure every database, print the table and keep it."""
    warnings.simplefilter("ignore")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    past = FULL if os.environ.get("BENCH") == "full" else PAST
    found: list[Figure] = []
    with tempfile.TemporaryDirectory() as runtime, bases.places() as places:
        os.environ.setdefault("XDG_RUNTIME_DIR", runtime)
        for database, place in places.items():
            found += _measure(database, place, past)
    found += papers.measure()
    found += cells.measure()
    report.keep(found)
    _say(report.show(found))
    for name, value in report.machine().items():
        _say(f"{name}: {value}")


def _measure(database: str, place: Place, past: Iterable[int]) -> list[Figure]:
    made = [_make(database, place, each) for each in past]
    found = []
    for step in (
        reads.measure,
        planning.measure,
        feeds.measure,
        writes.measure,
        _memory,
        catalogue.measure,
        _check,
    ):
        began = time.perf_counter()
        found += step(database, made)
        _say(f"{database}: {step.__module__} {step.__name__}, {time.perf_counter() - began:.0f} s")
    return found


def _make(database: str, place: Place, past: int) -> Base:
    began = time.perf_counter()
    base = place.make(past)
    _say(f"{database}: {past:,} past written in {time.perf_counter() - began:.0f} s")
    return base


def _memory(database: str, made: Sequence[Base]) -> list[Figure]:
    taken = {base.past: service.memory(base.url, base.scene) for base in made}
    least = taken[min(taken)]
    beside = f"with {min(taken):,} past".replace(",", " ")
    return [
        at_most(
            Figure(
                what=f"memory of a worker: {service.TURNS} catalogues and bookings",
                database=database,
                past=past,
                value=round(each),
                unit="MB",
                beside=beside,
                reference=round(least),
                ratio=round(each / least, 2),
            ),
            FLAT,
        )
        for past, each in taken.items()
    ]


def _check(database: str, made: Sequence[Base]) -> list[Figure]:
    """Recompute every stock, filled and booked as it is now; stop when one does not add up."""
    found = []
    for base in made:
        began = time.perf_counter()
        with base.app.app_context():
            if wrong := [each.sentence for each in health.excesses()]:
                raise RuntimeError(f"{database}, {base.past}: {wrong[:5]}")
        seconds = round(time.perf_counter() - began, 1)
        found.append(Figure("check: every stock recomputed", database, base.past, seconds, "s"))
    return found


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 -- this is a command


if __name__ == "__main__":
    main()

"""A long cell of a spreadsheet is refused in the time of its length: no pattern starts over."""

import time
from collections.abc import Callable
from statistics import median

from bench.figures import Figure, at_most, ratio
from booking.rules.cells import Misread, day
from booking.rules.naming import Names, owners

SHORT, LONG = 3_000, 30_000
ROUNDS = 20
TIMES = 20  # in proportion it is ten, to start over from each letter a hundred
COMMUNES = Names({1: "Maing"})
READERS: dict[str, Callable[[int], object]] = {
    "a day": lambda length: day("a" + "t " * (length // 2) + "x"),
    "a list of owners": lambda length: owners("Maing" + " " * length + "x %", COMMUNES, 1),
}


def measure() -> list[Figure]:
    """Time cells of both lengths in turn, round after round; no database takes part."""
    return [_measured(what, read) for what, read in READERS.items()]


def _measured(what: str, read: Callable[[int], object]) -> Figure:
    times = [(_timed(read, LONG), _timed(read, SHORT)) for _ in range(ROUNDS + 1)][1:]
    long, short = [each for each, _ in times], [each for _, each in times]
    figure = Figure(
        what=f"{LONG} letters read as {what}, and refused",
        database="none",
        past=0,
        value=round(median(long) * 1000, 2),
        unit="ms",
        beside=f"the same with {SHORT}",
        reference=round(median(short) * 1000, 2),
        ratio=round(ratio(long, short), 1),
    )
    return at_most(figure, TIMES)


def _timed(read: Callable[[int], object], length: int) -> float:
    began = time.perf_counter()
    try:
        read(length)
    except Misread:
        return time.perf_counter() - began
    raise RuntimeError("what is no cell was read")

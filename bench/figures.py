"""What is measured: a value, what was measured beside it in the same run, and the bound."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Figure:
    """One measure on one database; `ratio` is what the bound is about, if there is one."""

    what: str
    database: str
    past: int
    value: float
    unit: str
    beside: str = ""
    reference: float | None = None
    ratio: float | None = None
    bound: str = ""
    holds: bool | None = None


def at_most(figure: Figure, most: float) -> Figure:
    """Return the figure judged: its ratio may not exceed a bound."""
    return _judged(figure, f"<= {most}", (figure.ratio or 0) <= most)


def at_least(figure: Figure, least: float) -> Figure:
    """Return the figure judged: its ratio may not fall below a bound."""
    return _judged(figure, f">= {least}", (figure.ratio or 0) >= least)


def _judged(figure: Figure, bound: str, holds: bool) -> Figure:
    kept = {**vars(figure), "bound": bound, "holds": holds}
    return Figure(**kept)


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """Return the median of the ratios round by round: both met the same noise."""
    return median(one / other for one, other in zip(ours, theirs, strict=True))

"""The table on the screen, and the same in `bench/results.json`."""

import json
import os
import platform
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

from bench.figures import Figure

RESULTS = Path(__file__).parent / "results.json"
PARTS = ("flask", "sqlalchemy", "psycopg", "gunicorn", "typst")
HEADS = ("measure", "database", "past", "value", "beside", "reference", "ratio", "bound", "")


def show(figures: Iterable[Figure]) -> str:
    """Return the table."""
    rows = [HEADS, *(_row(figure) for figure in figures)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEADS))]
    return "\n".join(_line(row, widths) for row in rows)


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _row(figure: Figure) -> tuple[str, ...]:
    reference = "" if figure.reference is None else f"{figure.reference:g} {figure.unit}"
    return (
        figure.what,
        figure.database,
        f"{figure.past:,}".replace(",", " "),
        f"{figure.value:g} {figure.unit}",
        figure.beside,
        reference,
        "" if figure.ratio is None else f"{figure.ratio:g}",
        figure.bound,
        {None: "", True: "ok", False: "SHORT"}[figure.holds],
    )


def keep(figures: Iterable[Figure]) -> None:
    """Write the figures and what they were taken on."""
    content = {
        "figures": sorted(
            (asdict(figure) for figure in figures),
            key=lambda each: (each["database"], each["what"], each["past"], each["beside"]),
        ),
        "machine": machine(),
    }
    RESULTS.write_text(json.dumps(content, indent=2, sort_keys=True) + "\n")


def machine() -> dict[str, object]:
    """Return what the figures depend on."""
    return {
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "system": platform.system(),
        **{part: version(part) for part in PARTS},
    }

"""Sheets of labels to stick on things: a QR code that leads to the thing's own page."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import segno

from booking.documents import typeset

MODEL = Path(__file__).with_suffix(".typ")


@dataclass(frozen=True)
class Sheet:
    """An A4 sheet of labels as shops sell them; every length is in millimetres."""

    label: str
    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    gap: float = 2.5  # between columns; rows touch

    @property
    def size(self) -> int:
        """Return how many labels a sheet has."""
        return self.columns * self.rows


SHEETS = {
    "24": Sheet("24 par feuille, 63,5 × 33,9 mm", 3, 8, 63.5, 33.9, 7.2, 12.9),
    "21": Sheet("21 par feuille, 63,5 × 38,1 mm", 3, 7, 63.5, 38.1, 7.2, 15.1),
    "14": Sheet("14 par feuille, 99,1 × 38,1 mm", 2, 7, 99.1, 38.1, 4.6, 15.1),
    "8": Sheet("8 par feuille, 99,1 × 67,7 mm", 2, 4, 99.1, 67.7, 4.6, 13.1),
}
"""Common formats by code: the sizes printed on the packets of the main makers."""


@dataclass(frozen=True)
class Label:
    """What one label says; `address` is what its QR code leads to."""

    name: str
    reference: str
    owner: str
    address: str


def render(labels: Sequence[Label], sheet: Sheet, made_on: date, skipped: int = 0) -> bytes:
    """Return the PDF (PDF/A-2a, PDF/UA-1) of labels; the first `skipped` places stay empty."""
    data = {
        "sheet": asdict(sheet),
        "labels": [asdict(label) | {"qr": _drawn(label.address)} for label in labels],
        "skipped": skipped,
        "date": [made_on.year, made_on.month, made_on.day],
    }
    return typeset.pdf(MODEL, data)


def _drawn(address: str) -> str:
    """Return a QR code as SVG: still read when a quarter of it is scratched away."""
    code = segno.make(address, error="q", micro=False)
    return code.svg_inline(border=0, dark="#000000")

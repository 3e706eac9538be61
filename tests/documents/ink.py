"""Where the words of a PDF are drawn: what a reader sees, without the decoration of the pages."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

from pikepdf import Array, Dictionary, Matrix, Object, Page, Pdf, parse_content_stream

MILLIMETRE = 72 / 25.4


@dataclass(frozen=True)
class Stroke:
    """Some glyphs drawn in a row, in millimetres from the left and the bottom of a page."""

    page: int
    left: float
    right: float
    height: float


@dataclass
class Pen:
    """What the operators of a page leave behind them."""

    matrix: Matrix = field(default_factory=Matrix)
    line: Matrix = field(default_factory=Matrix)
    font: Object | None = None
    size: float = 0.0
    saved: list[Matrix] = field(default_factory=list)
    marks: list[bool] = field(default_factory=list)

    def follow(self, operands: list[Object], operator: str) -> None:
        """Move as an operator says."""
        if operator == "q":
            self.saved.append(self.matrix)
        elif operator == "Q":
            self.matrix = self.saved.pop()
        elif operator == "cm":
            self.matrix = Matrix(*(float(each) for each in operands)) @ self.matrix
        elif operator == "Tm":
            self.line = Matrix(*(float(each) for each in operands))
        elif operator in ("BDC", "BMC"):
            self.marks.append(str(operands[0]) == "/Artifact")
        elif operator == "EMC":
            self.marks.pop()


def strokes(pdf: bytes) -> list[Stroke]:
    """Return what is drawn on every page, but what is marked as decoration."""
    with Pdf.open(BytesIO(pdf)) as opened:
        return [stroke for rank, page in enumerate(opened.pages) for stroke in _on_page(rank, page)]


def _on_page(rank: int, page: Page) -> Iterator[Stroke]:
    pen = Pen()
    widths: dict[str, dict[int, float]] = {}
    for operands, operator in parse_content_stream(page):
        name = str(operator)
        if name == "Tf":
            font = str(operands[0])
            widths.setdefault(font, _widths(page.resources.Font[operands[0]]))
            pen.font, pen.size = operands[0], float(operands[1])
        elif name in ("Tj", "TJ"):
            shown = list(operands[0]) if name == "TJ" else list(operands)
            if not any(pen.marks):
                length = _length(shown, widths[str(pen.font)]) * pen.size / 1000
                yield _stroke(rank, pen, length)
        else:
            assert name not in ("Td", "TD", "T*", "'", '"', "Tz", "Tc", "Tw"), name
            pen.follow(list(operands), name)


def _stroke(rank: int, pen: Pen, length: float) -> Stroke:
    place = pen.line @ pen.matrix
    left = place.e / MILLIMETRE
    return Stroke(rank, left, left + length * place.a / MILLIMETRE, place.f / MILLIMETRE)


def _length(shown: list[Object], widths: dict[int, float]) -> float:
    length = 0.0
    for each in shown:
        if isinstance(each, (int, float)) or not hasattr(each, "__bytes__"):
            length -= float(each)
            continue
        codes = bytes(each)
        glyphs = (int.from_bytes(codes[at : at + 2]) for at in range(0, len(codes), 2))
        length += sum(widths.get(glyph, widths[-1]) for glyph in glyphs)
    return length


def _widths(font: Dictionary) -> dict[int, float]:
    """Return the width of each glyph of a font, and under -1 that of the others."""
    inner = font.DescendantFonts[0]
    found = {-1: float(inner.get("/DW", 1000))}
    entries = list(inner.W)
    while entries:
        first, second = int(entries.pop(0)), entries.pop(0)
        if isinstance(second, Array):
            found |= {first + rank: float(each) for rank, each in enumerate(second)}
        else:
            width = float(entries.pop(0))
            found |= dict.fromkeys(range(first, int(second) + 1), width)
    return found

"""Pictures of the demonstration, drawn with flat shapes: nobody's photos, nobody's arms."""

from collections.abc import Callable, Iterator
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw

from booking.documents import pictures
from booking.documents.pictures import Picture

WIDTH, HEIGHT = 120, 80
SCALE, FINER = 8, 2
"""Pixels of a unit in the picture, and how many times finer it is drawn, for smooth edges."""
GREEN, DEEP, PALE = "#2f7f78", "#175e5a", "#cfe3df"
BRICK, SAND, CREAM = "#c4622f", "#e4d9c0", "#f6f1e6"
INK, GREY, LIGHT, WHITE = "#2a3242", "#8b93a1", "#c9cfd8", "#fdfcf9"
SUN, SKY, GRASS, FLOOR, SHADE = "#dfa83c", "#dcebf0", "#b9d0a4", "#d8d2c4", "#a9ad93"
PAPER = "#ffffff"

Shape = tuple[str, str, tuple[float, ...], float]
"""What to draw, its colour, its points, and how thick a line or how round a corner is."""


def _area(colour: str, *points: float) -> Shape:
    return ("area", colour, points, 0)


def _box(colour: str, *corners: float, corner: float = 0) -> Shape:
    return ("box", colour, corners, corner)


def _disc(colour: str, x: float, y: float, radius: float) -> Shape:
    return _oval(colour, x - radius, y - radius, x + radius, y + radius)


def _oval(colour: str, *corners: float) -> Shape:
    return ("oval", colour, corners, 0)


def _bar(colour: str, *points: float, thick: float = 1.2) -> Shape:
    return ("bar", colour, points, thick)


def _wheel(x: float, y: float, radius: float) -> Iterator[Shape]:
    yield _disc(INK, x, y, radius)
    yield _disc(LIGHT, x, y, radius * 0.5)


def _outdoors() -> Iterator[Shape]:
    yield _box(SKY, 0, 0, WIDTH, HEIGHT)
    yield _oval(PALE, -30, 44, 70, 100)
    yield _oval(PALE, 50, 50, 150, 100)
    yield _box(GRASS, 0, 62, WIDTH, HEIGHT)


def _indoors() -> Iterator[Shape]:
    yield _box(CREAM, 0, 0, WIDTH, HEIGHT)
    yield _box(FLOOR, 0, 62, WIDTH, HEIGHT)


def _street() -> Iterator[Shape]:
    yield _box(SKY, 0, 0, WIDTH, HEIGHT)
    for x, y in ((0, 34), (22, 28), (44, 36), (66, 26), (92, 32)):
        yield _box(PALE, x, y, x + 20, 64)
    yield _box(FLOOR, 0, 62, WIDTH, HEIGHT)


def _tent() -> Iterator[Shape]:
    yield from _outdoors()
    yield _oval(SHADE, 16, 63, 104, 71)
    for x, foot in ((40, 62), (80, 62), (24, 67), (96, 67)):
        yield _bar(GREY, x, 34, x, foot, thick=1.4)
        yield _box(INK, x - 3, foot - 1.5, x + 3, foot + 1, corner=0.8)
    yield _area(WHITE, 60, 11, 20, 34, 60, 34)
    yield _area(SAND, 60, 11, 100, 34, 60, 34)
    for rank in range(8):
        colour = GREEN if rank % 2 == 0 else WHITE
        yield _box(colour, 20 + rank * 10, 34, 30 + rank * 10, 38)
        yield _oval(colour, 20 + rank * 10, 35, 30 + rank * 10, 41)
    yield _disc(BRICK, 60, 10.5, 1.6)


def _packed_tent() -> Iterator[Shape]:
    yield from _indoors()
    yield _oval("#c3bcab", 12, 60, 108, 69)
    yield _bar(INK, 48, 42, 50, 30, 70, 30, 72, 42, thick=2)
    yield _box(DEEP, 16, 40, 104, 65, corner=6)
    yield _box(GREEN, 16, 40, 104, 50, corner=6)
    for x in (34, 82):
        yield _box(INK, x, 39.5, x + 4, 65)
        yield _box(SUN, x - 1, 49, x + 5, 54, corner=1)
    yield _box(WHITE, 50, 52, 70, 60, corner=1.5)


def _chairs() -> Iterator[Shape]:
    yield from _indoors()
    for x in (14, 48, 82):
        yield _oval("#c3bcab", x - 2, 64, x + 28, 69)
        yield _bar(GREY, x + 23, 66, x + 5, 40, thick=1.8)
        yield _bar(INK, x + 3, 66, x + 17, 20, thick=1.8)
        yield _area(BRICK, x + 13.5, 19, x + 21, 19, x + 17, 33, x + 9.5, 33)
        yield _area(BRICK, x + 1, 43, x + 20, 43, x + 22, 46, x + 3, 46)


def _barriers() -> Iterator[Shape]:
    yield from _street()
    for x in (8, 62):
        yield _oval("#bfb8a7", x - 4, 65, x + 54, 71)
        for foot in (x + 8, x + 42):
            yield _bar(INK, foot - 5, 69, foot + 5, 65, thick=2)
            yield _bar(INK, foot, 58, foot, 67, thick=1.8)
        for bar in range(x + 5, x + 50, 5):
            yield _bar(GREY, bar, 31, bar, 58, thick=1)
        yield _bar(INK, x, 58, x, 30, x + 50, 30, x + 50, 58, x, 58, thick=1.8)
        yield _box(BRICK, x + 14, 36, x + 36, 44, corner=1)
        yield _box(WHITE, x + 17, 39, x + 33, 41, corner=0.8)


def _podium() -> Iterator[Shape]:
    yield from _outdoors()
    yield _oval(SHADE, 8, 66, 114, 74)
    yield _box(DEEP, 22, 24, 98, 50)
    for x in range(26, 98, 8):
        yield _box(GREEN, x, 24, x + 4, 50)
    for x in (19, 99):
        yield _bar(GREY, x, 22, x, 52, thick=2)
    yield _area(WHITE, 14, 16, 106, 16, 102, 24, 18, 24)
    for x in range(28, 100, 16):
        yield _area(SUN, x, 24, x + 4, 24, x + 5, 28, x - 1, 28)
    yield _box(SAND, 14, 50, 106, 54)
    yield _box(INK, 18, 54, 102, 58)
    yield _bar(INK, 102, 57, 116, 62, thick=2)
    for x in (54, 68):
        yield from _wheel(x, 63, 5)
    for rank in range(3):
        yield _box(GREY, 2 + rank * 4, 64 - rank * 5, 14, 66 - rank * 5)


def _platform() -> Iterator[Shape]:
    yield from _street()
    yield _oval("#bfb8a7", 14, 66, 86, 73)
    yield _bar(SUN, 44, 56, 30, 32, thick=4)
    yield _bar(SUN, 30, 32, 88, 18, thick=3)
    yield _disc(INK, 30, 32, 2.6)
    yield _bar(INK, 84, 18, 84, 29, 102, 29, 102, 18, thick=1.4)
    yield _bar(INK, 84, 13, 102, 13, thick=1.4)
    for x in (84, 90, 96, 102):
        yield _bar(INK, x, 13, x, 29, thick=0.9)
    yield _box(BRICK, 83, 24, 103, 30, corner=1)
    yield _area(DEEP, 24, 54, 66, 54, 72, 66, 18, 66)
    yield _box(GREEN, 40, 50, 58, 56, corner=1.5)
    for x in (28, 62):
        yield from _wheel(x, 66, 5.5)


def _minibus() -> Iterator[Shape]:
    yield from _street()
    yield _oval("#bfb8a7", 12, 66, 110, 73)
    yield _box(WHITE, 14, 28, 92, 64, corner=6)
    yield _area(WHITE, 80, 28, 92, 30, 106, 48, 108, 64, 80, 64)
    yield _box(GREEN, 14, 50, 107, 56)
    for x in (19, 36, 53):
        yield _box(INK, x, 33, x + 14, 46, corner=1.5)
    yield _area(INK, 71, 33, 88, 33, 98, 46, 71, 46)
    yield _bar(LIGHT, 70, 31, 70, 63, thick=0.6)
    yield _box(SUN, 103, 51, 108, 55, corner=1)
    for x in (32, 88):
        yield from _wheel(x, 64, 7)


def _chipper() -> Iterator[Shape]:
    yield from _outdoors()
    yield _oval(SHADE, 12, 66, 112, 74)
    yield _bar(INK, 16, 62, 44, 58, thick=2)
    yield _bar(BRICK, 58, 34, 54, 20, 40, 16, thick=6)
    yield _box(BRICK, 42, 34, 78, 60, corner=3)
    yield _area(SUN, 78, 38, 104, 30, 104, 60, 78, 56)
    yield _box(INK, 48, 40, 62, 50, corner=1.5)
    yield from _wheel(60, 64, 7)
    for x, y in ((30, 18), (26, 22), (32, 24), (22, 28), (28, 30), (20, 36)):
        yield _disc(SUN, x, y, 1)


def _tables() -> Iterator[Shape]:
    yield from _indoors()
    yield _oval("#c3bcab", 10, 62, 110, 71)
    for x in (24, 86):
        yield _bar(GREY, x, 42, x + 10, 67, thick=1.8)
        yield _bar(GREY, x + 10, 42, x, 67, thick=1.8)
    yield _area(SAND, 16, 34, 104, 34, 112, 42, 8, 42)
    yield _box(BRICK, 8, 42, 112, 44.5)


def _shield() -> Iterator[Shape]:
    yield _box(PAPER, 0, 0, WIDTH, HEIGHT)
    yield _area(DEEP, 36, 6, 84, 6, 84, 44, 60, 76, 36, 44)
    yield _bar(PAPER, 38, 50, 47, 46, 56, 50, 65, 46, 74, 50, 82, 46, thick=3)
    yield _bar(PAPER, 60, 40, 60, 24, thick=2.4)
    for x, y in ((54, 24), (66, 24), (60, 17)):
        yield _disc(PALE, x, y, 6.5)


def _emblem() -> Iterator[Shape]:
    yield _box(PAPER, 0, 0, WIDTH, HEIGHT)
    places = ((34, 26), (60, 14), (88, 28), (76, 58), (42, 60))
    for x, y in places:
        yield _bar(PALE, 60, 38, x, y, thick=3)
    for rank, (x, y) in enumerate(places):
        yield _disc((GREEN, SUN, BRICK, GREEN, DEEP)[rank], x, y, 7)
    yield _disc(DEEP, 60, 38, 12)


DRAWINGS: dict[str, Callable[[], Iterator[Shape]]] = {
    "tent": _tent,
    "packed tent": _packed_tent,
    "chairs": _chairs,
    "barriers": _barriers,
    "podium": _podium,
    "platform": _platform,
    "minibus": _minibus,
    "chipper": _chipper,
    "tables": _tables,
    "shield": _shield,
    "emblem": _emblem,
}


ARMS = frozenset({"shield", "emblem"})
"""Drawings that stand alone on paper, in a square."""


@cache
def picture(name: str) -> Picture:
    """Return a drawing by its name, as if somebody had sent it."""
    fine = SCALE * FINER
    drawn = Image.new("RGB", (WIDTH * fine, HEIGHT * fine))
    pen = ImageDraw.Draw(drawn)
    for shape in DRAWINGS[name]():
        _draw(pen, shape, fine)
    if name in ARMS:
        margin = (drawn.width - drawn.height) // 2
        drawn = drawn.crop((margin, 0, margin + drawn.height, drawn.height))
    written = BytesIO()
    drawn.reduce(FINER).save(written, "PNG", compress_level=1)
    return pictures.prepare(written.getvalue())


def _draw(pen: ImageDraw.ImageDraw, shape: Shape, fine: int) -> None:
    what, colour, points, extra = shape
    at = [point * fine for point in points]
    if what == "area":
        pen.polygon(at, fill=colour)
    elif what == "box":
        pen.rounded_rectangle(at, radius=extra * fine, fill=colour)
    elif what == "oval":
        pen.ellipse(at, fill=colour)
    else:
        _stroke(pen, colour, at, extra * fine)


def _stroke(pen: ImageDraw.ImageDraw, colour: str, at: list[float], thick: float) -> None:
    """Draw a line with round ends and corners."""
    pen.line(at, fill=colour, width=round(thick))
    half = thick / 2
    for x, y in zip(at[::2], at[1::2], strict=True):
        pen.ellipse([x - half, y - half, x + half, y + half], fill=colour)

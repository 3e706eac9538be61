"""Pictures: whatever is sent, what comes out is a plain picture or a sentence."""

import struct
import zlib
from io import BytesIO
from itertools import product

import pytest
from PIL import Image

from booking.documents import pictures
from booking.documents.pictures import APPLE, MOVING, TOO_LARGE, UNREADABLE, NotAPictureError
from tests.papers import GPS, archive, encoded, exif, photo

RED, GREEN = (0, 1), (1, 0)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


def is_red(drawn: Image.Image, x: float, y: float) -> bool:
    """Tell whether a point is red, given as a part of the width and of the height."""
    colour = drawn.getpixel((int(drawn.width * x), int(drawn.height * y)))
    assert isinstance(colour, tuple)
    return colour[0] > 150 > colour[1]


def bomb(side: int = 20_000) -> bytes:
    """Return a PNG of a few kilobytes that unfolds into hundreds of megabytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        summed = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", summed)

    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * (side * (side // 8 + 1)), 9)
    signature = b"\x89PNG\r\n\x1a\n"
    return signature + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        *product(["JPEG"], ["RGB", "L", "CMYK"]),
        *product(["PNG"], ["RGB", "RGBA", "L", "LA", "P", "1", "I;16"]),
        *product(["WEBP"], ["RGB", "RGBA"]),
    ],
)
def test_every_colour_a_picture_may_have_is_taken(kind: str, mode: str) -> None:
    made = pictures.prepare(photo(kind=kind, mode=mode))

    for content in (made.large, made.small):
        drawn = opened(content)
        assert (drawn.format, drawn.mode) == ("JPEG", "RGB")
    assert (made.width, made.height) == (640, 480)


def test_sixteen_bits_of_grey_keep_their_shades() -> None:
    grey = Image.new("I;16", (40, 40), 128 * 256)

    drawn = opened(pictures.prepare(encoded(grey, "PNG")).large)

    assert drawn.getpixel((20, 20)) == pytest.approx((128, 128, 128), abs=3)


@pytest.mark.parametrize(
    ("sent", "large", "small"),
    [
        ((4000, 3000), (1600, 1200), (480, 360)),
        ((3000, 4000), (1200, 1600), (360, 480)),
        ((300, 200), (300, 200), (300, 200)),
        ((5000, 2), (1600, 1), (480, 1)),
    ],
)
def test_a_picture_is_made_no_larger_than_is_shown(
    sent: tuple[int, int], large: tuple[int, int], small: tuple[int, int]
) -> None:
    made = pictures.prepare(photo(sent))

    assert (opened(made.large).size, opened(made.small).size) == (large, small)
    assert (made.width, made.height) == large


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_where_and_with_what_it_was_taken_is_gone(kind: str) -> None:
    sent = photo(kind=kind, exif=exif(), comment=b"secret", xmp=b"<x>secret</x>")
    assert opened(sent).getexif().get_ifd(GPS), "the picture sent says nothing"

    made = pictures.prepare(sent)

    for content in (made.large, made.small):
        drawn = opened(content)
        assert not drawn.getexif()
        assert drawn.info.keys() <= {
            "jfif",
            "jfif_version",
            "jfif_unit",
            "jfif_density",
            "progressive",
            "progression",
        }
        assert b"TELEPHONE" not in content
        assert b"secret" not in content


@pytest.mark.parametrize(
    ("orientation", "corner"),
    [
        (1, (0.2, 0.2)),
        (2, (0.8, 0.2)),
        (3, (0.8, 0.8)),
        (4, (0.2, 0.8)),
        (5, (0.2, 0.2)),
        (6, (0.8, 0.2)),
        (7, (0.8, 0.8)),
        (8, (0.2, 0.8)),
        (99, (0.2, 0.2)),
    ],
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_stands_as_its_camera_was_held(
    kind: str, orientation: int, corner: tuple[float, float]
) -> None:
    made = pictures.prepare(photo(kind=kind, exif=exif(orientation)))

    drawn = opened(made.large)
    assert drawn.size == ((480, 640) if orientation in (5, 6, 7, 8) else (640, 480))
    assert is_red(drawn, *corner)
    assert sum(is_red(drawn, *each) for each in product((0.2, 0.8), repeat=2)) == 1


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")  # Pillow says so, and goes on
def test_unreadable_notes_of_a_camera_do_not_spoil_a_good_picture() -> None:
    sent = photo(exif=b"Exif\0\0MM\0*\xff\xff\xff\xff")

    assert pictures.prepare(sent).width == 640


def test_what_is_transparent_becomes_white() -> None:
    clear = encoded(Image.new("RGBA", (20, 20), (255, 0, 0, 0)), "PNG")

    drawn = opened(pictures.prepare(clear).large)

    assert drawn.getpixel((10, 10)) == (255, 255, 255)


def test_two_views_joined_by_a_telephone_are_one_picture() -> None:
    first, second = Image.new("RGB", (64, 64), "red"), Image.new("RGB", (64, 64), "green")
    sent = encoded(first, "MPO", save_all=True, append_images=[second])
    assert opened(sent).format == "MPO"

    assert is_red(opened(pictures.prepare(sent).large), 0.5, 0.5)


@pytest.mark.parametrize(
    "hidden",
    [archive(("x.exe", b"MZ")), b"<html><script>alert(1)</script>", b"%PDF-1.7", b"<?php exit;"],
    ids=["archive", "page", "paper", "program"],
)
def test_nothing_hides_behind_a_picture(hidden: bytes) -> None:
    made = pictures.prepare(photo() + hidden)

    assert hidden not in made.large
    assert made.large == pictures.prepare(photo()).large


REFUSED: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", UNREADABLE),
    "a text renamed .jpg": (b"Tente blanche", UNREADABLE),
    "a drawing with a script": (SVG, UNREADABLE),
    "a page that begins as a picture": (b"\xff\xd8\xff\xe0<script>alert(1)</script>", UNREADABLE),
    "an archive": (archive(("photo.jpg", photo())), UNREADABLE),
    "a GIF": (photo(kind="GIF"), UNREADABLE),
    "a TIFF": (photo((60, 40), "TIFF"), UNREADABLE),
    "a BMP": (photo((60, 40), "BMP"), UNREADABLE),
    "a picture of a Macintosh": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", APPLE),
    "a picture of a newer telephone": (b"\0\0\0\x1cftypavif\0\0\0\0mif1", APPLE),
    "a film": (b"\0\0\0\x1cftypisom\0\0\0\0mp41", UNREADABLE),
    "half a JPEG": (photo()[:2000], UNREADABLE),
    "half a PNG": (photo(kind="PNG")[:-60], UNREADABLE),
    "half a WebP": (photo(kind="WEBP")[:200], UNREADABLE),
    "a head alone": (photo()[:20], UNREADABLE),
    "a bomb": (bomb(), TOO_LARGE),
    "a smaller bomb, of which Pillow only warns": (bomb(8_000), TOO_LARGE),
}


@pytest.mark.parametrize(("sent", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_picture_is_refused_with_a_sentence(sent: bytes, sentence: str) -> None:
    assert len(sent) < 100_000

    with pytest.raises(NotAPictureError) as refusal:
        pictures.prepare(sent)

    assert str(refusal.value) == sentence


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_what_moves_is_refused(kind: str) -> None:
    frames = [Image.new("RGB", (32, 32), colour) for colour in ("red", "green", "blue")]
    sent = encoded(frames[0], kind, save_all=True, append_images=frames[1:])

    with pytest.raises(NotAPictureError) as refusal:
        pictures.prepare(sent)

    assert str(refusal.value) == MOVING


def test_a_note_that_unfolds_for_ever_is_refused() -> None:
    """A PNG may carry compressed text: a few kilobytes that ask for a gigabyte."""
    note = b"note\0\0" + zlib.compress(b"x" * 80_000_000, 9)
    length, check = struct.pack(">I", len(note)), struct.pack(">I", zlib.crc32(b"zTXt" + note))
    whole = photo(kind="PNG")
    head, rest = whole[:33], whole[33:]  # after the signature and the header

    with pytest.raises(NotAPictureError):
        pictures.prepare(head + length + b"zTXt" + note + check + rest)


def test_two_pictures_are_told_apart_without_their_bytes() -> None:
    one, other = pictures.prepare(photo()), pictures.prepare(photo(mode="L"))

    assert repr(one) != repr(other)
    assert len(repr(one)) < 300

"""Pictures: bytes in, bytes out, whatever a camera or a stranger put in them.

What comes out is drawn anew from the pixels: nothing else of what was sent remains, be it the
place where it was taken or a program hidden behind the picture.
"""

from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO

from PIL import Image

MEDIA_TYPE = "image/jpeg"
LARGE, SMALL = 1600, 480
"""The longest side, in pixels, of the picture and of the one that stands in a list."""
FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 50_000_000
QUALITY = 82

Image.MAX_IMAGE_PIXELS = MOST_PIXELS  # Pillow itself stops, before any memory is taken


class NotAPictureError(ValueError):
    """What was sent is no picture we take; the message says why, in French."""


UNREADABLE = "Ce n’est pas une photo lisible. Formats admis : JPEG, PNG et WebP."
TOO_LARGE = "Cette image a trop de points : 50 millions au plus. Réduisez-la, puis recommencez."
APPLE = (
    "Cette photo est au format HEIC ou AVIF, qui ne se lit pas ici. Envoyez-la en JPEG : sur un "
    "iPhone, Réglages, Appareil photo, Formats, « Le plus compatible »."
)
APPLES = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif", b"avis")
"""Kinds of the container (ISO 23008-12) in which some telephones keep their photos."""
MOVING = "Cette image est animée. Choisissez une photo fixe (JPEG, PNG ou WebP)."


@dataclass(frozen=True)
class Picture:
    """A picture that is safe to keep and to show, and the same one small."""

    large: bytes = field(repr=False)
    small: bytes = field(repr=False)
    width: int
    height: int
    sha256: str  # by which a request key tells two pictures apart


def prepare(content: bytes) -> Picture:
    """Return the picture upright, without metadata, 1600 px at most; raises NotAPictureError."""
    try:
        return _drawn(content)
    except NotAPictureError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NotAPictureError(TOO_LARGE) from error
    except Exception as error:  # decoders raise anything on what was made to harm them
        from_apple = content[4:8] == b"ftyp" and content[8:12] in APPLES
        raise NotAPictureError(APPLE if from_apple else UNREADABLE) from error


def _drawn(content: bytes) -> Picture:
    with Image.open(BytesIO(content), formats=FORMATS) as sent:
        if sent.width * sent.height > MOST_PIXELS:
            raise NotAPictureError(TOO_LARGE)
        # A telephone may join a second view to its JPEG ("MPO"); only the first is read.
        if getattr(sent, "is_animated", False) and sent.format != "MPO":
            raise NotAPictureError(MOVING)
        sent.draft("RGB", (LARGE, LARGE))  # a JPEG is then decoded near its final size
        sent.load()
        large = _flat(_fitted(sent, LARGE))
    small = large.copy()
    small.thumbnail((SMALL, SMALL))
    written = _encoded(large)
    digest = sha256(written).hexdigest()
    return Picture(written, _encoded(small), large.width, large.height, digest)


def _fitted(sent: Image.Image, most: int) -> Image.Image:
    """Return the picture upright, its longest side cut to so many pixels."""
    shown = sent if sent.mode in ("RGB", "RGBA", "L") else _coloured(sent)
    shown.thumbnail((most, most), reducing_gap=3)
    return _upright(sent, shown)


def _coloured(sent: Image.Image) -> Image.Image:
    """Return the picture in plain colours, with its transparency if it has some."""
    if sent.mode.startswith("I"):  # 16 bits of grey
        sent = sent.point(lambda level: level / 256).convert("L")
    return sent.convert("RGBA" if sent.has_transparency_data else "RGB")


def _upright(sent: Image.Image, shown: Image.Image) -> Image.Image:
    """Turn a picture as its camera was held; what cannot be read of that is left aside."""
    try:
        held = sent.getexif().get(0x0112)
    except Exception:  # a picture may well be good while its metadata are not
        return shown
    turn = TURNS.get(held) if isinstance(held, int) else None
    return shown if turn is None else shown.transpose(turn)


TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""How to turn a picture, by the orientation its camera noted (Exif 2.3, tag 0x0112)."""


def _flat(shown: Image.Image) -> Image.Image:
    """Return the pixels alone, on white, in a picture that never had metadata."""
    paper = Image.new("RGB", shown.size, "white")
    paper.paste(shown, mask=shown if shown.mode == "RGBA" else None)
    return paper


def _encoded(picture: Image.Image) -> bytes:
    written = BytesIO()
    picture.save(written, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return written.getvalue()

"""The pictures of the demonstration."""

from io import BytesIO

import pytest
from PIL import Image

from booking.demonstration.drawings import ARMS, DRAWINGS, HEIGHT, SCALE, WIDTH, picture

LIGHT_ENOUGH = 40_000
"""Bytes: a page that shows several stays light on a telephone."""


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_is_light_and_shows_something(name: str) -> None:
    drawn = picture(name)

    width = HEIGHT if name in ARMS else WIDTH
    assert (drawn.width, drawn.height) == (width * SCALE, HEIGHT * SCALE)
    assert len(drawn.large) < LIGHT_ENOUGH
    with Image.open(BytesIO(drawn.small)) as small:
        colours = small.quantize(16).getcolors() or []
    assert max(count for count, _ in colours) < 0.8 * small.width * small.height


def test_no_two_drawings_are_alike() -> None:
    assert len({picture(name).sha256 for name in DRAWINGS}) == len(DRAWINGS)

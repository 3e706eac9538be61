"""Which characters our papers can print."""

import pytest

from booking.documents.fonts import missing_glyphs


def test_french_and_its_typography_are_drawn() -> None:
    assert missing_glyphs("Œuvre d’été « à 3 × 2 m² – 12 € — ça y est ✓ »") == ""


@pytest.mark.parametrize("character", ["🎪", "语", "\0"])
def test_what_no_font_draws_is_named(character: str) -> None:
    assert missing_glyphs(f"Fête {character} !") == character

"""Which characters our papers can print."""

import pytest

from booking.documents.fonts import missing_glyphs, named


def test_french_and_its_typography_are_drawn() -> None:
    assert missing_glyphs("Œuvre d’été « à 3 × 2 m² – 12 € — ça y est ✓ »") == ""


@pytest.mark.parametrize("character", ["🎪", "语", "\0"])
def test_what_no_font_draws_is_named(character: str) -> None:
    assert missing_glyphs(f"Fête {character} !") == character


@pytest.mark.parametrize(
    ("characters", "said"),
    [
        ("🎪", "🎪 (U+1F3AA)"),
        ("语🎪", "语 (U+8BED), 🎪 (U+1F3AA)"),
        ("\N{ZERO WIDTH JOINER}\N{RIGHT-TO-LEFT OVERRIDE}\0", "U+200D, U+202E, U+0000"),
        ("\N{COMBINING ENCLOSING KEYCAP}\ue000", "U+20E3, U+E000"),
    ],
)
def test_what_no_font_draws_is_said_with_its_code(characters: str, said: str) -> None:
    assert named(characters) == said


def test_no_more_than_ten_characters_are_said() -> None:
    said = named("".join(chr(0x4E00 + rank) for rank in range(11)))

    assert said.count("U+") == 10
    assert said.endswith("…")

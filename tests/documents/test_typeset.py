"""Typesetting with the shipped fonts alone."""

from pathlib import Path

import pytest

from booking.documents import typeset

MODEL = """
#let d = json(bytes(sys.inputs.data))
#set document(title: "Essai", date: datetime(year: 2026, month: 11, day: 25))
#set text(font: "Source Sans 3", lang: "fr", fallback: false)
#d.text
"""


def test_values_are_printed_as_typed(tmp_path: Path) -> None:
    model = tmp_path / "essai.typ"
    model.write_text(MODEL)

    made = typeset.pdf(model, {"text": "#panic() $x$"})

    assert made.startswith(b"%PDF-1.7")
    assert made == typeset.pdf(model, {"text": "#panic() $x$"})


def test_a_model_that_fails_says_so(tmp_path: Path) -> None:
    model = tmp_path / "essai.typ"
    model.write_text(MODEL)

    with pytest.raises(Exception, match="text"):
        typeset.pdf(model, {"other": 1})

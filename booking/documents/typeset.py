"""Typesetting: a model and its values in, the bytes of an archivable, accessible PDF out."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import typst

from booking.documents.fonts import FOLDER


def pdf(model: Path, values: Mapping[str, object]) -> bytes:
    """Return the PDF (PDF/A-2a and PDF/UA-1, checked by Typst) of a model.

    The values go in as JSON text, which the model prints as typed and never runs.
    """
    made: bytes = typst.compile(
        model,
        root=model.parent,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(values)},
        pdf_standards=["a-2a", "ua-1"],
    )
    return made


@cache
def _fonts() -> typst.Fonts:
    """Load the shipped fonts once, and no others, so that every machine draws alike."""
    ours = [FOLDER]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=ours)

"""Sheets of labels: every code leads where it should, and nothing typed is run."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from booking.documents.labels import SHEETS, Label, render

TODAY = date(2026, 11, 25)


def labels(count: int) -> list[Label]:
    return [
        Label(
            "Tente 3 × 3 m", f"TEN-{rank:02d}", "Maing", f"https://parc.example/exemplaires/{rank}"
        )
        for rank in range(count)
    ]


def pages(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


@pytest.mark.parametrize("code", SHEETS)
def test_a_sheet_fits_its_page(code: str) -> None:
    sheet = SHEETS[code]
    across = sheet.left + sheet.columns * sheet.width + (sheet.columns - 1) * sheet.gap

    assert across <= 210
    assert sheet.top + sheet.rows * sheet.height <= 297
    assert len(pages(render(labels(sheet.size), sheet, TODAY))) == 1
    assert len(pages(render(labels(sheet.size + 1), sheet, TODAY))) == 2


def test_used_labels_are_skipped_on_the_first_sheet() -> None:
    found = pages(render(labels(3), SHEETS["8"], TODAY, skipped=7))

    assert ["TEN-00" in text for text in found] == [True, False]
    assert "TEN-02" in found[1]


def test_what_is_typed_is_printed_and_never_run() -> None:
    label = Label('#read("/etc/passwd") $x$ *gras*', "A_1", "Maing", "https://parc.example/1")

    (text,) = pages(render([label], SHEETS["8"], TODAY))

    assert '#read("/etc/passwd")' in text
    assert "*gras*" in text
    assert "A_1" in text


def test_no_label_makes_an_empty_page() -> None:
    assert pages(render([], SHEETS["21"], TODAY)) == [""]

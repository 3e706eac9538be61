"""The wordings that are shipped: one file per kind of paper."""

import pytest

from booking.documents.wordings import FOLDER, shipped
from booking.paperwork import Condition, PaperKind


@pytest.mark.parametrize("kind", PaperKind)
def test_every_kind_of_paper_has_its_words(kind: PaperKind) -> None:
    found = shipped(kind)

    assert found.title
    assert 1 <= len(found.articles) <= 40
    assert all(each.title and each.text.strip() for each in found.articles)
    assert {each.when for each in found.articles} <= {"", *Condition}


def test_no_file_words_what_is_not_printed() -> None:
    assert {path.stem for path in FOLDER.glob("*.toml")} == {str(kind) for kind in PaperKind}

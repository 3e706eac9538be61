"""A model as its form is typed, read and turned by buttons."""

import pytest

from booking.documents.articles import Worded
from booking.pages import worded
from booking.pages.worded import Typed
from booking.paperwork import Condition, PaperKind

FORM = {
    "articles-2-title": "Prix",
    "articles-2-text": "Un\r\ndeux\rtrois",
    "articles-2-when": "price",
    "articles-10-title": "",
    "articles-10-text": " ",
    "articles-0-title": "Objet",
    "articles-0-text": "Retiré",
    "articles-0-gone": "1",
    "articles-x-title": "rien",
    "articles-3-colour": "rien",
    "seen": "4",
    "request_key": "clé",
}


def test_articles_are_read_in_order_of_their_numbers() -> None:
    typed = worded.read(FORM)

    assert [each["title"] for each in typed.rows] == ["Objet", "Prix", ""]
    assert typed.rows[1] == {
        "title": "Prix",
        "text": "Un\ndeux\ntrois",
        "when": "price",
        "gone": "",
    }
    assert (typed.seen, typed.key, typed.note) == ("4", "clé", "")


def test_what_is_taken_out_or_blank_is_not_written() -> None:
    typed = worded.read(FORM)

    assert typed.kept == [1]
    assert typed.articles == [Worded("Prix", "Un\ndeux\ntrois", "price")]
    assert typed.as_data()["articles"] == [
        {"title": "Prix", "text": "Un\ndeux\ntrois", "when": "price"}
    ]


def test_an_error_goes_back_to_where_the_form_shows_its_article() -> None:
    typed = worded.read(FORM)

    assert typed.placed({"articles": {0: {"text": ["Non."]}}}) == {
        "articles": {1: {"text": ["Non."]}}
    }
    assert typed.placed({"articles": ["Trop."], "note": ["Non."]}) == {
        "articles": ["Trop."],
        "note": ["Non."],
    }


@pytest.mark.parametrize(
    ("pressed", "titles", "at"),
    [
        ("up-1", "bac", 0),
        ("up-0", "abc", 0),
        ("down-2", "abc", 2),
        ("down-0", "bac", 1),
        ("add", "abc-", 3),
        ("add-0", "a-bc", 1),
        ("add-99", "abc-", 3),
        ("remove-1", "abc", 1),
        ("restore-1", "abc", 1),
        ("up-7", "abc", None),
        ("up-99999999999", "abc", None),
        ("up-²", "abc", None),
        ("up", "abc", None),
        ("", "abc", None),
        ("again", "abc", None),
    ],
)
def test_a_button_moves_one_article(pressed: str, titles: str, at: int | None) -> None:
    rows = [worded.row(Worded(each, each)) for each in "abc"]

    turned, rank = worded.turned(rows, pressed)

    assert "".join(each["title"] or "-" for each in turned) == titles
    assert rank == at
    assert [each["gone"] for each in turned] == [
        "1" if pressed == f"remove-{n}" else "" for n in range(len(turned))
    ]
    assert rows == [worded.row(Worded(each, each)) for each in "abc"]


def test_what_is_wrong_names_its_article() -> None:
    said = worded.wrong(PaperKind.LOAN, [Worded("Objet", "{objet"), Worded("", "{rang}")])
    said += worded.wrong(PaperKind.LOAN, [Worded("{objet}", "{objet}")])

    names = [each.partition(" : ")[0] for each in said]
    assert names == ["« Objet »", "« Sans titre »", "« {objet} »"]


def test_an_article_is_printed_always_or_on_one_condition() -> None:
    assert worded.whens()[0] == ("", "Toujours")
    assert len(worded.whens()) == len(Condition) + 1


def test_nothing_typed_is_an_empty_model() -> None:
    assert worded.read({}) == Typed(())

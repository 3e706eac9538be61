"""What changed between two versions of a model, article by article, word by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking.documents.articles import Worded
from booking.documents.rewording import Piece, Rewording, compare

PURPOSE = Worded("Objet", "Le prêteur remet le matériel désigné ci-après.")
PRICE = Worded("Prix", "Le prêt est consenti à titre gratuit.")
END = Worded("Fin", "Tout litige relève du tribunal.")


def kinds(old: list[Worded], new: list[Worded]) -> list[tuple[str, str]]:
    """Return what became of which article, by its title after or before."""
    return [(each.kind, each.title[-1].text) for each in compare(old, new)]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ([PURPOSE, PRICE], [PURPOSE, PRICE], []),
        ([PURPOSE], [PURPOSE, PRICE], [("added", "Prix")]),
        ([PURPOSE, PRICE], [PRICE], [("removed", "Objet")]),
        ([PURPOSE, PRICE, END], [END, PURPOSE, PRICE], [("moved", "Fin")]),
        ([PRICE], [Worded("Prix", "Autre chose.")], [("changed", "Prix")]),
        ([PRICE], [Worded("Tarif", PRICE.text + " Rien n’est dû.")], [("changed", "Tarif")]),
        ([PRICE], [Worded("Prix", PRICE.text, "free")], [("changed", "Prix")]),
        ([PRICE], [END], [("added", "Fin"), ("removed", "Prix")]),
        ([], [PRICE], [("added", "Prix")]),
        ([PRICE, PRICE], [PRICE], [("removed", "Prix")]),
    ],
)
def test_each_article_is_said_to_have_become_something(
    old: list[Worded], new: list[Worded], found: list[tuple[str, str]]
) -> None:
    assert kinds(old, new) == found


def test_two_articles_of_one_title_are_told_apart_by_their_condition() -> None:
    free, paid = Worded("Prix", "Rien.", "free"), Worded("Prix", "Le prix est dû.", "price")

    (change,) = compare(
        [free, paid], [free, Worded("Prix", "Le prix est dû à la commune.", "price")]
    )

    assert change.when == ("price", "price")


def test_the_words_that_are_gone_stand_before_the_new_ones() -> None:
    (change,) = compare(
        [Worded("Délai", "Sous 3 jours ouvrés.")], [Worded("Délai", "Sous 5 jours ouvrés.", "free")]
    )

    assert change == Rewording(
        "changed",
        (Piece("Délai"),),
        (Piece("Sous "), Piece("3 ", "gone"), Piece("5 ", "new"), Piece("jours ouvrés.")),
        ("", "free"),
    )


TEXTS = st.text(st.sampled_from("ab \n*"), max_size=60)


@given(TEXTS, TEXTS)
def test_both_texts_are_read_in_what_changed(before: str, after: str) -> None:
    for change in compare([Worded("T", before)], [Worded("T", after)]):
        kept = [each for each in change.text if each.kind != "new"]
        come = [each for each in change.text if each.kind != "gone"]
        assert "".join(each.text for each in kept) == before
        assert "".join(each.text for each in come) == after


@pytest.mark.parametrize("word", ["a ", "aa", "le prêt du "])
def test_very_long_texts_are_compared(word: str) -> None:
    old, new = (Worded("T", word * (20_000 // len(word)) + end) for end in ("x", "y"))

    assert len(compare([old] * 3, [new] * 3)) == 3

"""Letters as people type them in a hurry."""

import pytest

from booking.letters import plain, without_accents


@pytest.mark.parametrize(
    ("text", "searched"),
    [
        ("", ""),
        ("Barrière", "barriere"),
        ("ÉCAILLON", "ecaillon"),
        ("cœur", "coeur"),
        ("Lætitia", "laetitia"),
        ("2 × 1 m²", "2 × 1 m2"),
        ("E\u0301te\u0301", "ete"),
    ],
)
def test_a_text_is_searched_without_accents_or_capitals(text: str, searched: str) -> None:
    assert plain(text) == searched


def test_capitals_stay_where_only_accents_go() -> None:
    assert without_accents("Quérénaing") == "Querenaing"

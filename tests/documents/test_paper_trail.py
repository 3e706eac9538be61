"""What the journal tells of acts, of papers and of money."""

from typing import Any

import pytest

from booking.documents import history
from booking.documents.paper_trail import ACTS, CHOICES, FIELDS


@pytest.mark.parametrize(
    ("name", "before", "after", "said"),
    [
        ("act_kind", "decision", "rules", ("décision", "règlement de mise à disposition")),
        ("transmitted_on", None, "2026-05-27", ("rien", "27 mai 2026")),
        ("signed_slip", ["screen", "paper"], ["book"], ("à l’écran, sur papier", "au parapheur")),
        ("needs_act", True, False, ("oui", "non")),
        ("partner", "", "Maing", ("rien", "Maing")),
    ],
)
def test_a_change_is_told_in_words(
    name: str, before: Any, after: Any, said: tuple[str, str]
) -> None:
    ((what, *both),) = history.changes({"changes": {name: [before, after]}})

    assert what == FIELDS[name]
    assert tuple(both) == said


def test_an_act_of_the_register_is_named() -> None:
    said = history.sentence_on("add", "act", {"name": "2026-041"})

    assert said == "a ajouté un acte : 2026-041"


def test_what_is_told_here_is_told_by_the_journal() -> None:
    assert ACTS.items() <= history.ACTS.items()
    assert CHOICES.items() <= history.CHOICES.items()

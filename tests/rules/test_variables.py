"""The variables of papers: each has a meaning, and papers in which it says something."""

import pytest

from booking.paperwork import STANDALONE, PaperKind
from booking.rules.options import OPTIONS
from booking.rules.variables import ALL, VARIABLES, serving


def test_no_two_variables_bear_one_name() -> None:
    assert len({each.name for each in ALL}) == len(ALL)


@pytest.mark.parametrize("name", VARIABLES)
def test_a_variable_says_something_somewhere(name: str) -> None:
    assert VARIABLES[name].meaning
    assert VARIABLES[name].kinds
    assert len(name) <= 40, "beyond, it is no name between braces"


@pytest.mark.parametrize(
    ("name", "kind", "serves"),
    [
        ("objet", PaperKind.LOAN, True),
        ("objet", PaperKind.FRAMEWORK, False),
        ("début", PaperKind.FRAMEWORK, True),
        ("début", PaperKind.LOAN, False),
        ("prêteur.nom", PaperKind.STORAGE, True),
        ("rang", PaperKind.AMENDMENT, True),
        ("rang", PaperKind.SLIP, False),
        ("désignation", PaperKind.FRAMEWORK, False),
        ("désignation", PaperKind.STORAGE, False),
        ("inventaire", PaperKind.STORAGE, True),
    ],
)
def test_a_variable_serves_the_papers_in_which_it_has_a_value(
    name: str, kind: PaperKind, serves: bool
) -> None:
    assert (VARIABLES[name] in serving(kind)) is serves


@pytest.mark.parametrize("kind", PaperKind)
def test_what_is_typed_for_a_paper_is_a_variable_of_it(kind: PaperKind) -> None:
    names = {each.name for each in serving(kind)}

    assert {each.name for each in OPTIONS.get(kind, ())} <= names
    assert ("reconduction" in names) is (kind in STANDALONE)

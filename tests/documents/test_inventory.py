"""The sentence of each problem of an inventory."""

import ast
from string import Formatter

import pytest

from booking.config import ROOT
from booking.documents.inventory import PROBLEMS, column, problem, sentence, summary
from booking.rules.columns import Header
from booking.rules.inventory import Problem

RULES = ("cells", "naming", "inventory", "values")


def made() -> dict[str, set[str]]:
    """Return the facts given with each code, wherever the rules give it."""
    found: dict[str, set[str]] = {}
    for room in RULES:
        tree = ast.parse((ROOT / "booking" / "rules" / f"{room}.py").read_text(encoding="utf-8"))
        for call in (each for each in ast.walk(tree) if isinstance(each, ast.Call)):
            name = getattr(call.func, "id", "")
            if name in ("Misread", "Problem"):
                place = call.args[0 if name == "Misread" else 1]
                for code in (each for each in ast.walk(place) if isinstance(each, ast.Constant)):
                    facts = {each.arg or "" for each in call.keywords}
                    facts |= {
                        str(key.value)
                        for each in ast.walk(call)
                        if isinstance(each, ast.Dict)
                        for key in each.keys
                        if isinstance(key, ast.Constant)
                    }
                    found.setdefault(str(code.value), set()).update(facts)
    return found


def test_every_problem_has_its_sentence_and_every_sentence_its_problem() -> None:
    assert made().keys() == PROBLEMS.keys()


@pytest.mark.parametrize("code", sorted(PROBLEMS))
def test_a_sentence_has_the_facts_it_names(code: str) -> None:
    wanted = {name for _, name, _, _ in Formatter().parse(PROBLEMS[code]) if name}

    assert wanted <= made()[code] or code == "counted"
    assert PROBLEMS[code].endswith((".", "?", "}"))


def test_a_problem_is_said_by_its_row_and_its_column() -> None:
    header = Header(0, {"quantity": 1}, {"quantity": "Qté"}, ())
    found = Problem("quantity", "number", {"said": "beaucoup"})

    assert sentence(7, found, header) == "Ligne 7, Qté : « beaucoup » n’est pas un nombre."
    assert column("pool", header.titles) == "Parc"
    assert problem("missing", {}) == "il manque une valeur."


def test_an_inventory_is_summed_up() -> None:
    counts = {"create": 2, "change": 1, "same": 30, "wrong": 0}

    assert summary(counts) == "2 à créer, 1 à modifier, 30 déjà en place, 0 à corriger."

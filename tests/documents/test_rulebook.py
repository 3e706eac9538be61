"""A requirement in plain French."""

from datetime import date
from typing import Any

import pytest

from booking.documents import rulebook
from booking.fitness import Effect, Measure, Moment, Scope
from booking.rules.requirements import Rule
from booking.vocabulary import OrganizationKind


@pytest.mark.parametrize(
    ("scope", "months", "said"),
    [
        (Scope.ITEM, None, ""),
        (Scope.ITEM, 3, "tous les 3 mois"),
        (Scope.ITEM, 12, "tous les ans"),
        (Scope.ITEM, 18, "tous les 18 mois"),
        (Scope.ITEM, 24, "tous les 2 ans"),
        (Scope.PERSON, 60, "valable 5 ans"),
        (Scope.PERSON, 12, "valable 1 an"),
        (Scope.EVENT, 6, "valable 6 mois"),
    ],
)
def test_how_often(scope: Scope, months: int | None, said: str) -> None:
    assert rulebook.periodicity(Rule("a", "", scope, months=months)) == said


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, ""),
        ({"measure": Measure.PEOPLE, "at_least": 50}, "à partir de 50 personnes"),
        ({"measure": Measure.SEATS, "below": 10}, "moins de 10 places"),
        ({"measure": Measure.PEOPLE, "at_least": 20, "below": 50}, "de 20 à 49 personnes"),
        ({"measure": Measure.WEIGHT, "at_least": 751}, "à partir de 751 kg"),
        ({"borrowers": (OrganizationKind.ASSOCIATION,)}, "pour les associations"),
        (
            {"notice_days": 8, "starts_on": date(2025, 10, 1), "ends_on": date(2027, 1, 31)},
            "au moins 8 jours avant le prêt ; depuis le 1er octobre 2025 jusqu’au 31 janvier 2027",
        ),
        ({"notice_days": 1}, "au moins 1 jour avant le prêt"),
    ],
)
def test_when_it_applies(facts: dict[str, Any], said: str) -> None:
    assert rulebook.conditions(Rule("a", "", **facts)) == said


def test_what_it_does_at_each_moment() -> None:
    rule = Rule("a", "", effects={Moment.REQUEST: Effect.WARN, Moment.HAND_OVER: Effect.BLOCK})

    assert rulebook.effects(rule) == ("avertit", "rien", "bloque")

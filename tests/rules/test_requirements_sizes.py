"""Which requirements follow from how large a thing is: tents, vehicles, trailers."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking.documents import messages
from booking.fitness import Equipment, Moment, Skill
from booking.queries.rulebook import shipped
from booking.rules import requirements
from booking.rules.requirements import Thing
from tests.rules.naive import quickly

RULES = list(shipped().values())
REQUEST = Moment.REQUEST
TENT = Thing(1, "Tente 5 × 12", Equipment.TENT)


@pytest.mark.parametrize(
    ("people", "keys"),
    [
        (60, {"tent_check", "tent_register", "tent_notice", "tent_assembly"}),  # 60 m²
        (50, {"tent_check", "tent_register", "tent_notice", "tent_assembly"}),
        (49, {"tent_small"}),
        (20, {"tent_small"}),
        (19, set()),
        (None, set()),
    ],
)
def test_a_tent_is_judged_by_how_many_it_holds(people: int | None, keys: set[str]) -> None:
    tent = replace(TENT, people=people)

    assert {r.key for r in RULES if r.concerns(tent) and r.measures(tent)} == keys


def test_what_cannot_be_sized_is_told() -> None:
    rule = shipped()["tent_check"]

    judged = requirements.judge_unmeasured(rule, TENT, REQUEST)
    leaving = requirements.judge_unmeasured(rule, TENT, Moment.HAND_OVER)

    assert rule.measures(TENT) is None
    assert judged
    assert (judged.code, judged.level) == ("unmeasured", "warn")
    assert leaving
    assert leaving.level == "block"  # nobody knows whether it is fit
    assert "personnes" in messages.verdict(judged)


@pytest.mark.parametrize(
    ("seats", "licence"), [(9, "car_licence"), (10, "car_licence_d"), (5, "car_licence")]
)
def test_a_minibus_takes_the_licence_of_its_seats(seats: int, licence: str) -> None:
    minibus = Thing(1, "Minibus", Equipment.CAR, seats=seats)
    licences = {"car_licence", "car_licence_d"}

    assert {r.key for r in RULES if r.concerns(minibus) and r.measures(minibus)} & licences == {
        licence
    }


@pytest.mark.parametrize(
    ("trailer", "vehicle", "licence"),
    [
        (750, 3500, Skill.LICENCE_B),  # a light one, behind anything
        (751, 2749, Skill.LICENCE_B),
        (751, 2750, Skill.LICENCE_B96),
        (1300, 2200, Skill.LICENCE_B),
        (1300, 2950, Skill.LICENCE_B96),
        (1300, 2951, Skill.LICENCE_BE),
        (3500, 3500, Skill.LICENCE_BE),
    ],
)
def test_the_licence_follows_both_weights(trailer: int, vehicle: int, licence: Skill) -> None:
    assert requirements.licence(trailer, vehicle) is licence


@quickly
@given(st.integers(751, 3_500), st.integers(1_000, 3_500))
def test_what_is_said_of_a_trailer_is_what_the_law_reckons(trailer: int, vehicle: int) -> None:
    thing = Thing(1, "Podium", Equipment.TRAILER, gross_kg=trailer)
    said = requirements.judge_weights(shipped()[requirements.WEIGHTS], thing, REQUEST)
    assert said

    found = requirements.licence(trailer, vehicle)

    assert (found is Skill.LICENCE_B) == (vehicle <= int(str(said.facts["b"])))
    assert (found is Skill.LICENCE_BE) == (vehicle > int(str(said.facts["b96"])))
    assert messages.verdict(said)

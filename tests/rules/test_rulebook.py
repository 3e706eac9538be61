"""What a territory writes of a requirement: what is wrong in it, what differs."""

from datetime import date
from typing import Any

import pytest

from booking.fitness import Effect, Measure, Moment, Scope, Skill
from booking.rules.requirements import WEIGHTS, Rule
from booking.rules.rulebook import FIELDS, Changed, changed, difference, faults, plain
from booking.vocabulary import OrganizationKind

CHECK = {"label": "contrôle", "months": 12}
LICENCE = {"label": "permis", "skill": Skill.LICENCE_B}
NOTHING = dict.fromkeys(("at_request", "at_approval", "at_hand_over"), Effect.NONE)


@pytest.mark.parametrize(
    ("scope", "facts", "found"),
    [
        (Scope.ITEM, CHECK, {}),
        (Scope.ITEM, CHECK | {"at_request": Effect.BLOCK}, {}),
        (Scope.ITEM, {"label": "contrôle"}, {"months": "no_months"}),
        (Scope.ITEM, CHECK | {"skill": Skill.PILOT}, {"skill": "nobody"}),
        (Scope.PERSON, LICENCE, {}),
        (Scope.PERSON, LICENCE | {"at_hand_over": Effect.BLOCK}, {}),
        (Scope.PERSON, LICENCE | {"at_request": Effect.PAPER}, {}),
        (Scope.PERSON, LICENCE | {"at_request": Effect.BLOCK}, {"at_request": "too_early"}),
        (Scope.PERSON, LICENCE | {"at_approval": Effect.BLOCK}, {"at_approval": "too_early"}),
        (Scope.PERSON, {"label": "permis"}, {"skill": "no_skill"}),
        (Scope.EVENT, {"label": "arrêté"}, {}),
        (Scope.EVENT, {"label": "a", "at_hand_over": Effect.BLOCK}, {}),
        (Scope.EVENT, {"label": "a", "at_approval": Effect.PAPER}, {}),
        (Scope.EVENT, {"label": "a", "at_request": Effect.BLOCK}, {"at_request": "still_time"}),
        (Scope.EVENT, {"label": "a", "at_approval": Effect.BLOCK}, {"at_approval": "still_time"}),
        (Scope.EVENT, {"label": "arrêté"} | NOTHING, {"at_hand_over": "idle"}),
        (Scope.EVENT, {"label": "a", "measure": Measure.SEATS}, {"at_least": "no_bound"}),
        (Scope.EVENT, {"label": "a", "measure": Measure.SEATS, "at_least": 0}, {}),
        (Scope.EVENT, {"label": "a", "below": 10}, {"measure": "no_measure"}),
        (
            Scope.EVENT,
            {"label": "a", "measure": Measure.SEATS, "at_least": 10, "below": 10},
            {"below": "no_room"},
        ),
        (
            Scope.EVENT,
            {"label": "a", "starts_on": date(2027, 1, 2), "ends_on": date(2027, 1, 1)},
            {"ends_on": "ends_before"},
        ),
    ],
)
def test_what_makes_no_sense_is_named_field_by_field(
    scope: Scope, facts: dict[str, Any], found: dict[str, str]
) -> None:
    assert faults(Changed(**facts), scope, of_things=True) == found


@pytest.mark.parametrize(
    ("scope", "facts", "found"),
    [
        (Scope.EVENT, {"label": "assurance"}, {}),
        (Scope.ITEM, CHECK, {"equipment": "of_nothing"}),
        (
            Scope.EVENT,
            {"label": "a", "measure": Measure.PEOPLE, "below": 20},
            {"measure": "measures_nothing"},
        ),
    ],
)
def test_what_is_of_everything_lent_has_no_control_and_no_measure(
    scope: Scope, facts: dict[str, Any], found: dict[str, str]
) -> None:
    assert faults(Changed(**facts), scope, of_things=False) == found


def test_the_licence_of_a_trailer_is_computed_and_names_no_skill() -> None:
    assert faults(Changed("permis"), Scope.PERSON, WEIGHTS, of_things=True) == {}


RULE = Rule(
    "tent_check",
    "contrôle",
    Scope.ITEM,
    months=24,
    effects={Moment.REQUEST: Effect.BLOCK},
    borrowers=(OrganizationKind.COMMUNE,),
    as_of=date(2026, 11, 1),
)


def test_a_rule_is_written_again_as_it_is() -> None:
    said = changed(RULE)

    assert (said.label, said.at_request, said.at_approval) == (
        "contrôle",
        Effect.BLOCK,
        Effect.NONE,
    )
    assert plain(RULE).keys() == set(FIELDS)
    assert plain(RULE)["borrowers"] == ["commune"]
    assert plain(RULE)["as_of"] == "2026-11-01"
    assert plain(RULE)["at_request"] == "block"


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ({}, {}, ()),
        ({"months": 6}, {"months": 6}, ()),
        ({"months": 6}, {"months": 12}, (("months", 6, 12),)),
        ({"months": 6}, {}, (("months", 6, None),)),
        ({}, {"source": "arrêté"}, (("source", None, "arrêté"),)),
        ({"unknown": 1}, {}, ()),
        ({"notice_days": 8}, {"notice_days": 30}, (("days_before", 8, 30),)),
        (
            {"months": 6, "label": "a"},
            {"months": 12, "label": "b"},
            (("label", "a", "b"), ("months", 6, 12)),
        ),
    ],
)
def test_two_texts_differ_field_by_field_in_the_order_of_the_form(
    before: dict[str, Any], after: dict[str, Any], found: tuple[tuple[str, Any, Any], ...]
) -> None:
    assert difference(before, after) == found

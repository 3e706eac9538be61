"""What a territory writes of a requirement: whether it holds together, and from what it differs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import Enum
from typing import Any

from booking.fitness import Effect, Equipment, Measure, Moment, Scope, Skill
from booking.rules.requirements import WEIGHTS, Rule
from booking.vocabulary import OrganizationKind

Plain = Mapping[str, Any]
"""What a requirement says, field by field, as JSON keeps it."""


@dataclass(frozen=True)
class Changed:
    """What a requirement says, as somebody writes it; bounds, borrowers and days are optional."""

    label: str
    skill: Skill | None = None
    months: int | None = None
    at_request: Effect = Effect.NONE
    at_approval: Effect = Effect.NONE
    at_hand_over: Effect = Effect.PAPER
    notice_days: int | None = None
    measure: Measure | None = None
    at_least: int | None = None
    below: int | None = None
    borrowers: tuple[OrganizationKind, ...] = ()
    source: str = ""
    as_of: date | None = None
    verified: bool = False
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True)
class Added(Changed):
    """One of the territory's own: for a sort of equipment, one item, or everything lent."""

    scope: Scope = Scope.EVENT
    equipment: Equipment | None = None
    item: str = ""  # its reference, or its id


TOO_EARLY = {Scope.PERSON: "too_early", Scope.EVENT: "still_time"}
"""What nothing may block before the hand-over: it may still be done by then (design § 7)."""
FIELDS = tuple(each.name for each in fields(Changed))
SAID = {"notice_days": "days_before"}
"""Fields whose name says another thing elsewhere: a pool's notice is of working days."""
AT = {
    Moment.REQUEST: "at_request",
    Moment.APPROVAL: "at_approval",
    Moment.HAND_OVER: "at_hand_over",
}


def changed(rule: Rule) -> Changed:
    """Return what a requirement in force says, as it would be written again."""
    effects: dict[str, Any] = {name: rule.effect(moment) for moment, name in AT.items()}
    same = {name: getattr(rule, name) for name in FIELDS if name not in effects}
    return Changed(**same, **effects)


def values(said: Changed) -> dict[str, Any]:
    """Return what is written, field by field."""
    return {name: getattr(said, name) for name in FIELDS}


def plain(rule: Rule) -> dict[str, Any]:
    """Return what a requirement says as JSON keeps it."""
    return {name: _plain(value) for name, value in values(changed(rule)).items()}


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def difference(before: Plain, after: Plain) -> tuple[tuple[str, Any, Any], ...]:
    """Return (field, before, after) of each field in which two texts of a requirement differ."""
    return tuple(
        (SAID.get(name, name), before.get(name), after.get(name))
        for name in FIELDS
        if before.get(name) != after.get(name)
    )


def faults(said: Changed, scope: Scope, key: str = "", *, of_things: bool) -> dict[str, str]:
    """Return the code of what is wrong in each field, if anything.

    `of_things` tells that it is about a sort of equipment or one item; `key` names a shipped one.
    """
    found = [*_of_effects(said, scope), *_of_scope(said, scope, key), *_of_bounds(said)]
    if not of_things and scope is Scope.ITEM:
        found.append(("equipment", "of_nothing"))
    if not of_things and said.measure is not None:
        found.append(("measure", "measures_nothing"))
    return dict(found)


def _of_effects(said: Changed, scope: Scope) -> Iterator[tuple[str, str]]:
    early = {"at_request": said.at_request, "at_approval": said.at_approval}
    too_early = TOO_EARLY.get(scope)
    if not {*early.values(), said.at_hand_over} - {Effect.NONE}:
        yield "at_hand_over", "idle"
    for name, effect in early.items():
        if too_early and effect is Effect.BLOCK:
            yield name, too_early


def _of_scope(said: Changed, scope: Scope, key: str) -> Iterator[tuple[str, str]]:
    if scope is Scope.ITEM and said.months is None:
        yield "months", "no_months"
    if scope is Scope.PERSON and said.skill is None and key != WEIGHTS:
        yield "skill", "no_skill"
    if scope is not Scope.PERSON and said.skill is not None:
        yield "skill", "nobody"


def _of_bounds(said: Changed) -> Iterator[tuple[str, str]]:
    least, most = said.at_least, said.below
    if said.measure is None and (least is not None or most is not None):
        yield "measure", "no_measure"
    if said.measure is not None and least is None and most is None:
        yield "at_least", "no_bound"
    if least is not None and most is not None and most <= least:
        yield "below", "no_room"
    if said.starts_on and said.ends_on and said.ends_on < said.starts_on:
        yield "ends_on", "ends_before"

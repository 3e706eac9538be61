"""The shipped table, and what a territory made of it."""

import csv
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from booking.fitness import Effect, Equipment, Moment, Scope
from booking.models.requirements import Requirement
from booking.queries import rulebook
from booking.rules.requirements import INSURANCE, WEIGHTS, Rule
from booking.rules.rulebook import changed, faults, plain
from tests.factories import keep, make_item, make_scene

SHIPPED = list(rulebook.shipped().values())
stored = pytest.mark.usefixtures("base")


@pytest.mark.parametrize("rule", SHIPPED, ids=lambda rule: rule.key)
def test_each_shipped_line_is_whole_and_makes_sense(rule: Rule) -> None:
    of_things = rule.equipment is not None

    assert rule.label
    assert rule.source
    assert rule.as_of
    assert faults(changed(rule), rule.scope, rule.key, of_things=of_things) == {}
    assert len(rule.label) <= 160
    assert len(rule.source) <= 200
    assert re.fullmatch("[a-z_]{3,40}", rule.key)  # never taken for the number of a row
    assert (rule.skill is not None) is (rule.scope is Scope.PERSON and rule.key != WEIGHTS)


def test_codes_are_unique_and_the_marks_are_words_of_the_table() -> None:
    with rulebook.TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))

    assert len({row["code"] for row in rows}) == len(rows) == len(SHIPPED)
    assert {row["verified"] for row in rows} == {"oui", "à vérifier"}


def test_every_sort_of_equipment_has_its_lines_and_what_the_engine_names_is_there() -> None:
    assert {rule.equipment for rule in SHIPPED} == {None, *Equipment}
    assert {INSURANCE, WEIGHTS} <= rulebook.shipped().keys()


@pytest.mark.parametrize(
    ("code", "months"),
    [
        ("platform_check", 6),
        ("platform_training", 60),
        ("platform_medical", 60),
        ("earthmover_check", 12),
        ("earthmover_training", 120),
        ("lifting_machine_check", 6),
        ("lifting_accessory_check", 6),
        ("compactor_check", 3),
        ("car_check", 24),
        ("coach_check", 6),
        ("tent_check", 24),
        ("inflatable_check", 12),
        ("scaffold_check", 3),
        ("extinguisher_check", 12),
    ],
)
def test_the_periodicities_are_those_of_the_law(code: str, months: int) -> None:
    assert rulebook.shipped()[code].months == months


@pytest.mark.parametrize("rule", SHIPPED, ids=lambda rule: rule.key)
def test_nobody_is_refused_too_early_by_the_shipped_table(rule: Rule) -> None:
    if rule.scope is not Scope.ITEM:
        assert rule.effect(Moment.REQUEST) is not Effect.BLOCK
        assert rule.effect(Moment.APPROVAL) is not Effect.BLOCK


def row(territory_id: int, rule: Rule, **facts: Any) -> Requirement:
    """Store a shipped requirement as a territory changed it."""
    said = {"label": rule.label, "scope": rule.scope, "equipment": rule.equipment, **facts}
    made: Requirement = keep(Requirement(territory_id=territory_id, code=rule.key, **said))
    return made


def update(monkeypatch: pytest.MonkeyPatch, change: Callable[[dict[str, Rule]], Any]) -> None:
    """Ship another table."""
    table = dict(rulebook.shipped())
    change(table)
    monkeypatch.setattr(rulebook, "shipped", lambda: table)


@stored
def test_a_territory_has_its_own_text_and_the_others_the_shipped_one() -> None:
    scene, elsewhere = make_scene(), make_scene()
    rule = rulebook.shipped()["tent_check"]
    mine = row(scene.territory.id, rule, months=12, based_on=plain(rule))

    (here,) = [each for each in rulebook.entries(scene.territory.id) if each.rule.key == rule.key]
    there = rulebook.entries(elsewhere.territory.id)

    assert (here.rule.months, here.shipped, here.row_id) == (12, rule, mine.id)
    assert (here.own, here.moved) == (False, False)
    assert [each.rule for each in there] == SHIPPED == rulebook.rules(elsewhere.territory.id)


@stored
def test_a_change_survives_an_update_of_the_table_which_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene = make_scene()
    rule = rulebook.shipped()["tent_check"]
    row(scene.territory.id, rule, months=12, based_on=plain(rule))
    newer = replace(rule, months=36)
    update(monkeypatch, lambda table: table.update({rule.key: newer}))

    entry = next(each for each in rulebook.entries(scene.territory.id) if each.row_id)

    assert (entry.rule.months, entry.shipped, entry.moved) == (12, newer, True)


@stored
def test_a_change_survives_when_its_line_is_shipped_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene = make_scene()
    rule = rulebook.shipped()["tent_check"]
    row(scene.territory.id, rule, months=12, based_on=plain(rule))
    update(monkeypatch, lambda table: table.pop(rule.key))

    entry = next(each for each in rulebook.entries(scene.territory.id) if each.row_id)

    assert (entry.rule.key, entry.rule.months, entry.shipped) == (rule.key, 12, None)
    assert not entry.own


@stored
def test_a_row_that_came_back_to_the_table_follows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene()
    rule = rulebook.shipped()["tent_check"]
    row(scene.territory.id, rule, months=12)
    update(monkeypatch, lambda table: table.update({rule.key: replace(rule, months=36)}))

    entry = next(each for each in rulebook.entries(scene.territory.id) if each.row_id)

    assert (entry.rule.months, entry.based_on, entry.moved) == (36, None, False)


@stored
def test_the_requirements_of_an_item_are_those_of_its_sort_and_size() -> None:
    scene = make_scene()
    tent = make_item(scene.pool, equipment=Equipment.TENT, people=30)

    found = {rule.key for rule in rulebook.of_item(scene.territory.id, tent)}

    assert "tent_small" in found
    assert "tent_check" not in found
    assert rulebook.of_item(scene.territory.id, scene.chairs) == []

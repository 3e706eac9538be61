"""The table of requirements as its pages show it, in the actor's view."""

from dataclasses import replace

import pytest

from booking.errors import NotFound
from booking.fitness import Equipment
from booking.models.requirements import Requirement
from booking.queries import requirement_table, rulebook
from booking.queries.requirement_table import Line
from booking.rules.access import Actor
from booking.rules.rulebook import plain
from booking.vocabulary import Role
from tests.factories import Scene, keep, make_actor, make_commune, make_item, make_scene

pytestmark = pytest.mark.usefixtures("base")


def groups(who: Actor, asked: str = "", sort: str = "") -> dict[str, list[Line]]:
    return dict(requirement_table.table(who, asked, sort))


def own(scene: Scene, **facts: object) -> Requirement:
    """Store a requirement of the territory."""
    made: Requirement = keep(Requirement(territory_id=scene.territory.id, label="Charte", **facts))
    return made


def test_the_table_goes_by_what_each_is_about() -> None:
    scene = make_scene()
    own(scene, item_id=scene.chairs.id)

    found = groups(scene.secretary)

    assert list(found)[:2] == ["Tout prêt", "Nacelle élévatrice"]
    assert [line.item for line in found["Chaise pliante"]] == [scene.chairs.reference]
    assert sum(map(len, found.values())) == len(rulebook.shipped()) + 1


@pytest.mark.parametrize(
    ("asked", "sort", "keys"),
    [
        ("caces R482", "earthmover", {"earthmover_training"}),
        ("extincteur", "", {"extinguisher_check"}),
        ("VERIFICATION", "platform", {"platform_check"}),
        ("", "all", {"insurance"}),
        ("", "soucoupe", set()),
        ("introuvable", "", set()),
    ],
)
def test_it_is_searched_by_words_and_by_sort(asked: str, sort: str, keys: set[str]) -> None:
    found = groups(make_scene().secretary, asked, sort)

    assert {line.rule.key for lines in found.values() for line in lines} == keys


def test_every_sort_offered_filters_something_or_waits_for_an_item() -> None:
    who = make_scene().secretary

    assert [sort for sort, _ in requirement_table.sorts() if not groups(who, "", sort)] == ["item"]


def test_those_of_an_item_of_a_hidden_pool_are_for_its_circle() -> None:
    scene = make_scene()
    scene.pool.hidden = True
    row = own(keep(scene.pool) and scene, item_id=scene.chairs.id)
    outside = make_actor(make_commune(scene.territory, "Artres"), *Role)

    assert "Chaise pliante" in groups(scene.manager)
    seen = [line.rule.label for lines in groups(outside).values() for line in lines]
    assert "Charte" not in seen
    with pytest.raises(NotFound):
        requirement_table.show(outside, str(row.id))
    with pytest.raises(NotFound):
        requirement_table.of_item(outside, scene.chairs.id)


@pytest.mark.parametrize("name", ["", "0", "nulle_part", "1" * 40])
def test_what_does_not_exist_is_not_found(name: str) -> None:
    with pytest.raises(NotFound) as refusal:
        requirement_table.show(make_scene().secretary, name)
    assert refusal.value.code == "requirement_not_found"


def test_what_differs_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene()
    rule = rulebook.shipped()["tent_notice"]
    facts = {"code": rule.key, "equipment": rule.equipment, "at_request": "paper"}
    own(scene, **facts, based_on=plain(rule))
    newer = dict(rulebook.shipped()) | {rule.key: replace(rule, notice_days=60)}
    monkeypatch.setattr(rulebook, "shipped", lambda: newer)

    sheet = requirement_table.show(scene.secretary, rule.key)

    assert sheet.line.moved
    assert sheet.moves == (("jours avant le prêt", "8", "60"),)
    assert ("à la demande", "avertir", "demander la pièce") in sheet.changes
    assert ("jours avant le prêt", "60", "rien") in sheet.changes
    assert not sheet.may_change


def test_an_item_says_what_applies_or_may_apply() -> None:
    scene = make_scene()
    small = make_item(scene.pool, equipment=Equipment.TENT, people=9)
    large = make_item(scene.pool, equipment=Equipment.TENT, people=60)
    unknown = make_item(scene.pool, equipment=Equipment.TENT)

    def keys(item_id: int) -> set[str]:
        return {each.rule.key for each in requirement_table.of_item(scene.secretary, item_id)}

    assert keys(small.id) == keys(scene.chairs.id) == set()
    assert "tent_check" in keys(large.id)
    assert "tent_small" not in keys(large.id)
    assert {"tent_check", "tent_small"} <= keys(unknown.id)


def test_who_may_add_one_is_told() -> None:
    scene = make_scene()

    assert requirement_table.may_add(scene.manager)
    assert not requirement_table.may_add(scene.secretary)

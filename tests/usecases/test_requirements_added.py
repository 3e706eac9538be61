"""Requirements that a territory, or the people of an item, write themselves."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from booking.db import db
from booking.errors import Invalid, NotAllowed, NotFound
from booking.fitness import Effect, Equipment, Moment, Scope, Skill
from booking.models.catalogue import Item
from booking.models.requirements import Requirement
from booking.queries import requirement_table
from booking.rules.asking import AskedKit, AskedLine
from booking.rules.rulebook import Added, Changed
from booking.usecases import kits, requirements
from booking.vocabulary import STAFF, OrganizationKind, Role, Tracking
from tests.factories import (
    Scene,
    count_rows,
    keep,
    make_actor,
    make_item,
    make_scene,
)
from tests.usecases.test_requirements import OWN, entry, office, wrong

pytestmark = pytest.mark.usefixtures("base")


def test_a_territory_adds_its_own_for_a_sort_for_everything_or_for_one_item() -> None:
    scene = make_scene()
    who = office(scene)
    licence = Added("permis B", Skill.LICENCE_B, scope=Scope.PERSON, item=scene.chairs.reference)

    tents = requirements.add(who, OWN)
    all_ = requirements.add(who, Added("charte signée", borrowers=(OrganizationKind.ASSOCIATION,)))
    one = requirements.add(who, licence)

    assert entry(who, str(tents)).rule.equipment is Equipment.TENT
    assert entry(who, str(tents)).rule.effect(Moment.REQUEST) is Effect.WARN
    assert entry(who, str(all_)).rule.borrowers == (OrganizationKind.ASSOCIATION,)
    assert entry(who, str(one)).rule.item_id == scene.chairs.id
    assert [each.rule.key for each in requirement_table.of_item(who, scene.chairs.id)] == [str(one)]
    requirements.change(who, str(one), Changed("permis BE", Skill.LICENCE_BE))
    requirements.end(who, str(one), date(2020, 1, 1))
    assert requirement_table.of_item(who, scene.chairs.id) == []
    assert scene.chairs.requirements == []  # a paper to present is another thing
    with pytest.raises(NotFound):
        requirements.restore(who, str(one))


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"scope": Scope.ITEM}, "months"),
        ({"scope": Scope.ITEM, "months": 6, "equipment": None}, "equipment"),
        ({"scope": Scope.PERSON, "skill": Skill.TENT, "at_request": Effect.BLOCK}, "at_request"),
        ({"at_request": Effect.BLOCK}, "at_request"),
        ({"item": "CHA"}, "item"),
    ],
)
def test_one_of_ones_own_makes_sense_too(facts: dict[str, Any], field: str) -> None:
    scene = make_scene(reference="CHA")

    with pytest.raises(Invalid) as refusal:
        requirements.add(office(scene), replace(OWN, **facts))

    assert list(wrong(refusal)) == [field]


def make_kit(scene: Scene) -> Item:
    asked = AskedKit("LOT", "Lot fête", "Événementiel", (AskedLine(scene.chairs.reference, 2),))
    return db.session.get_one(Item, kits.make(scene.manager, asked))


def make_operator(scene: Scene) -> Item:
    return make_item(scene.pool, 0, reference="TEL", family=STAFF, tracking=Tracking.NUMBERED)


@pytest.mark.parametrize(("make", "said"), [(make_kit, "un lot"), (make_operator, "une personne")])
def test_none_is_written_of_what_is_never_judged(make: Callable[[Scene], Item], said: str) -> None:
    scene = make_scene()
    item = make(scene)

    with pytest.raises(Invalid) as refusal:
        requirements.add(scene.manager, Added("tenue de pluie", item=item.reference))

    assert said in wrong(refusal)["item"][0]
    assert count_rows(Requirement) == 0


def test_one_of_what_became_a_person_is_changed_no_more_but_ends() -> None:
    scene = make_scene(reference="CHA")
    made = str(requirements.add(scene.manager, Added("tenue de pluie", item="CHA")))
    scene.chairs.family = STAFF
    keep(scene.chairs)

    with pytest.raises(Invalid) as refusal:
        requirements.change(scene.manager, made, Changed("tenue d’hiver"))

    assert "une personne" in wrong(refusal)["label"][0]
    requirements.end(scene.manager, made, date(2027, 1, 1))
    assert entry(scene.manager, made).rule.ends_on == date(2027, 1, 1)


def test_those_who_describe_an_item_write_its_requirements() -> None:
    scene = make_scene(reference="CHA")
    mine = Added("tenue de pluie", item="CHA")

    made = str(requirements.add(scene.manager, mine))
    requirements.change(scene.manager, made, Changed("tenue d’hiver"))

    assert entry(scene.secretary, made).rule.label == "tenue d’hiver"
    with pytest.raises(NotAllowed):
        requirements.change(scene.secretary, made, Changed("rien"))
    with pytest.raises(NotAllowed):
        requirements.add(make_actor(scene.querenaing, *Role), mine)


def test_a_double_click_adds_once() -> None:
    scene = make_scene()
    who = office(scene)

    assert requirements.add(who, OWN, key="k") == requirements.add(who, OWN, key="k")
    assert count_rows(Requirement) == 1

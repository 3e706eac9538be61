"""Drafts are read by their author alone, for the organization they act for."""

from dataclasses import replace

import pytest

from booking.errors import NotFound
from booking.queries import drafts
from booking.rules.access import Actor
from booking.usecases import drafts as acts
from tests.factories import Scene, make_actor, make_scene

pytestmark = pytest.mark.usefixtures("base")


def save(scene: Scene, key: str = "k", quantity: str = "2") -> int:
    line = {"item": scene.chairs.reference, "quantity": quantity}
    return acts.save(scene.secretary, {"request_key": key, "purpose": "Ducasse", "lines": [line]})


def test_a_draft_says_what_for_and_how_many_of_what() -> None:
    scene = make_scene()
    save(scene, quantity="deux")

    found = drafts.of(scene.secretary)

    assert [(each.purpose, each.things) for each in found] == [
        ("Ducasse", (("deux", "Chaise pliante"),))
    ]


def test_the_latest_comes_first() -> None:
    scene = make_scene()
    first, second = save(scene, "a"), save(scene, "b")
    save(scene, "a")

    assert [each.id for each in drafts.of(scene.secretary)] == [first, second]


def test_nobody_else_finds_a_draft() -> None:
    scene = make_scene()
    draft = save(scene)
    colleague = make_actor(scene.querenaing)
    elsewhere: Actor = replace(scene.secretary, organization_id=scene.maing.id)

    for other in (colleague, scene.manager, elsewhere):
        assert drafts.of(other) == []
        assert drafts.of_key(other, "k") == {}
        with pytest.raises(NotFound):
            drafts.data(other, draft)
    assert drafts.data(scene.secretary, draft)["purpose"] == "Ducasse"
    assert drafts.of_key(scene.secretary, "k")["purpose"] == "Ducasse"


def test_a_draft_that_does_not_exist_is_not_found() -> None:
    with pytest.raises(NotFound) as refusal:
        drafts.data(make_scene().secretary, 999)
    assert refusal.value.code == "draft_not_found"

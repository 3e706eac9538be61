"""What happened to a thing, in words, in the actor's view."""

import pytest

from booking import journal
from booking.queries import history
from booking.vocabulary import Role
from tests.factories import make_actor, make_commune, make_scene, make_territory

pytestmark = pytest.mark.usefixtures("base")


def test_a_change_tells_what_it_was_and_what_it_is() -> None:
    scene = make_scene()
    before = scene.chairs.name
    journal.revise(scene.manager, "item", scene.chairs, {"name": "Chaise empilable"})

    (event,) = history.of(scene.manager, "item", scene.chairs.id)

    assert event.changes == (("nom", before, "Chaise empilable"),)
    assert (event.who, event.sentence) == (scene.manager.name, "a modifié")
    assert scene.chairs.name == "Chaise empilable"


def test_what_stays_the_same_is_no_event() -> None:
    scene = make_scene()

    assert not journal.revise(scene.manager, "item", scene.chairs, {"name": scene.chairs.name})
    assert history.of(scene.manager, "item", scene.chairs.id) == []


def test_what_changed_elsewhere_is_told_with_it() -> None:
    scene = make_scene()
    also = {"accessories": (["Clé"], []), "shares": ([], [])}

    assert journal.revise(scene.manager, "item", scene.chairs, {"contact": "Atelier"}, also)

    (event,) = history.of(scene.manager, "item", scene.chairs.id)
    assert set(event.changes) == {("accessoires", "Clé", "rien"), ("contact", "rien", "Atelier")}


def test_another_territory_reads_nothing() -> None:
    scene = make_scene()
    journal.revise(scene.manager, "item", scene.chairs, {"name": "Chaise empilable"})
    stranger = make_actor(make_commune(make_territory(), "Rouvray"), *Role)

    assert history.of(stranger, "item", scene.chairs.id) == []

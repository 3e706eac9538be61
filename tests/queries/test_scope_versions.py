"""How often what a calendar shows has changed."""

import pytest
from sqlalchemy import event

from booking.db import db
from booking.dealings import FeedScope
from booking.queries import calendars, scope_versions
from booking.queries.scope_versions import Words
from booking.rules.access import Actor
from booking.usecases import calendars as acts
from booking.usecases import reservations
from tests.factories import Scene, ask, keep, make_actor, make_commune, make_item, make_pool
from tests.factories import make_scene as the_scene

pytestmark = pytest.mark.usefixtures("base")


def version(actor: Actor, scope: str, thing: object = "") -> int:
    """Return the version of a subscription."""
    secret = f"{actor.user_id}-{scope}-{thing}"
    acts.create(actor, FeedScope(scope), "", secret, thing=str(thing), key=secret)
    found = calendars.by_secret(secret)
    assert found
    return found.version


@pytest.fixture
def scene() -> Scene:
    return the_scene()


def test_a_change_raises_the_versions_that_show_it_and_no_other(scene: Scene) -> None:
    other = make_pool(make_commune(scene.territory, "Anzin"), name="Parc de véhicules")
    van = make_item(other, 1, reference="VAN", name="Minibus")
    onlooker = make_actor(make_commune(scene.territory, "Artres"))
    concerned = [
        (scene.secretary, "me"),
        (scene.secretary, "commune"),
        (scene.manager, "commune"),
        (scene.manager, "pool", scene.pool.id),
        (onlooker, "item", scene.chairs.id),
        (onlooker, "depot", scene.stock.depot_id),
        (onlooker, "territory"),
    ]
    others = [(onlooker, "me"), (onlooker, "pool", other.id), (onlooker, "commune")]
    (mine,) = ask(scene.secretary, (scene.chairs, 1))
    before = [version(*each) for each in concerned + others]  # type: ignore[arg-type, misc]

    reservations.approve(scene.manager, mine)

    after = [version(*each) for each in concerned + others]  # type: ignore[arg-type, misc]
    rose = [late > early for early, late in zip(before, after, strict=True)]
    assert rose == [True] * len(concerned) + [False] * len(others)
    van.name = "Minibus 9 places"
    keep(van)
    assert all(
        version(*each) > early  # type: ignore[arg-type, misc]
        for each, early in zip(concerned + others, after, strict=True)
    )


def test_one_query_tells_the_feed_and_its_version(scene: Scene) -> None:
    ask(scene.secretary, (scene.chairs, 1))
    version(scene.secretary, "me")
    secret = f"{scene.secretary.user_id}-me-"
    db.session.expire_all()
    said: list[str] = []

    def note(*given: str) -> None:
        said.append(given[2])

    event.listen(db.engine, "before_cursor_execute", note)

    assert calendars.by_secret(secret)

    event.remove(db.engine, "before_cursor_execute", note)
    assert len([each for each in said if each.startswith("SELECT")]) == 1


def test_names_change_when_they_do(scene: Scene) -> None:
    assert scope_versions.words(scene.territory.id + 1) == Words()
    before = scope_versions.words(scene.territory.id)

    scene.chairs.name = "Fauteuil"
    keep(scene.chairs)

    after = scope_versions.words(scene.territory.id)
    assert after.version == before.version + 1
    assert after.changed_at > before.changed_at


def test_what_one_may_read_changes_when_rights_do(scene: Scene) -> None:
    """With a right, "Occupé" becomes a name: an event that says something else must say so."""
    before = scope_versions.words(scene.territory.id)

    scene.pool.hidden = True
    keep(scene.pool)

    assert scope_versions.words(scene.territory.id).version == before.version + 1

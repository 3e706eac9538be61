"""When what a calendar is about is taken, for those who may not know by whom."""

import pytest

from booking import clock
from booking.dealings import FeedScope
from booking.documents.freebusy import FreeBusy
from booking.queries import calendars, freebusy
from booking.rules.access import Actor
from booking.usecases import calendars as acts
from booking.usecases import reservations
from tests.factories import Scene, ask, make_actor, make_commune, make_scene, row

pytestmark = pytest.mark.usefixtures("base")


def told(actor: Actor, scope: str, thing: object = "") -> FreeBusy:
    """Subscribe, and return when the thing is taken."""
    secret = f"{actor.user_id}-{scope}"
    acts.create(actor, FeedScope(scope), "", secret, thing=str(thing), anonymous=True, key=secret)
    feed = calendars.by_secret(secret)
    assert feed
    return freebusy.of_feed(actor, feed, clock.now())


@pytest.fixture
def scene() -> Scene:
    return make_scene(4)


def test_an_item_is_taken_while_none_is_free(scene: Scene) -> None:
    (first,) = ask(scene.secretary, (scene.chairs, 3))
    onlooker = make_actor(make_commune(scene.territory, "Artres"))
    assert told(onlooker, "item", scene.chairs.id).busy == ()
    (last,) = ask(scene.secretary, (scene.chairs, 1))
    asked = told(onlooker, "item", scene.chairs.id)
    assert asked.busy == ()
    (span,) = asked.tentative
    assert span.contains(row(last).period)
    for mine in (first, last):
        reservations.approve(scene.manager, mine)

    agreed = told(onlooker, "item", scene.chairs.id)

    assert (agreed.busy, agreed.tentative) == ((span,), ())


def test_anything_else_is_taken_while_something_is_shown(scene: Scene) -> None:
    (mine,) = ask(scene.secretary, (scene.chairs, 1))
    asked = told(scene.secretary, "me")
    assert (asked.busy, asked.tentative) == ((), (row(mine).period,))
    reservations.approve(scene.manager, mine)

    agreed = told(scene.secretary, "me")

    assert (agreed.busy, agreed.tentative) == ((row(mine).period,), ())
    assert agreed.changed_at == row(mine).changed_at
    assert told(scene.manager, "pool", scene.pool.id).busy == (row(mine).period,)

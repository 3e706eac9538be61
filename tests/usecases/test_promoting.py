"""What is locked when something becomes free: all that those who wait for it want."""

import pytest

from booking.db import db
from booking.queries import waiting
from booking.usecases import holds, promoting
from booking.vocabulary import Status
from tests.factories import ask, make_item, make_scene, row

pytestmark = pytest.mark.usefixtures("base")


def test_what_others_wait_for_together_is_locked_together() -> None:
    scene = make_scene(1)
    tents, tables = make_item(scene.pool, 1), make_item(scene.pool, 1)
    ask(scene.secretary, (scene.chairs, 1))
    ask(scene.secretary, (scene.chairs, 1), (tents, 1), if_short="waitlist")
    ask(scene.secretary, (tables, 1))
    db.session.info.pop("locked", None)

    promoting.lock([scene.chairs.id])

    assert holds.locked() == {scene.chairs.id, tents.id}
    assert waiting.behind([tables.id]) == set()


def test_nobody_is_offered_what_is_not_locked_with_the_rest() -> None:
    scene = make_scene(1)
    tents = make_item(scene.pool, 1)
    (first,) = ask(scene.secretary, (scene.chairs, 1))
    (second,) = ask(scene.secretary, (scene.chairs, 1), (tents, 1), if_short="waitlist")
    for line in row(first).lines:
        line.holds = []
    db.session.commit()
    db.session.info.pop("locked", None)
    holds.lock([scene.chairs.id])  # as if it had begun to wait only now

    promoting.promote()
    assert row(second).status is Status.WAITLISTED
    promoting.lock([scene.chairs.id])
    promoting.promote()

    assert row(second).status is Status.NEEDS_INFO

"""A request is asked again with the same things, on the same week day of another year."""

from datetime import timedelta

import pytest

from booking.db import db
from booking.errors import NotFound
from booking.models.catalogue import Item
from booking.queries import again
from booking.rules.asking import Asked, AskedLine
from booking.usecases import asking
from booking.vocabulary import LifeStage
from tests.factories import asked, keep, make_actor, make_item, make_pool, make_scene, next_weekend
from tests.queries.opened import saturday

pytestmark = pytest.mark.usefixtures("base")


def test_the_same_things_come_back_a_year_later_on_the_same_week_day() -> None:
    scene = make_scene()
    tents = make_item(make_pool(scene.maing), 4)
    request_id = asking.request(scene.secretary, asked((scene.chairs, 10), (tents, 2)))

    found = again.of_request(scene.secretary, request_id)

    assert dict(found.lines) == {scene.chairs.reference: 10, tents.reference: 2}
    assert found.lost == ()
    zone = scene.secretary.zone
    assert found.period == next_weekend().shifted(364, zone)
    assert found.event is None


def test_an_event_comes_back_too() -> None:
    scene, event = make_scene(), saturday()
    lines = (AskedLine(scene.chairs.reference, 1),)
    wanted = Asked(event.starts_at, event.ends_at, "Fête", lines, event=event, by_event=True)
    request_id = asking.request(scene.secretary, wanted)

    found = again.of_request(scene.secretary, request_id)

    assert found.event == event.shifted(364, scene.secretary.zone)


def test_what_is_no_longer_lent_is_named() -> None:
    scene = make_scene()
    tents = make_item(scene.pool, 4, name="Tente")
    request_id = asking.request(scene.secretary, asked((scene.chairs, 10), (tents, 2)))
    gone = db.session.get_one(Item, tents.id)
    gone.stage = LifeStage.SUSPENDED
    keep(gone)

    found = again.of_request(scene.secretary, request_id)

    assert found.lines == ((scene.chairs.reference, 10),)
    assert found.lost == ("Tente",)


def test_a_request_of_others_is_not_found() -> None:
    scene = make_scene()
    request_id = asking.request(scene.secretary, asked((scene.chairs, 10)))

    for other in (scene.manager, make_actor(make_scene().querenaing)):
        with pytest.raises(NotFound):
            again.of_request(other, request_id)
    again.of_request(make_actor(scene.querenaing), request_id)


def test_the_loan_asked_again_is_to_come() -> None:
    scene = make_scene()
    request_id = asking.request(scene.secretary, asked((scene.chairs, 10)))

    period = again.of_request(scene.secretary, request_id).period

    assert period.starts_at - next_weekend().starts_at > timedelta(days=360)

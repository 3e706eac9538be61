"""What was judged stays as it was read."""

import pytest

from booking.errors import NotFound
from booking.fitness import Moment, Skill
from booking.queries import judgements
from booking.usecases import reservations
from booking.vocabulary import Role
from tests.factories import ask, make_actor, make_commune
from tests.fitness import day, inspect, loan, make_platform, qualify, ready_scene

pytestmark = pytest.mark.usefixtures("base")


def test_each_moment_keeps_its_verdicts_the_latest_first() -> None:
    scene = ready_scene()
    platform = make_platform(scene)
    inspect(platform, day(5))
    (asked_id,) = ask(scene.secretary, (platform, 1), period=loan(scene.secretary, 10, 12))
    inspect(platform, day(200), day=day(0))
    qualify(scene.querenaing, Skill.DRIVING)

    reservations.approve(scene.manager, asked_id)

    approval, request = judgements.of_reservation(scene.secretary, asked_id)
    assert (request.moment, approval.moment) == (Moment.REQUEST, Moment.APPROVAL)
    assert any("seulement" in text for text in request.pending)
    assert not any("vérification" in text for text in approval.pending)
    assert judgements.latest([asked_id])[asked_id] == approval
    assert judgements.latest([]) == {}


def test_chairs_at_the_request_have_nothing_to_judge() -> None:
    scene = ready_scene()
    (asked_id,) = ask(scene.secretary, (scene.chairs, 1))

    assert judgements.of_reservation(scene.secretary, asked_id) == []


def test_others_read_nothing() -> None:
    scene = ready_scene()
    (asked_id,) = ask(scene.secretary, (scene.chairs, 1))
    stranger = make_actor(make_commune(scene.territory, "Artres"), *Role)

    with pytest.raises(NotFound):
        judgements.of_reservation(stranger, asked_id)

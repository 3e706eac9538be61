"""The subscriptions a person has, as they read them."""

import pytest

from booking.dealings import FeedScope
from booking.queries import subscriptions
from booking.usecases import calendars as acts
from tests.factories import make_scene

pytestmark = pytest.mark.usefixtures("base")


def test_a_person_reads_their_own_subscriptions_in_force() -> None:
    scene = make_scene()
    first = acts.create(scene.secretary, FeedScope.ME, "Un", "secret-1")
    second = acts.create(scene.secretary, FeedScope.ME, "Deux", "secret-2")
    gone = acts.create(scene.secretary, FeedScope.ME, "Trois", "secret-3")
    acts.create(scene.manager, FeedScope.ME, "Autre", "secret-4")
    acts.revoke(scene.secretary, gone)

    found = subscriptions.of_person(scene.secretary)

    assert [(view.id, view.name, view.organization) for view in found] == [
        (second, "Deux", "Quérénaing"),
        (first, "Un", "Quérénaing"),
    ]

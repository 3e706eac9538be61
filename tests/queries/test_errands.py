"""What a link in a mail asks for, as it stands today."""

from dataclasses import replace

import pytest

from booking.links import Errand
from booking.queries.errands import find
from tests.factories import ask, make_scene, row

pytestmark = pytest.mark.usefixtures("base")


def test_a_link_is_found_for_its_person_while_nothing_changed() -> None:
    scene = make_scene()
    (asked_id,) = ask(scene.secretary, (scene.chairs, 4))
    errand = Errand("cancel", asked_id, scene.secretary.user_id, row(asked_id).revision)

    found = find(errand)

    assert found
    assert (found.actor.user_id, found.actor.door) == (scene.secretary.user_id, "mail")
    assert found.actor.organization_id == scene.querenaing.id
    for other in (
        {"act": "approve"},
        {"act": "confirm"},
        {"reservation_id": 10**6},
        {"user_id": scene.manager.user_id},
        {"user_id": 10**6},
        {"revision": errand.revision + 1},
    ):
        assert find(replace(errand, **other)) is None, other

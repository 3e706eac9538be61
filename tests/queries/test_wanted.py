"""What a request takes of each item: tests/usecases/test_lines.py tells of kits and companions."""

import pytest

from booking.errors import NotFound
from booking.queries.wanted import expand
from booking.rules.asking import AskedLine
from tests.factories import add_stock, make_scene

pytestmark = pytest.mark.usefixtures("base")


def test_the_same_thing_asked_twice_is_summed_by_the_depot_preferred() -> None:
    scene = make_scene()
    depot = add_stock(scene.chairs, 5).depot
    name = scene.chairs.reference
    asked = [AskedLine(name, 2), AskedLine(name, 3), AskedLine(name, 1, depot.name)]

    places = expand(scene.secretary, asked)

    assert places == {(scene.chairs, None): 5, (scene.chairs, depot.id): 1}


@pytest.mark.parametrize("line", [AskedLine("RIEN", 1), AskedLine("RIEN", 1, "Ailleurs")])
def test_what_does_not_exist_is_not_found(line: AskedLine) -> None:
    with pytest.raises(NotFound):
        expand(make_scene().secretary, [line])

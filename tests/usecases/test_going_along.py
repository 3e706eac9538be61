"""What goes along with a thing is lent by the same manager."""

import pytest

from booking.errors import Invalid
from booking.models.catalogue import Companion
from booking.usecases import items, pools
from tests.factories import keep, make_item, make_pool, make_scene
from tests.usecases.describing import add

pytestmark = pytest.mark.usefixtures("base")


def test_what_goes_along_follows_or_neither_moves() -> None:
    scene = make_scene()
    driver = make_item(scene.pool, 1, name="Chauffeur")
    keep(Companion(item_id=scene.chairs.id, companion_id=driver.id))
    other = make_pool(scene.querenaing)

    for alone in (scene.chairs, driver):
        with pytest.raises(Invalid) as refusal:
            pools.fill(scene.manager, other.id, (alone.id,))
        assert list(refusal.value.facts["errors"]) == ["items"]  # type: ignore[call-overload]
    pools.fill(scene.manager, other.id, (scene.chairs.id, driver.id))

    assert {scene.chairs.pool_id, driver.pool_id} == {other.id}


def test_what_goes_along_with_something_stays_in_its_pool() -> None:
    scene = make_scene()
    tent = add(scene)
    keep(Companion(item_id=scene.chairs.id, companion_id=tent.id))
    other = make_pool(scene.maing)

    with pytest.raises(Invalid) as refusal:
        items.edit(scene.manager, "TEN-6", {"pool": other.name})

    assert list(refusal.value.facts["errors"]) == ["pool"]  # type: ignore[call-overload]

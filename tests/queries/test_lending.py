"""What may be lent at the counter, and to whom."""

import pytest

from booking.queries import lending
from booking.vocabulary import LifeStage, Role
from tests.factories import keep, make_actor, make_commune, make_item, make_pool, make_scene

pytestmark = pytest.mark.usefixtures("base")


def test_who_lends_offers_what_its_pools_lend_and_nothing_else() -> None:
    scene = make_scene()
    asleep = make_item(scene.pool, 2, name="Podium")
    asleep.stage = LifeStage.SUSPENDED
    keep(asleep)
    make_item(make_pool(make_commune(scene.territory, "Famars")), 3, name="Tatami")

    def names(role: Role) -> list[str]:
        return [each.name for each in lending.items(make_actor(scene.maing, role))]

    assert names(Role.MANAGER) == names(Role.TECHNICIAN) == ["Chaise pliante"]
    assert names(Role.SECRETARY) == []


def test_only_those_to_whom_the_pools_of_the_things_lend_are_offered() -> None:
    scene = make_scene()
    make_commune(scene.territory, "Anzin", population=13_511)
    large = make_pool(scene.maing, below_population=None)
    mats = make_item(large, 3, name="Tatami")
    technician = make_actor(scene.maing, Role.TECHNICIAN)

    def names(*references: str) -> list[str]:
        return [each.name for each in lending.borrowers(technician, references, None)]

    assert names(scene.chairs.reference) == ["Quérénaing"]
    assert names(mats.reference) == ["Anzin", "Quérénaing"]
    assert names(scene.chairs.reference, mats.reference) == ["Quérénaing"]
    assert names() == ["Anzin", "Quérénaing"]
    assert lending.borrowers(scene.secretary, (), None) == []

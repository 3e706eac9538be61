"""Which depots are to be verified, and what there was not for so many months."""

from datetime import timedelta

import pytest

from booking import clock
from booking.fitness import Finding
from booking.models.inspections import Inspection
from booking.queries import upkeep
from booking.rules.asking import Checked
from booking.usecases import campaigns as acts
from booking.vocabulary import Role
from tests.factories import add_stock, keep, make_actor, make_commune, make_scene

pytestmark = pytest.mark.usefixtures("base")


def test_a_depot_says_how_far_it_is() -> None:
    scene = make_scene()
    elsewhere = add_stock(scene.chairs, 5)
    depot = scene.stock.depot_id
    before = upkeep.at(scene.manager, depot)
    assert before
    assert (before.things, before.unverified, before.open_id, before.last_id) == (1, 1, None, None)
    assert before.may_run

    campaign = acts.open_campaign(scene.manager, depot)
    for _ in range(2):
        acts.check(scene.manager, campaign, Checked(scene.stock.id, Finding.PASSED))
    during = upkeep.at(scene.manager, depot)
    assert during
    assert (during.open_id, during.seen, during.unverified) == (campaign, 1, 0)

    acts.close(scene.manager, campaign)
    after = upkeep.at(scene.manager, depot)
    assert after
    assert (after.open_id, after.last_id) == (None, campaign)
    assert after.last_on == clock.today(scene.manager.zone)
    other = upkeep.at(scene.manager, elsewhere.depot_id)
    assert other
    assert (other.unverified, other.last_id) == (1, None)


def test_each_sees_the_depots_that_concern_them() -> None:
    scene = make_scene()
    keeper = make_commune(scene.territory, "Quarouble")
    scene.stock.depot.custodian = keeper
    keep(scene.stock)

    def seen(*roles: Role) -> list[bool]:
        return [each.may_run for each in upkeep.of_depots(make_actor(keeper, *roles))]

    assert seen(Role.TECHNICIAN) == seen(Role.MANAGER) == [True]
    assert seen(Role.SECRETARY) == [False]
    assert [each.may_run for each in upkeep.of_depots(scene.manager)] == [True]
    assert upkeep.of_depots(make_actor(scene.querenaing, *Role)) == []
    assert upkeep.of_depots(make_actor(make_scene().maing, *Role))[0].id != scene.stock.depot_id


@pytest.mark.parametrize(("months", "expected"), [(6, 1), (12, 1), (14, 0)])
def test_what_was_not_verified_for_so_many_months_is_listed(months: int, expected: int) -> None:
    scene = make_scene()
    day = clock.today(scene.manager.zone) - timedelta(days=370)
    own = {"territory_id": scene.territory.id, "stock_id": scene.stock.id, "control": "condition"}
    keep(Inspection(**own, day=day, finding=Finding.PASSED, recorded_at=clock.now()))

    found = upkeep.unverified(scene.manager, months)

    assert [(thing.name, last) for thing, last in found] == [("Chaise pliante", day)] * expected

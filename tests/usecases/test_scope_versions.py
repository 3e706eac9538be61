"""What an act changed that calendars show, counted once."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from booking.db import db, transaction
from booking.errors import WrongMoment
from booking.models.accounts import Membership
from booking.models.catalogue import KitPart, Share
from booking.models.organizations import Organization
from booking.models.reservations import Reservation
from booking.models.scope_versions import ScopeVersion
from booking.usecases import conventions, loans, reservations
from booking.vocabulary import Role, Tracking
from tests.factories import (
    LONG_AGO,
    Scene,
    add_stock,
    ask,
    keep,
    make_commune,
    make_item,
    make_scene,
    make_user,
)

pytestmark = pytest.mark.usefixtures("base")


def versions(scene: Scene) -> dict[tuple[str, int], int]:
    """Return how often each scope of the territory has changed."""
    found = select(ScopeVersion).filter_by(territory_id=scene.territory.id)
    rows = db.session.scalars(found.execution_options(populate_existing=True))
    return {(each.kind, each.thing_id): each.version for each in rows}


def risen(scene: Scene, act: Callable[[], object]) -> set[tuple[str, int]]:
    """Return the scopes whose version an act raises."""
    before = versions(scene)
    act()
    return {key for key, version in versions(scene).items() if version != before.get(key)}


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def test_an_act_on_a_reservation_counts_in_its_pool_and_for_both_communes(scene: Scene) -> None:
    expected = {
        ("pool", scene.pool.id),
        ("organization", scene.querenaing.id),
        ("organization", scene.maing.id),
    }
    mine: list[int] = []
    assert risen(scene, lambda: mine.extend(ask(scene.secretary, (scene.chairs, 2)))) == expected
    for act in (reservations.approve, loans.hand_over, loans.take_back):
        assert risen(scene, lambda act=act: act(scene.manager, mine[0])) == expected  # type: ignore[misc]


def test_a_refused_act_counts_nothing(scene: Scene) -> None:
    def refused() -> None:
        with pytest.raises(Exception, match="not_enough"):
            ask(scene.secretary, (scene.chairs, 400))

    assert risen(scene, refused) == set()


@pytest.mark.parametrize("fails", [True, False], ids=["fails", "succeeds"])
def test_a_part_that_may_fail_neither_loses_the_count_nor_writes_it_early(
    scene: Scene, *, fails: bool
) -> None:
    mine = ask(scene.secretary, (scene.chairs, 2))
    before = versions(scene)

    def part() -> None:
        db.session.flush()
        if fails:
            raise WrongMoment("nothing_kept")

    with transaction():
        db.session.get_one(Reservation, mine).revision += 1
        conventions.unless_impossible(part, mine)
        assert versions(scene) == before
    assert len([key for key in before if versions(scene)[key] > before[key]]) == 3


def test_a_name_that_is_shown_counts_and_another_fact_does_not(scene: Scene) -> None:
    depot = scene.stock.depot

    def change(row: object, **facts: object) -> Callable[[], object]:
        def write() -> None:
            for name, value in facts.items():
                setattr(row, name, value)
            db.session.commit()

        return write

    for named in (scene.chairs, scene.pool, depot, scene.maing):
        assert risen(scene, change(named, name="Autre nom")) == {("words", 0)}
    assert risen(scene, change(depot, address="2, rue Haute")) == {("words", 0)}
    assert risen(scene, change(depot, hours="le matin")) == set()
    assert risen(scene, change(scene.chairs, description="Pliante")) == set()
    assert risen(scene, change(scene.pool, hidden=True)) == {("rights", 0)}


def test_what_changes_who_may_read_counts(scene: Scene) -> None:
    user = make_user(make_commune(scene.territory, "Artres"), Role.SECRETARY)

    def leave() -> None:
        row = db.session.scalars(select(Membership).filter_by(user_id=user.id)).one()
        row.ends_on = LONG_AGO
        keep(row)

    assert risen(scene, leave) == {("rights", 0)}


@pytest.mark.parametrize(
    "change",
    [
        lambda scene: keep(Share(item_id=scene.chairs.id, **_all_of_it(scene.querenaing))),
        lambda scene: _with(scene.chairs.shares, Share(**_all_of_it(scene.querenaing))),
        lambda scene: make_item(scene.pool, 3, reference="TAB", name="Table"),
        lambda scene: add_stock(scene.chairs, 4),
        lambda scene: keep(_part_of(scene)),
        lambda scene: keep(
            Membership(
                user_id=scene.secretary.user_id,
                organization_id=scene.maing.id,
                role=Role.TECHNICIAN,
                starts_on=LONG_AGO,
            )
        ),
    ],
    ids=["a share", "a share of an item", "an item", "a stock", "a part", "a role"],
)
def test_what_comes_into_a_circle_counts_as_a_right(
    scene: Scene, change: Callable[[Scene], object]
) -> None:
    """Even a row that is known by its numbers alone."""
    assert ("rights", 0) in risen(scene, lambda: change(scene))


def test_what_leaves_a_circle_counts_as_a_right(scene: Scene) -> None:
    kept = keep(Share(item_id=scene.chairs.id, **_all_of_it(scene.querenaing)))

    def leave() -> None:
        db.session.delete(kept)
        db.session.commit()

    assert ("rights", 0) in risen(scene, leave)


def _all_of_it(owner: Organization) -> dict[str, int]:
    return {"organization_id": owner.id, "numerator": 1, "denominator": 1}


def _with(shares: list[Share], share: Share) -> None:
    shares.append(share)
    db.session.commit()


def _part_of(scene: Scene) -> KitPart:
    kit = make_item(scene.pool, 1, reference="KIT", name="Lot", tracking=Tracking.KIT)
    return KitPart(kit_id=kit.id, item_id=scene.chairs.id, quantity=2)

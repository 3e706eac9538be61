"""What was wanted and not had: completed with what would do, and kept."""

from typing import Any

import pytest
from sqlalchemy import select

from booking.db import db
from booking.errors import NotAllowed, NotEnoughAvailable, NotFound, WrongMoment
from booking.models.catalogue import Companion
from booking.models.reservations import Shortage
from booking.rules.asking import Asked, AskedKit, AskedLine, Edited
from booking.usecases import amendments, asking, changes, kits, reservations
from booking.vocabulary import Role
from tests.factories import (
    ask,
    asked,
    keep,
    lose,
    make_actor,
    make_item,
    make_scene,
    next_weekend,
)
from tests.usecases.tending import free

pytestmark = pytest.mark.usefixtures("base")


def kept() -> list[tuple[str, int, int | None, str]]:
    """Return what was wanted and not had, as it is kept."""
    found = db.session.scalars(select(Shortage).order_by(Shortage.id))
    return [(each.item, each.wanted, each.free, each.reason) for each in found]


def test_what_is_short_is_kept_with_its_dates_and_what_is_not_is_not() -> None:
    scene = make_scene(40)
    tables = make_item(scene.pool, 9)

    with pytest.raises(NotEnoughAvailable):
        ask(scene.secretary, (scene.chairs, 41), (tables, 9))

    assert kept() == [(scene.chairs.reference, 41, 40, "not_enough_available")]
    shortage = db.session.scalars(select(Shortage)).one()
    assert (shortage.starts_at, shortage.ends_at) == (
        next_weekend().starts_at,
        next_weekend().ends_at,
    )
    assert shortage.organization_id == scene.querenaing.id


def test_an_item_is_kept_by_the_name_it_was_given() -> None:
    scene = make_scene(40)
    weekend = next_weekend()
    line = AskedLine(str(scene.chairs.id), 41)

    with pytest.raises(NotEnoughAvailable):
        asking.request(scene.secretary, Asked(weekend.starts_at, weekend.ends_at, "Fête", (line,)))

    assert kept()[0][:2] == (str(scene.chairs.id), 41)


def test_a_kit_is_kept_by_its_own_name() -> None:
    scene = make_scene(40)
    tables = make_item(scene.pool, 9)
    parts = (AskedLine(scene.chairs.reference, 12), AskedLine(tables.reference, 1))
    kit = db.session.get_one(
        type(scene.chairs), kits.make(scene.manager, AskedKit("LOT-1", "Lot", "Fête", parts))
    )

    with pytest.raises(NotEnoughAvailable):
        ask(scene.secretary, (kit, 4), (tables, 1))

    assert [(item, wanted) for item, wanted, *_ in kept()] == [("LOT-1", 4)]


def test_of_a_kit_so_many_whole_ones_were_free() -> None:
    scene = make_scene(40)
    tables = make_item(scene.pool, 9)
    parts = (AskedLine(scene.chairs.reference, 12), AskedLine(tables.reference, 5))
    kit = db.session.get_one(
        type(scene.chairs), kits.make(scene.manager, AskedKit("LOT-1", "Lot", "Fête", parts))
    )
    assert free(kit) == 1

    with pytest.raises(NotEnoughAvailable):
        ask(scene.secretary, (kit, 4))

    assert kept() == [("LOT-1", 4, 1, "not_enough_available")]


def test_what_lacks_its_companion_is_kept() -> None:
    scene = make_scene(2)
    pilot = make_item(scene.pool, 1)
    keep(Companion(item_id=scene.chairs.id, companion_id=pilot.id))

    with pytest.raises(NotEnoughAvailable):
        ask(scene.secretary, (scene.chairs, 2))

    assert [(item, wanted) for item, wanted, *_ in kept()] == [(scene.chairs.reference, 2)]


def test_every_line_of_a_request_refused_for_another_reason_is_kept() -> None:
    scene = make_scene(40)
    tables = make_item(scene.pool, 9)
    scene.querenaing.population = 5_100
    db.session.commit()

    with pytest.raises(NotAllowed):
        ask(scene.secretary, (scene.chairs, 1), (tables, 2))

    assert kept() == [
        (scene.chairs.reference, 1, None, "not_eligible"),
        (tables.reference, 2, None, "not_eligible"),
    ]


def test_what_nobody_has_is_a_wish_that_is_kept() -> None:
    scene = make_scene(40)
    weekend = next_weekend()
    wanted = Asked(weekend.starts_at, weekend.ends_at, "Fête", (AskedLine("PATINOIRE", 1),))

    with pytest.raises(NotFound):
        asking.request(scene.secretary, wanted)

    assert kept() == [("PATINOIRE", 1, None, "item_not_found")]


def test_what_is_no_wish_is_not_kept() -> None:
    scene = make_scene(40)
    asking.request(scene.secretary, asked((scene.chairs, 1)), key="clic")

    with pytest.raises(WrongMoment):
        asking.request(scene.secretary, asked((scene.chairs, 2)), key="clic")
    with pytest.raises(NotAllowed):
        ask(make_actor(scene.querenaing, Role.ELECTED), (scene.chairs, 1))

    assert kept() == []


def test_the_borrower_who_takes_more_than_is_free_is_told_it_is_not_allowed() -> None:
    scene = make_scene(40)

    with pytest.raises(NotAllowed):
        ask(scene.secretary, (scene.chairs, 41), despite="S’il vous plaît.")


def test_a_refused_change_proposes_too() -> None:
    scene = make_scene(40)
    (asked_id,) = ask(scene.secretary, (scene.chairs, 40))
    benches = make_item(scene.pool, 9, name="Chaise haute")
    wanted = Edited(lines=(AskedLine(scene.chairs.reference, 41),))

    with pytest.raises(NotEnoughAvailable) as refusal:
        changes.edit(scene.secretary, asked_id, wanted)

    (short,) = refusal.value.facts["shortages"]  # type: ignore[misc]
    depots: Any = short["depots"]
    assert (short["free"], [each["free"] for each in depots]) == (40, [40])
    assert [each["item"] for each in short["instead"]] == [benches.reference]


def test_what_a_change_lacked_is_kept_too() -> None:
    scene = make_scene(2)
    (asked_id,) = ask(scene.secretary, (scene.chairs, 1))
    more = Edited(lines=(AskedLine(scene.chairs.reference, 9),))

    with pytest.raises(NotEnoughAvailable):
        changes.edit(scene.secretary, asked_id, more)

    assert kept() == [(scene.chairs.reference, 9, 2, "not_enough_available")]


def test_what_an_agreement_lacked_is_kept_for_its_borrower() -> None:
    scene = make_scene(10)
    (first,) = ask(scene.secretary, (scene.chairs, 4))
    (second,) = ask(scene.secretary, (scene.chairs, 4))
    reservations.approve(scene.manager, second)
    five = Edited(lines=(AskedLine(scene.chairs.reference, 5),))
    amendments.propose(scene.manager, first, five)
    changes.edit(scene.secretary, second, five)
    lose(scene.stock, 9)

    for agree, who, mine in (
        (amendments.accept, scene.secretary, first),
        (amendments.accept_change, scene.manager, second),
    ):
        with pytest.raises(NotEnoughAvailable):
            agree(who, mine)

    found = db.session.scalars(select(Shortage).order_by(Shortage.id)).all()
    assert [each.wanted for each in found] == [5, 5]
    assert {each.organization_id for each in found} == {scene.querenaing.id}

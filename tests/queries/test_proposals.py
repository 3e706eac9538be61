"""What a refusal proposes instead."""

from datetime import timedelta
from typing import Any

import pytest

from booking.db import db
from booking.errors import NotEnoughAvailable
from booking.models.catalogue import Item
from booking.period import Period
from booking.queries import proposals
from booking.rules.asking import AskedKit, AskedLine
from booking.usecases import kits
from booking.vocabulary import STAFF
from tests.factories import (
    Scene,
    add_stock,
    ask,
    make_item,
    make_pool,
    make_scene,
    next_weekend,
)

pytestmark = pytest.mark.usefixtures("base")
DAY = timedelta(days=1)


def refused(scene: Scene, *lines: tuple[Item, int], **facts: Any) -> dict[str, Any]:
    """Ask for what does not fit; return what the refusal says."""
    with pytest.raises(NotEnoughAvailable) as refusal:
        ask(scene.secretary, *lines, **facts)
    return refusal.value.facts


def instead(scene: Scene, *lines: tuple[Item, int]) -> list[tuple[str, int]]:
    """Return what a refusal of the first line proposes in its place, and how many."""
    found = refused(scene, *lines)["shortages"][0]["instead"]
    return [(each["item"], each["free"]) for each in found]


def test_a_refusal_says_what_each_depot_has_free() -> None:
    scene = make_scene(40)
    second = add_stock(scene.chairs, 7)
    ask(scene.secretary, (scene.chairs, 30))

    (short,) = refused(scene, (scene.chairs, 20))["shortages"]

    assert (short["wanted"], short["free"]) == (20, 17)
    assert short["depots"] == [
        {"depot": scene.stock.depot.name, "free": 10},
        {"depot": second.depot.name, "free": 7},
    ]


def test_things_of_the_same_family_and_kind_would_do() -> None:
    scene = make_scene(4, name="Chaises pliantes, bois")
    other = make_item(make_pool(scene.querenaing), 9, name="Chaise coque")
    make_item(scene.pool, 9, name="Tabouret de bar")
    make_item(scene.pool, 9, name="Chaise roulante", family="Santé")

    assert instead(scene, (scene.chairs, 5)) == [(other.reference, 9)]
    (short,) = refused(scene, (scene.chairs, 5))["shortages"]
    assert short["instead"][0] == {
        "item": other.reference,
        "item_id": other.id,
        "name": "Chaise coque",
        "pool": other.pool.name,
        "free": 9,
    }


def test_what_suffices_comes_first() -> None:
    scene = make_scene(4, name="Tente pliante blanche")
    few = make_item(scene.pool, 3, name="Tente basse")
    enough = make_item(scene.pool, 9, name="Tente marabout")
    alike = make_item(scene.pool, 9, name="Tentes pliantes, rouges")
    gone = make_item(scene.pool, 9, name="Tente pliante bleue")
    make_item(scene.pool, 9, name="Lest de tente")
    ask(scene.secretary, (gone, 9))

    assert instead(scene, (scene.chairs, 5)) == [
        (enough.reference, 9),
        (alike.reference, 9),
        (few.reference, 3),
    ]


def test_only_a_few_things_are_proposed() -> None:
    scene = make_scene(4)
    for _ in range(5):
        make_item(scene.pool, 9, name="Chaise coque")

    assert len(instead(scene, (scene.chairs, 5))) == 3


def test_what_the_borrower_may_not_borrow_is_not_proposed() -> None:
    scene = make_scene(4)
    make_item(make_pool(scene.maing, below_population=500), 9, name="Chaise coque")
    make_item(make_scene().pool, 9, name="Chaise coque")

    assert instead(scene, (scene.chairs, 5)) == []


def test_what_is_asked_already_is_not_proposed() -> None:
    scene = make_scene(4)
    other = make_item(scene.pool, 9, name="Chaise coque")

    assert instead(scene, (scene.chairs, 5), (other, 2)) == []


def test_nobody_is_proposed_in_place_of_somebody() -> None:
    scene = make_scene(1, name="Télépilote", family=STAFF)
    make_item(scene.pool, 1, name="Télépilote", family=STAFF)

    assert instead(scene, (scene.chairs, 2)) == []


def test_a_kit_is_not_proposed_in_place_of_a_thing() -> None:
    scene = make_scene(4)
    part = AskedLine(make_item(scene.pool, 9, name="Banc").reference, 1)
    kits.make(scene.manager, AskedKit("LOT-1", "Chaise et banc", "Événementiel", (part,)))

    assert instead(scene, (scene.chairs, 5)) == []


def test_the_dates_proposed_serve_all_that_is_asked() -> None:
    scene, weekend = make_scene(40), next_weekend()
    zone = scene.secretary.zone
    tables = make_item(scene.pool, 9)
    ask(scene.secretary, (scene.chairs, 40))
    ask(scene.secretary, (tables, 9), period=weekend.shifted(7, zone))
    ask(scene.secretary, (tables, 1), period=weekend.shifted(-7, zone))

    offered = refused(scene, (scene.chairs, 1), (tables, 9))["alternatives"]

    assert weekend.shifted(14, zone) in offered
    assert weekend.shifted(7, zone) not in offered
    for period in offered:
        ask(scene.secretary, (scene.chairs, 1), (tables, 9), period=period)


def test_a_preparation_keeps_the_dates_proposed_apart() -> None:
    scene = make_scene(40, preparation_before_hours=24, preparation_after_hours=48)
    ask(scene.secretary, (scene.chairs, 40))

    for period in refused(scene, (scene.chairs, 1))["alternatives"]:
        ask(scene.secretary, (scene.chairs, 1), period=period)


def test_the_dates_proposed_are_within_the_terms_of_every_pool() -> None:
    scene, weekend = make_scene(40), next_weekend()
    tents = make_item(make_pool(scene.maing, horizon_months=2), 3)
    far = Period(weekend.starts_at - 20 * DAY, weekend.ends_at + 32 * DAY)
    scene.pool.longest_days = tents.pool.longest_days = 90
    db.session.commit()
    ask(scene.secretary, (scene.chairs, 40), period=far)

    for period in refused(scene, (scene.chairs, 1), (tents, 1))["alternatives"]:
        ask(scene.secretary, (scene.chairs, 1), (tents, 1), period=period)


def test_other_dates_are_found_without_a_refusal_kits_by_their_parts() -> None:
    scene, weekend = make_scene(40), next_weekend()
    part = AskedLine(scene.chairs.reference, 12)
    kit_id = kits.make(scene.manager, AskedKit("LOT-1", "Lot", "Fête", (part,)))
    ask(scene.secretary, (scene.chairs, 5))

    offered = proposals.elsewhen(scene.secretary, {kit_id: 3}, weekend)

    assert weekend.shifted(7, scene.secretary.zone) in offered
    assert weekend not in offered
    assert proposals.elsewhen(scene.secretary, {kit_id: 4}, weekend) == []


def test_more_than_there_is_has_no_other_date() -> None:
    scene = make_scene(40)

    facts = refused(scene, (scene.chairs, 41))

    assert facts["alternatives"] == []
    assert facts["shortages"][0]["free"] == 40

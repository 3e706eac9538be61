"""A number scanned or typed leads to the form it is about."""

from datetime import timedelta

import pytest

from booking import clock
from booking.errors import NotFound
from booking.models.catalogue import Item, Unit
from booking.period import Period
from booking.queries import scanned
from booking.queries.scanned import Found
from booking.usecases import loans, reservations
from booking.vocabulary import Tracking
from tests.factories import Scene, ask, keep, make_actor, make_commune, make_item, make_scene, row

pytestmark = pytest.mark.usefixtures("base")


def make_sound(scene: Scene) -> tuple[Item, list[Unit]]:
    """Make a sound system of two numbered copies."""
    item = make_item(
        scene.pool, 2, name="Sonorisation", reference="SON", tracking=Tracking.NUMBERED
    )
    own = {"territory_id": scene.territory.id, "stock_id": item.stocks[0].id}
    units = [keep(Unit(**own, number=f"SON-0{rank}")) for rank in (1, 2)]
    return item, units


def agreed(scene: Scene, item: Item, quantity: int = 1, days: int = 0) -> int:
    """Return a reservation, agreed to, that leaves in so many days."""
    start = clock.now() + timedelta(minutes=5, days=days)
    scene.pool.notice_days = 0
    keep(scene.pool)
    period = Period(start, start + timedelta(days=1))
    (mine,) = ask(scene.secretary, (item, quantity), period=period)
    reservations.approve(scene.manager, mine)
    return mine


def name_copy(mine: int, unit: Unit) -> None:
    """Say which copy a reservation takes."""
    hold = row(mine).lines[0].holds[0]
    hold.unit_id = unit.id
    keep(hold)


def find(scene: Scene, code: str) -> Found | None:
    return scanned.find(scene.manager, code)


def ready(scene: Scene, code: str) -> list[tuple[int, str]]:
    """Return what a number leads to now."""
    found = find(scene, code)
    assert found
    return [(each.reservation.id, each.act) for each in found.ready]


def test_a_reservation_is_found_by_what_people_quote() -> None:
    scene = make_scene()
    mine = agreed(scene, scene.chairs, days=20)

    for code in (f"R-{mine:05}", f"r{mine}", f" R {mine} "):
        assert ready(scene, code) == [(mine, "hand_over")]
    loans.hand_over(scene.manager, agreed(scene, scene.chairs))
    assert find(scene, "R-99999") is None


def test_an_item_is_found_by_its_reference_or_its_label() -> None:
    scene = make_scene()
    mine = agreed(scene, scene.chairs)
    item = scene.chairs

    for code in (item.reference, item.reference.lower(), f"https://p.example/materiel/{item.id}"):
        assert ready(scene, code) == [(mine, "hand_over")]
    assert find(scene, "https://p.example/materiel/999999") is None
    assert find(scene, "INCONNU") is None


def test_several_loans_of_an_item_are_all_proposed() -> None:
    scene = make_scene()
    out, leaving = agreed(scene, scene.chairs, 2), agreed(scene, scene.chairs, 3)
    loans.hand_over(scene.manager, out)

    assert sorted(ready(scene, scene.chairs.reference)) == sorted(
        [(out, "take_back"), (leaving, "hand_over")]
    )


def test_what_only_leaves_later_is_said_and_not_opened() -> None:
    scene = make_scene()
    mine = agreed(scene, scene.chairs, days=6)
    agreed(scene, scene.chairs, days=45)

    found = find(scene, scene.chairs.reference)

    assert found
    assert not found.ready
    assert [each.reservation.id for each in found.later] == [mine]
    assert found.item == scene.chairs.reference


def test_a_copy_that_is_out_leads_to_its_return() -> None:
    scene = make_scene()
    sound, (first, second) = make_sound(scene)
    out, leaving = agreed(scene, sound), agreed(scene, sound)
    name_copy(out, first)
    loans.hand_over(scene.manager, out)

    assert ready(scene, "SON-01") == [(out, "take_back")]
    assert ready(scene, "son-02") == [(leaving, "hand_over")]
    label = f"https://p.example/exemplaires/{second.id}"
    assert ready(scene, label) == [(leaving, "hand_over")]
    assert scanned.item_of(scene.manager, label) == "SON"
    assert scanned.item_of(scene.manager, "SON") == "SON"
    assert scanned.item_of(scene.manager, "SON-09") is None


def test_what_is_not_ones_own_is_unknown_or_shows_nothing() -> None:
    scene = make_scene()
    mine = agreed(scene, scene.chairs)
    neighbour = make_actor(make_commune(scene.territory, "Artres"), *scene.manager.roles)

    assert scanned.find(neighbour, f"R-{mine:05}") is None
    seen = scanned.find(neighbour, scene.chairs.reference)
    assert seen
    assert (list(seen.ready), list(seen.later)) == ([], [])
    with pytest.raises(NotFound):
        scanned.find(scene.secretary, scene.chairs.reference)


def test_a_glove_writes_a_space_for_a_hyphen_and_a_number_alone_is_a_loan() -> None:
    scene = make_scene()
    sound, _ = make_sound(scene)
    mine = agreed(scene, sound)

    found = find(scene, "son 01")

    assert found
    assert found.unit == "SON-01"
    assert ready(scene, str(mine)) == [(mine, "hand_over")]
    assert find(scene, str(mine + 999)) is None

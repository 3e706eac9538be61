"""The catalogue in the actor's view: what exists, what is free on some dates."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from booking import clock
from booking.db import db
from booking.errors import NotFound
from booking.models.catalogue import Companion, Share
from booking.models.requirements import Requirement
from booking.period import Period
from booking.queries import catalogue, search
from booking.queries.search import Search
from booking.vocabulary import OrganizationKind
from tests.factories import (
    Scene,
    add_stock,
    ask,
    keep,
    lose,
    make_actor,
    make_commune,
    make_item,
    make_pool,
    make_scene,
    make_territory,
    next_weekend,
)
from tests.queries.counting import counting

pytestmark = pytest.mark.usefixtures("base")
HOUR = timedelta(hours=1)


def available(scene: Scene, period: Period | None = None) -> int:
    """Return how many chairs the catalogue says are free."""
    return catalogue.show(scene.secretary, scene.chairs.id, period).available


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", True),
        ("barriere", True),
        ("BARRIÈRE", True),
        ("police barrière", True),
        ("vauban", True),
        ("bar-vau", True),
        ("rack", True),
        ("  barr  pol ", True),
        ("cœur", True),
        ("coeur", True),
        ("chaise", False),
        ("barrière chaise", False),
    ],
)
def test_words_are_found_whatever_their_accents(words: str, found: bool) -> None:
    scene = make_scene()
    item = make_item(
        scene.pool,
        name="Barrière de police",
        reference="BAR-VAU",
        description="Type Vauban, en rack, cœur acier",
    )

    names = [view.id for view in search.every(scene.secretary, Search(words=words))]

    assert (item.id in names) is found


def test_a_search_may_ask_for_a_family_and_a_quantity() -> None:
    scene = make_scene(40)
    mower = make_item(scene.pool, 2, name="Tondeuse", family="Espaces verts")

    def found(asked: Search) -> list[str]:
        return [view.name for view in search.every(scene.secretary, asked)]

    assert found(Search()) == ["Tondeuse", "Chaise pliante"]
    assert found(Search(family="Espaces verts")) == ["Tondeuse"]
    assert found(Search(quantity=3)) == ["Chaise pliante"]
    assert found(Search(quantity=41)) == []
    assert search.families(scene.secretary) == ["Espaces verts", "Événementiel"]
    assert mower.family == "Espaces verts"


def test_available_counts_the_preparation_on_both_sides() -> None:
    scene = make_scene(40, preparation_before_hours=3, preparation_after_hours=48)
    weekend = next_weekend()
    ask(scene.secretary, (scene.chairs, 30), period=weekend)

    ready = weekend.ends_at + 51 * HOUR  # 48 to dry, 3 to load again: the two add up
    assert available(scene, weekend) == 10
    assert available(scene, Period(ready, ready + HOUR)) == 40
    assert available(scene, Period(ready - HOUR, ready + HOUR)) == 10
    before = weekend.starts_at - 51 * HOUR
    assert available(scene, Period(before - HOUR, before)) == 40
    assert available(scene, Period(before, before + HOUR)) == 10


def test_available_is_the_sum_of_the_depots() -> None:
    scene = make_scene(40)
    add_stock(scene.chairs, 7)
    db.session.refresh(scene.chairs)
    ask(scene.secretary, (scene.chairs, 44))

    view = catalogue.show(scene.secretary, scene.chairs.id, next_weekend())

    assert (view.quantity, view.available) == (47, 3)
    assert sorted((stock.quantity, stock.free) for stock in view.stocks) == [(7, 3), (40, 0)]


def test_without_dates_available_is_for_now() -> None:
    scene = make_scene(40)
    ask(scene.secretary, (scene.chairs, 30))
    lose(scene.stock, 1)
    lose(scene.stock, 5, clock.now() + timedelta(days=2))

    assert available(scene) == 39


def test_what_is_available_can_be_asked_for_and_no_more() -> None:
    scene = make_scene(40, preparation_after_hours=24)
    ask(scene.secretary, (scene.chairs, 13))

    ask(scene.secretary, (scene.chairs, available(scene, next_weekend())))

    assert available(scene, next_weekend()) == 0


@pytest.mark.parametrize(
    ("facts", "reasons"),
    [
        ({}, set()),
        ({"population": 13_511}, {"population"}),
        ({"kind": OrganizationKind.EPCI}, {"borrower_kind"}),
    ],
)
def test_why_one_may_not_borrow_is_shown(facts: dict[str, Any], reasons: set[str]) -> None:
    scene = make_scene()
    reader = make_actor(make_commune(scene.territory, "Anzin", **facts))
    make_item(make_pool(scene.maing, by_list=True, below_population=None))

    chairs, listed = search.every(reader, Search())

    if chairs.pool != scene.pool.name:
        chairs, listed = listed, chairs
    assert {verdict.code for verdict in chairs.refused} == reasons
    assert "adhesion" in {verdict.code for verdict in listed.refused}


def test_an_item_tells_what_comes_with_it() -> None:
    scene = make_scene()
    pilot = make_item(scene.pool, 1, name="Télépilote")
    artres = make_commune(scene.territory, "Artres")
    common = {"item_id": scene.chairs.id}
    keep(
        Requirement(**common, label="permis BE"),
        Companion(**common, companion_id=pilot.id),
        Share(**common, organization=scene.maing, numerator=1, denominator=4),
        Share(**common, organization=artres, numerator=3, denominator=4),
    )
    db.session.expire_all()

    view = catalogue.show(scene.secretary, scene.chairs.id)

    assert view.requirements == ("permis BE",)
    assert view.companions == ("Télépilote",)
    assert view.owners == ("Maing 25\N{NO-BREAK SPACE}%", "Artres 75\N{NO-BREAK SPACE}%")


def test_shares_are_shown_as_french_people_write_them() -> None:
    scene = make_scene()
    keep(Share(item_id=scene.chairs.id, organization=scene.maing, numerator=11, denominator=40))
    keep(Share(item_id=scene.chairs.id, organization=scene.maing, numerator=1, denominator=3))
    db.session.expire_all()

    shown = catalogue.show(scene.secretary, scene.chairs.id).owners

    assert shown[0].replace("\N{NO-BREAK SPACE}", " ") == "Maing 27,5 %"
    assert len(shown[1]) < 20


def test_the_number_of_queries_does_not_grow_with_the_items(base: Connection) -> None:
    scene = make_scene()
    wanted = Search(period=next_weekend())
    with counting(base) as few:
        search.every(scene.secretary, wanted)

    scene = make_scene()
    for _ in range(12):
        item = make_item(scene.pool)
        add_stock(item, 3)
        keep(Requirement(item_id=item.id, label="permis BE"))
        keep(Companion(item_id=item.id, companion_id=scene.chairs.id))
        ask(scene.secretary, (item, 1))
    with counting(base) as many:
        found = search.every(scene.secretary, wanted)

    assert len(found) == 13
    assert len(many) - len(few) <= 1  # the companions, that a single item lacks
    assert len(many) < 15


def test_another_territory_is_out_of_view() -> None:
    scene, abroad = make_scene(), make_scene()

    assert [view.id for view in search.every(scene.secretary, Search())] == [scene.chairs.id]
    for read in (
        lambda: catalogue.show(scene.secretary, abroad.chairs.id),
        lambda: catalogue.find(scene.secretary, abroad.chairs.reference),
        lambda: catalogue.find(scene.secretary, str(abroad.chairs.id)),
        lambda: catalogue.show(scene.secretary, 1_000_000),
    ):
        with pytest.raises(NotFound) as refusal:
            read()
        assert refusal.value.code == "item_not_found"
    assert search.families(make_actor(make_commune(make_territory()))) == []


def test_a_reference_of_digits_comes_before_an_id() -> None:
    scene = make_scene()
    other = make_item(scene.pool, reference=str(scene.chairs.id))

    assert catalogue.find(scene.secretary, str(scene.chairs.id)) is other
    assert catalogue.find(scene.secretary, scene.chairs.reference) is scene.chairs


def test_a_depot_is_found_by_name_or_id_among_those_of_the_item() -> None:
    scene = make_scene()
    depot = scene.stock.depot
    elsewhere = make_item(scene.pool).stocks[0].depot

    for name in (depot.name, str(depot.id)):
        assert catalogue.find_depot(scene.chairs, name) is depot
    with pytest.raises(NotFound) as refusal:
        catalogue.find_depot(scene.chairs, elsewhere.name)
    assert refusal.value.code == "depot_not_found"


def test_items_are_found_by_reference_or_number_all_at_once(base: Connection) -> None:
    scene, abroad = make_scene(), make_scene()
    tents = make_item(scene.pool)
    named, numbered, other = scene.chairs.reference, str(tents.id), abroad.chairs.reference

    with counting(base) as asked:
        found = catalogue.find_all(scene.secretary, [named, numbered, other, "NUL-01", "a\0b"])

    assert {name: item.id for name, item in found.items()} == {
        named: scene.chairs.id,
        numbered: tents.id,
    }
    assert len(asked) == 2


def test_a_reference_wins_over_the_number_of_another() -> None:
    scene = make_scene()
    tents = make_item(scene.pool, reference=str(scene.chairs.id))

    found = catalogue.find_all(scene.secretary, [tents.reference])

    assert found == {tents.reference: tents}

"""Incidents in view: whose they are, where their things are."""

import pytest

from booking import clock
from booking.errors import Invalid, NotFound
from booking.period import OPEN_ENDED, Period
from booking.queries import incidents
from booking.usecases import loans
from booking.vocabulary import HoldReason, Role
from tests.factories import (
    add_stock,
    make_actor,
    make_commune,
    make_scene,
    make_territory,
)
from tests.usecases.tending import hand_over, make_numbered, named, numbers, withhold
from tests.usecases.wrecking import WHAT, incident, wreck

pytestmark = pytest.mark.usefixtures("base")


def test_only_those_whom_it_concerns_find_it() -> None:
    scene = make_scene(10)
    mine = hand_over(scene, 2)
    made = wreck(scene, reservation=mine)
    artres = make_commune(scene.territory, "Artres")

    assert incidents.row(scene.secretary, made).id == made
    for other in (artres, make_commune(make_territory(), "Rouvray")):
        with pytest.raises(NotFound, match="incident_not_found"):
            incidents.row(make_actor(other, *Role), made)
    with pytest.raises(NotFound, match="incident_not_found"):
        incidents.row(scene.manager, made + 1)
    apart = wreck(scene)
    with pytest.raises(NotFound):
        incidents.row(scene.secretary, apart)


def test_the_depot_may_be_left_out_when_there_is_one_alone() -> None:
    scene = make_scene(10)
    reference = scene.chairs.reference
    assert incidents.stock_of(scene.manager, reference, "") is scene.stock
    there = add_stock(scene.chairs, 2)

    with pytest.raises(Invalid):
        incidents.stock_of(scene.manager, reference, "")
    assert incidents.stock_of(scene.manager, reference, str(there.depot_id)).id == there.id


def test_so_many_are_out_until_all_of_the_loan_is_back() -> None:
    scene = make_scene(10)
    mine = hand_over(scene, 4)
    made = incident(wreck(scene, reservation=mine))

    assert incidents.is_out(made)
    loans.take_back(scene.manager, mine)
    assert not incidents.is_out(made)
    assert not incidents.is_out(incident(wreck(scene)))


def test_a_copy_is_out_whoever_has_it() -> None:
    scene = make_numbered(2)
    (unit,) = named(hand_over(scene))

    assert incidents.is_out(incident(wreck(scene, unit=unit)))
    (home,) = set(numbers(scene)) - {unit}
    assert not incidents.is_out(incident(wreck(scene, unit=home)))


def test_a_copy_is_broken_because_of_a_breakdown_of_now_alone() -> None:
    scene = make_numbered(2)
    first, second = scene.stock.units
    withhold(scene, units=(first.number,))  # later
    now = Period(clock.now(), OPEN_ENDED)
    withhold(scene, now, units=(second.number,), reason=HoldReason.MAINTENANCE)
    assert [incidents.broken_copy(each.id) for each in (first, second)] == [None, None]

    other = make_numbered(1)
    made = incident(wreck(other, unit=numbers(other)[0], out_of_service=True))
    assert incidents.broken_copy(made.unit_id or 0) == made.hold_id


def test_an_incident_is_said_in_a_few_words() -> None:
    scene = make_scene(10)
    made = incident(wreck(scene, quantity=3))

    assert incidents.thing(made) == "3\xa0×\xa0Chaise pliante"
    assert incidents.brief(made) == f"Dégradation : {WHAT}"
    made.circumstances = ""
    assert incidents.brief(made) == "Dégradation"
    assert not incidents.is_withheld(made)
    assert incidents.paper_of(made.id) is None

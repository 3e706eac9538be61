"""An incident is closed: things are lent again, or are lost for good, or nothing changes."""

from datetime import timedelta
from typing import Any

import pytest

from booking import clock, journal
from booking.errors import WrongMoment
from booking.handling import IncidentKind, IncidentState, Outcome
from booking.queries import health
from booking.rules.incidents import Ended, Followed
from booking.usecases import incidents, stocks
from booking.vocabulary import Status
from tests.factories import (
    Scene,
    ask,
    make_scene,
    row,
    set_clock,
)
from tests.usecases.tending import (
    agree,
    excesses,
    free,
    make_numbered,
    numbers,
)
from tests.usecases.wrecking import incident, moves, wreck

pytestmark = pytest.mark.usefixtures("base")
LOST, REPAIRED = Ended(Outcome.LOST, "Introuvable."), Ended(Outcome.REPAIRED)


@pytest.fixture
def scene(base: Any) -> Scene:
    """Give Maing, ten chairs and Quérénaing."""
    return make_scene(10)


def test_what_is_repaired_serves_again_and_those_who_wait_are_offered_it(scene: Scene) -> None:
    made = wreck(scene, quantity=4, out_of_service=True)
    (waiting,) = ask(scene.secretary, (scene.chairs, 8), if_short="waitlist")
    assert row(waiting).status is Status.WAITLISTED

    incidents.close(scene.manager, made, Ended(Outcome.REPAIRED, "Soudé par l’atelier."))

    found = incident(made)
    assert (found.state, found.outcome, found.hold_id) == (
        IncidentState.CLOSED,
        Outcome.REPAIRED,
        None,
    )
    assert row(waiting).status is Status.NEEDS_INFO
    assert health.excesses() == []


def test_what_is_lost_leaves_the_stock_for_good(scene: Scene) -> None:
    made = wreck(scene, kind=IncidentKind.THEFT, quantity=3, out_of_service=True)

    incidents.close(scene.manager, made, LOST)

    assert moves(scene)[1:] == [("loss", -3)]
    assert (free(scene.chairs), incident(made).hold_id) == (7, None)
    assert journal.entries("stock", scene.stock.id)[-1].act == "move"
    assert health.excesses() == []


def test_a_copy_that_is_lost_is_no_longer_one() -> None:
    scene = make_numbered(2)
    gone = numbers(scene)[0]
    made = wreck(scene, unit=gone, out_of_service=True)

    incidents.close(scene.manager, made, LOST)

    assert scene.stock.units[0].gone(clock.now() + timedelta(seconds=1))
    assert free(scene.chairs) == 1
    assert health.excesses() == []


def test_a_loss_that_others_counted_on_is_written_with_its_reason(scene: Scene) -> None:
    agree(scene, 10)
    made = wreck(scene, out_of_service=True)

    incidents.close(scene.manager, made, LOST)

    assert excesses() == [(2, "perte : Introuvable.")]


def test_without_consequence_the_stock_stays_as_it_was(scene: Scene) -> None:
    made = wreck(scene, out_of_service=True)

    incidents.close(scene.manager, made, Ended(Outcome.UNTOUCHED))

    assert incident(made).hold_id
    assert free(scene.chairs) == 8


def test_what_serves_again_by_another_way_is_closed_all_the_same(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = wreck(scene, out_of_service=True)
    set_clock(monkeypatch, clock.now() + timedelta(hours=1))
    stocks.restore(scene.manager, incident(made).hold_id or 0)

    incidents.close(scene.manager, made, REPAIRED)

    assert free(scene.chairs) == 10


def test_a_closed_incident_no_longer_changes(scene: Scene) -> None:
    made = wreck(scene)
    incidents.close(scene.manager, made, REPAIRED, key="k")
    incidents.close(scene.manager, made, REPAIRED, key="k")  # a second click

    with pytest.raises(WrongMoment, match="incident_closed"):
        incidents.close(scene.manager, made, LOST)
    with pytest.raises(WrongMoment, match="incident_closed"):
        incidents.follow(scene.manager, made, Followed(1))
    assert moves(scene)[1:] == []

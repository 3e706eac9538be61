"""Two reservations that exchange their dates, both or neither."""

from typing import Any

import pytest
from sqlalchemy import select

from booking import journal
from booking.db import db
from booking.errors import Invalid, NotAllowed, NotEnoughAvailable, NotFound, WrongMoment
from booking.models.mail import Message
from booking.usecases import changes, loans, reservations
from booking.vocabulary import MailKind, Role, Status
from tests.factories import (
    Scene,
    ask,
    holds_of,
    make_actor,
    make_commune,
    make_item,
    make_pool,
    make_scene,
    next_weekend,
    row,
)
from tests.usecases.tending import agree, excesses

pytestmark = pytest.mark.usefixtures("base")


def facts_of(*ids: int) -> list[Any]:
    """Return all that a refused exchange must leave as it was."""
    mine = [row(each) for each in ids]
    return [(each.period, each.status, each.revision, holds_of(each.id)) for each in mine]


def pair(scene: Scene, first: int, second: int) -> tuple[int, int]:
    """Ask for chairs in four weeks, and in six; the first is approved."""
    (later,) = ask(scene.secretary, (scene.chairs, second), period=next_weekend(6))
    return agree(scene, first), later


def test_two_reservations_exchange_their_dates() -> None:
    scene = make_scene(40, preparation_after_hours=48)
    first, second = pair(scene, 40, 35)

    assert changes.swap(scene.manager, first, second) == first

    assert [row(each).period for each in (first, second)] == [next_weekend(6), next_weekend(4)]
    assert [holds_of(each)[0][1] for each in (first, second)] == [40, 35]
    assert [row(each).status for each in (first, second)] == [Status.APPROVED, Status.REQUESTED]
    assert holds_of(first)[0][2].contains(next_weekend(6))
    assert excesses() == []


def test_both_borrowers_are_told_and_both_calendars_change() -> None:
    scene = make_scene(40)
    first, second = pair(scene, 40, 35)

    changes.swap(scene.manager, first, second)

    assert [row(each).revision for each in (first, second)] == [2, 1]
    told = db.session.scalars(select(Message.to).filter_by(kind=MailKind.CHANGED)).all()
    assert told == [scene.secretary.email] * 2
    for each in (first, second):
        assert journal.entries("reservation", each)[-1].act == "swap"


@pytest.mark.parametrize("weeks", [4, 6])
def test_when_one_does_not_fit_neither_moves(weeks: int) -> None:
    scene = make_scene(40)
    first, second = pair(scene, 30, 20)
    if weeks == 6:
        ask(scene.secretary, (scene.chairs, 11), period=next_weekend(6))
        missing = 29
    else:
        first, second = second, first
        ask(scene.secretary, (scene.chairs, 20), period=next_weekend(6))
        missing = 20
    before = facts_of(first, second)

    with pytest.raises(NotEnoughAvailable) as refusal:
        changes.swap(scene.manager, first, second)

    (short,) = refusal.value.facts["shortages"]  # type: ignore[misc]
    assert (short["wanted"], short["free"]) == (30, missing)
    assert facts_of(first, second) == before


def test_the_place_that_each_leaves_serves_the_other() -> None:
    scene = make_scene(40)
    (first,) = ask(scene.secretary, (scene.chairs, 40))
    near = next_weekend().shifted(1, scene.secretary.zone)
    tents = make_item(scene.pool, 3)
    (second,) = ask(scene.secretary, (tents, 3), period=near)

    changes.swap(scene.manager, second, first)

    assert [row(each).period for each in (first, second)] == [near, next_weekend()]


def test_one_exchanges_with_another_reservation_of_the_pool() -> None:
    scene = make_scene(40)
    first, _ = pair(scene, 4, 4)
    tents = make_item(make_pool(scene.maing), 3)
    (elsewhere,) = ask(scene.secretary, (tents, 3))

    for other in (first, elsewhere):
        with pytest.raises(Invalid):
            changes.swap(scene.manager, first, other)
    assert row(first).revision == 1


def test_only_the_manager_exchanges() -> None:
    scene = make_scene(40)
    first, second = pair(scene, 4, 4)
    abroad = make_scene()

    for actor in (scene.secretary, make_actor(scene.maing, Role.TECHNICIAN)):
        with pytest.raises(NotAllowed):
            changes.swap(actor, first, second)
    for stranger in (abroad.manager, make_actor(make_commune(scene.territory, "Artres"), *Role)):
        with pytest.raises(NotFound):
            changes.swap(stranger, first, second)
    (foreign,) = ask(abroad.secretary, (abroad.chairs, 4))
    with pytest.raises(NotFound):
        changes.swap(scene.manager, first, foreign)


@pytest.mark.parametrize("ended", [True, False])
def test_what_is_out_or_ended_is_not_exchanged(ended: bool) -> None:
    scene = make_scene(40)
    first, second = pair(scene, 4, 4)
    if ended:
        reservations.refuse(scene.manager, second, "Non.")
    else:
        loans.hand_over(scene.manager, first)
    before = facts_of(first, second)

    for one, other in ((first, second), (second, first)):
        with pytest.raises(WrongMoment):
            changes.swap(scene.manager, one, other)

    assert facts_of(first, second) == before

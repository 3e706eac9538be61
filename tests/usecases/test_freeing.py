"""Whatever gives stock back offers it in the same breath, other items than its own included."""

from collections.abc import Callable
from datetime import date

import pytest

from booking.db import db
from booking.models.reservations import Line
from booking.period import Period
from booking.rules.approvals import Rule
from booking.rules.asking import AskedLine, Edited
from booking.usecases import amendments, approvals, changes, loans, replies, reservations
from booking.vocabulary import Status, Tracking
from tests.factories import (
    LONG_AGO,
    Scene,
    ask,
    insure,
    make_actor,
    make_commune,
    make_item,
    make_scene,
    next_weekend,
    row,
)
from tests.usecases.tending import SINCE_LONG, agree, move, numbers

pytestmark = pytest.mark.usefixtures("base")


def few(scene: Scene, quantity: int, mine: int) -> None:
    edited = Edited(lines=(AskedLine(scene.chairs.reference, quantity),))
    changes.edit(scene.secretary, mine, edited)


def grant_less(scene: Scene) -> Callable[[], int]:
    (mine,) = ask(scene.secretary, (scene.chairs, 40))
    (line,) = row(mine).lines
    return lambda: reservations.approve(
        scene.manager, mine, quantities={line.id: 10}, reason="Trop."
    )


def proposing(scene: Scene) -> int:
    (mine,) = ask(scene.secretary, (scene.chairs, 10))
    edited = Edited(lines=(AskedLine(scene.chairs.reference, 40),))
    amendments.propose(scene.manager, mine, edited)
    return mine


def resume(scene: Scene) -> Callable[[], int]:
    mine = proposing(scene)
    return lambda: replies.resume(scene.manager, mine)


def hand_over(scene: Scene) -> Callable[[], int]:
    mine = agree(scene, 10)
    few(scene, 40, mine)
    return lambda: loans.hand_over(scene.manager, mine)


def ask_otherwise(scene: Scene) -> Callable[[], int]:
    mine = agree(scene, 10)
    few(scene, 40, mine)
    edited = Edited(lines=(AskedLine(scene.chairs.reference, 12),))
    return lambda: changes.edit(scene.secretary, mine, edited)


def swap(scene: Scene) -> Callable[[], int]:
    later = next_weekend(6)
    (mine,) = ask(scene.secretary, (scene.chairs, 40))
    (other,) = ask(scene.secretary, (scene.chairs, 4), period=later)
    return lambda: changes.swap(scene.manager, mine, other)


@pytest.mark.parametrize("acting", [grant_less, resume, hand_over, ask_otherwise, swap])
def test_what_an_act_frees_is_offered_at_once(acting: Callable[[Scene], Callable[[], int]]) -> None:
    scene = make_scene(40)
    act = acting(scene)
    other = make_actor(make_commune(scene.territory, "Artres"))
    (second,) = ask(other, (scene.chairs, 20), if_short="waitlist")
    assert row(second).status is Status.WAITLISTED

    act()

    assert row(second).status is Status.NEEDS_INFO


def test_a_proposal_of_another_thing_declined_frees_that_thing() -> None:
    scene = make_scene(40)
    tents = make_item(scene.pool, 2)
    (mine,) = ask(scene.secretary, (scene.chairs, 10))
    amendments.propose(scene.manager, mine, Edited(lines=(AskedLine(tents.reference, 2),)))
    (second,) = ask(scene.secretary, (tents, 1), if_short="waitlist")

    amendments.decline(scene.secretary, mine)

    assert row(second).status is Status.NEEDS_INFO


def test_copies_no_longer_named_are_offered() -> None:
    scene = make_scene(0, tracking=Tracking.NUMBERED)
    move(scene, 2, at=SINCE_LONG)
    first, last = next_weekend(4), next_weekend(6)
    mine, other = agree(scene, 1, first), agree(scene, 1, last)
    one, two = numbers(scene)
    for each, number in ((mine, one), (other, two)):
        changes.name_copies(scene.manager, each, line_of(each).id, [number])
    whole = Period(first.starts_at, last.ends_at)
    (second,) = ask(scene.secretary, (scene.chairs, 1), period=whole, if_short="waitlist")
    assert row(second).status is Status.WAITLISTED

    changes.name_copies(scene.manager, other, line_of(other).id, [])

    assert row(second).status is Status.NEEDS_INFO


def line_of(reservation_id: int) -> Line:
    """Return the only line of a reservation."""
    (line,) = row(reservation_id).lines
    return line


def test_a_rule_agrees_to_nothing_of_what_waits() -> None:
    scene = make_scene(40)
    insure(scene.querenaing, LONG_AGO, date(2098, 12, 31))
    approvals.add(scene.manager, scene.pool.id, Rule("Tout", most=40))
    (first,) = ask(scene.secretary, (scene.chairs, 40))

    (second,) = ask(scene.secretary, (scene.chairs, 5), if_short="waitlist")

    db.session.expire_all()
    assert [row(each).status for each in (first, second)] == [Status.APPROVED, Status.WAITLISTED]

"""Which copy for whom: named before, dealt at the hand-over, never two loans of one copy."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from booking import journal
from booking.db import db
from booking.errors import Invalid, NotAllowed, NotEnoughAvailable, NotFound, WrongMoment
from booking.models.reservations import Hold
from booking.period import Period
from booking.rules.access import Actor
from booking.usecases import changes, loans, reservations
from booking.vocabulary import HoldReason, Role
from tests.factories import (
    Scene,
    ask,
    keep,
    make_actor,
    make_scene,
    next_weekend,
    row,
)
from tests.usecases.tending import (
    DAY,
    agree,
    clashes,
    excesses,
    free,
    hand_over,
    make_numbered,
    named,
    numbers,
    withhold,
)

pytestmark = pytest.mark.usefixtures("base")
HOUR = timedelta(hours=1)


def name(scene: Scene, reservation_id: int, *copies: str, actor: Actor | None = None) -> None:
    """Name copies for the only line of a reservation."""
    (line,) = row(reservation_id).lines
    changes.name_copies(actor or scene.manager, reservation_id, line.id, copies)


def days(first: int, count: int = 1) -> Period:
    """Return some days of a week to come."""
    start = next_weekend().starts_at + first * DAY
    return Period(start, start + count * DAY)


def test_the_copies_named_are_those_handed_over() -> None:
    scene = make_numbered(3)
    agreed_id = agree(scene, 2)
    chosen = numbers(scene)[2]

    name(scene, agreed_id, chosen)
    assert named(agreed_id) == [chosen]
    loans.hand_over(scene.manager, agreed_id)

    assert len(set(named(agreed_id))) == 2
    assert chosen in named(agreed_id)
    entry = next(each for each in journal.entries("reservation", agreed_id) if each.act[0] == "n")
    assert (entry.act, entry.facts["units"]) == ("name_copies", [chosen])


def test_any_copy_will_do_again() -> None:
    scene = make_numbered(2)
    agreed_id = agree(scene, 2)
    name(scene, agreed_id, *numbers(scene))

    name(scene, agreed_id)

    assert named(agreed_id) == []
    assert [hold.quantity for hold in row(agreed_id).lines[0].holds] == [2]


def test_copies_are_named_once_known_and_no_more_than_asked() -> None:
    scene, other = make_numbered(3), make_numbered(1)
    agreed_id = agree(scene, 2)

    with pytest.raises(Invalid):
        name(scene, agreed_id, *numbers(scene))
    for unknown in ("NUL-01", *numbers(other)):
        with pytest.raises(NotFound) as refusal:
            name(scene, agreed_id, unknown)
        assert refusal.value.facts == {"unit": unknown}
    with pytest.raises(NotFound):
        changes.name_copies(scene.manager, agreed_id, row(agreed_id).lines[0].id + 1)
    name(scene, agreed_id, numbers(scene)[0], numbers(scene)[0])
    assert named(agreed_id) == numbers(scene)[:1]


def test_what_is_counted_has_no_copies_to_name() -> None:
    scene = make_scene(40)

    with pytest.raises(NotFound):
        name(scene, agree(scene), "1")


@pytest.mark.parametrize("taken", ["named", "withheld"])
def test_a_copy_that_others_have_is_not_named(taken: str) -> None:
    scene = make_numbered(2)
    agreed_id, copy = agree(scene), numbers(scene)[0]
    if taken == "named":
        name(scene, agree(scene), copy)
    else:
        withhold(scene, days(0), units=(copy,))

    with pytest.raises(NotEnoughAvailable):
        name(scene, agreed_id, copy)

    assert named(agreed_id) == []


def test_naming_leaves_a_copy_to_every_other_loan() -> None:
    scene = make_numbered(2)
    first, second = numbers(scene)
    withhold(scene, days(0), units=(first,))
    agree(scene, 1, days(0, 2))  # only the second copy serves both days
    agreed_id = agree(scene, 1, days(1))

    with pytest.raises(NotEnoughAvailable):
        name(scene, agreed_id, second)
    name(scene, agreed_id, first)

    assert (named(agreed_id), excesses()) == ([first], [])


def test_two_copies_withheld_in_turn_serve_no_loan_over_both_days() -> None:
    scene = make_numbered(2)
    for day, copy in enumerate(numbers(scene)):
        withhold(scene, days(day), units=(copy,), reason=HoldReason.MAINTENANCE)

    assert [free(scene.chairs, each) for each in (days(0), days(1), days(0, 2))] == [1, 1, 0]
    with pytest.raises(NotEnoughAvailable):
        ask(scene.secretary, (scene.chairs, 1), period=days(0, 2))
    agree(scene, 1, days(0))
    agree(scene, 1, days(1))
    assert excesses() == []


def test_what_holds_further_off_is_seen_through_the_loans_between() -> None:
    scene = make_numbered(2)
    first, second = numbers(scene)
    withhold(scene, days(0), units=(first,))
    withhold(scene, days(3), units=(second,))
    agree(scene, 1, days(0, 2))  # the second copy
    agree(scene, 1, days(2, 2))  # the first copy

    assert free(scene.chairs, days(1, 2)) == 0
    with pytest.raises(NotEnoughAvailable):
        ask(scene.secretary, (scene.chairs, 1), period=days(1, 2))
    assert excesses() == []


@pytest.mark.parametrize("who", ["secretary", "borrower's technician", "stranger"])
def test_others_do_not_name_copies(who: str) -> None:
    scene = make_numbered(2)
    agreed_id, copy = agree(scene), numbers(scene)[0]
    actors: dict[str, Any] = {
        "secretary": scene.secretary,
        "borrower's technician": make_actor(scene.querenaing, Role.TECHNICIAN),
        "stranger": make_scene().manager,
    }

    with pytest.raises((NotAllowed, NotFound)):
        name(scene, agreed_id, copy, actor=actors[who])
    name(scene, agreed_id, copy, actor=make_actor(scene.maing, Role.TECHNICIAN))
    loans.hand_over(scene.manager, agreed_id)
    with pytest.raises(WrongMoment):
        name(scene, agreed_id, numbers(scene)[1])


def test_what_ends_names_nobody() -> None:
    scene = make_numbered(1)
    agreed_id = agree(scene)
    name(scene, agreed_id, *numbers(scene))

    reservations.cancel(scene.secretary, agreed_id)
    name(scene, again := agree(scene), *numbers(scene))

    assert named(again) == numbers(scene)


def write_again(hold: Hold) -> None:
    """Write the same copy for the same days behind the engine's back, and end the transaction."""
    common = {"territory_id": hold.territory_id, "stock_id": hold.stock_id, "quantity": 1}
    spans = {"starts_at": hold.starts_at, "ends_at": hold.ends_at}
    reason = {"reason": HoldReason.BREAKDOWN, "planned_ends_at": hold.ends_at}
    keep(Hold(unit_id=hold.unit_id, **common, **spans, **reason))
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))


def test_postgresql_itself_refuses_two_holds_of_one_copy() -> None:
    scene = make_numbered(2)
    (hold,) = row(hand_over(scene)).lines[0].holds

    if db.engine.dialect.name == "sqlite":
        write_again(hold)  # its one writer at a time is what protects it
        assert len(clashes()) == 1
        return
    with pytest.raises(IntegrityError, match="ex_holds_unit"):
        write_again(hold)

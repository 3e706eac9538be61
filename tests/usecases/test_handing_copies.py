"""Which copies leave: those picked at the counter, and what is said of those that may not."""

from datetime import timedelta
from typing import Any

import pytest

from booking import clock
from booking.db import db
from booking.errors import Invalid, WrongMoment
from booking.models.loans import Passage
from booking.models.reservations import Hold
from booking.rules.passages import Counted, Passing, Signed
from booking.usecases import changes, loans
from booking.usecases import reservations as acts
from booking.vocabulary import Status
from tests.factories import (
    add_stock,
    ask,
    make_item,
    row,
)
from tests.usecases.tending import (
    DAY,
    agree,
    clashes,
    excesses,
    hand_over,
    make_numbered,
    move,
    named,
    numbers,
    retire,
)

pytestmark = pytest.mark.usefixtures("base")
HOUR = timedelta(hours=1)
SIGNED = Signed(borrower_name="Luc", keeper_name="Ada")


def line_id(reservation_id: int) -> int:
    """Return the only line of a reservation."""
    (line,) = row(reservation_id).lines
    return line.id


def picked(reservation_id: int, *copies: str, **facts: Any) -> Passing:
    """Return some copies of the only line as picked at the counter."""
    line = line_id(reservation_id)
    return Passing(counted=tuple(Counted(line, 1, copy) for copy in copies), signed=SIGNED, **facts)


def passages() -> list[Passage]:
    """Return every passage, in order."""
    return db.session.query(Passage).order_by(Passage.id).all()


def held(reservation_id: int) -> list[tuple[int, bool]]:
    """Return how many are held each time, and whether they have left."""
    holds = [hold for line in row(reservation_id).lines for hold in line.holds]
    return sorted((hold.quantity, hold.due_back_at is not None) for hold in holds)


def test_the_copy_that_was_picked_leaves() -> None:
    scene = make_numbered(3)
    mine = agree(scene, 1)
    third = numbers(scene)[2]

    loans.hand_over(scene.manager, mine, picked(mine, third))

    assert named(mine) == [third]
    assert [line.unit.number for line in passages()[0].lines if line.unit] == [third]
    assert (clashes(), excesses()) == ([], [])


def test_the_copy_that_was_picked_stands_for_the_one_that_was_named() -> None:
    scene = make_numbered(3)
    first, second, third = numbers(scene)
    mine = agree(scene, 2)
    changes.name_copies(scene.manager, mine, line_id(mine), [first, second])

    loans.hand_over(scene.manager, mine, picked(mine, third, second))

    assert sorted(named(mine)) == [second, third]


def test_one_of_two_copies_leaves_and_the_other_stays_named_for_later() -> None:
    scene = make_numbered(3)
    first, second, third = numbers(scene)
    mine = agree(scene, 2)
    changes.name_copies(scene.manager, mine, line_id(mine), [first, second])

    loans.hand_over(scene.manager, mine, picked(mine, second, kept=True))
    assert held(mine) == [(1, False), (1, True)]
    loans.hand_over_more(scene.manager, mine, picked(mine, third))

    assert sorted(named(mine)) == [second, third]
    assert (clashes(), excesses()) == ([], [])


def test_a_copy_of_another_depot_may_be_picked() -> None:
    scene = make_numbered(1)
    other = add_stock(scene.chairs, 0)
    move(scene, 1, depot=other.depot.name, at=clock.now() - DAY)
    elsewhere = other.units[0].number
    mine = agree(scene, 1)

    loans.hand_over(scene.manager, mine, picked(mine, elsewhere))

    assert named(mine) == [elsewhere]
    assert db.session.query(Hold).one().stock_id == other.id
    assert excesses() == []


def test_one_more_copy_leaves_when_it_is_free() -> None:
    scene = make_numbered(2)
    mine = agree(scene, 1)

    loans.hand_over(scene.manager, mine, picked(mine, *numbers(scene)))

    assert sorted(named(mine)) == sorted(numbers(scene))
    assert row(mine).lines[0].quantity == 2


def test_a_copy_that_cannot_be_the_one_is_refused_by_its_name() -> None:
    scene = make_numbered(4)
    first, second, third, fourth = numbers(scene)
    other = make_numbered(1)
    keep_out = hand_over(scene)
    (out,) = named(keep_out)
    gone, promised, _ = [each for each in (first, second, third, fourth) if each != out]
    retire(scene, gone)
    theirs = agree(scene, 1)
    changes.name_copies(scene.manager, theirs, line_id(theirs), [promised])
    mine = agree(scene, 1)

    for number, code in (
        (out, "unit_out"),
        (gone, "unit_gone"),
        (promised, "unit_taken"),
        (numbers(other)[0], "unit_unknown"),
        ("X", "unit_unknown"),
    ):
        with pytest.raises((Invalid, WrongMoment), match=code):
            loans.hand_over(scene.manager, mine, picked(mine, number))
    with pytest.raises(Invalid, match="unit_twice"):
        loans.hand_over(scene.manager, mine, picked(mine, promised, promised))
    assert row(mine).status is Status.APPROVED


def test_a_copy_of_another_item_is_refused() -> None:
    scene = make_numbered(1)
    tents = make_item(scene.pool, 1, name="Tente", reference="TEN")
    mine = agree(scene, 1)
    (chosen,) = numbers(scene)
    (theirs,) = ask(scene.secretary, (tents, 1))
    acts.approve(scene.manager, theirs)

    with pytest.raises(WrongMoment, match="copy_of_another") as refusal:
        loans.hand_over(scene.manager, theirs, picked(theirs, chosen))

    assert refusal.value.facts["wanted"] == "Tente"
    loans.hand_over(scene.manager, mine, picked(mine, chosen))

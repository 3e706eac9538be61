"""What leaves after the rest: only what was kept, whatever has come back meanwhile."""

import pytest

from booking.db import db
from booking.errors import WrongMoment
from booking.models.loans import Passage
from booking.queries import handing, reservations
from booking.rules.passages import Counted, Passing, Signed
from booking.usecases import lateness, loans
from tests.factories import make_scene, next_weekend, row, set_clock
from tests.usecases.returns import HOUR, line_of
from tests.usecases.tending import agree, excesses, make_numbered, numbers

pytestmark = pytest.mark.usefixtures("base")
SIGNED = Signed(borrower_name="Luc")


def counted(reservation_id: int, quantity: int, unit: str = "", *, kept: bool = False) -> Passing:
    """Return so many of the only line, or a copy of it, as counted at the counter."""
    return Passing((Counted(line_of(reservation_id), quantity, unit),), SIGNED, kept=kept)


def passed() -> list[int]:
    """Return how many passed the counter, each time."""
    found = db.session.query(Passage).order_by(Passage.id)
    return [sum(line.quantity for line in each.lines) for each in found]


def test_what_came_back_is_not_proposed_to_leave_again(monkeypatch: pytest.MonkeyPatch) -> None:
    scene, weekend = make_scene(40), next_weekend()
    mine = agree(scene, 10)
    set_clock(monkeypatch, weekend.starts_at + HOUR)
    loans.hand_over(scene.manager, mine, counted(mine, 6, kept=True))
    set_clock(monkeypatch, row(mine).ends_at)  # at the very hour that was agreed
    loans.take_back(scene.manager, mine, counted(mine, 2))

    (proposed,) = handing.show(scene.manager, mine).lines
    assert proposed.quantity == 4
    assert reservations.show(scene.manager, mine).lines[0].kept == 4
    loans.hand_over_more(scene.manager, mine, counted(mine, proposed.quantity))

    assert (row(mine).lines[0].quantity, passed(), excesses()) == (10, [6, 2, 4], [])
    with pytest.raises(WrongMoment):
        handing.show(scene.manager, mine)
    loans.take_back(scene.manager, mine)
    assert passed()[-1] == 8


def test_nothing_leaves_again_of_a_loan_that_left_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    scene, weekend = make_scene(40), next_weekend()
    mine = agree(scene, 10)
    set_clock(monkeypatch, weekend.starts_at)
    loans.hand_over(scene.manager, mine)
    set_clock(monkeypatch, row(mine).ends_at)  # at the very hour that was agreed
    loans.take_back(scene.manager, mine, counted(mine, 4))

    with pytest.raises(WrongMoment):
        handing.show(scene.manager, mine)
    with pytest.raises(WrongMoment, match="nothing_kept"):
        loans.hand_over_more(scene.manager, mine)


def test_what_is_back_is_not_held_longer_by_a_later_return(monkeypatch: pytest.MonkeyPatch) -> None:
    scene, weekend = make_scene(40), next_weekend()
    mine = agree(scene, 10)
    set_clock(monkeypatch, weekend.starts_at)
    loans.hand_over(scene.manager, mine)
    set_clock(monkeypatch, row(mine).ends_at)
    loans.take_back(scene.manager, mine, counted(mine, 4))
    before = row(mine).ends_at

    lateness.extend(scene.manager, mine, before + HOUR)

    ends = sorted((hold.ends_at, hold.quantity) for hold in row(mine).lines[0].holds)
    assert ends == [(before, 4), (before + HOUR, 6)]


def test_a_copy_that_came_back_is_not_taken_for_one_that_leaves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene, weekend = make_numbered(3), next_weekend()
    first, second, third = numbers(scene)
    mine = agree(scene, 2)
    set_clock(monkeypatch, weekend.starts_at)
    loans.hand_over(scene.manager, mine, counted(mine, 1, first, kept=True))
    set_clock(monkeypatch, weekend.starts_at + HOUR)
    with pytest.raises(WrongMoment, match="unit_out"):
        loans.hand_over_more(scene.manager, mine, counted(mine, 1, first))

    (line,) = handing.show(scene.manager, mine).lines
    assert [number for number, _ in line.copies] == [second, third]
    loans.hand_over_more(scene.manager, mine, counted(mine, 1, third))

    out = [hold.unit.number for hold in row(mine).lines[0].holds if hold.unit and hold.due_back_at]
    assert sorted(out) == [first, third]

"""What is held once things are back: cut, ended, given back, beyond the stock or not."""

import pytest

from booking import clock
from booking.db import db
from booking.rules.passages import Counted, Passing, Tally
from booking.usecases import arrivals, loans
from tests.factories import holds_of, make_scene, next_weekend, row, set_clock
from tests.usecases.returns import HOUR, back, line_of, out
from tests.usecases.tending import agree, make_numbered, numbers

pytestmark = pytest.mark.usefixtures("base")


def test_what_is_awaited_names_the_copies_that_are_out(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_numbered(3)
    mine, line = out(scene, 2, monkeypatch)

    found = arrivals.awaited(row(mine).lines[0], Tally(out=2))

    assert (found.line_id, found.quantity) == (line, 2)
    assert set(found.units) < set(numbers(scene))


def test_what_was_beyond_the_stock_stays_with_what_is_still_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene = make_scene(40)
    mine, line = out(scene, 40, monkeypatch)
    (hold,) = row(mine).lines[0].holds
    hold.beyond, hold.despite = 15, "Le maire y tient."
    db.session.commit()

    back(scene, mine, Counted(line, 30))

    held = {hold.quantity: hold.beyond for hold in row(mine).lines[0].holds}
    assert held == {10: 10, 30: 5}


def test_what_was_kept_for_later_is_free_once_the_rest_is_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene, weekend = make_scene(40), next_weekend()
    mine = agree(scene, 40, weekend)
    line = line_of(mine)
    set_clock(monkeypatch, weekend.starts_at)
    loans.hand_over(scene.manager, mine, Passing((Counted(line, 25),), kept=True))
    set_clock(monkeypatch, clock.now() + HOUR)
    assert sum(hold.quantity for hold in arrivals.kept(row(mine).lines[0])) == 15

    back(scene, mine, Counted(line, 10))
    assert sum(hold.quantity for hold in arrivals.kept(row(mine).lines[0])) == 15
    set_clock(monkeypatch, clock.now() + HOUR)
    back(scene, mine)

    assert sorted(many for _, many, _ in holds_of(mine)) == [10, 15]
    assert all(period.ends_at <= clock.now() for _, _, period in holds_of(mine))

"""What is held once things are back: cut, ended, given back, beyond the stock or not."""

from collections.abc import Iterable
from typing import NamedTuple

import pytest

from booking import clock
from booking.db import db
from booking.models.catalogue import Stock
from booking.models.reservations import Hold
from booking.queries import health
from booking.rules.passages import Counted, Passing, Tally
from booking.usecases import arrivals, loans
from booking.vocabulary import HoldReason
from tests.factories import Scene, add_stock, holds_of, make_scene, next_weekend, row, set_clock
from tests.usecases.returns import HOUR, back, last, line_of, out
from tests.usecases.tending import agree, make_numbered, numbers
from tests.usecases.wrecking import incident, wreck

pytestmark = pytest.mark.usefixtures("base")


class Two(NamedTuple):
    """A loan of ten chairs of another's depot and of six of the manager's own."""

    scene: Scene
    mine: int
    line: int
    theirs: Stock
    ours: Stock


def two_depots(monkeypatch: pytest.MonkeyPatch) -> Two:
    """Lend sixteen chairs that lie in two depots."""
    scene = make_scene(10)
    ours = add_stock(scene.chairs, 6)
    scene.stock.depot.custodian = scene.querenaing
    db.session.commit()
    return Two(scene, *out(scene, 16, monkeypatch), scene.stock, ours)


def still_out(two: Two) -> dict[int, int]:
    """Return how many are out, by stock."""
    held = [hold for hold in row(two.mine).lines[0].holds if hold.due_back_at]
    return _by_stock(held)


def withheld(two: Two) -> dict[int, int]:
    """Return how many are out of service, by stock."""
    return _by_stock(db.session.query(Hold).filter_by(reason=HoldReason.BREAKDOWN))


def _by_stock(held: Iterable[Hold]) -> dict[int, int]:
    found: dict[int, int] = {}
    for hold in held:
        found[hold.stock_id] = found.get(hold.stock_id, 0) + hold.quantity
    return found


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


def test_what_comes_back_frees_the_depot_where_it_is_brought(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    two = two_depots(monkeypatch)

    back(two.scene, two.mine, Counted(two.line, 6))

    assert still_out(two) == {two.theirs.id: 10}
    assert last().depot_id == two.ours.depot_id
    back(two.scene, two.mine)
    assert still_out(two) == {}
    assert last().depot_id == two.theirs.depot_id


def test_what_comes_back_damaged_is_withheld_where_it_is_brought(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    two = two_depots(monkeypatch)

    back(two.scene, two.mine, Counted(two.line, 6, damaged=2, missing=1))

    assert still_out(two) == {two.theirs.id: 9}
    assert withheld(two) == {two.ours.id: 2, two.theirs.id: 1}, "the missing came to no depot"
    assert health.excesses() == []


def test_more_than_a_depot_lent_is_of_the_other_one_too(monkeypatch: pytest.MonkeyPatch) -> None:
    two = two_depots(monkeypatch)

    back(two.scene, two.mine, Counted(two.line, 8))

    assert still_out(two) == {two.theirs.id: 8}
    assert last().depot_id is None


@pytest.mark.parametrize("damaged", [0, 2])
def test_what_was_to_be_out_of_service_is_so_where_it_is_brought(
    monkeypatch: pytest.MonkeyPatch, damaged: int
) -> None:
    two = two_depots(monkeypatch)
    theirs = str(two.theirs.depot_id)
    told = wreck(two.scene, reservation=two.mine, depot=theirs, out_of_service=True)

    back(two.scene, two.mine, Counted(two.line, 6, damaged=damaged))

    assert withheld(two) == {two.ours.id: 2}
    assert incident(told).stock_id == two.ours.id
    assert health.excesses() == []

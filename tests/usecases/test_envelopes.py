"""What an open change holds, seen by those who read holds."""

import pytest

from booking.dealings import ChangeState
from booking.queries import dangers, planning, stocks
from booking.rules.asking import AskedLine, Edited
from booking.usecases import changes, envelopes, reservations
from tests.factories import Scene, ask, lose, make_scene, next_weekend, row
from tests.usecases.tending import agree, endangered, excesses, free, make_numbered

pytestmark = pytest.mark.usefixtures("base")


def moved(scene: Scene, quantity: int = 10) -> int:
    """Agree to chairs, then let the borrower ask for the weekend after."""
    agreed_id = agree(scene, quantity)
    later = next_weekend(5)
    changes.edit(scene.secretary, agreed_id, Edited(later.starts_at, later.ends_at))
    return agreed_id


def test_what_a_change_holds_is_not_withheld_from_lending() -> None:
    scene = make_scene(40)
    moved(scene)

    assert [each.withheld for each in stocks.show(scene.manager, scene.chairs.id).stocks] == [()]


def test_a_change_is_in_danger_when_its_stock_goes() -> None:
    scene = make_scene(40)
    agreed_id = moved(scene, 30)
    reservations.cancel(scene.secretary, agree(scene, 1))
    lose(scene.stock, 15, next_weekend().ends_at)

    assert endangered(scene) == [(agreed_id, 5)]
    assert [each.reservation_id for each in dangers.counting_on(scene.stock)] == [agreed_id]


def test_a_change_is_a_rival_at_the_dates_it_asks_for() -> None:
    scene = make_scene(40)
    agreed_id = moved(scene)
    (other_id,) = ask(scene.secretary, (scene.chairs, 5), period=next_weekend(5))

    assert [each.id for each in planning.rivals(scene.manager, other_id)] == [agreed_id]


def test_dropping_leaves_what_is_agreed() -> None:
    scene = make_scene(40)
    agreed_id = moved(scene)
    mine = row(agreed_id)

    change = envelopes.drop(mine, ChangeState.LAPSED)

    assert change
    assert (change.state, change.holds) == (ChangeState.LAPSED, [])
    assert envelopes.open_change(mine) is None
    assert envelopes.drop(mine, ChangeState.LAPSED) is None
    assert (free(scene.chairs), free(scene.chairs, next_weekend(5))) == (30, 40)


def test_copies_are_dealt_with_a_change_beside() -> None:
    scene = make_numbered(3)
    agreed_id = agree(scene, 2)
    more = (AskedLine(scene.chairs.reference, 3),)

    changes.edit(scene.secretary, agreed_id, Edited(lines=more))

    assert free(scene.chairs) == 0
    assert excesses() == []

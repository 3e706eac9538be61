"""What a return shows damaged or missing is out of service, and leads to its incident."""

import pytest

from booking import journal
from booking.db import db
from booking.errors import NotAllowed
from booking.handling import IncidentKind, IncidentState
from booking.journal import entries
from booking.models.incidents import Incident
from booking.queries import breakdowns, unsettled
from booking.rules.incidents import Followed
from booking.rules.passages import Counted
from booking.usecases import incidents
from tests.factories import ask, lose, make_scene, next_weekend
from tests.usecases.returns import back, broken, free_now, line_of, out
from tests.usecases.tending import excesses, make_numbered, named, numbers
from tests.usecases.wrecking import incident, wreck

pytestmark = pytest.mark.usefixtures("base")


def test_its_row_says_where_it_comes_from(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene(40)
    mine, line = out(scene, 40, monkeypatch)

    back(scene, mine, Counted(line, 40, damaged=3))

    (made,) = db.session.query(Incident)
    assert (made.kind, made.state) == (IncidentKind.DAMAGE, IncidentState.OPEN)
    assert (made.stock_id, made.quantity, made.reported_by_id) == (
        scene.stock.id,
        3,
        scene.manager.user_id,
    )
    (told,) = [each for each in entries("stock", scene.stock.id) if each.act == "withhold"]
    assert (told.facts["incident"], told.facts["quantity"]) == (made.id, 3)
    assert line_of(mine) == line


def test_what_is_written_off_meanwhile_is_withheld_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene = make_scene(40)
    mine, line = out(scene, 40, monkeypatch)
    lose(scene.stock, 39)

    back(scene, mine, Counted(line, 38, missing=2))

    assert [quantity for quantity, _, _ in broken()] == [1]
    assert db.session.query(Incident).one().quantity == 2


def test_a_damaged_copy_is_named_no_more_for_who_counts_on_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene = make_numbered(2)
    (later,) = ask(scene.secretary, (scene.chairs, 2), period=next_weekend(5))
    mine, line = out(scene, 2, monkeypatch)
    one, _ = numbers(scene)

    back(scene, mine, Counted(line, 1, one, damaged=1))

    assert named(later) == []
    (lasting,) = unsettled.to_settle(scene.manager)
    shown = breakdowns.show(scene.manager, lasting.hold_id)
    assert [(each.mine.id, each.missing) for each in shown.affected] == [(later, 1)]
    assert all(cause for _, cause in excesses())


def test_what_was_to_be_out_of_service_once_back_is_withheld_by_its_return(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene = make_scene(40)
    mine, line = out(scene, 10, monkeypatch)
    told = wreck(scene, reservation=mine, out_of_service=True)
    assert (incident(told).hold, incident(told).on_return) == (None, True)

    back(scene, mine)

    assert [quantity for quantity, _, _ in broken()] == [2]
    found = incident(told)
    assert (found.hold_id is not None, found.on_return) == (True, False)
    assert (free_now(scene), excesses(), line_of(mine)) == (38, [], line)


def test_a_wish_told_while_it_is_followed_is_kept_by_the_return(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene = make_scene(40)
    mine, _ = out(scene, 10, monkeypatch)
    told = wreck(scene, actor=scene.secretary, reservation=mine)

    for _ in range(2):
        incidents.follow(scene.manager, told, Followed(out_of_service=True))

    assert (incident(told).hold, incident(told).on_return) == (None, True)
    changes = [each.facts["changes"] for each in journal.entries("incident", told)[1:]]
    assert changes == [{"on_return": [False, True]}]
    back(scene, mine)
    assert [quantity for quantity, _, _ in broken()] == [2]


def test_of_two_wishes_the_one_that_is_not_met_still_stands(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene = make_scene(40)
    mine, line = out(scene, 10, monkeypatch)
    both = [wreck(scene, reservation=mine, out_of_service=True) for _ in range(2)]

    back(scene, mine, Counted(line, 2, damaged=2))
    assert [incident(told).on_return for told in both] == [False, True]
    back(scene, mine)

    assert [quantity for quantity, _, _ in broken()] == [2, 2]


@pytest.mark.parametrize(("damaged", "expected"), [(1, [1]), (2, [2]), (3, [2, 1])])
def test_what_was_told_before_it_came_back_is_not_told_twice(
    monkeypatch: pytest.MonkeyPatch, damaged: int, expected: list[int]
) -> None:
    scene = make_scene(40)
    mine, line = out(scene, 10, monkeypatch)
    wreck(scene, reservation=mine, out_of_service=True)

    back(scene, mine, Counted(line, 10, damaged=damaged))

    assert [quantity for quantity, _, _ in broken()] == expected
    assert db.session.query(Incident).count() == len(expected)


def test_a_copy_is_withheld_by_the_return_that_brings_it(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_numbered(3)
    mine, line = out(scene, 2, monkeypatch)
    one, other = named(mine)
    told = wreck(scene, unit=other, out_of_service=True, quantity=1)

    back(scene, mine, Counted(line, 1, one))
    assert broken() == []
    back(scene, mine, Counted(line, 1, other))

    assert [quantity for quantity, _, _ in broken()] == [1]
    assert incident(told).hold.unit_id == incident(told).unit_id


def test_who_borrows_does_not_put_out_of_service_at_the_return(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene = make_scene(40)
    mine, _ = out(scene, 10, monkeypatch)

    with pytest.raises(NotAllowed):
        wreck(scene, actor=scene.secretary, reservation=mine, out_of_service=True)

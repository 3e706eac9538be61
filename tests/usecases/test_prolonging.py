"""Changing what is out: it comes back at another time, and that is all."""

from datetime import timedelta
from typing import Any

import pytest

from booking import journal
from booking.errors import NotEnoughAvailable, WrongMoment
from booking.period import Period
from booking.queries import reservations as reads
from booking.rules.asking import AskedLine, Edited
from booking.usecases import changes, loans, reservations
from booking.vocabulary import Derived, Status
from tests.factories import ask, holds_of, make_scene, next_weekend, row, set_clock
from tests.usecases.tending import (
    DAY,
    agree,
    clashes,
    endangered,
    excesses,
    free,
    hand_over,
    make_numbered,
    named,
    withhold,
)

pytestmark = pytest.mark.usefixtures("base")
HOUR = timedelta(hours=1)


def test_what_is_out_comes_back_later(monkeypatch: pytest.MonkeyPatch) -> None:
    scene, later = make_scene(40, preparation_after_hours=48), next_weekend().ends_at + DAY
    out_id = hand_over(scene, 10)
    start = holds_of(out_id)[0][2].starts_at

    changes.edit(scene.manager, out_id, Edited(ends_at=later))

    assert holds_of(out_id) == [(scene.stock.id, 10, Period(start, later + 48 * HOUR))]
    assert (row(out_id).ends_at, row(out_id).status) == (later, Status.OUT)
    set_clock(monkeypatch, later - HOUR)
    assert reads.show(scene.secretary, out_id).label is Status.OUT
    set_clock(monkeypatch, later + HOUR)
    assert reads.show(scene.secretary, out_id).label is Derived.LATE


def test_the_borrower_announces_an_earlier_return_but_no_later_one() -> None:
    scene, end = make_scene(40), next_weekend().ends_at
    out_id = hand_over(scene, 40)

    with pytest.raises(WrongMoment) as refusal:
        changes.edit(scene.secretary, out_id, Edited(ends_at=end + HOUR))
    assert (refusal.value.code, refusal.value.facts) == ("only_less", {"state": Status.OUT})
    changes.edit(scene.secretary, out_id, Edited(ends_at=end - DAY))

    assert free(scene.chairs, Period(end - DAY, end)) == 40


@pytest.mark.parametrize("wanted", ["start", "more", "fewer", "other"])
def test_of_what_is_out_only_the_return_moves(wanted: str) -> None:
    scene = make_scene(40)
    out_id = hand_over(scene, 10)
    lines = {"more": 11, "fewer": 9}
    asked: dict[str, Any] = {"lines": (AskedLine(scene.chairs.reference, lines.get(wanted, 10)),)}
    if wanted == "start":
        asked = {"starts_at": next_weekend().starts_at + HOUR}
    if wanted == "other":
        asked["lines"] = (AskedLine(scene.chairs.reference, 10, scene.stock.depot.name),)

    with pytest.raises(WrongMoment) as refusal:
        changes.edit(scene.manager, out_id, Edited(**asked))

    assert (refusal.value.code, row(out_id).revision) == ("only_return", 2)


def test_what_is_out_stays_no_longer_when_others_need_it() -> None:
    scene, end = make_scene(40), next_weekend().ends_at
    out_id = hand_over(scene, 30)
    agree(scene, 20, Period(end + HOUR, end + DAY))
    held = holds_of(out_id)

    with pytest.raises(NotEnoughAvailable):
        changes.edit(scene.manager, out_id, Edited(ends_at=end + 2 * HOUR))

    assert (row(out_id).ends_at, holds_of(out_id)) == (end, held)
    changes.edit(scene.manager, out_id, Edited(ends_at=end + HOUR))


def test_what_stays_out_although_others_need_it_is_explained() -> None:
    scene, end = make_scene(40), next_weekend().ends_at
    out_id = hand_over(scene, 30)
    next_id = agree(scene, 20, Period(end + HOUR, end + DAY))

    changes.edit(scene.manager, out_id, Edited(ends_at=end + 2 * HOUR, despite="Crue."))

    assert excesses() == [(10, "dérogation : Crue.")]
    assert (next_id, 10) in endangered(scene)
    assert reads.show(scene.secretary, out_id).despite == "Crue."
    assert journal.entries("reservation", out_id)[-1].facts["beyond"] == 10


def test_the_copies_that_are_out_stay_the_same() -> None:
    scene, end = make_numbered(3), next_weekend().ends_at
    out_id = hand_over(scene, 2)
    copies = named(out_id)
    ask(scene.secretary, (scene.chairs, 1), period=Period(end, end + DAY))

    changes.edit(scene.manager, out_id, Edited(ends_at=end + DAY))

    assert (named(out_id), free(scene.chairs, Period(end, end + DAY))) == (copies, 0)


def test_a_copy_named_for_the_next_loan_comes_back_in_time() -> None:
    scene, end = make_numbered(2), next_weekend().ends_at
    out_id = hand_over(scene)
    next_id = agree(scene, 1, Period(end, end + DAY))
    changes.name_copies(scene.manager, next_id, row(next_id).lines[0].id, named(out_id))

    with pytest.raises(NotEnoughAvailable):
        changes.edit(scene.manager, out_id, Edited(ends_at=end + HOUR))

    assert row(out_id).ends_at == end


@pytest.mark.parametrize("copies", [1, 2])
def test_a_copy_kept_out_knowingly_is_named_no_more_for_the_next(copies: int) -> None:
    scene, end = make_numbered(copies), next_weekend().ends_at
    out_id = hand_over(scene)
    next_id = agree(scene, 1, Period(end, end + DAY))
    changes.name_copies(scene.manager, next_id, row(next_id).lines[0].id, named(out_id))

    changes.edit(scene.manager, out_id, Edited(ends_at=end + HOUR, despite="Panne du camion."))

    assert (clashes(), named(next_id)) == ([], [])
    causes = [(1, "dérogation : Panne du camion.")]
    assert excesses() == (causes if copies == 1 else [])


def test_a_copy_kept_out_knowingly_rests_later() -> None:
    scene, end = make_numbered(1), next_weekend().ends_at
    out_id = hand_over(scene)
    withhold(scene, Period(end, end + DAY), units=named(out_id))

    changes.edit(scene.manager, out_id, Edited(ends_at=end + HOUR, despite="Panne du camion."))

    assert clashes() == []


def test_what_came_back_is_changed_no_more() -> None:
    scene = make_scene(40)
    out_id = hand_over(scene, 10)
    loans.take_back(scene.manager, out_id)

    with pytest.raises(WrongMoment) as refusal:
        changes.edit(scene.manager, out_id, Edited(ends_at=next_weekend().ends_at + HOUR))
    assert refusal.value.code == "wrong_moment"


@pytest.mark.parametrize("minutes", [1, 600])
def test_what_is_agreed_beyond_the_stock_may_leave_a_little_early(
    monkeypatch: pytest.MonkeyPatch, minutes: int
) -> None:
    scene, start = make_scene(40), next_weekend().starts_at
    agree(scene, 40)
    (agreed_id,) = ask(scene.manager, (scene.chairs, 5), despite="Artres prête les siennes.")
    reservations.approve(scene.manager, agreed_id, "Artres prête les siennes.")
    set_clock(monkeypatch, start - timedelta(minutes=minutes))

    loans.hand_over(scene.manager, agreed_id)

    assert row(agreed_id).status is Status.OUT

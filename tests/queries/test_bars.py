"""What takes the things of a planning, and who may read it."""

from datetime import timedelta

import pytest

from booking.period import Period
from booking.queries import bars
from booking.queries.bars import BarView
from booking.rules.access import Actor
from booking.rules.asking import Edited
from booking.rules.planning import Kind
from booking.usecases import amendments, changes, loans, reservations
from booking.vocabulary import HoldReason
from tests.factories import (
    Scene,
    ask,
    keep,
    make_actor,
    make_commune,
    make_scene,
    next_weekend,
    row,
    set_clock,
    take,
)

pytestmark = pytest.mark.usefixtures("base")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def read(scene: Scene, who: Actor, window: Period | None = None) -> list[BarView]:
    """Return what takes the chairs, as somebody reads it."""
    window = window or next_weekend().widened(30 * DAY, 30 * DAY)
    (found,) = bars.of_rows(who, [scene.chairs.stocks], window)
    return found


def test_the_parties_read_who_has_how_many_and_in_which_state() -> None:
    scene = make_scene(40, preparation_before_hours=2, preparation_after_hours=48)
    (mine,) = ask(scene.secretary, (scene.chairs, 15))

    for who in (scene.secretary, scene.manager):
        (bar,) = read(scene, who)
        assert (bar.kind, bar.label, bar.quantity) == (Kind.ASKED, "Déposée", 15)
        assert (bar.who, bar.purpose) == ("Quérénaing", "Fête de la Saint-Jean")
        assert bar.request_id == row(mine).request_id
        assert bar.shape.loan == next_weekend()
        assert bar.shape.held == next_weekend().widened(2 * HOUR, 48 * HOUR)

    reservations.approve(scene.manager, mine)
    assert [each.kind for each in read(scene, scene.manager)] == [Kind.AGREED]


def test_others_read_that_it_is_taken_and_nothing_else() -> None:
    scene = make_scene(40, preparation_after_hours=3)
    artres = make_actor(make_commune(scene.territory, "Artres"))
    ask(scene.secretary, (scene.chairs, 15))
    end = next_weekend().ends_at
    ask(scene.secretary, (scene.chairs, 5), period=Period(end + HOUR, end + 9 * HOUR))

    (bar,) = read(scene, artres)

    whole = Period(next_weekend().starts_at, end + 12 * HOUR)
    shape = type(bar.shape)(whole, whole)
    assert bar == BarView(kind=Kind.BUSY, label="Occupé", shape=shape)


def test_what_was_refused_takes_nothing() -> None:
    scene = make_scene(40)
    (mine,) = ask(scene.secretary, (scene.chairs, 15))
    reservations.refuse(scene.manager, mine, "Non.")

    assert read(scene, scene.manager) == []


@pytest.mark.parametrize("elapsed", [HOUR, 50 * DAY])
def test_what_is_late_lasts_until_the_grace_from_now(
    monkeypatch: pytest.MonkeyPatch, elapsed: timedelta
) -> None:
    scene = make_scene(40, preparation_after_hours=24)
    (mine,) = ask(scene.secretary, (scene.chairs, 15))
    reservations.approve(scene.manager, mine)
    loan = next_weekend()
    set_clock(monkeypatch, loan.starts_at)
    loans.hand_over(scene.manager, mine)
    assert [each.kind for each in read(scene, scene.manager)] == [Kind.OUT]

    now = loan.ends_at + elapsed
    set_clock(monkeypatch, now)
    (bar,) = read(scene, scene.manager, Period(now, now + DAY))

    grace = timedelta(hours=scene.pool.late_grace_hours)
    assert (bar.kind, bar.label) == (Kind.LATE, "En retard")
    assert bar.shape.loan.ends_at == now + grace
    assert bar.shape.held.ends_at == now + grace + DAY
    assert read(scene, scene.manager, Period(now + 9 * DAY, now + 10 * DAY)) == []


@pytest.mark.parametrize("early", [HOUR, 3 * DAY])
def test_what_left_early_is_out_since_then(
    monkeypatch: pytest.MonkeyPatch, early: timedelta
) -> None:
    scene = make_scene(40, preparation_before_hours=2)
    (mine,) = ask(scene.secretary, (scene.chairs, 15))
    reservations.approve(scene.manager, mine)
    loan = next_weekend()
    set_clock(monkeypatch, loan.starts_at - early)
    loans.hand_over(scene.manager, mine)

    (bar,) = read(scene, scene.manager)

    left = loan.starts_at if early == HOUR else loan.starts_at - early
    assert (bar.kind, bar.shape.loan.starts_at) == (Kind.OUT, left)


def test_what_came_back_early_is_dried_from_then_on(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene(40, preparation_after_hours=24)
    (mine,) = ask(scene.secretary, (scene.chairs, 15))
    reservations.approve(scene.manager, mine)
    set_clock(monkeypatch, next_weekend().starts_at)
    loans.hand_over(scene.manager, mine)
    back = next_weekend().starts_at + 10 * HOUR
    set_clock(monkeypatch, back)
    loans.take_back(scene.manager, mine)

    (bar,) = read(scene, scene.manager)

    assert bar.kind is Kind.OVER
    assert (bar.shape.loan.ends_at, bar.shape.held.ends_at) == (back, back + DAY)


def test_what_is_out_of_service_is_said_to_all_what_is_kept_to_those_who_tend_it() -> None:
    scene = make_scene(40)
    stranger = make_actor(make_commune(scene.territory, "Artres"))
    take(scene.stock, 4, next_weekend())
    kept = take(scene.stock, 6, next_weekend().shifted(7, scene.manager.zone))
    kept.reason = HoldReason.OWNER
    keep(kept)

    theirs = [(each.kind, each.label, each.quantity) for each in read(scene, scene.manager)]
    others = [(each.kind, each.label, each.quantity) for each in read(scene, stranger)]

    assert theirs == [(Kind.UPKEEP, "Entretien", 4), (Kind.KEPT, "Réservé au propriétaire", 6)]
    assert others == [(Kind.UPKEEP, "Entretien", 4), (Kind.BUSY, "Occupé", 0)]
    assert [each.tended for each in read(scene, scene.manager)] == [True, True]
    assert not any(each.tended for each in read(scene, stranger))


def test_a_past_month_keeps_its_loans(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene(40)
    ask(scene.secretary, (scene.chairs, 15))
    ask(scene.secretary, (scene.chairs, 3), period=next_weekend(8))
    window = next_weekend()
    set_clock(monkeypatch, window.ends_at + 90 * DAY)

    assert [each.quantity for each in read(scene, scene.manager, window)] == [15]


def test_a_change_asked_for_is_a_bar_of_its_own() -> None:
    scene = make_scene(40)
    (mine,) = ask(scene.secretary, (scene.chairs, 15))
    reservations.approve(scene.manager, mine)
    loan = next_weekend()
    longer = Edited(starts_at=loan.starts_at, ends_at=loan.ends_at + DAY)
    changes.edit(scene.secretary, mine, longer)

    kept, beyond = read(scene, scene.manager)

    assert (kept.kind, kept.shape.loan) == (Kind.AGREED, loan)
    assert (beyond.kind, beyond.label) == (Kind.ASKED, "Changement demandé")
    assert beyond.shape.loan.ends_at == loan.ends_at + DAY


def test_other_dates_proposed_are_a_bar_too() -> None:
    scene = make_scene(40)
    (mine,) = ask(scene.secretary, (scene.chairs, 15))
    later = next_weekend(5)
    version = Edited(starts_at=later.starts_at, ends_at=later.ends_at, reason="Pris.")
    amendments.propose(scene.manager, mine, version)

    labels = [(each.kind, each.label) for each in read(scene, scene.secretary)]

    assert labels[-1] == (Kind.ASKED, "Autre proposition")

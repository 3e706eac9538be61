"""Who has things out asks to keep them longer: at once by rule, else of the manager."""

from datetime import timedelta
from typing import Any

import pytest

from booking import journal
from booking.db import db
from booking.dealings import ChangeState
from booking.errors import Invalid, NotAllowed, NotEnoughAvailable, NotFound, WrongMoment
from booking.models.dealings import Change
from booking.period import Period
from booking.queries import reservations as reads
from booking.queries import silence as silences
from booking.rules.access import SERVICE
from booking.rules.approvals import Rule
from booking.rules.delays import Step
from booking.usecases import amendments, approvals, lateness, loans, silence
from booking.vocabulary import Derived, MailKind, Role, Status
from tests.factories import (
    Scene,
    ask,
    holds_of,
    insure,
    make_actor,
    make_commune,
    make_scene,
    next_weekend,
    row,
    set_clock,
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
)
from tests.usecases.test_lateness import told

pytestmark = pytest.mark.usefixtures("base")
HOUR = timedelta(hours=1)


def state(loan_id: int) -> ChangeState | None:
    found = db.session.query(Change).filter_by(reservation_id=loan_id).order_by(Change.id).all()
    return found[-1].state if found else None


def rule(scene: Scene, **facts: Any) -> int:
    return approvals.add(scene.manager, scene.pool.id, Rule("Chaises", **facts))


def test_the_manager_is_asked_and_the_things_are_held_meanwhile() -> None:
    scene, end = make_scene(40), next_weekend().ends_at
    loan_id = hand_over(scene, 30)

    lateness.extend(scene.secretary, loan_id, end + DAY, "La fête dure.")

    assert (row(loan_id).ends_at, state(loan_id)) == (end, ChangeState.OPEN)
    assert free(scene.chairs, Period(end, end + DAY)) == 10
    assert free(scene.chairs, Period(end + DAY, end + 2 * DAY)) == 40
    assert told(MailKind.CHANGE_ASKED) == {scene.manager.email: 1}
    assert "withdraw_change" in reads.show(scene.secretary, loan_id).possible
    assert [each.id for each in reads.to_answer(scene.manager)] == [loan_id]

    amendments.accept_change(scene.manager, loan_id)

    assert (row(loan_id).ends_at, row(loan_id).status) == (end + DAY, Status.OUT)
    assert free(scene.chairs, Period(end, end + DAY)) == 10
    assert (state(loan_id), excesses(), clashes()) == (ChangeState.ACCEPTED, [], [])


@pytest.mark.parametrize("how", ["refused", "withdrawn", "returned"])
def test_what_is_not_agreed_leaves_what_was_as_it_was(how: str) -> None:
    scene, end = make_scene(40), next_weekend().ends_at
    loan_id = hand_over(scene, 30)
    held = holds_of(loan_id)
    lateness.extend(scene.secretary, loan_id, end + DAY)

    if how == "refused":
        amendments.refuse_change(scene.manager, loan_id, "Prêté ensuite.")
    elif how == "withdrawn":
        amendments.withdraw_change(scene.secretary, loan_id)
    else:
        loans.take_back(scene.manager, loan_id)

    assert state(loan_id) is not ChangeState.OPEN
    assert row(loan_id).ends_at == end
    assert free(scene.chairs, Period(end, end + DAY)) == 40
    if how != "returned":
        assert holds_of(loan_id) == held
        assert [hold.due_back_at for hold in row(loan_id).lines[0].holds] == [end]


def test_what_is_late_is_counted_once_while_its_extension_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene, end = make_scene(40), next_weekend().ends_at
    loan_id = hand_over(scene, 30)
    set_clock(monkeypatch, end + 3 * HOUR)
    assert free(scene.chairs, Period(end + 4 * HOUR, end + 5 * HOUR)) == 10

    lateness.extend(scene.secretary, loan_id, end + 2 * DAY)

    assert free(scene.chairs, Period(end + 4 * HOUR, end + 2 * DAY)) == 10
    assert reads.show(scene.secretary, loan_id).label is Derived.LATE
    amendments.refuse_change(scene.manager, loan_id, "Non.")
    assert free(scene.chairs, Period(end + 4 * HOUR, end + 5 * HOUR)) == 10
    assert excesses() == []


def test_an_extension_that_nobody_answers_ends_with_what_it_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene, end = make_scene(40), next_weekend().ends_at
    loan_id = hand_over(scene, 30)
    set_clock(monkeypatch, end - HOUR)
    lateness.extend(scene.secretary, loan_id, end + 2 * DAY)
    set_clock(monkeypatch, end + HOUR)
    assert loan_id not in silences.called(end + HOUR, Step.EXPIRE)

    set_clock(monkeypatch, end + 2 * DAY)
    assert silences.called(end + 2 * DAY, Step.EXPIRE) == [loan_id]
    silence.expire(SERVICE, loan_id)

    assert (row(loan_id).status, state(loan_id)) == (Status.OUT, ChangeState.LAPSED)


def test_a_rule_of_the_pool_agrees_at_once() -> None:
    scene, end = make_scene(40), next_weekend().ends_at
    insure(scene.querenaing, end.date() - 30 * DAY, end.date() + 30 * DAY)
    loan_id = hand_over(scene, 10)
    rule(scene, longest_days=10)

    lateness.extend(scene.secretary, loan_id, end + DAY)

    assert (row(loan_id).ends_at, state(loan_id)) == (end + DAY, None)
    assert "edit" in [each.act for each in journal.entries("reservation", loan_id)]


@pytest.mark.parametrize("why", ["too long", "waited for"])
def test_no_rule_agrees_for_a_person(why: str) -> None:
    scene, end = make_scene(40), next_weekend().ends_at
    insure(scene.querenaing, end.date() - 30 * DAY, end.date() + 30 * DAY)
    loan_id = hand_over(scene, 10)
    rule(scene, longest_days=1 if why == "too long" else 10)
    if why == "waited for":
        ask(
            scene.secretary,
            (scene.chairs, 39),
            period=Period(end - HOUR, end + DAY),
            if_short="waitlist",
        )

    lateness.extend(scene.secretary, loan_id, end + DAY)

    assert (row(loan_id).ends_at, state(loan_id)) == (end, ChangeState.OPEN)


def test_the_manager_s_own_word_is_enough() -> None:
    scene, end = make_scene(40), next_weekend().ends_at
    loan_id = hand_over(scene, 10)

    lateness.extend(scene.manager, loan_id, end + DAY)

    assert (row(loan_id).ends_at, state(loan_id)) == (end + DAY, None)


def test_what_others_count_on_is_refused_with_what_is_free() -> None:
    scene, end = make_scene(40), next_weekend().ends_at
    loan_id = hand_over(scene, 30)
    agree(scene, 20, Period(end + HOUR, end + DAY))
    held = holds_of(loan_id)

    with pytest.raises(NotEnoughAvailable) as refusal:
        lateness.extend(scene.secretary, loan_id, end + 2 * HOUR)

    (short,) = refusal.value.facts["shortages"]  # type: ignore[misc]
    assert (short["wanted"], short["free"]) == (30, 20)
    assert (row(loan_id).ends_at, holds_of(loan_id), state(loan_id)) == (end, held, None)


def test_the_same_copies_stay_out() -> None:
    scene, end = make_numbered(3), next_weekend().ends_at
    loan_id = hand_over(scene, 2)
    copies = named(loan_id)

    lateness.extend(scene.secretary, loan_id, end + DAY)
    assert (named(loan_id), free(scene.chairs, Period(end, end + DAY))) == (copies, 1)
    amendments.accept_change(scene.manager, loan_id)

    assert (named(loan_id), free(scene.chairs, Period(end, end + DAY))) == (copies, 1)
    assert clashes() == []


def test_it_is_no_longer_than_the_pool_ever_lends() -> None:
    scene, end = make_scene(40), next_weekend().ends_at
    loan_id = hand_over(scene, 10)

    with pytest.raises(WrongMoment) as refusal:
        lateness.extend(scene.secretary, loan_id, end + 40 * DAY)
    assert refusal.value.facts["longest"] == scene.pool.longest_days


def test_it_is_later_and_of_what_is_out(monkeypatch: pytest.MonkeyPatch) -> None:
    scene, end = make_scene(40), next_weekend().ends_at
    loan_id = hand_over(scene, 10)
    with pytest.raises(Invalid):
        lateness.extend(scene.secretary, loan_id, end)
    set_clock(monkeypatch, end + DAY)
    with pytest.raises(Invalid):
        lateness.extend(scene.secretary, loan_id, end + HOUR)
    loans.take_back(scene.manager, loan_id)

    with pytest.raises(WrongMoment) as refusal:
        lateness.extend(scene.secretary, loan_id, end + 2 * DAY)
    assert refusal.value.code == "wrong_moment"


def test_it_is_asked_by_who_borrows_or_manages() -> None:
    scene = make_scene(40)
    loan_id = hand_over(scene, 10)
    onlooker = make_actor(scene.querenaing, Role.OBSERVER)
    stranger = make_actor(make_commune(scene.territory, "Artres"))
    for who in (onlooker, stranger):
        with pytest.raises((NotAllowed, NotFound)):
            lateness.extend(who, loan_id, next_weekend().ends_at + DAY)

"""Changes that the borrower asks for after the answer."""

from typing import Any

import pytest

from booking import journal
from booking.db import db
from booking.dealings import ChangeState
from booking.errors import NotAllowed, NotEnoughAvailable, WrongMoment
from booking.period import Period
from booking.queries import reservations as reads
from booking.usecases import amendments, changes, loans, reservations
from booking.vocabulary import MailKind, Status
from tests.factories import (
    add_stock,
    ask,
    holds_of,
    make_scene,
    next_weekend,
    row,
    set_clock,
    take,
)
from tests.usecases.exchanging import (
    AFTER,
    HOUR,
    LONGER,
    acts,
    all_of,
    asked_change,
    change_of,
    extras,
    told,
    wanted,
)
from tests.usecases.tending import DAY, agree, excesses, free

pytestmark = pytest.mark.usefixtures("base")


def test_a_change_holds_only_what_it_takes_more() -> None:
    scene = make_scene(40, preparation_after_hours=48)
    agreed_id = agree(scene, 10)
    before = all_of(agreed_id)

    changes.edit(scene.secretary, agreed_id, wanted(scene, 15, LONGER))

    dry = 48 * HOUR
    first, end = next_weekend().starts_at, LONGER.ends_at + dry
    assert extras(agreed_id) == [
        (scene.stock.id, 5, Period(first, next_weekend().ends_at + dry)),
        (scene.stock.id, 15, Period(next_weekend().ends_at + dry, end)),
    ]
    assert all_of(agreed_id) == before
    assert row(agreed_id).status is Status.APPROVED
    assert (free(scene.chairs), free(scene.chairs, AFTER)) == (25, 25)
    assert excesses() == []


def test_the_managers_are_told_of_a_change_with_its_term() -> None:
    scene = make_scene(40)

    agreed_id = asked_change(scene)

    assert told(MailKind.CHANGE_ASKED) == [scene.manager.email]
    change, mine = change_of(agreed_id), reads.show(scene.manager, agreed_id)
    assert (change.state, change.by_lender) == (ChangeState.OPEN, False)
    assert change.reason == "Le bal est prolongé."
    assert change.answer_due_at == mine.change_due_at
    assert change.answer_due_at <= row(agreed_id).starts_at
    assert {"accept_change", "refuse_change"} <= set(mine.possible)
    assert "withdraw_change" in reads.show(scene.secretary, agreed_id).possible
    assert "ask_change" in acts(agreed_id)


def test_what_cannot_fit_is_refused_at_once_with_what_would_do() -> None:
    scene = make_scene(40)
    agreed_id = agree(scene, 10)
    agree(scene, 28, AFTER)
    before = all_of(agreed_id)

    with pytest.raises(NotEnoughAvailable) as refusal:
        changes.edit(scene.secretary, agreed_id, wanted(scene, 15, LONGER))

    shortages: Any = refusal.value.facts["shortages"]
    assert [(each["wanted"], each["free"]) for each in shortages] == [(15, 12)]
    assert refusal.value.facts["alternatives"]
    assert all_of(agreed_id) == before
    assert change_of(agreed_id) is None


def test_what_is_agreed_is_no_rival_of_what_is_asked() -> None:
    scene = make_scene(40)
    agreed_id = agree(scene, 40)

    changes.edit(scene.secretary, agreed_id, wanted(scene, period=next_weekend(5)))

    assert extras(agreed_id) == [(scene.stock.id, 40, next_weekend(5))]


@pytest.mark.parametrize("act", ["refuse_change", "withdraw_change", "edit", "hand_over", "cancel"])
def test_whatever_ends_a_change_gives_back_all_it_held(
    act: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = make_scene(40)
    agreed_id = asked_change(scene)
    if act == "hand_over":
        set_clock(monkeypatch, next_weekend().starts_at)
    end = {
        "refuse_change": lambda: amendments.refuse_change(scene.manager, agreed_id, "Non."),
        "withdraw_change": lambda: amendments.withdraw_change(scene.secretary, agreed_id),
        "edit": lambda: changes.edit(scene.manager, agreed_id, wanted(scene, 11)),
        "hand_over": lambda: loans.hand_over(scene.manager, agreed_id),
        "cancel": lambda: reservations.cancel(scene.manager, agreed_id, "Panne."),
    }

    end[act]()

    assert extras(agreed_id) == []
    states = {"refuse_change": ChangeState.REFUSED, "hand_over": ChangeState.LAPSED}
    assert change_of(agreed_id).state is states.get(act, ChangeState.WITHDRAWN)
    assert free(scene.chairs, AFTER) == 40
    assert excesses() == []


@pytest.mark.parametrize("act", ["refuse_change", "withdraw_change"])
def test_what_was_agreed_is_restored_to_the_byte(act: str) -> None:
    scene = make_scene(40, preparation_before_hours=3)
    add_stock(scene.chairs, 20)
    db.session.refresh(scene.chairs)
    agreed_id = agree(scene, 45)
    before, period = all_of(agreed_id), row(agreed_id).period
    changes.edit(scene.secretary, agreed_id, wanted(scene, 50, LONGER))

    if act == "refuse_change":
        amendments.refuse_change(scene.manager, agreed_id, "Non.")
    else:
        amendments.withdraw_change(scene.secretary, agreed_id)

    assert all_of(agreed_id) == before
    assert row(agreed_id).period == period
    assert [line.quantity for line in row(agreed_id).lines] == [45]


def test_refusing_a_change_says_why() -> None:
    scene = make_scene(40)
    agreed_id = asked_change(scene)

    amendments.refuse_change(scene.manager, agreed_id, "Le propriétaire en a besoin.")

    assert told(MailKind.CHANGE_REFUSED) == [scene.secretary.email]
    assert change_of(agreed_id).answer == "Le propriétaire en a besoin."
    entry = journal.entries("reservation", agreed_id)[-1]
    assert (entry.act, entry.facts["reason"]) == ("refuse_change", "Le propriétaire en a besoin.")


def test_accepting_a_change_makes_it_what_is_agreed() -> None:
    scene = make_scene(40)
    agreed_id = asked_change(scene)
    revision = row(agreed_id).revision

    amendments.accept_change(scene.manager, agreed_id)

    assert holds_of(agreed_id) == [(scene.stock.id, 15, LONGER)]
    assert extras(agreed_id) == []
    assert (row(agreed_id).period, row(agreed_id).status) == (LONGER, Status.APPROVED)
    assert row(agreed_id).revision == revision + 1
    assert change_of(agreed_id).state is ChangeState.ACCEPTED
    assert told(MailKind.CHANGED) == [scene.secretary.email, scene.manager.email]
    assert not reads.show(scene.secretary, agreed_id).amended  # an amendment is issued
    assert excesses() == []


def test_another_change_replaces_the_one_that_was_open() -> None:
    scene = make_scene(40)
    agreed_id = asked_change(scene)
    first = change_of(agreed_id)

    changes.edit(scene.secretary, agreed_id, wanted(scene, 12))

    assert first.state is ChangeState.WITHDRAWN
    assert extras(agreed_id) == [(scene.stock.id, 2, next_weekend())]
    assert free(scene.chairs, AFTER) == 40


def test_a_change_that_no_longer_fits_is_refused_and_stays_open() -> None:
    scene = make_scene(40)
    agreed_id = asked_change(scene)
    take(scene.stock, 30, LONGER)

    with pytest.raises(NotEnoughAvailable):
        amendments.accept_change(scene.manager, agreed_id)

    db.session.expire_all()
    assert change_of(agreed_id).state is ChangeState.OPEN
    assert len(extras(agreed_id)) == 2
    assert row(agreed_id).period == next_weekend()


def test_what_a_change_holds_is_free_for_nobody_else() -> None:
    scene = make_scene(40)
    asked_change(scene, 40)

    with pytest.raises(NotEnoughAvailable):
        ask(scene.secretary, (scene.chairs, 1), period=AFTER)


def test_a_change_is_answered_only_when_one_is_asked() -> None:
    scene = make_scene(40)
    agreed_id = agree(scene, 10)

    for act, actor in (
        (amendments.accept_change, scene.manager),
        (amendments.withdraw_change, scene.secretary),
    ):
        with pytest.raises(WrongMoment) as refusal:
            act(actor, agreed_id)
        assert refusal.value.code == "wrong_moment"


def test_the_borrower_does_not_answer_its_own_change() -> None:
    scene = make_scene(40)
    agreed_id = asked_change(scene)

    with pytest.raises(NotAllowed):
        amendments.accept_change(scene.secretary, agreed_id)


def test_a_change_outside_the_terms_is_refused_at_once() -> None:
    scene = make_scene(40)
    agreed_id = agree(scene, 10)
    too_long = Period(next_weekend().starts_at, next_weekend().ends_at + 31 * DAY)

    with pytest.raises(WrongMoment) as refusal:
        changes.edit(scene.secretary, agreed_id, wanted(scene, period=too_long))

    assert refusal.value.code == "loan_too_long"

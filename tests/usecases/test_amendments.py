"""Other versions of a reservation: proposed before the answer, asked for after it."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from booking import journal
from booking.db import db
from booking.dealings import Awaited, ChangeState
from booking.errors import Invalid, NotAllowed, NotEnoughAvailable, WrongMoment
from booking.models.conventions import Convention
from booking.models.dealings import Change, Comment
from booking.models.mail import Message
from booking.models.reservations import Hold
from booking.period import Period
from booking.queries import reservations as reads
from booking.rules.asking import AskedLine, Edited
from booking.usecases import amendments, changes, loans, replies, reservations
from booking.vocabulary import HoldReason, MailKind, Status
from tests.factories import (
    Scene,
    add_stock,
    ask,
    holds_of,
    make_scene,
    next_weekend,
    row,
    set_clock,
    take,
)
from tests.usecases.tending import DAY, agree, excesses, free

pytestmark = pytest.mark.usefixtures("base")
HOUR = timedelta(hours=1)
LONGER = Period(next_weekend().starts_at, next_weekend().ends_at + 2 * DAY)
AFTER = Period(next_weekend().ends_at, LONGER.ends_at)


def wanted(scene: Scene, quantity: int = 0, period: Period | None = None, **facts: Any) -> Edited:
    """Return so many chairs, or other dates, as an act takes them."""
    lines = (AskedLine(scene.chairs.reference, quantity),) if quantity else None
    dates = {"starts_at": period.starts_at, "ends_at": period.ends_at} if period else {}
    return Edited(lines=lines, **dates, **facts)


def asked_change(scene: Scene, quantity: int = 15, period: Period = LONGER) -> int:
    """Agree to ten chairs, then let the borrower ask for more, longer."""
    agreed_id = agree(scene, 10)
    reason = "Le bal est prolongé."
    changes.edit(scene.secretary, agreed_id, wanted(scene, quantity, period, reason=reason))
    return agreed_id


def proposed(scene: Scene, quantity: int = 6, period: Period | None = None) -> int:
    """Let the manager propose another version of ten chairs asked for."""
    (asked_id,) = ask(scene.secretary, (scene.chairs, 10))
    edited = wanted(scene, quantity, period, reason="Six seulement.")
    amendments.propose(scene.manager, asked_id, edited)
    return asked_id


def change_of(reservation_id: int) -> Change:
    """Return the latest change of a reservation."""
    found = select(Change).filter_by(reservation_id=reservation_id).order_by(Change.id.desc())
    return db.session.scalars(found).first()  # type: ignore[return-value]


def extras(reservation_id: int) -> list[tuple[int, int, Period]]:
    """Return what the latest change of a reservation holds."""
    found = change_of(reservation_id).holds
    assert all((hold.line_id, hold.reason) == (None, HoldReason.RESERVATION) for hold in found)
    return [(hold.stock_id, hold.quantity, hold.period) for hold in found]


def all_of(reservation_id: int) -> list[tuple[Any, ...]]:
    """Return the holds of a reservation as the table has them, to the byte."""
    ids = [line.id for line in row(reservation_id).lines]
    table = Hold.__table__
    found = select(table).where(table.c.line_id.in_(ids)).order_by(table.c.id)
    return [tuple(each) for each in db.session.execute(found)]


def told(kind: MailKind) -> list[str]:
    """Return who was told something."""
    return list(db.session.scalars(select(Message.to).filter_by(kind=kind).order_by(Message.id)))


def acts(reservation_id: int) -> list[str]:
    """Return what happened to a reservation, judgements apart."""
    return [e.act for e in journal.entries("reservation", reservation_id) if e.act != "judge"]


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
    assert reads.show(scene.secretary, agreed_id).amended
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


def test_a_proposal_waits_for_the_borrower_and_holds_its_own_stock() -> None:
    scene = make_scene(40)

    asked_id = proposed(scene, 12, next_weekend(5))

    mine = row(asked_id)
    assert (mine.status, mine.awaited) == (Status.NEEDS_INFO, Awaited.PROPOSAL)
    assert mine.reply_due_at == change_of(asked_id).answer_due_at
    assert holds_of(asked_id) == [(scene.stock.id, 10, next_weekend())]
    assert extras(asked_id) == [(scene.stock.id, 12, next_weekend(5))]
    assert told(MailKind.PROPOSED) == [scene.secretary.email]
    assert db.session.scalars(select(Comment.text)).all() == ["Six seulement."]
    assert {"accept", "decline"} <= set(reads.show(scene.secretary, asked_id).possible)


def test_proposing_the_same_is_no_proposal() -> None:
    scene = make_scene(40)

    with pytest.raises(Invalid):
        proposed(scene, 10)


def test_a_proposal_that_does_not_fit_is_refused() -> None:
    scene = make_scene(40)
    take(scene.stock, 30, next_weekend(5))

    with pytest.raises(NotEnoughAvailable):
        proposed(scene, 12, next_weekend(5))


def test_accepting_a_proposal_agrees_to_it_at_once() -> None:
    scene = make_scene(40)
    asked_id = proposed(scene)

    amendments.accept(scene.secretary, asked_id)

    mine = row(asked_id)
    assert (mine.status, mine.awaited, mine.reply_due_at) == (Status.APPROVED, None, None)
    assert mine.decided_by_id == scene.manager.user_id
    assert [(line.quantity, line.asked) for line in mine.lines] == [(6, 10)]
    assert holds_of(asked_id) == [(scene.stock.id, 6, next_weekend())]
    assert told(MailKind.APPROVED) == [scene.secretary.email]
    assert told(MailKind.REPLIED) == [scene.manager.email]
    assert db.session.scalars(select(Convention.reservation_id)).all() == [asked_id]
    assert acts(asked_id) == ["request", "propose", "accept"]


@pytest.mark.parametrize("act", ["decline", "resume"])
def test_a_proposal_declined_or_withdrawn_leaves_the_request_as_it_was(act: str) -> None:
    scene = make_scene(40)
    (asked_id,) = ask(scene.secretary, (scene.chairs, 10))
    before = all_of(asked_id)
    amendments.propose(scene.manager, asked_id, wanted(scene, 12, next_weekend(5)))

    if act == "decline":
        amendments.decline(scene.secretary, asked_id, "La date est fixe.")
    else:
        replies.resume(scene.manager, asked_id)

    mine = row(asked_id)
    assert all_of(asked_id) == before
    assert (mine.status, mine.awaited) == (Status.REQUESTED, None)
    assert extras(asked_id) == []
    assert free(scene.chairs, next_weekend(5)) == 40
    kind, who = {
        "decline": (MailKind.REPLIED, scene.manager),
        "resume": (MailKind.PROPOSED, scene.secretary),
    }[act]
    assert told(kind)[-1] == who.email

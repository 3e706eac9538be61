"""Answering and withdrawing: who is told, what stays held, what is checked again."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from booking import clock, journal
from booking.db import db
from booking.errors import NotAllowed, NotEnoughAvailable, NotFound, WrongMoment
from booking.models.conventions import Convention
from booking.models.mail import Message
from booking.models.reservations import Hold, Reservation
from booking.period import Period
from booking.queries import reservations as reads
from booking.rules.access import SERVICE
from booking.usecases import reservations
from booking.vocabulary import Derived, MailKind, Role, Status
from tests.factories import (
    Scene,
    ask,
    count_rows,
    holds_of,
    lose,
    make_actor,
    make_commune,
    make_scene,
    next_weekend,
    row,
    set_clock,
    take,
)

pytestmark = pytest.mark.usefixtures("base")


def told(kind: MailKind) -> list[str]:
    """Return who was told something."""
    return list(db.session.scalars(select(Message.to).filter_by(kind=kind).order_by(Message.id)))


def acts(reservation_id: int) -> list[str]:
    """Return what the journal says of a reservation."""
    return [entry.act for entry in journal.entries("reservation", reservation_id)]


def test_approving_keeps_the_hold_and_tells_the_borrower() -> None:
    scene = make_scene()
    (asked_id,) = ask(scene.secretary, (scene.chairs, 4))
    held = holds_of(asked_id)

    reservations.approve(scene.manager, asked_id)

    mine = row(asked_id)
    assert (mine.status, mine.decided_by_id, mine.revision) == (
        Status.APPROVED,
        scene.manager.user_id,
        1,
    )
    assert holds_of(asked_id) == held
    assert told(MailKind.APPROVED) == [scene.secretary.email]
    assert acts(asked_id) == ["request", "judge", "approve"]


def test_approving_checks_again_that_the_stock_is_there() -> None:
    scene = make_scene(40)
    (asked_id,) = ask(scene.secretary, (scene.chairs, 40))
    lose(scene.stock, 3)

    with pytest.raises(NotEnoughAvailable) as refusal:
        reservations.approve(scene.manager, asked_id)

    (shortage,) = refusal.value.facts["shortages"]  # type: ignore[misc]
    assert (shortage["item"], shortage["wanted"], shortage["free"]) == (
        scene.chairs.reference,
        40,
        37,
    )
    assert row(asked_id).status is Status.REQUESTED
    assert count_rows(Convention) == 0
    assert told(MailKind.APPROVED) == []


def test_a_loss_after_the_loan_does_not_forbid_it() -> None:
    scene = make_scene(40)
    (asked_id,) = ask(scene.secretary, (scene.chairs, 40))
    lose(scene.stock, 3, next_weekend().ends_at)

    reservations.approve(scene.manager, asked_id)

    assert row(asked_id).status is Status.APPROVED


def test_preparation_is_checked_again_too() -> None:
    scene = make_scene(40, preparation_after_hours=48)
    (asked_id,) = ask(scene.secretary, (scene.chairs, 40))
    after = Period(next_weekend().ends_at, next_weekend().ends_at + timedelta(hours=1))
    take(scene.stock, 1, after)

    with pytest.raises(NotEnoughAvailable):
        reservations.approve(scene.manager, asked_id)


def test_refusing_frees_the_stock() -> None:
    scene = make_scene(40)
    (asked_id,) = ask(scene.secretary, (scene.chairs, 40))

    reservations.refuse(scene.manager, asked_id, "Déjà promis.")

    assert count_rows(Hold) == 0
    assert reads.show(scene.secretary, asked_id).reason == "Déjà promis."
    assert told(MailKind.REFUSED) == [scene.secretary.email]
    ask(scene.secretary, (scene.chairs, 40))


@pytest.mark.parametrize("approved", [False, True])
def test_the_borrower_gives_up_and_the_stock_is_free(approved: bool) -> None:
    scene = make_scene(40)
    (asked_id,) = ask(scene.secretary, (scene.chairs, 40))
    if approved:
        reservations.approve(scene.manager, asked_id)

    reservations.cancel(scene.secretary, asked_id, "Fête reportée.")

    assert row(asked_id).status is Status.CANCELLED
    assert count_rows(Hold) == 0
    assert told(MailKind.CANCELLED) == [scene.secretary.email, scene.manager.email]


def test_the_manager_may_withdraw_what_was_agreed() -> None:
    scene = make_scene()
    (asked_id,) = ask(scene.secretary, (scene.chairs, 4))
    reservations.approve(scene.manager, asked_id)

    reservations.cancel(scene.manager, asked_id, "Panne.")

    assert reads.show(scene.secretary, asked_id).status is Status.CANCELLED


def test_silence_until_the_start_ends_a_request(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene(40)
    (asked_id,) = ask(scene.secretary, (scene.chairs, 40))
    start = next_weekend().starts_at
    set_clock(monkeypatch, start)
    assert reads.unanswered(start) == [asked_id]

    reservations.lapse(SERVICE, asked_id)

    seen = reads.show(scene.secretary, asked_id)
    assert (seen.status, seen.label) == (Status.EXPIRED, Derived.NO_ANSWER)
    assert count_rows(Hold) == 0
    assert told(MailKind.EXPIRED) == [scene.secretary.email, scene.manager.email]


def test_a_request_does_not_lapse_before_its_start() -> None:
    scene = make_scene()
    (asked_id,) = ask(scene.secretary, (scene.chairs, 4))

    assert reads.unanswered(clock.now()) == []
    with pytest.raises(WrongMoment) as refusal:
        reservations.lapse(SERVICE, asked_id)
    assert refusal.value.code == "not_yet"
    assert row(asked_id).status is Status.REQUESTED
    assert len(holds_of(asked_id)) == 1


def decide(act: str, scene: Scene, reservation_id: int) -> None:
    """Do one of the manager's acts."""
    if act == "refuse":
        reservations.refuse(scene.manager, reservation_id, "Non.")
    else:
        getattr(reservations, act)(scene.manager, reservation_id)


@pytest.mark.parametrize("act", ["approve", "refuse", "cancel"])
def test_what_is_ended_cannot_be_decided_again(act: str) -> None:
    scene = make_scene()
    (asked_id,) = ask(scene.secretary, (scene.chairs, 4))
    reservations.cancel(scene.secretary, asked_id)

    with pytest.raises(WrongMoment) as refusal:
        decide(act, scene, asked_id)

    assert refusal.value.facts["possible"] == []
    assert acts(asked_id) == ["request", "cancel"]


def test_the_borrower_does_not_decide_and_a_stranger_sees_nothing() -> None:
    scene = make_scene()
    (asked_id,) = ask(scene.secretary, (scene.chairs, 4))
    artres = make_actor(make_commune(scene.territory, "Artres"), *Role)
    abroad = make_scene()

    with pytest.raises(NotAllowed):
        reservations.approve(scene.secretary, asked_id)
    for stranger in (artres, abroad.manager):
        for act in (reservations.approve, reservations.cancel):
            with pytest.raises(NotFound):
                act(stranger, asked_id)
    with pytest.raises(NotFound):
        reservations.approve(scene.manager, asked_id + 1_000)


def test_approving_twice_with_one_key_is_approving_once() -> None:
    scene = make_scene()
    (asked_id,) = ask(scene.secretary, (scene.chairs, 4))

    answers = [reservations.approve(scene.manager, asked_id, key="clic") for _ in range(2)]

    assert answers == [asked_id, asked_id]
    assert told(MailKind.APPROVED) == [scene.secretary.email]


def test_what_was_agreed_outlives_new_figures() -> None:
    scene = make_scene()
    (asked_id,) = ask(scene.secretary, (scene.chairs, 4))
    scene.querenaing.population = 5_100
    db.session.commit()

    reservations.approve(scene.manager, asked_id)

    assert db.session.get_one(Reservation, asked_id).borrower_population == 873


def test_time_is_told_in_utc_whatever_the_summer(monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, datetime(2027, 3, 1, 9, tzinfo=UTC))
    scene = make_scene(40, preparation_after_hours=24)
    weekend = Period(
        datetime(2027, 3, 26, 13, tzinfo=UTC), datetime(2027, 3, 29, 8, tzinfo=UTC)
    )  # 47 hours lie between Saturday and Monday

    (asked_id,) = ask(scene.secretary, (scene.chairs, 4), period=weekend)

    assert [period for _, _, period in holds_of(asked_id)] == [
        weekend.widened(timedelta(0), timedelta(hours=24))
    ]

"""A borrower without a certificate is asked for one, once for each loan, before the pick-up."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from booking import clock
from booking.db import db
from booking.errors import NotFound
from booking.models.mail import Message
from booking.queries import insured
from booking.rules.access import SERVICE
from booking.usecases import insurance, reservations
from booking.vocabulary import MailKind
from tests.factories import LONG_AGO, Scene, ask, insure, make_scene, next_weekend, row, set_clock

pytestmark = pytest.mark.usefixtures("base")
FAR = date(2040, 1, 1)


def agreed(scene: Scene, weeks: int = 4) -> int:
    """Ask and approve a loan, and come to ten days before its pick-up when it is far enough."""
    (asked_id,) = ask(scene.secretary, (scene.chairs, 4), period=next_weekend(weeks))
    reservations.approve(scene.manager, asked_id)
    return asked_id


def come_near(monkeypatch: pytest.MonkeyPatch, loan_id: int, days: int) -> None:
    """Make it so many days before the pick-up of a loan."""
    set_clock(monkeypatch, row(loan_id).starts_at - timedelta(days=days))


def told() -> list[tuple[str, int]]:
    """Return to whom reminders were written, and of which loan."""
    found = select(Message).filter_by(kind=MailKind.INSURANCE_DUE).order_by(Message.id)
    return [(each.to, each.facts["reservation_id"]) for each in db.session.scalars(found)]


def test_a_borrower_without_a_certificate_is_asked_for_it_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene = make_scene()
    loan = agreed(scene)
    come_near(monkeypatch, loan, 15)

    assert insured.to_remind(clock.now()) == [loan]
    assert insurance.remind(SERVICE, loan) == loan
    assert insurance.remind(SERVICE, loan) == 0

    assert told() == [(scene.secretary.email, loan)]
    assert insured.to_remind(clock.now()) == []


@pytest.mark.parametrize("days", [16, 0])
def test_nobody_is_asked_long_before_nor_once_it_is_picked_up(
    monkeypatch: pytest.MonkeyPatch, days: int
) -> None:
    loan = agreed(make_scene())
    come_near(monkeypatch, loan, days)

    assert insured.to_remind(clock.now()) == []
    assert insurance.remind(SERVICE, loan) == 0
    assert told() == []


@pytest.mark.parametrize(("before_the_last", "asked"), [(0, False), (1, True)])
def test_the_certificate_must_cover_the_last_day(
    monkeypatch: pytest.MonkeyPatch, before_the_last: int, asked: bool
) -> None:
    scene = make_scene()
    loan = agreed(scene)
    last = row(loan).ends_at.date()
    insure(scene.querenaing, LONG_AGO, last - timedelta(days=before_the_last))
    come_near(monkeypatch, loan, 10)

    assert bool(insured.to_remind(clock.now())) is asked
    assert bool(insurance.remind(SERVICE, loan)) is asked


def test_a_certificate_of_another_does_not_cover(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene()
    loan = agreed(scene)
    insure(scene.maing, LONG_AGO, FAR)
    come_near(monkeypatch, loan, 10)

    assert insured.to_remind(clock.now()) == [loan]


def test_what_is_not_agreed_yet_or_was_cancelled_is_not_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene = make_scene()
    (asked_id,) = ask(scene.secretary, (scene.chairs, 1))
    cancelled = agreed(scene)
    reservations.cancel(scene.secretary, cancelled)
    come_near(monkeypatch, asked_id, 10)

    assert insured.to_remind(clock.now()) == []
    assert insurance.remind(SERVICE, cancelled) == 0


def test_each_loan_has_its_own_reminder(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene()
    first, second = agreed(scene), agreed(scene)
    come_near(monkeypatch, first, 10)
    insurance.remind(SERVICE, first)

    assert insured.to_remind(clock.now()) == [second]


def test_only_the_service_reminds(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene()
    loan = agreed(scene)
    come_near(monkeypatch, loan, 10)

    with pytest.raises(NotFound):
        insurance.remind(scene.manager, loan)

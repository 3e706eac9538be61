"""The return of what is out is asked for, on the days that the pool chose."""

from collections import Counter
from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import select

from booking import clock, journal
from booking.db import db
from booking.errors import NotAllowed, WrongMoment
from booking.models.loans import Loan
from booking.models.mail import Message
from booking.period import Period
from booking.queries import lateness as due
from booking.rules.access import SERVICE
from booking.rules.asking import Edited
from booking.usecases import changes, lateness, loans
from booking.vocabulary import MailKind, Role
from tests.factories import Scene, keep, make_scene, make_user, next_weekend, row, set_clock
from tests.usecases.tending import DAY, agree, hand_over

pytestmark = pytest.mark.usefixtures("base")


def come(monkeypatch: pytest.MonkeyPatch, scene: Scene, loan_id: int, days: int) -> None:
    """Make it half past seven, so many days from the return of a loan."""
    zone = scene.manager.zone
    day = row(loan_id).ends_at.astimezone(zone).date() + timedelta(days=days)
    set_clock(monkeypatch, datetime.combine(day, time(7, 30), zone))


def told(kind: MailKind) -> Counter[str]:
    return Counter(db.session.scalars(select(Message.to).filter_by(kind=kind)))


def said(kind: MailKind) -> Message:
    """Return the last message of a kind."""
    found = select(Message).filter_by(kind=kind).order_by(Message.id.desc())
    return db.session.scalars(found).first()  # type: ignore[return-value]


def tick() -> list[int]:
    found = due.to_remind(clock.now())
    for each in found:
        lateness.remind(SERVICE, each)
    return found


def out(scene: Scene, weeks: int = 4) -> int:
    weekend = next_weekend(weeks)
    return hand_over(scene, 10, Period(weekend.starts_at, weekend.ends_at + 7 * DAY))


def test_a_return_is_asked_for_on_each_day_of_the_rule_and_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene = make_scene(40)
    loan_id = out(scene)
    steps = {}
    for days in (-3, -2, -1, 0, 1, 2, 3, 4, 9):
        come(monkeypatch, scene, loan_id, days)
        steps[days] = (tick(), tick())

    assert [days for days, (first, _) in steps.items() if first] == [-2, 0, 1, 3]
    assert not any(again for _, again in steps.values())
    assert told(MailKind.RETURN_DUE) == {scene.secretary.email: 2}
    assert told(MailKind.RETURN_LATE) == {scene.secretary.email: 2, scene.manager.email: 2}


def test_who_asked_and_every_secretary_are_told_and_the_managers_once_it_is_late(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene = make_scene(40)
    other = make_user(scene.querenaing, Role.SECRETARY, email="autre@example.org")
    loan_id = out(scene)

    come(monkeypatch, scene, loan_id, -2)
    tick()
    assert set(told(MailKind.RETURN_DUE)) == {scene.secretary.email, other.email}
    assert said(MailKind.RETURN_DUE).facts["when"] == "dans 2 jours"

    come(monkeypatch, scene, loan_id, 1)
    tick()
    assert scene.manager.email in told(MailKind.RETURN_LATE)
    assert said(MailKind.RETURN_LATE).facts["since"] == "depuis hier"


@pytest.mark.parametrize("days", [[], [5]])
def test_each_pool_says_on_which_days(monkeypatch: pytest.MonkeyPatch, days: list[int]) -> None:
    scene = make_scene(40)
    scene.pool.remind_days = days
    keep(scene.pool)
    loan_id = out(scene)
    asked = []
    for each in (-2, 0, 1, 3, 5):
        come(monkeypatch, scene, loan_id, each)
        asked += [each for _ in tick()]

    assert asked == days


def test_it_names_what_is_out_where_it_is_due_and_when_others_need_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene = make_scene(40)
    loan_id = out(scene)
    end = row(loan_id).ends_at
    agree(scene, 35, Period(end + DAY, end + 2 * DAY))
    come(monkeypatch, scene, loan_id, 0)
    tick()

    facts = said(MailKind.RETURN_DUE).facts
    assert facts["things"] == [[10, scene.chairs.name]]
    assert scene.stock.depot.name in facts["depots"][0]
    assert scene.chairs.name in facts["next"][0]
    assert scene.querenaing.name not in str(facts)


def test_what_is_back_is_asked_for_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene(40)
    loan_id = out(scene)
    come(monkeypatch, scene, loan_id, 0)
    assert due.to_remind(clock.now()) == [loan_id]
    loans.take_back(scene.manager, loan_id)

    assert due.to_remind(clock.now()) == []
    with pytest.raises(WrongMoment) as refusal:
        lateness.remind(SERVICE, loan_id)
    assert refusal.value.code == "changed_meanwhile"


def test_after_an_extension_the_days_are_those_of_the_new_return(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene = make_scene(40)
    loan_id = out(scene)
    come(monkeypatch, scene, loan_id, 0)
    tick()
    changes.edit(scene.manager, loan_id, Edited(ends_at=row(loan_id).ends_at + 5 * DAY))

    assert tick() == []
    come(monkeypatch, scene, loan_id, -3)
    assert tick() == []
    come(monkeypatch, scene, loan_id, -2)
    assert tick() == [loan_id]


def test_it_is_written_when_and_by_whom(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene(40)
    loan_id = out(scene)
    revision = row(loan_id).revision
    come(monkeypatch, scene, loan_id, 1)
    tick()

    entry = journal.entries("reservation", loan_id)[-1]
    assert (entry.act, entry.facts["step"], entry.territory_id) == (
        "remind_return",
        1,
        scene.chairs.territory_id,
    )
    loan = db.session.scalars(select(Loan).filter_by(reservation_id=loan_id)).one()
    assert loan.reminded_at == clock.now()
    assert row(loan_id).revision == revision  # the links of other messages still serve


def test_only_the_clock_reminds() -> None:
    scene = make_scene(40)
    loan_id = out(scene)

    with pytest.raises(NotAllowed):
        lateness.remind(scene.manager, loan_id)

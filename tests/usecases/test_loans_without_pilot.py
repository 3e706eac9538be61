"""Loans that find no pilot: another stands in, or the manager reads which are in danger."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from booking import clock, journal
from booking.db import db
from booking.errors import NotEnoughAvailable
from booking.models.mail import Message
from booking.models.reservations import Hold
from booking.period import Period
from booking.queries import absences as reads
from booking.usecases import asking, changes, loans, reservations
from booking.vocabulary import HoldReason, MailKind, Role
from tests.factories import (
    ask,
    asked,
    make_commune,
    make_pool,
    make_user,
    next_weekend,
    row,
    set_clock,
)
from tests.staff import Staff
from tests.usecases.tending import clashes, endangered, excesses, named

pytestmark = pytest.mark.usefixtures("base")
DAY = timedelta(days=1)


def told() -> list[tuple[str, dict[str, Any]]]:
    """Return the messages to managers who have something to review."""
    found = select(Message).filter_by(kind=MailKind.TO_REVIEW).order_by(Message.id)
    return [(each.to, each.facts) for each in db.session.scalars(found)]


def test_with_two_pilots_and_one_away_a_drone_is_had_once_and_not_twice() -> None:
    staff = Staff(2)
    staff.away()

    ask(staff.scene.secretary, (staff.drone, 1))
    with pytest.raises(NotEnoughAvailable):
        ask(staff.scene.secretary, (staff.drone, 1))


def test_with_the_only_pilot_away_no_drone_is_had_and_the_nearest_dates_are_proposed() -> None:
    staff = Staff(1)
    staff.away()

    with pytest.raises(NotEnoughAvailable) as refusal:
        asking.request(staff.scene.secretary, asked((staff.drone, 1)))

    facts: Any = refusal.value.facts
    assert [each["item"] for each in facts["shortages"]] == ["TELE"]
    assert facts["alternatives"]
    for period in facts["alternatives"]:
        assert not period.overlaps(next_weekend())
    ask(staff.scene.secretary, (staff.drone, 1), period=facts["alternatives"][0])


def test_an_absence_says_nothing_but_when() -> None:
    staff = Staff(1)

    hold = db.session.get_one(Hold, staff.away())

    assert (hold.reason, hold.note, hold.despite) == (HoldReason.ABSENCE, "", "")
    assert hold.period == next_weekend()
    (entry,) = [e for e in journal.entries("stock", hold.stock_id) if e.act == "be_away"]
    assert entry.facts == {"units": [staff.pilots[0].number], "holds": [hold.id]}


def test_another_pilot_stands_in_and_nobody_is_alarmed() -> None:
    staff = Staff(2)
    agreed_id = staff.agree()

    staff.away(0)

    assert (told(), endangered(staff.scene), excesses()) == ([], [], [])
    loans.hand_over(staff.scene.manager, agreed_id)
    assert named(agreed_id) == [staff.pilots[1].number]


def test_the_only_pilot_is_away_although_promised_and_the_managers_read_for_whom() -> None:
    staff = Staff(1)
    agreed_id = staff.agree()

    made = staff.away()

    assert endangered(staff.scene) == [(agreed_id, 1)]
    assert excesses() == [(1, "indisponible")]
    ((to, facts),) = told()
    assert to == staff.scene.manager.email
    assert staff.pilots[0].number in facts["because"]
    (line,) = facts["lines"]
    assert "Quérénaing, Fête de la Saint-Jean" in line
    assert [each.reservation_id for each in reads.dangers_of(staff.scene.manager, {made})] == [
        agreed_id
    ]
    reservations.cancel(staff.scene.manager, agreed_id, "Pilote absent.")
    assert (endangered(staff.scene), excesses()) == ([], [])


def test_a_pilot_named_for_a_loan_is_named_no_more() -> None:
    staff = Staff(2)
    agreed_id = staff.agree()
    line = next(each for each in row(agreed_id).lines if each.item_id == staff.item.id)
    changes.name_copies(staff.scene.manager, agreed_id, line.id, (staff.pilots[0].number,))

    staff.away(0)

    assert (named(agreed_id), clashes(), told()) == ([], [], [])


@pytest.mark.parametrize(("pilots", "alarmed"), [(1, 1), (2, 0)])
def test_a_pilot_falls_ill_while_out(
    monkeypatch: pytest.MonkeyPatch, pilots: int, alarmed: int
) -> None:
    staff = Staff(pilots)
    out_id = staff.leave()
    (number,) = named(out_id)
    rank = [unit.number for unit in staff.pilots].index(number)
    set_clock(monkeypatch, next_weekend().starts_at + DAY)

    staff.away(rank, Period(clock.now(), clock.now() + 7 * DAY))

    assert (len(told()), len(endangered(staff.scene)), clashes()) == (alarmed, alarmed, [])
    assert [cause for _, cause in excesses()] == ["indisponible"] * alarmed
    loans.take_back(staff.scene.manager, out_id)
    assert (endangered(staff.scene), excesses(), clashes()) == ([], [], [])


def test_a_pool_of_another_manager_is_told_of_its_own() -> None:
    staff = Staff(1)
    artres = make_commune(staff.scene.territory, "Artres")
    make_user(artres, Role.MANAGER, email="gestionnaire@artres.example")
    pool = make_pool(artres)
    staff.agree()
    for item in (staff.item, staff.drone):
        item.pool_id = pool.id
    db.session.commit()

    staff.away()

    assert [to for to, _ in told()] == ["gestionnaire@artres.example"]

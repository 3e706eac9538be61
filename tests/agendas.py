"""A calendar at its secret address, read as agendas read it."""

import re
from collections.abc import Iterable
from datetime import timedelta

import icalendar
from ical.calendar_stream import IcsCalendarStream
from werkzeug.test import TestResponse

from booking.db import db
from booking.dealings import FeedScope
from booking.models.accounts import User
from booking.models.catalogue import Item, Stock
from booking.models.organizations import Organization
from booking.models.reservations import Hold, Line, Request, Reservation
from booking.period import Period
from booking.queries import accounts, snapshots
from booking.rules.access import Actor
from booking.usecases import calendars
from booking.vocabulary import BeneficiaryKind, HoldReason, Status
from tests.pages.place import Place, as_actor

SECRET = "une-adresse-que-nul-ne-devine"
ADDRESS = f"/calendriers/{SECRET}/Mairie.ics"


def subscribed(place: Place) -> Actor:
    """Give the secretary of a borrower an address for what the town borrows."""
    snapshots.forget(accounts.digest(SECRET))  # files outlive the tests' transactions
    actor = as_actor(place.secretary)
    calendars.create(actor, FeedScope.ME, "Mairie", SECRET)
    return actor


def events(answer: TestResponse) -> list[icalendar.Event]:
    assert answer.status_code == 200, answer.text
    assert answer.content_type == "text/calendar; charset=utf-8"
    calendar = icalendar.Calendar.from_ical(answer.data)
    assert not [each for each in calendar.walk() if each.errors]
    return list(calendar.walk("VEVENT"))


def sound(answer: TestResponse) -> list[icalendar.Event]:
    """Return the events of an answer that two readers took, one of them the strictest known."""
    found = events(answer)
    strict = IcsCalendarStream.calendar_from_ics(answer.data.decode())
    assert [each.uid for each in strict.events] == [each["UID"] for each in found]
    assert [each.dtstart for each in strict.events] == [each["DTSTART"].dt for each in found]
    assert [each.dtend for each in strict.events] == [each["DTEND"].dt for each in found]
    assert len({each["UID"] for each in found}) == len(found)
    assert answer.data.endswith(b"END:VCALENDAR\r\n")
    for line in answer.data.removesuffix(b"\r\n").split(b"\r\n"):
        assert 0 < len(line) <= 75
        assert not re.search(rb"[\x00-\x1f\x7f]|\xc2\x85|\xe2\x80[\xa8\xa9]", line)
        line.decode()  # no character is cut
    return found


def lend(
    item: Item, borrower: Organization, asker: User, periods: Iterable[Period], purpose: str = "Bal"
) -> None:
    """Write loans agreed to behind the engine's back, one of an item in each of some periods."""
    stock: Stock = item.stocks[0]
    for period in periods:
        request = Request(
            territory_id=item.territory_id,
            borrower_id=borrower.id,
            asked_by_id=asker.id,
            asked_at=period.starts_at - timedelta(days=30),
            purpose=purpose,
            beneficiary_kind=BeneficiaryKind.COMMUNE,
        )
        mine = Reservation(
            territory_id=item.territory_id,
            request=request,
            pool_id=item.pool_id,
            owner_id=item.owner_id,
            status=Status.APPROVED,
            starts_at=period.starts_at,
            ends_at=period.ends_at,
            answer_due_at=period.starts_at,
            changed_at=period.starts_at - timedelta(days=20),
        )
        line = Line(territory_id=item.territory_id, item_id=item.id, quantity=1)
        hold = Hold(
            territory_id=item.territory_id,
            stock=stock,
            reason=HoldReason.RESERVATION,
            quantity=1,
            starts_at=period.starts_at,
            ends_at=period.ends_at,
            planned_ends_at=period.ends_at,
        )
        line.holds.append(hold)
        mine.lines.append(line)
        db.session.add(mine)
    db.session.commit()

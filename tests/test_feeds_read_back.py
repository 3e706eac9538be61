"""What is served at a secret address, read back over HTTP by two readers of agendas."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection, update

from booking.db import db
from booking.dealings import FeedScope
from booking.documents.calendar import MAX_BYTES, MAX_EVENTS
from booking.models.catalogue import Unit
from booking.models.reservations import Hold
from booking.period import Period
from booking.queries import accounts, snapshots
from booking.usecases import calendars
from booking.vocabulary import HoldReason
from tests.agendas import lend, sound
from tests.factories import keep, set_clock, take
from tests.pages.place import Place, as_actor, make_place

PARIS = ZoneInfo("Europe/Paris")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)
HOSTILE = "Salle ; « a », \\o/\r\nEND:VEVENT\x0bsuite\x85fin\u2028\x07\x1c\x7f\ufeff\tX"
EMOJI = "L’été \N{CIRCUS TENT} à 9\u202fh\u202f30 — 1\xa0000 m² e\u0301" + "\N{PARTY POPPER}" * 12
SCOPES = tuple(FeedScope)


@pytest.fixture
def place(base: Connection, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Give a town hall that borrows and one that lends, in January 2027."""
    set_clock(monkeypatch, datetime(2027, 1, 15, 10, tzinfo=UTC))
    return make_place()


def copy_of(place: Place) -> int:
    """Give all that is lent of the chairs to one numbered copy of them."""
    stock = place.chairs.stocks[0]
    copy: Unit = keep(Unit(territory_id=stock.territory_id, stock_id=stock.id, number="CHA-01"))
    lent_ones = (Hold.stock_id == stock.id, Hold.reason == HoldReason.RESERVATION)
    db.session.execute(update(Hold).where(*lent_ones).values(unit_id=copy.id))
    db.session.commit()
    return copy.id


def address(place: Place, scope: str, *, anonymous: bool = False, name: str = "Parc") -> str:
    """Return the address of a new subscription: to all that one party sees of a scope."""
    who = as_actor(place.secretary if scope == "me" else place.manager)
    thing = {
        "pool": place.pool.id,
        "item": place.chairs.id,
        "depot": place.chairs.stocks[0].depot_id,
        "unit": copy_of(place) if scope == "unit" else 0,
    }.get(scope, "")
    secret = f"{scope}-{anonymous}"
    snapshots.forget(accounts.digest(secret))  # files outlive the tests' transactions
    calendars.create(who, FeedScope(scope), name, secret, thing=str(thing), anonymous=anonymous)
    return f"/calendriers/{secret}/Parc.ics"


def lent(place: Place, *periods: Period, purpose: str = "Bal") -> None:
    lend(place.chairs, place.borrower, place.secretary, periods, purpose)


def redrawn(client: FlaskClient, asked: str) -> bytes:
    """Return the bytes drawn once more, with nothing kept of the first time."""
    snapshots.forget(accounts.digest(asked.split("/")[2]))
    db.session.expire_all()
    return client.get(asked).data


def around(day: date) -> list[datetime]:
    """Return every hour from the day before a day to the day after it."""
    start = datetime.combine(day - DAY, time(0), UTC)
    return [start + HOUR * rank for rank in range(72)]


def brought(due: datetime) -> datetime:
    """Return when a depot expects what is due then: before midnight, rather than at it."""
    return due - HOUR / 2 if due.astimezone(PARIS).time() == time(0) else due


@pytest.mark.parametrize("scope", SCOPES)
def test_every_hour_around_both_clock_changes_is_read_back(
    client: FlaskClient, place: Place, scope: str
) -> None:
    starts = [*around(SPRING), *around(AUTUMN)]
    lent(place, *(Period(each, each + HOUR) for each in starts))
    asked = address(place, scope)

    found = sound(client.get(asked))

    if scope == "depot":
        leaves = [each for each in found if each["UID"].startswith("hand-over")]
        back = [each for each in found if each["UID"].startswith("return")]
        assert [each["DTSTART"].dt for each in leaves] == starts
        assert [each["DTSTART"].dt for each in back] == [brought(each + HOUR) for each in starts]
    else:
        assert [each["DTSTART"].dt for each in found] == starts
        assert [each["DTEND"].dt for each in found] == [each + HOUR for each in starts]
    assert redrawn(client, asked) == client.get(asked).data


@pytest.mark.parametrize("scope", ["me", "pool"])
@pytest.mark.parametrize("day", [SPRING, AUTUMN])
def test_days_stay_days_across_a_clock_change(
    client: FlaskClient, place: Place, scope: str, day: date
) -> None:
    first, last = (datetime.combine(day + DAY * each, time(0), PARIS) for each in (-1, 2))
    lent(place, Period(first.astimezone(UTC), last.astimezone(UTC)))
    take(place.tents.stocks[0], 1, Period(first.astimezone(UTC), last.astimezone(UTC)))

    found = sound(client.get(address(place, scope)))

    assert len(found) == (2 if scope == "pool" else 1)
    for each in found:
        assert (each["DTSTART"].dt, each["DTEND"].dt) == (day - DAY, day + 2 * DAY)


@pytest.mark.parametrize("anonymous", [False, True])
@pytest.mark.parametrize("scope", SCOPES)
def test_texts_that_break_readers_break_none(
    client: FlaskClient, place: Place, scope: str, anonymous: bool
) -> None:
    depot = place.chairs.stocks[0].depot
    place.chairs.name, place.pool.name, place.borrower.name = EMOJI, HOSTILE, EMOJI + HOSTILE
    depot.name, depot.address, place.chairs.family = HOSTILE, f"1, rue {HOSTILE}", HOSTILE[:40]
    db.session.commit()
    start = datetime(2027, 5, 5, 8, tzinfo=UTC)
    lent(place, Period(start, start + HOUR), purpose=HOSTILE + EMOJI)
    take(place.chairs.stocks[0], 1, Period(start, start + HOUR))
    asked = address(place, scope, anonymous=anonymous, name=HOSTILE[:60])

    answer = client.get(asked)

    found = sound(answer)
    withheld = scope in ("pool", "item", "depot")
    assert len(found) == 1 + withheld + (scope == "depot")
    text = answer.data.replace(b"\r\n ", b"").decode()
    assert anonymous or "\N{CIRCUS TENT}" in text
    assert redrawn(client, asked) == answer.data
    told = icalendar.Calendar.from_ical(client.get(asked.replace(".ics", ".ifb")).data)
    assert not [each for each in told.walk() if each.errors]


@pytest.mark.parametrize("scope", ["me", "territory"])
def test_a_thousand_events_are_served_and_no_more(
    client: FlaskClient, place: Place, scope: str, caplog: pytest.LogCaptureFixture
) -> None:
    start = datetime(2027, 2, 1, 8, tzinfo=UTC)
    starts = [start + HOUR * 9 * rank for rank in range(1_100)]
    spans = [Period(each, each + 2 * HOUR) for each in starts]
    lent(place, *spans, purpose=EMOJI)
    asked = address(place, scope)

    answer = client.get(asked)

    found = sound(answer)
    assert len(found) == MAX_EVENTS
    assert [each["DTSTART"].dt for each in found] == starts[:MAX_EVENTS]
    assert len(answer.data) < MAX_BYTES
    assert "a feed was cut after 1000 events" in caplog.messages
    assert redrawn(client, asked) == answer.data


@pytest.mark.parametrize("scope", SCOPES)
def test_a_calendar_says_what_readers_look_for_and_no_more(
    client: FlaskClient, place: Place, scope: str
) -> None:
    place.chairs.stocks[0].depot.address = "1, rue de la Mairie, 59233 Maing"
    db.session.commit()
    start = datetime(2027, 5, 5, 8, tzinfo=UTC)
    lent(place, Period(start, start + HOUR))
    asked = address(place, scope)

    text = client.get(asked).data.replace(b"\r\n ", b"").decode()

    lines = text.split("\r\n")
    assert lines[1:3] == ["VERSION:2.0", "PRODID:-//Parc commun//Agenda//FR"]
    for line in (
        "CALSCALE:GREGORIAN",
        "NAME:Parc",
        "X-WR-CALNAME:Parc",
        "X-WR-TIMEZONE:Europe/Paris",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        "COLOR:teal",
        "X-APPLE-CALENDAR-COLOR:#175E5A",
        f"CATEGORIES:{place.chairs.family}",
        f"LOCATION:{place.chairs.stocks[0].depot.name}\\, 1\\, rue de la Mairie\\, 59233 Maing",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        "X-MICROSOFT-CDO-BUSYSTATUS:BUSY",
    ):
        assert line in lines


@pytest.mark.parametrize("scope", SCOPES)
def test_a_calendar_says_nothing_that_readers_take_wrongly(
    client: FlaskClient, place: Place, scope: str
) -> None:
    start = datetime(2027, 5, 5, 8, tzinfo=UTC)
    lent(place, Period(start, start + HOUR))
    asked = address(place, scope)

    text = client.get(asked).data.replace(b"\r\n ", b"").decode()

    lines = text.split("\r\n")
    (event, *_) = sound(client.get(asked))
    assert {"CREATED", "LAST-MODIFIED", "DTSTAMP", "SEQUENCE", "URL"} <= set(event)
    assert event["DESCRIPTION"].split("\n")[1:] == [event["URL"]]  # told once more, at the end
    assert [line for line in lines if line.startswith("X-WR-CALDESC:Parc commun : ")]
    names = {line.partition(":")[0].partition(";")[0] for line in lines}
    assert not names & {
        *("METHOD", "ATTENDEE", "ORGANIZER", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"),
        *("CLASS", "SOURCE", "TZID", "ATTACH"),
    }
    assert "BEGIN:VALARM" not in lines
    assert lines.count("BEGIN:VCALENDAR") == 1
    assert not [line for line in lines[: lines.index("BEGIN:VEVENT")] if line.startswith("UID")]
    assert asked.split("/")[2] not in text

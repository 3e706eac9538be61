"""Reading what the service gives to others' programs: PDF and calendars, by strict readers."""

from datetime import UTC, date, datetime
from io import BytesIO

import icalendar
from ical.calendar_stream import IcsCalendarStream
from pypdf import PdfReader

from tests.journeys.service import fetch
from tests.subscriber import Subscriber


def text_of(pdf: bytes) -> str:
    """Return the words of a PDF, with plain single blanks."""
    pages = PdfReader(BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def standings(url: str, purpose: str) -> list[tuple[str, str, int]]:
    """Fetch a calendar and return (status, title, revision) of what bears a purpose.

    Both readers must agree on every event: icalendar without one error noted, and the parser of
    Home Assistant, which refuses a whole file over one bad line.
    """
    answer = fetch(url)
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    read = icalendar.Calendar.from_ical(answer.body)
    assert [part.errors for part in read.walk() if part.errors] == []
    strict = IcsCalendarStream.calendar_from_ics(answer.body.decode())
    found = [
        (str(event["STATUS"]), str(event["SUMMARY"]), int(event["SEQUENCE"]))
        for event in read.walk("VEVENT")
    ]
    assert sorted(found) == sorted(
        (str(event.status and event.status.value), str(event.summary), int(event.sequence or 0))
        for event in strict.events
    )
    return [each for each in found if purpose in each[1]]


def moments(url: str, purpose: str) -> list[tuple[datetime, datetime]]:
    """Return when things bearing a purpose begin and end, in UTC."""
    read = icalendar.Calendar.from_ical(fetch(url).body)
    return [
        (event.start.astimezone(UTC), event.end.astimezone(UTC))
        for event in read.walk("VEVENT")
        if purpose in event["SUMMARY"]
    ]


def week(subscriber: Subscriber, first: date, purpose: str) -> list[str]:
    """Fetch a calendar again; return the lines of a week that bear a purpose."""
    subscriber.sync()
    return [line for line in subscriber.agenda(f"{first}", 7) if purpose in line]

"""Calendars as others publish them, for the tests that read them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from booking.documents.occupations import Reading, read
from booking.period import Period

PARIS = ZoneInfo("Europe/Paris")
WINDOW = Period(datetime(2027, 1, 1, tzinfo=UTC), datetime(2028, 7, 1, tzinfo=UTC))


def event(*lines: str, uid: str = "a@bus.example") -> str:
    """Return an event with these lines."""
    named = [f"UID:{uid}"] if uid else []
    return "\r\n".join(["BEGIN:VEVENT", *named, "DTSTAMP:20260101T000000Z", *lines, "END:VEVENT"])


def calendar(*events: str, head: str = "") -> bytes:
    """Return a calendar of these events."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Bus//FR", *filter(None, [head]), *events]
    return ("\r\n".join([*lines, "END:VCALENDAR"]) + "\r\n").encode()


def found(content: bytes, window: Period = WINDOW, zone: ZoneInfo = PARIS) -> Reading:
    """Return what a calendar says of the usual window."""
    return read(content, zone, window)


def spans(content: bytes, window: Period = WINDOW, zone: ZoneInfo = PARIS) -> list[str]:
    """Return when something is taken, in UTC: "0105T0700-0800", or with both days."""
    told = []
    for each in found(content, window, zone).busy:
        start, end = each.period.starts_at, each.period.ends_at
        same = start.date() == end.date()
        told.append(
            f"{start:%m%dT%H%M}-{end:%H%M}" if same else f"{start:%m%dT%H%M}-{end:%m%dT%H%M}"
        )
    return told


def trips(count: int, every: timedelta = timedelta(hours=2)) -> bytes:
    """Return a calendar of so many trips of an hour."""
    first = datetime(2027, 1, 4, 8, tzinfo=UTC)
    starts = [first + every * rank for rank in range(count)]
    hour = timedelta(hours=1)
    return calendar(
        *(
            event(
                f"DTSTART:{start:%Y%m%dT%H%M%SZ}",
                f"DTEND:{start + hour:%Y%m%dT%H%M%SZ}",
                "SUMMARY:Sortie scolaire",
                "DESCRIPTION:" + "Classe de Madame Dupont. " * 4,
                "ORGANIZER;CN=Mairie:mailto:mairie@exemple.example",
                uid=f"{rank}@bus.example",
            )
            for rank, start in enumerate(starts)
        )
    )

"""What a calendar subscription (.ics) says: plain events in, the bytes every known reader accepts.

Each rule below answers a fault seen in a real reader, named beside it. Times are written in UTC:
nothing to get wrong, even in the hour of October that happens twice.
"""

import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, NamedTuple
from urllib.parse import quote
from zoneinfo import ZoneInfo

import icalendar
from sqlalchemy.exc import SQLAlchemyError

from booking.documents.ics_lines import component, on_one_line, safe, sound
from booking.period import Period

PRODUCT = "-//Parc commun//Agenda//FR"
COLORS = {"COLOR": "teal", "X-APPLE-CALENDAR-COLOR": "#175E5A"}
"""Of the whole calendar, as the standard names it and as Apple writes it; no event has its own."""
MAX_EVENTS = 1_000
MAX_BYTES = 900_000  # Google refuses a feed over one megabyte

BUSY = "Occupé"
"""Opens the title of what one may know no more of than that it is taken."""

Standing = Literal["tentative", "confirmed", "cancelled", "notice"]

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Event:
    """One reservation as a reader sees it; `kind` and `uid` name it for life, whatever moves.

    `revision` and `changed_at` rise with anything visible: readers skip what did not rise.
    `lead` opens the title, before its one colon: "Occupé", "Remise", "Retour".
    """

    kind: str = "reservation"
    uid: int
    revision: int
    created_at: datetime | None
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    all_day: bool = False
    lead: str = ""
    summary: str
    description: str = ""
    location: str = ""
    url: str = ""
    categories: tuple[str, ...] = ()
    standing: Standing = "confirmed"


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """A named list of events; `domain` ends every UID and must outlive the public host name."""

    name: str
    description: str = ""
    zone: str
    domain: str
    events: tuple[Event, ...] = ()
    refresh_hours: int = 1
    today: datetime | None = None  # of too many events, the oldest that ended before go first


class _Shown(NamedTuple):
    status: str
    transparency: str
    busy: str  # the one that Outlook reads first
    prefix: str


_SHOWN: dict[str, _Shown] = {
    "tentative": _Shown("TENTATIVE", "OPAQUE", "TENTATIVE", "À confirmer : "),
    "confirmed": _Shown("CONFIRMED", "OPAQUE", "BUSY", ""),
    "cancelled": _Shown("CANCELLED", "TRANSPARENT", "FREE", "Annulé : "),
    "notice": _Shown("CONFIRMED", "TRANSPARENT", "FREE", ""),  # tells something, takes no time
}

_NAME = re.compile(r"[a-z][a-z0-9-]*-[1-9][0-9]*")
_NEXT = {
    True: "collez dans cet agenda la nouvelle, montrée lors du changement",
    False: "créez-en une autre, page Abonnements",
}
_END = b"END:VCALENDAR\r\n"


def render(calendar: Calendar, *, whole: bool = False) -> bytes:
    """Return the calendar as an .ics file, byte for byte the same for the same data.

    One that is downloaded, and not subscribed to, may be `whole`, however long it is.
    """
    head = _head(calendar)
    # An unknown zone fails here, for the whole feed: an emptied file would erase every reader.
    blocks = _blocks(calendar, ZoneInfo(calendar.zone))
    kept = blocks if whole else _fitting(blocks, MAX_BYTES - len(head) - len(_END))
    return b"".join((head, *(block for _, block in sorted(kept)), _END))


def revoked(name: str, zone: str, today: date, domain: str, *, renewed: bool = False) -> bytes:
    """Return the calendar that takes the place of a revoked one, or of one at another address.

    One event and not none: vdirsyncer keeps what it holds when a feed becomes empty.
    """
    midnight = datetime.combine(today, time(0), ZoneInfo(zone))
    notice = Event(
        kind="revocation",
        uid=today.toordinal(),
        revision=0,
        created_at=midnight,
        changed_at=midnight,
        starts_at=midnight,
        ends_at=midnight + timedelta(days=1),
        all_day=True,
        summary="Adresse changée" if renewed else "Abonnement révoqué",
        description=f"Cette adresse ne donne plus rien : {_NEXT[renewed]}.",
        standing="notice",
    )
    return render(Calendar(name=name, zone=zone, domain=domain, events=(notice,)))


def _head(calendar: Calendar) -> bytes:
    """Return the lines that precede the events, without METHOD nor UID.

    A UID here made vdirsyncer take the whole feed for one event; METHOD would want an organizer.
    """
    part = icalendar.Calendar()
    part.add("PRODID", PRODUCT)
    part.add("VERSION", "2.0")
    part.add("CALSCALE", "GREGORIAN")
    part.add("X-WR-TIMEZONE", calendar.zone)
    every = timedelta(hours=calendar.refresh_hours)
    # RFC 7986 wants the type spelt out, which the library leaves out.
    part.add("REFRESH-INTERVAL", every, {"VALUE": "DURATION"})
    part["X-PUBLISHED-TTL"] = icalendar.vDuration(every)
    part.update(COLORS)
    part.update(_titles(calendar))
    lines: bytes = part.to_ical()
    return lines.removesuffix(_END)


def _titles(calendar: Calendar) -> dict[str, icalendar.vText]:
    """Return the name and description, each under its standard and its older name.

    Typed by hand: the library's own setters write a semicolon bare and fail on a newline.
    """
    name = icalendar.vText(on_one_line(calendar.name))
    description = icalendar.vText(safe(calendar.description))
    titles = {"NAME": name, "X-WR-CALNAME": name}
    if description:
        titles |= {"DESCRIPTION": description, "X-WR-CALDESC": description}
    return titles


def _fitting(blocks: Iterator[tuple[int, bytes]], room: int) -> Iterator[tuple[int, bytes]]:
    """Yield the blocks until one is too many; the last given are left out."""
    for count, (rank, block) in enumerate(blocks):
        room -= len(block)
        if count == MAX_EVENTS or room < 0:
            log.warning("a feed was cut after %d events", count)
            return
        yield rank, block


def _blocks(calendar: Calendar, zone: ZoneInfo) -> Iterator[tuple[int, bytes]]:
    """Yield the rank and the lines of each sound event, the most needed first."""
    events = _in_order(calendar.events)
    for rank in _by_need(events, calendar.today):
        with sparing(events[rank].kind, events[rank].uid):
            yield rank, _block(events[rank], zone, calendar.domain)


def _by_need(events: Sequence[Event], today: datetime | None) -> list[int]:
    """Return the ranks of events by start: what is to come, then the latest past."""
    over = {rank for rank, event in enumerate(events) if today and event.ends_at <= today}
    return [rank for rank in range(len(events)) if rank not in over] + sorted(over)[::-1]


def _in_order(events: Iterable[Event]) -> list[Event]:
    """Return the sound events by start then name, each name once: readers merge doubles."""
    kept: dict[str, Event] = {}
    for event in events:
        with sparing(event.kind, event.uid):
            name = _name(event)
            _period(event)
            if name in kept or event.revision < 0:
                raise ValueError("a second event of this name, or an impossible revision")
            kept[name] = event
    # In UTC: within one zone Python compares the walls' clocks, wrong in the hour that repeats.
    return sorted(kept.values(), key=lambda event: (_utc(event.starts_at), event.kind, event.uid))


@contextmanager
def sparing(kind: str, uid: int) -> Iterator[None]:
    """Leave a broken event out and name it in the log, since one bad line kills a whole feed.

    A base that fails is no fault of the event: without it, a feed would lose all that it shows.
    """
    try:
        yield
    except SQLAlchemyError:
        raise
    except Exception as error:
        # The fault's kind only: its message may quote a title or a name.
        log.error("event %s-%s left out of a feed: %s", kind, uid, type(error).__name__)


def _block(event: Event, zone: ZoneInfo, domain: str) -> bytes:
    """Return the lines of one event, checked."""
    return sound(component("VEVENT", properties(event, zone, domain)))


def properties(event: Event, zone: ZoneInfo, domain: str) -> Iterator[tuple[str, object]]:
    """Yield the properties of one event, none of which depends on the moment of writing."""
    shown = _SHOWN[event.standing]
    changed_at = _utc(event.changed_at)
    starts, ends = _bounds(event, zone)
    yield "UID", f"{_name(event)}@{domain}"
    yield "DTSTAMP", changed_at  # never now: Nextcloud would see every event change
    yield "LAST-MODIFIED", changed_at
    yield "CREATED", _utc(event.created_at) if event.created_at else ""
    yield "SEQUENCE", event.revision
    yield "DTSTART", starts
    yield "DTEND", ends
    yield "SUMMARY", title(event)
    yield "DESCRIPTION", _description(event)
    yield "LOCATION", on_one_line(event.location)
    yield "URL", _address(event.url)
    yield "CATEGORIES", [category for raw in event.categories if (category := on_one_line(raw))]
    yield "STATUS", shown.status
    yield "TRANSP", shown.transparency
    yield "X-MICROSOFT-CDO-BUSYSTATUS", shown.busy


def title(event: Event) -> str:
    """Return the title, which says what waits or was cancelled: few readers show it otherwise."""
    said, lead = on_one_line(event.summary), event.lead
    if not lead or event.standing == "cancelled":
        return _SHOWN[event.standing].prefix + (said or "Réservation")
    if event.standing == "tentative":
        lead += ", à confirmer" if lead == BUSY else " à confirmer"
    return f"{lead} : {said}" if said else lead


def _name(event: Event) -> str:
    """Return what names the event in every feed, for the life of the reservation."""
    name = f"{event.kind}-{event.uid}"
    if not _NAME.fullmatch(name):
        raise ValueError("an event without a proper name")
    return name


def _bounds(event: Event, zone: ZoneInfo) -> tuple[date, date]:
    """Return the start and the excluded end: days when it covers whole local days, else UTC."""
    period = _period(event)
    if event.all_day and period.whole_days(zone):
        return period.starts_at.astimezone(zone).date(), period.ends_at.astimezone(zone).date()
    return period.starts_at, period.ends_at


def _period(event: Event) -> Period:
    """Return when the event takes place, to the second, which is all that the format can say."""
    return Period(_utc(event.starts_at), _utc(event.ends_at))


def _utc(instant: datetime) -> datetime:
    """Return the instant in UTC; a naive one is refused, not guessed."""
    if instant.tzinfo is None:
        raise ValueError("a naive instant")
    return instant.astimezone(UTC).replace(microsecond=0)


def _description(event: Event) -> str:
    """Return the description, then the address: several readers hide the URL."""
    return "\n".join(filter(None, (safe(event.description), _address(event.url))))


def _address(url: str) -> str:
    """Return the address in plain ASCII, the only form that every reader accepts."""
    return quote(on_one_line(url), safe="%/:=&?~#+!$,;'@()*[]")

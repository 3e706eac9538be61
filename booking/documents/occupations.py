"""Somebody else's calendar, read for one thing alone: when something is taken.

Nothing else of it is kept: neither words, nor places, nor people.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, tzinfo
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

from icalendar.parser import Contentline
from icalendar.prop import vDDDTypes, vRecur
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from booking.dealings import Unread
from booking.period import Period
from booking.rules.occurrences import Busy, Happening, Rule, occurrences, together

MOST = 1_000
"""So many periods are kept of one calendar, the first ones."""
DAY = timedelta(days=1)
READ = frozenset(
    {
        *("UID", "SEQUENCE", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE"),
        *("RECURRENCE-ID", "STATUS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS"),
    }
)
SEVERAL = frozenset({"RDATE", "EXDATE"})
FREE = (
    ("STATUS", "CANCELLED"),
    ("TRANSP", "TRANSPARENT"),
    ("X-MICROSOFT-CDO-BUSYSTATUS", "FREE"),
)
"""What takes nothing, whoever wrote it down."""
LONGEST = 10.0
"""So many seconds may be spent on one calendar: somebody else's rules must not keep us busy."""
SAID = re.compile(r"[A-Z0-9-]+")
ZONE = re.compile(r"[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+){0,2}")


class NoCalendar(Exception):  # noqa: N818 # a finding about what was read
    """What was read is no calendar, not all of one, or one that takes too long to follow."""

    def __init__(self, failure: Unread = Unread.NO_CALENDAR) -> None:
        super().__init__(failure)
        self.failure = failure


@dataclass(frozen=True)
class Reading:
    """When something is taken; `dropped` events could not be read; `cut`: there were more."""

    busy: tuple[Busy, ...]
    dropped: int = 0
    cut: bool = False


@dataclass(frozen=True)
class Line:
    """What one line says, and how it says it."""

    value: str
    parameters: Mapping[str, Any]


Event = Mapping[str, list[Line]]
WRONG = (ValueError, TypeError, LookupError, ArithmeticError, AttributeError, StopIteration)
"""What reading an event that says nonsense raises."""


def read(content: bytes, zone: ZoneInfo, window: Period) -> Reading:
    """Return when a calendar says that something is taken, within a window.

    Whole days and bare times are those of the zone; so are times of a zone that nobody knows,
    unless the calendar names its own. One event that cannot be read is dropped alone. Raises
    NoCalendar.
    """
    lines = _lines(content)
    reader = Reader(window, zone, _own_zone(lines) or zone)
    found, dropped = list[Busy](), 0
    for group in _by_uid(_events(lines)).values():
        taken, lost = reader.busy(group)
        found += taken
        dropped += lost
    merged = together(found)
    return Reading(tuple(merged[:MOST]), dropped, len(merged) > MOST)


def _lines(content: bytes) -> list[str]:
    """Return the lines, unfolded; raises NoCalendar unless they are a calendar, to its end."""
    text = content.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    lines = [each.rstrip() for each in re.sub(r"\n[ \t]", "", text).split("\n") if each.strip()]
    if not lines or lines[0].upper() != "BEGIN:VCALENDAR" or lines[-1].upper() != "END:VCALENDAR":
        raise NoCalendar
    return lines


def _own_zone(lines: Iterable[str]) -> ZoneInfo | None:
    """Return the zone that a calendar says to be its own, if any."""
    for line in lines:
        if line.upper().startswith("X-WR-TIMEZONE:"):
            return zone_named(line.partition(":")[2])
    return None


def zone_named(name: str) -> ZoneInfo | None:
    """Return the zone of a name: of the tz database, of Windows, or the end of a longer one."""
    plain = name.strip().strip('"')
    for each in (plain, WINDOWS_TO_OLSON.get(plain, ""), "/".join(plain.split("/")[-2:])):
        if ZONE.fullmatch(each):
            with suppress(KeyError, ValueError, OSError):
                return ZoneInfo(each)
    return None


def _events(lines: Iterable[str]) -> Iterator[list[str]]:
    """Yield the lines of each event, without those of what stands inside it."""
    inside: list[str] = []
    event: list[str] = []
    for line in lines:
        head, _, name = line.upper().partition(":")
        if head == "BEGIN":
            inside.append(name)
            event = [] if name == "VEVENT" else event
        elif head == "END":
            if inside and inside.pop() == name == "VEVENT":
                yield event
        elif inside and inside[-1] == "VEVENT":
            event.append(line)


def _by_uid(events: Iterable[list[str]]) -> dict[str, list[list[str]]]:
    """Return the events by what names them; one without a name is by itself."""
    found: dict[str, list[list[str]]] = {}
    for event in events:
        uid = next((each for each in event if each.upper().startswith(("UID:", "UID;"))), "")
        found.setdefault(uid.partition(":")[2] or "\n".join(event), []).append(event)
    return found


def _parsed(event: Iterable[str]) -> Event:
    """Return what is read of an event; raises ValueError."""
    found: dict[str, list[Line]] = {}
    for line in event:
        head = SAID.match(line.upper())
        if head and head[0] in READ:
            _, parameters, value = Contentline(line).parts()  # type: ignore[no-untyped-call]
            found.setdefault(head[0], []).append(Line(value.strip(), parameters))
    if any(len(each) > 1 for name, each in found.items() if name not in SEVERAL):
        raise ValueError("told twice")
    return found


def _said(event: Event, name: str) -> str:
    return event[name][0].value if name in event else ""


def _is_free(event: Event) -> bool:
    return any(_said(event, name).upper() == value for name, value in FREE)


def _latest(events: Iterable[Event]) -> list[Event]:
    """Return the events, of several versions of one the last; others that bear its name stay."""
    kept: dict[tuple[str, int, str], Event] = {}
    best: dict[str, int] = {}
    for each in events:
        rank, number = _said(each, "RECURRENCE-ID"), int(_said(each, "SEQUENCE") or 0)
        best[rank] = max(best.get(rank, number), number)
        kept[rank, number, _said(each, "DTSTART")] = each
    return [each for (rank, number, _), each in kept.items() if number == best[rank]]


def _values(event: Event, name: str) -> Iterator[tuple[Any, Line]]:
    for line in event.get(name, ()):
        for each in line.value.split(","):
            yield vDDDTypes.from_ical(each), line  # type: ignore[no-untyped-call]


def _rule(event: Event) -> Rule | None:
    if "RRULE" not in event:
        return None
    told = vRecur.from_ical(event["RRULE"][0].value)
    until = told.pop("UNTIL", [None])[0]
    return Rule(told.to_ical().decode(), until)


def _key(uid: str, start: str) -> str:
    """Return a name for an occurrence that tells nothing of what it is."""
    return hashlib.sha256(f"{uid}\n{start}".encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Reader:
    """What reads events: the window, the zone of days and bare times, that of unknown ones."""

    window: Period
    days: ZoneInfo
    own: ZoneInfo
    until: float = field(default_factory=lambda: monotonic() + LONGEST)

    def busy(self, group: Iterable[list[str]]) -> tuple[list[Busy], int]:
        """Return when the events of one name take something, and how many could not be read.

        One of them may stand for an occurrence of another: it moves it, or cancels it.
        """
        whole, apart, lost = list[Event](), list[Event](), 0
        for each in group:
            try:
                event = _parsed(each)
                self._happening(event)
                int(_said(event, "SEQUENCE") or 0)
            except WRONG:
                lost += 1
            else:
                (apart if "RECURRENCE-ID" in event else whole).append(event)
        found: list[Busy] = []
        moved = _latest(apart)
        for event, others in [(e, moved) for e in _latest(whole)] + [(e, []) for e in moved]:
            if monotonic() > self.until:
                raise NoCalendar(Unread.HEAVY)
            try:
                found += [] if _is_free(event) else self._periods(event, others)
            except WRONG:
                lost += 1
        return found, lost

    def _periods(self, event: Event, moved: Iterable[Event]) -> list[Busy]:
        mine = self._happening(event)
        elsewhere = {
            self._start(value, line, mine.zone)
            for each in moved
            for value, line in _values(each, "RECURRENCE-ID")
        }
        uid, apart = _said(event, "UID"), _said(event, "RECURRENCE-ID")
        found = occurrences(replace(mine, but=mine.but | elsewhere), self.window)
        return [Busy(_key(uid, apart or f"{start}"), period) for start, period in found]

    def _happening(self, event: Event) -> Happening:
        """Return when an event takes place; raises ValueError or KeyError."""
        first, line = next(_values(event, "DTSTART"))
        zone = self._zone(first, line)
        start, whole = self._wall(first, line, zone), not isinstance(first, datetime)
        end = self._end(event, start, zone, whole=whole)
        if end < start:
            raise ValueError("it ends before it starts")
        return Happening(
            starts_at=start,
            ends_at=end,
            zone=zone,
            rule=_rule(event),
            also=tuple(self._wall(*each, zone) for each in _values(event, "RDATE")),
            but=frozenset(self._start(*each, zone) for each in _values(event, "EXDATE")),
        )

    def _zone(self, value: object, line: Line) -> tzinfo:
        """Return in which zone a time is told."""
        if not isinstance(value, datetime):
            return self.days
        named = line.parameters.get("TZID")
        if value.tzinfo or not named:
            return value.tzinfo or self.days
        return zone_named(named) or self.own

    def _wall(self, value: Any, line: Line, zone: tzinfo) -> datetime:
        """Return a time by the wall of a zone; raises ValueError when it is none."""
        told = value[0] if isinstance(value, tuple) else value  # of a period, its start
        if not isinstance(told, date):
            raise ValueError("not a time")
        if not isinstance(told, datetime):
            return datetime.combine(told, time())
        aware = told.replace(tzinfo=self._zone(told, line))
        return aware.astimezone(zone).replace(tzinfo=None)

    def _start(self, value: Any, line: Line, zone: tzinfo) -> datetime | date:
        """Return which start is meant: a whole day stands for all that start in it."""
        bare = isinstance(value, date) and not isinstance(value, datetime)
        return value if bare else self._wall(value, line, zone)

    def _end(self, event: Event, start: datetime, zone: tzinfo, *, whole: bool) -> datetime:
        for value, line in _values(event, "DTEND"):
            if isinstance(value, datetime) is whole:
                raise ValueError("days and hours do not go together")
            return self._wall(value, line, zone)
        for lasting, _ in _values(event, "DURATION"):
            if not isinstance(lasting, timedelta):
                raise ValueError("no duration")
            return start + lasting
        return start + DAY if whole else start

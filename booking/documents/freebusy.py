"""When something is taken, and no word of by whom: one VFREEBUSY (.ifb), in UTC."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from booking.documents.calendar import PRODUCT
from booking.period import Period
from booking.rules.planning import together


@dataclass(frozen=True, kw_only=True)
class FreeBusy:
    """The spans taken for sure, and those only asked for, within the span that is told of.

    `uid` names it for life; `changed_at` is when anything of it last changed, never now.
    """

    uid: str
    changed_at: datetime
    span: Period
    busy: tuple[Period, ...] = ()
    tentative: tuple[Period, ...] = ()


def render(told: FreeBusy) -> bytes:
    """Return the file, byte for byte the same for the same data; without METHOD (CalConnect)."""
    busy = together(each for each in told.busy if each.overlaps(told.span))
    asked = together(each for each in told.tentative if each.overlaps(told.span))
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "BEGIN:VFREEBUSY",
        f"UID:{told.uid}",
        f"DTSTAMP:{_utc(told.changed_at)}",
        f"DTSTART:{_utc(told.span.starts_at)}",
        f"DTEND:{_utc(told.span.ends_at)}",
        *(_line("BUSY", each.within(told.span)) for each in busy),
        *(
            _line("BUSY-TENTATIVE", each.within(told.span))
            for each in outside(asked, busy)
            if each.overlaps(told.span)
        ),
        "END:VFREEBUSY",
        "END:VCALENDAR",
        "",
    ]
    return "\r\n".join(lines).encode("ascii")


def outside(periods: Iterable[Period], taken: list[Period]) -> Iterator[Period]:
    """Yield what of the periods lies in none of those taken, which are in order and apart."""
    for each in periods:
        at = each.starts_at
        for busy in taken:
            if busy.ends_at <= at or busy.starts_at >= each.ends_at:
                continue
            if busy.starts_at > at:
                yield Period(at, busy.starts_at)
            at = busy.ends_at
        if at < each.ends_at:
            yield Period(at, each.ends_at)


def _line(kind: str, span: Period) -> str:
    return f"FREEBUSY;FBTYPE={kind}:{_utc(span.starts_at)}/{_utc(span.ends_at)}"


def _utc(instant: datetime) -> str:
    return f"{instant.astimezone(UTC):%Y%m%dT%H%M%SZ}"

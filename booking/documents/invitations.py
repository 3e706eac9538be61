"""Calendar invitations by mail (iMIP, calendar § 4): one event, one person, one method.

The event is the very one of the feeds, under the same name. Times stay in UTC: nothing to get
wrong, and the only form that an old Outlook reads in a cancellation.
"""

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import icalendar

from booking.documents.calendar import PRODUCT, Event, properties
from booking.documents.ics_lines import sound

NAME = "Parc commun"


@dataclass(frozen=True)
class Invitation:
    """What an agenda is asked to do, REQUEST or CANCEL, and the file that says it."""

    method: str
    content: bytes


@dataclass(frozen=True)
class Post:
    """Between whom and when an invitation passes: our own mailbox never invites itself."""

    organizer: str
    attendee: str
    at: datetime


def invite(event: Event, zone: ZoneInfo, domain: str, post: Post) -> Invitation:
    """Return the invitation to an event, or its withdrawal when the event is cancelled.

    Raises ValueError when a strict reader would refuse the event.
    """
    part = icalendar.Event()
    said = dict(properties(event, zone, domain)) | {"DTSTAMP": post.at.replace(microsecond=0)}
    for name, value in said.items():
        if value not in ("", []):
            part.add(name, value)
    part.add("ORGANIZER", _person(post.organizer, CN=NAME))
    part.add("ATTENDEE", _attendee(post.attendee))
    method = "CANCEL" if event.standing == "cancelled" else "REQUEST"
    head = "\r\n".join(
        ("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN")
    )
    lines = (
        head.encode(),
        f"METHOD:{method}".encode(),
        sound(part.to_ical()) + b"END:VCALENDAR\r\n",
    )
    return Invitation(method, b"\r\n".join(lines))


def _attendee(address: str) -> icalendar.vCalAddress:
    """Return the one person invited; we ask no answer, and none would change anything."""
    return _person(
        address,
        CUTYPE="INDIVIDUAL",
        ROLE="REQ-PARTICIPANT",
        PARTSTAT="NEEDS-ACTION",
        RSVP="FALSE",
    )


def _person(address: str, **parameters: str) -> icalendar.vCalAddress:
    person = icalendar.vCalAddress(f"mailto:{address}")
    person.params.update(parameters)
    return person


def attach(mail: EmailMessage, invitation: Invitation) -> None:
    """Add an invitation to a message, as Google and Thunderbird send theirs.

    The calendar part stands last among the alternatives, for agendas; the same bytes stand
    beside them as a file, for those who open it by hand.
    """
    mail.add_alternative(
        invitation.content,
        maintype="text",
        subtype="calendar",
        cte="base64",
        params={"method": invitation.method, "charset": "utf-8"},
    )
    mail.make_mixed()
    mail.add_attachment(
        invitation.content, maintype="application", subtype="ics", filename="invite.ics"
    )

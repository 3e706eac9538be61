"""Calendar invitations, read by the parsers of real agendas and by a mail reader."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from ical.calendar_stream import IcsCalendarStream

from booking.documents import calendar, mails
from booking.documents.calendar import Calendar, Event
from booking.documents.invitations import Invitation, Post, invite
from booking.documents.mails import Envelope, Text

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 12, 1, 8, 30, 15, 999, tzinfo=UTC)
WHO, OURS = "secretaire@querenaing.example", "parc@epci.example"


def event(**facts: Any) -> Event:
    """Return a reservation of a weekend as agendas show it."""
    starts_at = datetime(2026, 12, 4, 13, tzinfo=UTC)
    defaults: dict[str, Any] = {
        "uid": 12,
        "revision": 1,
        "created_at": NOW - timedelta(days=9),
        "changed_at": NOW - timedelta(days=1),
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(days=2),
        "summary": "Fête d’été; « œuvres », 2 tentes",
        "url": "https://parc.example/demandes/3",
    }
    return Event(**defaults | facts)


def make(**facts: Any) -> Invitation:
    """Return the invitation to it."""
    return invite(event(**facts), PARIS, "parc-commun", Post(OURS, WHO, NOW))


def posted(invitation: Invitation) -> EmailMessage:
    """Return an invitation as it is received."""
    envelope = Envelope(7, WHO, NOW, OURS, "https://parc.example", "reservation-12")
    sent = mails.as_email(envelope, Text("Validée", "Bonjour,\n"), invitation)
    received: Any = message_from_bytes(sent.as_bytes(), policy=policy.default)  # type: ignore[arg-type]
    return received


def read(content: bytes) -> Any:
    """Return the one event of a file, and the file."""
    parsed = icalendar.Calendar.from_ical(content)
    (found,) = parsed.walk("VEVENT")
    return parsed, found


STORY = (("confirmed", 1, "REQUEST"), ("confirmed", 2, "REQUEST"), ("cancelled", 3, "CANCEL"))


def test_a_request_its_change_and_its_end_are_one_event_that_rises() -> None:
    files = [make(standing=standing, revision=revision) for standing, revision, _ in STORY]
    found = [read(each.content) for each in files]

    assert [each.method for each in files] == [method for *_, method in STORY]
    assert [str(parsed["METHOD"]) for parsed, _ in found] == [method for *_, method in STORY]
    assert {str(each["UID"]) for _, each in found} == {"reservation-12@parc-commun"}
    assert [each["SEQUENCE"] for _, each in found] == [1, 2, 3]
    assert [str(each["STATUS"]) for _, each in found] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert str(found[2][1]["SUMMARY"]).startswith("Annulé : ")
    for _, each in found:
        assert each["DTSTART"].dt == event().starts_at
        assert each["DTEND"].dt == event().ends_at
        assert each["DTSTAMP"].dt == NOW.replace(microsecond=0)


def test_the_service_invites_and_one_person_is_invited() -> None:
    _, found = read(make().content)

    assert str(found["ORGANIZER"]) == f"mailto:{OURS}"
    assert found["ORGANIZER"].params["CN"] == "Parc commun"
    assert str(found["ATTENDEE"]) == f"mailto:{WHO}"
    assert dict(found["ATTENDEE"].params) == {
        "CUTYPE": "INDIVIDUAL",
        "ROLE": "REQ-PARTICIPANT",
        "PARTSTAT": "NEEDS-ACTION",
        "RSVP": "FALSE",
    }


def test_the_event_is_the_one_of_the_feed() -> None:
    feed = calendar.render(
        Calendar(name="Moi", zone="Europe/Paris", domain="parc-commun", events=(event(),))
    )
    (in_feed,) = icalendar.Calendar.from_ical(feed).walk("VEVENT")
    _, invited = read(make().content)
    added = {"ORGANIZER", "ATTENDEE", "DTSTAMP"}

    assert {name: invited.get(name) for name in invited if name not in added} == {
        name: in_feed.get(name) for name in in_feed if name not in added
    }


@pytest.mark.parametrize(("standing", "revision", "method"), STORY)
def test_another_agenda_reads_it_too(standing: str, revision: int, method: str) -> None:
    content = make(standing=standing, revision=revision).content.decode()

    parsed = IcsCalendarStream.calendar_from_ics(content)

    assert [(each.uid, each.sequence) for each in parsed.events] == [
        ("reservation-12@parc-commun", revision)
    ]
    assert f"METHOD:{method}\r\n" in content


def test_the_message_is_built_as_agendas_expect_it() -> None:
    invitation = make()
    mail = posted(invitation)
    alternatives, file = mail.iter_parts()
    parts = list(alternatives.iter_parts())

    assert mail.get_content_type() == "multipart/mixed"
    assert alternatives.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in parts] == [
        "text/plain",
        "text/html",
        "text/calendar",
    ]
    last: Any = parts[-1]
    assert last["Content-Type"].params == {"method": "REQUEST", "charset": "utf-8"}
    assert last["Content-Disposition"] is None
    assert last["Content-Transfer-Encoding"] == "base64"
    assert (file.get_content_type(), file.get_filename()) == ("application/ics", "invite.ics")
    assert last.get_payload(decode=True) == file.get_payload(decode=True) == invitation.content


def test_lines_end_as_the_wire_wants() -> None:
    assert b"\n" not in make().content.replace(b"\r\n", b"")
    envelope = Envelope(7, WHO, NOW, OURS, "https://parc.example")
    sent = mails.as_email(envelope, Text("Validée", "Bonjour,\n"), make()).as_bytes()
    assert b"\n" not in sent.replace(b"\r\n", b"")


def test_an_address_that_would_break_the_file_is_refused() -> None:
    with pytest.raises(ValueError, match="CR or LF"):
        invite(event(), PARIS, "parc-commun", Post(OURS, "a\r\nX-Y:z@b.example", NOW))

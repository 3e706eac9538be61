"""What the events of calendars are called: what waits says so, with one colon."""

from datetime import UTC, datetime, timedelta

import icalendar
import pytest

from booking.documents.calendar import BUSY, Calendar, Event, Standing, render

AT = datetime(2027, 5, 15, 6, tzinfo=UTC)


def titled(lead: str, standing: Standing, summary: str) -> str:
    """Return the title of an event as a reader shows it."""
    event = Event(
        uid=1,
        revision=0,
        created_at=AT,
        changed_at=AT,
        starts_at=AT,
        ends_at=AT + timedelta(hours=1),
        lead=lead,
        summary=summary,
        standing=standing,
    )
    content = render(Calendar(name="A", zone="Europe/Paris", domain="d", events=(event,)))
    (read,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    return str(read["SUMMARY"])


@pytest.mark.parametrize(
    ("lead", "standing", "title"),
    [
        ("", "tentative", "À confirmer : Podium"),
        (BUSY, "confirmed", "Occupé : Podium"),
        (BUSY, "tentative", "Occupé, à confirmer : Podium"),
        ("Remise", "confirmed", "Remise : Podium"),
        ("Remise", "tentative", "Remise à confirmer : Podium"),
        ("Retour", "cancelled", "Annulé : Podium"),
    ],
)
def test_a_title_says_its_standing_with_one_colon(
    lead: str, standing: Standing, title: str
) -> None:
    assert titled(lead, standing, "Podium") == title


def test_what_is_taken_and_not_named_has_no_colon() -> None:
    assert titled(BUSY, "confirmed", "") == "Occupé"
    assert titled(BUSY, "tentative", "") == "Occupé, à confirmer"

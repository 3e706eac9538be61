"""What takes the place of a calendar that is over."""

from datetime import date

import icalendar

from booking.documents.calendar import revoked


def read(content: bytes) -> icalendar.Event:
    """Return the one event of a calendar, as icalendar reads it."""
    (event,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    return event


def test_a_revoked_calendar_says_so_today_and_takes_nobody_s_time() -> None:
    days = [date(2027, 3, 28), date(2027, 3, 28), date(2027, 3, 29)]
    first, same, next_day = (revoked("Parc", "Europe/Paris", day, "p.example") for day in days)
    event = read(first)
    assert str(event["SUMMARY"]) == "Abonnement révoqué"
    assert (event.start, event.end, str(event["TRANSP"])) == (days[0], days[2], "TRANSPARENT")
    assert (first == same, event["UID"] == read(next_day)["UID"]) == (True, False)


def test_an_address_that_changed_says_to_paste_the_new_one() -> None:
    event = read(revoked("Parc", "Europe/Paris", date(2027, 3, 28), "p.example", renewed=True))

    assert str(event["SUMMARY"]) == "Adresse changée"
    assert "collez dans cet agenda la nouvelle" in event["DESCRIPTION"]

"""A calendar at its secret address, read as agendas read it."""

import icalendar
from werkzeug.test import TestResponse

SECRET = "une-adresse-que-nul-ne-devine"
ADDRESS = f"/calendriers/{SECRET}/Mairie.ics"


def events(answer: TestResponse) -> list[icalendar.Event]:
    assert answer.status_code == 200, answer.text
    assert answer.content_type == "text/calendar; charset=utf-8"
    calendar = icalendar.Calendar.from_ical(answer.data)
    assert not [each for each in calendar.walk() if each.errors]
    return list(calendar.walk("VEVENT"))

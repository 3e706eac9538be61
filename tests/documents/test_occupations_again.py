"""What comes back takes place when another reader says so too."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream

from booking.period import Period
from tests.documents.calendars_of_others import calendar, event, found

RULES = st.builds(
    lambda freq, interval, count, days: (
        f"RRULE:FREQ={freq};INTERVAL={interval};COUNT={count}{days}"
    ),
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    st.integers(1, 3),
    st.integers(1, 30),
    st.sampled_from(["", ";BYDAY=MO", ";BYDAY=TU,TH", ";BYMONTHDAY=5"]),
)


@settings(max_examples=80, deadline=None)
@given(
    days=st.integers(0, 500),
    hours=st.integers(0, 23),
    minutes=st.integers(1, 600),
    rule=RULES,
    zone=st.sampled_from(["Europe/Paris", "Indian/Reunion", "America/Martinique"]),
)
def test_recurrences_are_those_that_another_reader_finds(
    days: int, hours: int, minutes: int, rule: str, zone: str
) -> None:
    start = datetime(2026, 6, 1, tzinfo=UTC) + timedelta(days=days, hours=hours)
    end = start + timedelta(minutes=minutes)
    lines = (f"DTSTART;TZID={zone}:{start:%Y%m%dT%H%M%S}", f"DTEND;TZID={zone}:{end:%Y%m%dT%H%M%S}")
    content = calendar(event(*lines, rule))
    window = Period(datetime(2027, 1, 1, tzinfo=UTC), datetime(2027, 12, 31, tzinfo=UTC))

    ours = {each.period.starts_at for each in found(content, window).busy}

    theirs = {
        each.dtstart.astimezone(UTC)
        for each in IcsCalendarStream.calendar_from_ics(content.decode())
        .timeline_tz(ZoneInfo(zone))
        .overlapping(window.starts_at, window.ends_at)
    }
    first = start.replace(tzinfo=ZoneInfo(zone))  # we take it, whether its rule has it or not
    assert ours - {first} == theirs - {first}

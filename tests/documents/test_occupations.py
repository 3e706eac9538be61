"""What somebody else's calendar says of one thing: when it is taken, and nothing else."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from booking.dealings import Unread
from booking.documents import occupations
from booking.documents.occupations import NoCalendar, zone_named
from tests.documents.calendars_of_others import PARIS, calendar, event, found, spans, trips

HOUR = ("DTSTART;TZID=Europe/Paris:20270105T080000", "DTEND;TZID=Europe/Paris:20270105T090000")
WEEKLY = (*HOUR, "RRULE:FREQ=WEEKLY;COUNT=3")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (HOUR, ["0105T0700-0800"]),
        (("DTSTART:20270105T080000Z", "DTEND:20270105T090000Z"), ["0105T0800-0900"]),
        (("DTSTART:20270105T080000Z", "DURATION:PT90M"), ["0105T0800-0930"]),
        (("DTSTART:20270705T080000", "DTEND:20270705T090000"), ["0705T0600-0700"]),
        (("DTSTART;VALUE=DATE:20270105",), ["0104T2300-0105T2300"]),
        (
            ("DTSTART;VALUE=DATE:20270327", "DTEND;VALUE=DATE:20270329"),
            ["0326T2300-0328T2200"],  # 47 hours
        ),
        (
            ("DTSTART;VALUE=DATE:20271030", "DTEND;VALUE=DATE:20271101"),
            ["1029T2200-1031T2300"],  # 49 hours
        ),
        (
            (
                "DTSTART;TZID=America/Martinique:20270105T080000",
                "DTEND;TZID=America/Martinique:20270105T090000",
            ),
            ["0105T1200-1300"],
        ),
        (
            (
                'DTSTART;TZID="Romance Standard Time":20270705T080000',
                'DTEND;TZID="Romance Standard Time":20270705T090000',
            ),
            ["0705T0600-0700"],
        ),
        (("DTSTART:20270105T080000Z", "DTEND:20270105T080000Z"), []),
        (("DTSTART:20270105T080000Z",), []),
        (("DTSTART:20260105T080000Z", "DTEND:20260105T090000Z"), []),  # past
        (("DTSTART:20290105T080000Z", "DTEND:20290105T090000Z"), []),  # too far
        (("DTSTART:20261231T220000Z", "DTEND:20270101T020000Z"), ["1231T2200-0101T0200"]),
        ((*HOUR, "STATUS:TENTATIVE"), ["0105T0700-0800"]),
        ((*HOUR, "STATUS:CANCELLED"), []),
        ((*HOUR, "TRANSP:TRANSPARENT"), []),
        ((*HOUR, "X-MICROSOFT-CDO-BUSYSTATUS:FREE"), []),
        (
            (*HOUR, "BEGIN:VALARM", "TRIGGER:-PT15M", "DURATION:PT5M", "END:VALARM"),
            ["0105T0700-0800"],
        ),
        (WEEKLY, ["0105T0700-0800", "0112T0700-0800", "0119T0700-0800"]),
        (
            (*WEEKLY, "EXDATE;TZID=Europe/Paris:20270112T080000"),
            ["0105T0700-0800", "0119T0700-0800"],
        ),
        ((*WEEKLY, "EXDATE;VALUE=DATE:20270112"), ["0105T0700-0800", "0119T0700-0800"]),
        ((*WEEKLY, "EXDATE:20270112T070000Z"), ["0105T0700-0800", "0119T0700-0800"]),
        ((*HOUR, "RDATE;TZID=Europe/Paris:20270106T080000"), ["0105T0700-0800", "0106T0700-0800"]),
        (
            (*HOUR, "RRULE:FREQ=WEEKLY;UNTIL=20270112T070000Z"),
            ["0105T0700-0800", "0112T0700-0800"],
        ),
        ((*HOUR, "RRULE:FREQ=DAILY;UNTIL=20270106"), ["0105T0700-0800", "0106T0700-0800"]),
        (
            (
                "DTSTART;TZID=Europe/Paris:20270327T220000",
                "DTEND;TZID=Europe/Paris:20270328T060000",
                "RRULE:FREQ=DAILY;COUNT=2",
            ),
            ["0327T2100-0328T0400", "0328T2000-0329T0400"],  # until 6 h by the wall
        ),
        (
            (
                "DTSTART;TZID=Europe/Paris:20271024T080000",
                "DTEND;TZID=Europe/Paris:20271024T090000",
                "RRULE:FREQ=WEEKLY;COUNT=2",
            ),
            ["1024T0600-0700", "1031T0700-0800"],
        ),
        (
            ("DTSTART;VALUE=DATE:20270327", "RRULE:FREQ=DAILY;COUNT=2"),
            ["0326T2300-0327T2300", "0327T2300-0328T2200"],
        ),
    ],
)
def test_an_event_takes_what_it_says_by_the_wall(
    lines: tuple[str, ...], expected: list[str]
) -> None:
    assert spans(calendar(event(*lines))) == expected


def test_an_occurrence_is_moved_and_another_is_cancelled() -> None:
    moved = event(
        "RECURRENCE-ID;TZID=Europe/Paris:20270112T080000",
        "DTSTART;TZID=Europe/Paris:20270113T140000",
        "DTEND;TZID=Europe/Paris:20270113T150000",
    )
    cancelled = event("RECURRENCE-ID:20270119T070000Z", *HOUR, "STATUS:CANCELLED")

    read = spans(calendar(moved, event(*WEEKLY), cancelled))

    assert read == ["0105T0700-0800", "0113T1300-1400"]


def test_an_occurrence_keeps_its_name_when_it_moves() -> None:
    before = found(calendar(event(*WEEKLY))).busy
    moved = event(
        "RECURRENCE-ID;TZID=Europe/Paris:20270112T080000",
        "DTSTART;TZID=Europe/Paris:20270112T140000",
        "DTEND;TZID=Europe/Paris:20270112T150000",
    )
    after = found(calendar(event(*WEEKLY), moved)).busy

    assert before[0] == after[0]
    assert before[2] == after[2]
    assert len({each.key for each in before}) == 3
    assert all(len(each.key) == 32 and "bus" not in each.key for each in before)


def test_times_of_a_zone_nobody_knows_are_those_of_the_calendar_or_of_the_territory() -> None:
    odd = event("DTSTART;TZID=Maison:20270105T080000", "DTEND;TZID=Maison:20270105T090000")

    assert spans(calendar(odd)) == ["0105T0700-0800"]
    assert spans(calendar(odd, head="X-WR-TIMEZONE:Indian/Reunion")) == ["0105T0400-0500"]
    bare = event("DTSTART:20270105T080000", "DTEND:20270105T090000")
    assert spans(calendar(bare, head="X-WR-TIMEZONE:Indian/Reunion")) == ["0105T0700-0800"]
    assert spans(calendar(bare), zone=ZoneInfo("America/Cayenne")) == ["0105T1100-1200"]


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("Europe/Paris", "Europe/Paris"),
        ("/citadel.org/20070227_1/Europe/Paris", "Europe/Paris"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("UTC", "UTC"),
        ("Nulle/Part", None),
        ("../../etc/passwd", None),
        ("/etc/localtime", None),
        ("", None),
    ],
)
def test_a_zone_is_known_by_its_name(name: str, zone: str | None) -> None:
    known = zone_named(name)

    assert (known.key if known else None) == zone


@pytest.mark.parametrize(
    "lines",
    [
        ("SUMMARY:Sans date",),
        ("DTSTART:demain",),
        ("DTSTART:20270105T090000Z", "DTEND:20270105T080000Z"),
        ("DTSTART;VALUE=DATE:20270105", "DTEND:20270105T080000Z"),
        (*HOUR, "RRULE:FREQ=SECONDLY"),
        (*HOUR, "RRULE:FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30"),
        (*HOUR, "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"),
        (*HOUR, "RRULE:CHAQUE=JOUR"),
        (*HOUR, "RRULE:FREQ=YEARLY;BYMONTH=2;BYDAY=53MO"),
        (*HOUR, "DTSTART:20270106T080000Z"),
        (*HOUR, "RDATE:demain"),
        (*HOUR, "DTEND sans deux-points"),
        ("DTSTART:00010101T000000Z", "DURATION:P99999999W"),
        (*HOUR, "SEQUENCE:deux"),
    ],
)
def test_one_event_that_says_nonsense_is_dropped_alone(lines: tuple[str, ...]) -> None:
    read = found(calendar(event(*lines, uid="b"), event(*HOUR), event(*WEEKLY, uid="c")))

    assert (len(read.busy), read.dropped) == (3, 1)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<!DOCTYPE html><title>Connexion</title>",
        calendar(event(*HOUR))[:-20],  # cut on the way
        b"\x00\xff\xfe",
        b"END:VCALENDAR",
    ],
)
def test_what_is_no_calendar_to_its_end_is_none(content: bytes) -> None:
    with pytest.raises(NoCalendar) as refusal:
        found(content)

    assert refusal.value.failure is Unread.NO_CALENDAR


def test_an_empty_calendar_is_one() -> None:
    assert found(calendar()).busy == ()


def test_of_an_event_told_twice_the_last_version_counts() -> None:
    first = event(*HOUR, "SEQUENCE:1")
    second = event("DTSTART:20270106T080000Z", "DTEND:20270106T090000Z", "SEQUENCE:2")

    assert spans(calendar(second, first)) == ["0106T0800-0900"]
    assert spans(calendar(event(*HOUR), event(*HOUR))) == ["0105T0700-0800"]


def test_events_of_one_name_and_one_version_all_count() -> None:
    other = event("DTSTART:20270106T080000Z", "DTEND:20270106T090000Z")

    assert spans(calendar(event(*HOUR), other)) == ["0105T0700-0800", "0106T0800-0900"]
    unnamed = [event(*HOUR, uid=""), event(other.split("\r\n")[3], "DURATION:PT1H", uid="")]
    assert spans(calendar(*unnamed)) == ["0105T0700-0800", "0106T0800-0900"]


def test_what_overlaps_is_taken_once_and_what_touches_stays_apart() -> None:
    long = event("DTSTART:20270105T073000Z", "DTEND:20270105T100000Z", uid="b")
    after = event("DTSTART:20270105T100000Z", "DTEND:20270105T110000Z", uid="c")

    read = spans(calendar(event(*HOUR), long, after))

    assert read == ["0105T0700-1000", "0105T1000-1100"]


def test_lines_are_unfolded_and_any_end_of_line_is_read() -> None:
    folded = calendar(event(*HOUR)).replace(
        b"DTSTART;TZID=Europe/Par", b"DTSTART;TZID=Europe/Par\r\n "
    )

    for content in (folded, folded.replace(b"\r\n", b"\n"), b"\xef\xbb\xbf" + folded):
        assert spans(content) == ["0105T0700-0800"]


def test_so_many_periods_are_kept_and_no_more() -> None:
    read = found(trips(5_000))

    assert (len(read.busy), read.cut, read.dropped) == (occupations.MOST, True, 0)
    assert read.busy[0].period.starts_at == datetime(2027, 1, 4, 8, tzinfo=UTC)
    assert not found(trips(1_000)).cut


def test_rules_that_keep_one_busy_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(occupations, "LONGEST", 0.0)

    with pytest.raises(NoCalendar) as refusal:
        found(calendar(event(*WEEKLY)))

    assert refusal.value.failure is Unread.HEAVY


def test_the_hour_that_comes_twice_is_the_first_and_the_one_that_is_not_is_the_next() -> None:
    twice = event("DTSTART;TZID=Europe/Paris:20271031T023000", "DURATION:PT15M")
    never = event("DTSTART;TZID=Europe/Paris:20270328T023000", "DURATION:PT15M")

    assert spans(calendar(twice)) == ["1031T0030-0045"]
    assert spans(calendar(never)) == ["0328T0130-0145"]
    assert PARIS.key == "Europe/Paris"

"""What a calendar subscription says, read back by two parsers, the second the strictest known."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import icalendar
import pytest
from ical.calendar_stream import IcsCalendarStream

from booking.documents.calendar import MAX_BYTES, Calendar, Event, render, revoked
from booking.documents.ics_lines import MAX_TEXT

PARIS = ZoneInfo("Europe/Paris")
HOSTILE = "Salle ; « a », \\o/\r\nBEGIN:VEVENT\x0bsuite\x85fin\u2028\x07\0\x1c\x7f\ufeff\ud800\tX"


def make_event(**changes):
    """Return a tent lent for one Saturday of May, as changed."""
    event = Event(
        uid=42,
        revision=0,
        created_at=datetime(2027, 1, 4, 8, tzinfo=UTC),
        changed_at=datetime(2027, 1, 5, 9, 30, tzinfo=UTC),
        starts_at=datetime(2027, 5, 15, 6, tzinfo=UTC),
        ends_at=datetime(2027, 5, 15, 20, tzinfo=UTC),
        summary="Chapiteau 6×12 — Rouvray",
        description="Fête communale",
        location="Dépôt de Maing, 1 rue de l’Église, 59233 Maing",
        url="https://parc.example/demandes/42",
        categories=("Tentes",),
    )
    return replace(event, **changes)


def make_events(starts, length):
    """Return events numbered from 1, each at one of these instants and given in local time."""
    return [
        make_event(uid=uid, starts_at=start.astimezone(PARIS), ends_at=start + length)
        for uid, start in enumerate(starts, start=1)
    ]


def local(*parts):
    """Return an instant given by the wall clock of Paris."""
    return datetime(*parts, tzinfo=PARIS)


def feed(*events, **changes):
    """Return the bytes of a feed of these events."""
    calendar = Calendar(name="Parc", zone="Europe/Paris", domain="parc.example", events=events)
    return render(replace(calendar, **changes))


def read(content):
    """Return the events of a feed, as icalendar reads them."""
    return icalendar.Calendar.from_ical(content).walk("VEVENT")


def read_one(**changes):
    """Return the event made with these changes, as icalendar reads it back."""
    return read(feed(make_event(**changes)))[0]


def unfolded(content):
    """Return the lines of a feed, folds undone."""
    return content.decode().replace("\r\n ", "").split("\r\n")


def hostile_feed():
    """Return a feed whose every text is hostile."""
    event = make_event(
        summary=HOSTILE,
        description=HOSTILE + "é" * 5_000,
        location=HOSTILE + "𝄞" * 300,
        url="https://parc.example/é\r\nATTENDEE:mailto:x@y.example",
        categories=(HOSTILE, "a,b;c", "\x07"),
    )
    return feed(event, make_event(uid=43), name=HOSTILE, description=HOSTILE)


@pytest.fixture(params=["empty", "ordinary", "hostile", "revoked"])
def content(request):
    """Return each sort of feed in turn."""
    return {
        "empty": feed,
        "ordinary": lambda: feed(make_event(), make_event(uid=43, standing="cancelled")),
        "hostile": hostile_feed,
        "revoked": lambda: revoked("Parc", "Europe/Paris", date(2027, 3, 28), "parc.example"),
    }[request.param]()


def test_two_readers_one_very_strict_accept_every_event(content):
    calendar = icalendar.Calendar.from_ical(content)
    strict = IcsCalendarStream.calendar_from_ics(content.decode())
    assert [part.errors for part in calendar.walk() if part.errors] == []
    assert [event.uid for event in strict.events] == [event["UID"] for event in read(content)]


def test_lines_end_with_crlf_and_hold_75_octets_of_whole_characters(content):
    assert content.endswith(b"END:VCALENDAR\r\n")
    for line in content.removesuffix(b"\r\n").split(b"\r\n"):
        assert 0 < len(line) <= 75
        assert not re.search(rb"[\x00-\x1f\x7f]", line)
        line.decode()


def test_a_feed_invites_nobody_and_has_no_identity_of_its_own(content):
    lines = unfolded(content)
    for word in ("METHOD", "ATTENDEE", "ORGANIZER", "RRULE", "RDATE", "BEGIN:VALARM", "SOURCE"):
        assert not [line for line in lines if line.startswith(word)]
    assert "UID" not in icalendar.Calendar.from_ical(content)
    assert "TZID" not in content.decode()


def test_the_head_says_what_readers_look_for():
    lines = unfolded(feed(name="Parc ; Anzin,\nMaing", description="Un;\ndeux", refresh_hours=6))
    assert lines[1:4] == ["VERSION:2.0", "PRODID:-//Parc commun//Agenda//FR", "CALSCALE:GREGORIAN"]
    assert set(lines[4:-2]) == {
        r"NAME:Parc \; Anzin\, Maing",
        r"X-WR-CALNAME:Parc \; Anzin\, Maing",
        r"DESCRIPTION:Un\;\ndeux",
        r"X-WR-CALDESC:Un\;\ndeux",
        "X-WR-TIMEZONE:Europe/Paris",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
        *("COLOR:teal", "X-APPLE-CALENDAR-COLOR:#175E5A"),
    }


def test_events_come_by_start_then_kind_then_number_whatever_the_order_given():
    first = make_event(uid=9, starts_at=local(2027, 5, 1))
    events = [make_event(uid=10), make_event(uid=2), make_event(uid=2, kind="line"), first]
    uids = [event["UID"].removesuffix("@parc.example") for event in read(feed(*events))]
    assert uids == ["reservation-9", "line-2", "reservation-2", "reservation-10"]
    assert feed(*events) == feed(*events) == feed(*reversed(events))


def test_the_uid_survives_a_move_a_rename_and_a_cancellation():
    move = {"starts_at": local(2027, 5, 14), "revision": 1}
    changes = [{}, move, {"summary": "Podium"}, {"standing": "cancelled"}]
    assert {read_one(**change)["UID"] for change in changes} == {"reservation-42@parc.example"}


def test_the_sequence_is_the_revision_and_the_stamps_are_those_of_the_last_change():
    changed_at = local(2027, 7, 1, 12, 0, 0, 999)
    assert {
        "SEQUENCE:12",
        "DTSTAMP:20270701T100000Z",
        "LAST-MODIFIED:20270701T100000Z",
        "CREATED:20270104T080000Z",
    } <= set(unfolded(feed(make_event(revision=12, changed_at=changed_at))))


@pytest.mark.parametrize(
    ("standing", "words", "summary"),
    [
        ("tentative", ["TENTATIVE", "OPAQUE", "TENTATIVE"], "À confirmer : Podium"),
        ("confirmed", ["CONFIRMED", "OPAQUE", "BUSY"], "Podium"),
        ("cancelled", ["CANCELLED", "TRANSPARENT", "FREE"], "Annulé : Podium"),
        ("notice", ["CONFIRMED", "TRANSPARENT", "FREE"], "Podium"),
    ],
)
def test_a_standing_is_said_in_the_four_ways_readers_know(standing, words, summary):
    event = read_one(standing=standing, summary="Podium")
    names = ("STATUS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS", "SUMMARY")
    assert [str(event[name]) for name in names] == [*words, summary]


def test_what_is_not_known_is_left_out():
    event = read_one(description="", location=" \n", url="", categories=("\x07",))
    assert not {"DESCRIPTION", "LOCATION", "URL", "CATEGORIES"} & set(event)
    assert b"DESC" not in feed()


@pytest.mark.parametrize(
    ("start", "end", "all_day", "dates"),
    [
        ((15, 8), (15, 22), False, ("DTSTART:20270515T060000Z", "DTEND:20270515T200000Z")),
        ((5,), (8,), True, ("DTSTART;VALUE=DATE:20270505", "DTEND;VALUE=DATE:20270508")),
        ((5,), (8,), False, ("DTSTART:20270504T220000Z", "DTEND:20270507T220000Z")),
        ((5,), (7, 18), True, ("DTSTART:20270504T220000Z", "DTEND:20270507T160000Z")),
    ],
    ids=["hours", "from the 5th to the 7th", "not said to be days", "not whole days"],
)
def test_dates_are_hours_in_utc_or_whole_days_with_an_excluded_end(start, end, all_day, dates):
    starts_at, ends_at = local(2027, 5, *start), local(2027, 5, *end)
    event = make_event(starts_at=starts_at, ends_at=ends_at, all_day=all_day)
    assert set(dates) <= set(unfolded(feed(event)))


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Paris", date(2027, 3, 28), 23),
        ("Europe/Paris", date(2027, 10, 31), 25),
        ("Indian/Reunion", date(2027, 10, 31), 24),
        ("America/Martinique", date(2027, 10, 31), 24),
    ],
)
def test_a_day_is_that_of_the_territory_even_when_its_clock_changes(zone, day, hours):
    starts_at = datetime.combine(day, time(0), ZoneInfo(zone)).astimezone(UTC)
    ends_at = starts_at + timedelta(hours=hours)
    (event,) = read(feed(make_event(starts_at=starts_at, ends_at=ends_at, all_day=True), zone=zone))
    assert (event.start, event.end) == (day, day + timedelta(days=1))


@pytest.mark.parametrize("day", [date(2027, 3, 28), date(2027, 10, 31)])
def test_every_half_hour_around_a_clock_change_is_read_back_exactly(day):
    step = timedelta(minutes=30)
    starts = [datetime.combine(day, time(0), UTC) + step * rank for rank in range(-24, 48)]
    content = feed(*make_events(starts, step))
    assert [event.start for event in read(content)] == starts
    strict = IcsCalendarStream.calendar_from_ics(content.decode())
    assert [event.dtstart for event in strict.events] == starts


def test_hostile_texts_are_read_back_whole_and_harmless():
    first, second = read(hostile_feed())
    safe = "Salle ; « a », \\o/ BEGIN:VEVENT suite fin X"
    assert str(first["SUMMARY"]) == safe
    assert str(first["LOCATION"]).startswith(safe + "𝄞")
    assert str(first["DESCRIPTION"]).startswith("Salle ; « a », \\o/\nBEGIN:VEVENT\nsuite\nfin")
    assert [str(category) for category in first["CATEGORIES"].cats] == [safe, "a,b;c"]
    assert first["URL"] == "https://parc.example/%C3%A9%20ATTENDEE:mailto:x@y.example"
    assert second["UID"] == "reservation-43@parc.example"


def test_french_typography_is_kept_and_a_title_is_never_empty():
    title = "L’été à 9\u202fh\u202f30 «\xa0ici\xa0» — 1\xa0000 m² 🎪 e\u0301"
    assert str(read_one(summary=title)["SUMMARY"]) == title
    assert str(read_one(summary="\x00 ")["SUMMARY"]) == "Réservation"


def test_a_description_is_shortened_but_always_ends_with_the_address():
    text, address = str(read_one(description="é" * 100_000)["DESCRIPTION"]).split("\n")
    assert text == "é" * (MAX_TEXT - 1) + "…"
    assert address == "https://parc.example/demandes/42"


@pytest.mark.parametrize(("given", "cuts"), [(1_000, 0), (1_500, 1)])
def test_of_1_500_events_the_1_000_first_are_kept_and_the_cut_is_logged(given, cuts, caplog):
    step = timedelta(hours=5)
    starts = [datetime(2027, 1, 1, tzinfo=UTC) + step * rank for rank in range(given)]
    kept = re.findall(rb"UID:reservation-(\d+)@", feed(*reversed(make_events(starts, step))))
    assert [int(uid) for uid in kept] == list(range(1, 1_001))
    assert caplog.messages == ["a feed was cut after 1000 events"] * cuts


def test_a_feed_of_long_texts_stays_under_900_kilobytes():
    content = feed(*(make_event(uid=uid, description="é" * MAX_TEXT) for uid in range(1, 400)))
    assert MAX_BYTES - 6_000 < len(content) <= MAX_BYTES
    assert len(read(content)) == content.count(b"BEGIN:VEVENT") == content.count(b"END:VEVENT")


@pytest.mark.parametrize(
    "fault",
    [
        {"starts_at": datetime(2027, 5, 15, 8)},  # noqa: DTZ001 – naive on purpose
        {"changed_at": datetime(2027, 5, 15, 8)},  # noqa: DTZ001 – naive on purpose
        {"starts_at": None},
        {"ends_at": datetime(2027, 5, 15, 6, 0, 0, 9, tzinfo=UTC)},  # no second after its start
        {"ends_at": datetime(2027, 5, 14, tzinfo=UTC)},
        {"revision": -1},
        {"uid": 0},
        {"kind": "x\r\nATTENDEE:y"},
        {"uid": 41},  # the name of the sound one, a second time
        {"standing": "perhaps"},
        {"summary": None},
    ],
    ids=str,
)
def test_a_broken_event_is_left_out_and_named_without_its_content(fault, caplog):
    broken = make_event(**{"summary": "Secret", "uid": 7} | fault)
    sound = make_event(uid=41, summary="Podium")
    (event,) = read(feed(sound, broken))
    assert str(event["SUMMARY"]) == "Podium"
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert f"{broken.kind}-{broken.uid} left out" in caplog.text
    assert "Secret" not in caplog.text


def test_a_line_that_a_strict_reader_would_refuse_costs_only_its_own_event(monkeypatch):
    monkeypatch.setattr("booking.documents.ics_lines.safe", lambda text: text)
    (event,) = read(feed(make_event(uid=7, summary="un\x07deux"), make_event(uid=8)))
    assert event["UID"] == "reservation-8@parc.example"


def test_an_unknown_zone_fails_as_a_whole_rather_than_emptying_the_feed():
    with pytest.raises(ZoneInfoNotFoundError):
        feed(make_event(), zone="Europe/Maing")

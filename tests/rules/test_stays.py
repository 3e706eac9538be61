"""From when to when, in the many ways people write it."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from booking.rules.cells import Misread
from booking.rules.stays import stay

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)

READ = [
    ("12/06/2027", "14/06/2027", "2027-06-12 00:00", "2027-06-15 00:00"),
    ("12/06/2027 14h30", "14/06/2027 à 9h", "2027-06-12 14:30", "2027-06-14 09:00"),
    ("Du 12 au 14 juin 2027", "", "2027-06-12 00:00", "2027-06-15 00:00"),
    ("12-14 juin 2027", None, "2027-06-12 00:00", "2027-06-15 00:00"),
    (
        "vendredi 11 juin 2027 14h",
        "dim. 13 juin 2027 18:00",
        "2027-06-11 14:00",
        "2027-06-13 18:00",
    ),
    ("30 juin au 2 juillet 2027", "", "2027-06-30 00:00", "2027-07-03 00:00"),
    ("28 au 2 mars 2027", "", "2027-02-28 00:00", "2027-03-03 00:00"),
    ("12/06", "14/06", "2027-06-12 00:00", "2027-06-15 00:00"),
    ("5 déc.", "", "2026-12-05 00:00", "2026-12-06 00:00"),
    ("30/12", "2/1/2027", "2026-12-30 00:00", "2027-01-03 00:00"),
    ("2027-06-12T14:00", "2027-06-13T09:00:00", "2027-06-12 14:00", "2027-06-13 09:00"),
    ("12 et 13 juin 2027", "", "2027-06-12 00:00", "2027-06-14 00:00"),
    ("12/06/2027 matin", "", "2027-06-12 00:00", "2027-06-13 00:00"),
    (46550, 46551, "2027-06-12 00:00", "2027-06-14 00:00"),
    (datetime(2027, 6, 12, 14), date(2027, 6, 13), "2027-06-12 14:00", "2027-06-14 00:00"),  # noqa: DTZ001
]


@pytest.mark.parametrize(("first", "last", "since", "until"), READ)
def test_dates_are_read_as_people_write_them(first: Any, last: Any, since: str, until: str) -> None:
    found = stay(first, last, PARIS, NOW)

    ends = (found.starts_at, found.ends_at)
    assert [f"{each.astimezone(PARIS):%Y-%m-%d %H:%M}" for each in ends] == [since, until]


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        ("", "", "missing"),
        ("bientôt", "", "day"),
        ("2027", "", "day"),
        (2027, "", "day"),
        ("juin 2027", "", "day"),
        ("31/02/2027", "", "day"),
        ("12/06/2027 25h", "", "day"),
        ("25h", "", "day"),
        ("=A1", "", "formula"),
        ("14/06/2027", "12/06/2027", "order"),
        ("12/06/2020", "13/06/2020", "past"),
        ("20/11", "", "past"),
        ("12/06/2062", "", "far"),
        ("12/06/2027", "12/09/2028", "far"),
    ],
)
def test_what_is_no_loan_to_come_is_said(first: Any, last: Any, code: str) -> None:
    with pytest.raises(Misread) as error:
        stay(first, last, PARIS, NOW)

    assert error.value.code == code


def test_what_cannot_be_read_is_shown_as_it_was_written() -> None:
    with pytest.raises(Misread) as error:
        stay("Bientôt", "", PARIS, NOW)

    assert error.value.facts == {"said": "Bientôt"}

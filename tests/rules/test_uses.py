"""Days begun, hours and kilometres of a loan."""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from booking.handling import Direction
from booking.rules import uses

PARIS, PAPEETE = ZoneInfo("Europe/Paris"), ZoneInfo("Pacific/Tahiti")
OUT, BACK = Direction.OUT, Direction.BACK


@dataclass(frozen=True)
class Read:
    line_id: int
    unit_id: int | None = None
    hours: int | None = None
    km: int | None = None
    energy: int | None = None


@pytest.mark.parametrize(
    ("first", "last", "zone", "expected"),
    [
        (datetime(2026, 6, 5, 8, tzinfo=UTC), datetime(2026, 6, 5, 9, tzinfo=UTC), PARIS, 1),
        (datetime(2026, 6, 5, 21, tzinfo=UTC), datetime(2026, 6, 5, 23, tzinfo=UTC), PARIS, 2),
        (datetime(2026, 6, 5, 21, tzinfo=UTC), datetime(2026, 6, 5, 23, tzinfo=UTC), PAPEETE, 1),
        (datetime(2026, 6, 5, 8, tzinfo=UTC), datetime(2026, 6, 8, 8, tzinfo=UTC), PARIS, 4),
    ],
)
def test_a_day_begun_counts(first: datetime, last: datetime, zone: ZoneInfo, expected: int) -> None:
    assert uses.days(first, last, zone) == expected


@pytest.mark.parametrize(
    ("passed", "expected"),
    [
        ([], None),
        ([(OUT, Read(1, hours=10))], None),
        ([(BACK, Read(1, hours=10))], None),
        ([(OUT, Read(1, hours=10)), (BACK, Read(1, hours=25))], 15),
        ([(OUT, Read(1, 1, hours=10)), (BACK, Read(1, 2, hours=25))], None),
        (
            [
                (OUT, Read(1, 1, hours=10)),
                (OUT, Read(1, 2, hours=100)),
                (BACK, Read(1, 1, hours=12)),
                (BACK, Read(1, 2, hours=103)),
            ],
            5,
        ),
        ([(OUT, Read(1, hours=0)), (BACK, Read(1, hours=3)), (BACK, Read(1, hours=8))], 8),
        ([(OUT, Read(1, hours=10)), (BACK, Read(1, hours=4))], 0),
    ],
)
def test_each_thing_runs_from_its_departure_to_its_return(
    passed: list[tuple[Direction, Read]], expected: int | None
) -> None:
    assert uses.run(passed, "hours") == expected

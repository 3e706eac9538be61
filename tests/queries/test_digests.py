"""When a summary is due; what it says is tested in usecases/test_digests.py."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from booking.queries.digests import is_due
from booking.rules.delays import EVERYWHERE, Days

PARIS, REUNION = ZoneInfo("Europe/Paris"), ZoneInfo("Indian/Reunion")
MONDAY = datetime(2026, 12, 7, 6, 0, tzinfo=UTC)  # 7 h in Paris


@pytest.mark.parametrize(
    ("last", "now", "zone", "due"),
    [
        (None, MONDAY, PARIS, True),
        (None, MONDAY.replace(hour=5, minute=59), PARIS, False),
        (None, MONDAY.replace(hour=3), REUNION, True),
        (None, datetime(2026, 12, 5, 9, tzinfo=UTC), PARIS, False),  # a Saturday
        (None, datetime(2026, 12, 25, 9, tzinfo=UTC), PARIS, False),  # Christmas
        (MONDAY, MONDAY.replace(hour=20), PARIS, False),
        (MONDAY, datetime(2026, 12, 8, 6, tzinfo=UTC), PARIS, True),
        (datetime(2026, 12, 6, 23, 30, tzinfo=UTC), MONDAY, PARIS, False),  # Monday in Paris
    ],
)
def test_a_summary_is_due_once_on_a_working_day_from_seven(
    last: datetime | None, now: datetime, zone: ZoneInfo, due: bool
) -> None:
    assert is_due(last, now, zone, EVERYWHERE) is due


def test_no_summary_comes_on_a_holiday_of_the_region() -> None:
    second_day = datetime(2029, 12, 26, 9, tzinfo=UTC)  # a Wednesday

    assert is_due(None, second_day, PARIS, EVERYWHERE)
    assert not is_due(None, second_day, PARIS, Days("57"))

"""From when until when one acts, and who must always be left to administer."""

from collections.abc import Collection
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from booking.rules.tenures import Tenure, ends_at, is_kept, locks_out

TODAY = date(2026, 12, 4)
SINCE = date(2020, 1, 1)


def tenure(
    ends_on: date | None = None, starts_on: date = SINCE, user_id: int = 1, **facts: bool
) -> Tenure:
    """Return an administrator's dated role."""
    return Tenure(user_id, 11, starts_on, ends_on, **facts)


FOR_GOOD = tenure()
UNTIL_JUNE = tenure(date(2027, 6, 30), user_id=2)
NEVER_ENTERED = tenure(user_id=3, entered=False)
NOT_YET = tenure(starts_on=date(2026, 12, 5), user_id=4)
OVER = tenure(date(2026, 12, 3), user_id=5)
OTHER = tenure(user_id=6)


@pytest.mark.parametrize(
    ("administrators", "kept"),
    [
        ([], False),
        ([FOR_GOOD], True),
        ([UNTIL_JUNE], False),
        ([NEVER_ENTERED], False),
        ([NOT_YET], False),
        ([OVER], False),
        ([UNTIL_JUNE, NEVER_ENTERED, NOT_YET, OVER], False),
        ([UNTIL_JUNE, OTHER], True),
    ],
)
def test_somebody_is_left_who_can_enter_today_and_has_no_end(
    administrators: Collection[Tenure], kept: bool
) -> None:
    assert is_kept(administrators, TODAY) is kept


@pytest.mark.parametrize(
    ("before", "after", "refused"),
    [
        ([FOR_GOOD], [], True),
        ([FOR_GOOD], [UNTIL_JUNE], True),
        ([FOR_GOOD, OTHER], [OTHER], False),
        ([FOR_GOOD, NEVER_ENTERED], [NEVER_ENTERED], True),
        ([UNTIL_JUNE], [], False),  # it had nobody for good already
        ([], [], False),
        ([FOR_GOOD], [FOR_GOOD], False),
    ],
)
def test_the_last_one_is_not_taken_away(
    before: Collection[Tenure], after: Collection[Tenure], refused: bool
) -> None:
    assert locks_out(before, after, TODAY) is refused


@pytest.mark.parametrize(
    ("day", "held"),
    [
        (date(2026, 11, 30), False),
        (date(2026, 12, 1), True),
        (date(2026, 12, 31), True),
        (date(2027, 1, 1), False),
    ],
)
def test_a_role_is_held_on_its_first_and_on_its_last_day(day: date, held: bool) -> None:
    assert tenure(date(2026, 12, 31), date(2026, 12, 1)).holds(day) is held


def test_a_role_ends_at_the_midnight_of_its_territory() -> None:
    ended = ends_at(date(2026, 12, 31), ZoneInfo("Indian/Reunion"))

    assert ended == datetime(2026, 12, 31, 20, tzinfo=UTC)

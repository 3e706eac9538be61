"""The stories of the demonstration."""

from datetime import date

import pytest

from booking.demonstration import accounts
from booking.demonstration.stories import STORIES, _working_friday
from booking.rules.delays import is_working_day


@pytest.mark.parametrize("day", [date(2026, 12, 20), date(2026, 11, 22), date(2027, 4, 30)])
def test_nobody_fetches_anything_on_a_public_holiday(day: date) -> None:
    friday = _working_friday(day)
    assert friday >= day
    assert friday.weekday() == 4
    assert is_working_day(friday)


def test_the_stories_lie_within_four_months() -> None:
    assert max(story.weeks for story in STORIES) <= 14


def test_every_player_has_an_account() -> None:
    known = {address.removesuffix(".example") for address, _, _ in accounts()}
    players = {story.borrower for story in STORIES} | {story.manager for story in STORIES} - {""}
    assert players <= known

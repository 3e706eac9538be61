"""What time it is, and what time it was."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from booking import clock

PARIS = ZoneInfo("Europe/Paris")
MOMENT = timedelta(seconds=5)


def test_an_instant_of_the_past_lasts_as_long_as_it_is_told() -> None:
    present = clock.now()
    new_year = datetime(2026, 1, 1, tzinfo=PARIS)

    with clock.behind(new_year):
        assert new_year <= clock.now() < new_year + MOMENT
        assert clock.today(PARIS) == new_year.date()
        with clock.behind(new_year - timedelta(hours=1)):
            assert clock.today(PARIS) == new_year.date() - timedelta(days=1)
        assert clock.today(PARIS) == new_year.date()

    assert present <= clock.now() < present + MOMENT

"""The demonstration is loaded once, on any day."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from booking import demonstration
from booking.demonstration import people
from booking.queries import health
from tests.demonstration.loading import make_quick
from tests.factories import set_clock


@pytest.mark.usefixtures("base")
def test_a_loading_that_was_cut_short_does_not_stop_the_next_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_quick(monkeypatch)
    monkeypatch.setattr(people, "settle", cut_short(people.settle))
    with pytest.raises(KeyboardInterrupt):
        demonstration.load()

    assert not demonstration.load()


def cut_short(settle: Callable[[str], None]) -> Callable[[str], None]:
    """Return the same act, after which somebody stops the program."""

    def stopped(password: str) -> None:
        settle(password)
        raise KeyboardInterrupt

    return stopped


@pytest.mark.parametrize(
    "day",
    [(2026, 12, 24), (2027, 1, 1), (2027, 3, 26), (2027, 4, 30), (2028, 2, 29), (2027, 10, 30)],
    ids=lambda day: "-".join(map(str, day)),
)
@pytest.mark.usefixtures("base")
def test_it_loads_on_any_day_of_the_year(
    day: tuple[int, int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_quick(monkeypatch)
    set_clock(monkeypatch, datetime(*day, 22, 30, tzinfo=UTC))

    assert demonstration.load()
    assert [each for each in health.excesses() if not each.cause] == []

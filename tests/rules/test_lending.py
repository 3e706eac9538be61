"""What is lent at once, as the request it would be."""

from datetime import UTC, datetime

from booking.rules.asking import AskedLine
from booking.rules.lending import Lent

NOW = datetime(2026, 12, 4, 14, 7, 31, 250, tzinfo=UTC)
MONDAY = datetime(2026, 12, 7, 9, tzinfo=UTC)


def test_it_begins_with_the_minute_that_runs() -> None:
    asked = Lent(MONDAY, "Dépannage", (AskedLine("CHA", 2),), "Artres").as_asked(NOW)

    assert asked.starts_at == datetime(2026, 12, 4, 14, 7, tzinfo=UTC)
    assert (asked.ends_at, asked.borrower, asked.purpose) == (MONDAY, "Artres", "Dépannage")
    assert asked.lines == (AskedLine("CHA", 2),)

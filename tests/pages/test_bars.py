"""How a planning is drawn: bars in words, numbers in cells."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from booking.pages.bars import cells, hours_of, say
from booking.period import Period
from booking.queries.bars import BarView
from booking.queries.park import RowView
from booking.rules.planning import Bar, Kind

PARIS = ZoneInfo("Europe/Paris")
LOAN = Period(datetime(2026, 12, 4, 13, tzinfo=UTC), datetime(2026, 12, 7, 9, tzinfo=UTC))
DAYS = Period(datetime(2026, 12, 3, 23, tzinfo=UTC), datetime(2026, 12, 5, 23, tzinfo=UTC))
SHAPE = Bar(LOAN, LOAN.widened(timedelta(0), timedelta(days=1)))


def row(*free: int | None) -> RowView:
    """Return forty chairs, of which so many are free."""
    return RowView(7, "Chaise", 40, free, ())


def test_a_number_leads_where_it_is_asked_for() -> None:
    drawn = cells(row(None, 40, 3, 0), ("a", "b", "c", "d"), "/planning/7/")

    assert drawn == [
        (None, "", ""),
        (40, "", "/planning/7/b"),
        (3, "s", "/planning/7/c"),
        (0, "z", ""),
    ]


def test_who_may_not_ask_has_numbers_alone() -> None:
    assert cells(row(40, 3), ("a", "b"), "") == [(40, "", ""), (3, "s", "")]


@pytest.mark.parametrize(
    ("kind", "period", "label", "said"),
    [
        (Kind.AGREED, LOAN, "Validée", "ven. 4, 14 h – lun. 7, 10 h"),
        (Kind.AGREED, DAYS, "Validée", ""),
        (Kind.LATE, LOAN, "En retard", "à rendre lun. 7 déc., 10 h"),
        (Kind.ASKED, None, "Changement demandé", ""),
    ],
)
def test_a_loan_says_its_hours_where_its_days_are_not_whole(
    kind: Kind, period: Period | None, label: str, said: str
) -> None:
    bar = BarView(kind, label, SHAPE, 2, "Artres", "Loto", 9, period=period)

    assert say(bar) == f"2 Artres, {label.lower()}"
    assert hours_of(bar, PARIS).replace("\N{NO-BREAK SPACE}", " ") == said


def test_what_is_withheld_says_why_first_and_what_is_others_nothing() -> None:
    assert say(BarView(Kind.UPKEEP, "Panne", SHAPE, 3)) == "Panne, 3"
    assert say(BarView(Kind.BUSY, "Occupé", SHAPE)) == "Occupé"

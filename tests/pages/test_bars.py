"""How a planning is drawn: bars in words, numbers in cells."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from booking.pages.bars import cells, hours_of, say
from booking.period import Period
from booking.queries.bars import BarView
from booking.queries.park import RowView
from booking.rules.planning import Bar, Kind, days

PARIS = ZoneInfo("Europe/Paris")
LOAN = Period(datetime(2026, 12, 4, 13, tzinfo=UTC), datetime(2026, 12, 7, 9, tzinfo=UTC))
DAYS = Period(datetime(2026, 12, 3, 23, tzinfo=UTC), datetime(2026, 12, 5, 23, tzinfo=UTC))
SHAPE = Bar(LOAN, LOAN.widened(timedelta(0), timedelta(days=1)))


SHOWN = days(date(2026, 12, 1), date(2026, 12, 4), PARIS)


def row(*free: int | None, short: tuple[int, ...] = (0, 0, 0, 0), starts: int = 1) -> RowView:
    """Return forty chairs, of which so many are free; a loan may start on the eve of a day."""
    ever = Period(SHOWN[starts].period.starts_at - timedelta(hours=9), SHOWN[-1].period.ends_at)
    return RowView(7, "Chaise", 40, free, (), short, ever)


def test_a_number_leads_where_it_is_asked_for() -> None:
    drawn = cells(row(None, 40, 3, 0), SHOWN, "/planning/7/")

    assert drawn == [
        (None, "", ""),
        (40, "", "/planning/7/2026-12-02"),
        (3, "s", "/planning/7/2026-12-03"),
        (0, "z", ""),
    ]


def test_a_number_leads_nowhere_on_days_that_no_request_may_name() -> None:
    early = cells(row(40, 40, 40, 40, starts=2), SHOWN, "/planning/7/")
    never = replace(row(40, 40, 40, 40), starts=None)
    at_once = replace(row(40, 40, 40, 40), starts=SHOWN[2].period)

    assert [bool(to) for _, _, to in early] == [False, False, True, True]
    assert not any(to for _, _, to in cells(at_once, SHOWN, "/planning/7/"))
    assert not any(to for _, _, to in cells(never, SHOWN, "/planning/7/"))


def test_what_is_promised_too_many_is_a_number_below_zero() -> None:
    drawn = cells(row(40, 0, 0, 3, short=(0, 2, 0, 0)), SHOWN, "/planning/7/")

    assert [each[:2] for each in drawn] == [(40, ""), ("−2", "z"), (0, "z"), (3, "s")]


def test_who_may_not_ask_has_numbers_alone() -> None:
    assert cells(row(40, 3), SHOWN[:2], "") == [(40, "", ""), (3, "s", "")]


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

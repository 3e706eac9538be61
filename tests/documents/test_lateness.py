"""How late a loan is, as people say it."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from booking.documents import lateness

PARIS = ZoneInfo("Europe/Paris")
BACK = datetime(2026, 10, 24, 14, 0, tzinfo=PARIS)


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 10, day, hour, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (at(24, 18), "depuis 14\u00a0h"),
        (at(25, 0), "depuis hier"),
        (at(25, 23), "depuis hier"),
        (at(26, 0), "depuis 2 jours"),
        (at(31, 12), "depuis 7 jours"),
    ],
)
def test_lateness_is_said_in_days_of_the_calendar(now: datetime, said: str) -> None:
    assert lateness.since(BACK, now, PARIS) == said


@pytest.mark.parametrize(
    ("now", "said"),
    [(at(22, 7), "dans 2 jours"), (at(23, 23), "demain"), (at(24, 7), "aujourd’hui")],
)
def test_a_return_is_near_or_not(now: datetime, said: str) -> None:
    assert lateness.until(BACK, now, PARIS) == said


def test_who_comes_next_is_not_named() -> None:
    assert lateness.next_ones([("Tente", BACK)], PARIS) == [
        "« Tente », le samedi 24 octobre 2026, 14\u00a0h"
    ]


def test_an_end_at_midnight_is_of_the_day_that_it_ends() -> None:
    assert "retour attendu le ven. 23 oct., avant minuit ;" in lateness.waited(
        "Tente", 1, at(24, 0), PARIS
    )
    assert lateness.taken(1, at(24, 0), at(26, 0), PARIS) == (
        "1 en retard depuis le samedi 24 octobre 2026, 0\u00a0h : "
        "compté comme sorti jusqu’au dimanche 25 octobre 2026, avant minuit au moins."
    )

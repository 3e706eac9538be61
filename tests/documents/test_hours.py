"""Hours of a week as people write them."""

from datetime import time

import pytest

from booking.documents import hours
from booking.rules.opening import Slot

MORNING, AFTERNOON = (time(8), time(12)), (time(13, 30), time(16, 30))


def slots(*days: int, spans: tuple[tuple[time, time], ...] = (MORNING,)) -> list[Slot]:
    return [Slot(day, *span) for day in days for span in spans]


@pytest.mark.parametrize(
    ("week", "said"),
    [
        ([], ""),
        (slots(2), "mercredi\u00a0: 8 h – 12 h"),
        (slots(0, 1), "lundi et mardi\u00a0: 8 h – 12 h"),
        (
            slots(0, 1, 2, 3, 4, spans=(AFTERNOON, MORNING)),
            "du lundi au vendredi\u00a0: 8 h – 12 h, 13 h 30 – 16 h 30",
        ),
        (slots(0, 2), "lundi\u00a0: 8 h – 12 h ; mercredi\u00a0: 8 h – 12 h"),
        (
            slots(0, 1) + slots(5, spans=(AFTERNOON,)),
            "lundi et mardi\u00a0: 8 h – 12 h ; samedi\u00a0: 13 h 30 – 16 h 30",
        ),
    ],
)
def test_days_alike_are_said_together(week: list[Slot], said: str) -> None:
    assert hours.said(week) == said


def test_a_remark_stands_where_no_hours_do() -> None:
    assert hours.said([], "sur rendez-vous") == "sur rendez-vous"
    assert hours.said(slots(2), "sur rendez-vous") == "mercredi\u00a0: 8 h – 12 h"

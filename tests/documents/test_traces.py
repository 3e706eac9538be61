"""What became of a reservation, in French."""

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from booking.documents.traces import Names, changes

PARIS = ZoneInfo("Europe/Paris")
NAMES = Names({"CHA": "Chaise"}, {4: "Dépôt de Maing"})
AGREED = {
    "starts_at": "2026-12-04T13:00:00+00:00",
    "ends_at": "2026-12-06T13:00:00+00:00",
    "lines": [["CHA", 40, None]],
}
NO_BREAK = "\N{NO-BREAK SPACE}"


def lines(text: str) -> str:
    return text.replace("_", NO_BREAK)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, []),
        (
            {"ends_at": "2026-12-07T08:30:00+00:00"},
            [
                (
                    "retour",
                    lines("dimanche 6 décembre 2026, 14_h"),
                    lines("lundi 7 décembre 2026, 9_h_30"),
                )
            ],
        ),
        (
            {"starts_at": "2026-12-03T23:00:00+00:00", "ends_at": "2026-12-07T23:00:00+00:00"},
            [
                (
                    "retrait",
                    lines("vendredi 4 décembre 2026, 14_h"),
                    lines("vendredi 4 décembre 2026, 0_h"),
                ),
                (
                    "retour",
                    lines("dimanche 6 décembre 2026, 14_h"),
                    "lundi 7 décembre 2026, avant minuit",
                ),
            ],
        ),
        (
            {"lines": [["CHA", 30, 4], ["TEN", 1, None]]},
            [
                (
                    "matériel",
                    lines("40_×_Chaise"),
                    lines("30_×_Chaise (Dépôt de Maing) et 1_×_TEN"),
                )
            ],
        ),
        ({"lines": []}, [("matériel", lines("40_×_Chaise"), "rien")]),
    ],
)
def test_what_changed_is_told_before_and_after(changed: dict[str, Any], said: list[Any]) -> None:
    assert changes({"before": AGREED, "after": AGREED | changed}, PARIS, NAMES) == said


def test_what_was_not_kept_is_not_told() -> None:
    assert changes({"after": AGREED}, PARIS, NAMES) == []
    assert changes({"reason": "Non."}, PARIS, NAMES) == []

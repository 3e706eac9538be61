"""Which passwords are long enough (CNIL 2022-100)."""

import pytest

from booking.rules.passwords import MOST_ATTEMPTS, WINDOW, long_enough


@pytest.mark.parametrize(
    ("password", "enough"),
    [
        ("", False),
        ("Mairie-2026!", True),  # 12 of four kinds
        ("Mairie-2026", False),
        ("mairie-2026!", False),  # three kinds only
        ("Mairie2026ab", False),
        ("MAIRIE-2026!", False),
        ("Mairie-deux!", False),
        ("quatorze lettr", True),  # 14 of any kind
        ("treize lettre", False),
        ("é" * 14, True),
        ("Parc-commun-2026", True),
    ],
)
def test_fourteen_characters_or_twelve_of_four_kinds(password: str, enough: bool) -> None:
    assert long_enough(password) is enough


def test_ten_attempts_an_account_within_a_quarter_of_an_hour() -> None:
    assert MOST_ATTEMPTS["account"] == 10
    assert MOST_ATTEMPTS["origin"] >= 10 * MOST_ATTEMPTS["account"]
    assert WINDOW.total_seconds() == 900

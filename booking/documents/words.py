"""Days, instants and amounts as French people write them."""

from datetime import date, datetime
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_currency

NO_BREAK = "\N{NO-BREAK SPACE}"


def day(when: date) -> str:
    """Return the day in full: "vendredi 4 décembre 2026", "mardi 1er décembre 2026"."""
    spoken = format_date(when, "EEEE d MMMM y", locale="fr")
    return spoken.replace(" 1 ", " 1er ")


def moment(when: datetime) -> str:
    """Return a local instant in full: "vendredi 4 décembre 2026, 14 h 30"."""
    return f"{day(when)}, {hour(when)}"


def money(cents: int) -> str:
    """Return an amount of euros: "1 250,00 €"."""
    return format_currency(Decimal(cents) / 100, "EUR", locale="fr")


def short_moment(when: datetime) -> str:
    """Return a local instant as lists show it: "ven. 4 déc. 2026, 14 h"."""
    spoken = format_date(when, "EEE d MMM y", locale="fr").replace(" 1 ", " 1er ")
    return f"{spoken}, {hour(when)}"


def hour(when: datetime) -> str:
    """Return the hour of a local instant: "14 h 30"."""
    minutes = f"{NO_BREAK}{when.minute:02}" if when.minute else ""
    return f"{when.hour}{NO_BREAK}h{minutes}"


def counted(quantity: int, name: str) -> str:
    """Return so many of a thing: "40 × Chaise pliante", exact whatever the noun's plural."""
    return f"{quantity}{NO_BREAK}×{NO_BREAK}{name}"


def short_weekday(when: date) -> str:
    """Return the day of the week as tables show it: "ven."."""
    return format_date(when, "EEE", locale="fr")

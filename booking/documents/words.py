"""Days, instants and amounts as French people write them."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

from booking.letters import without_accents

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


def number(count: int) -> str:
    """Say a number with its thousands apart: "13 511"."""
    return format_decimal(count, locale="fr")


def weight(size: int) -> str:
    """Return so many bytes as people compare them: "340 ko", "1,2 Mo"."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))}{NO_BREAK}ko"
    return f"{size / 1e6:.1f}".replace(".", ",") + f"{NO_BREAK}Mo"


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


def span(first: datetime, last: datetime) -> str:
    """Return a local span as people say it: days where it begins or ends at midnight.

    "du lundi 7 décembre 2026 au mardi 8 décembre 2026" ends with the 8th.
    """
    final = last - timedelta(microseconds=1)
    whole = last.time() == time()
    begins = day(first.date()) if first.time() == time() else short_moment(first)
    if whole and first.time() == time() and first.date() == final.date():
        return f"le {begins}"
    return f"du {begins} au {day(final.date()) if whole else short_moment(last)}"


def hours(first: datetime, last: datetime) -> str:
    """Return the hours of a local span: "ven. 4, 14 h – lun. 7, 10 h"; none of whole days."""
    if first.time() == last.time() == time():
        return ""
    final = last - timedelta(microseconds=1)
    if first.date() == final.date():
        return f"{hour(first)} – {'minuit' if last.time() == time() else hour(last)}"
    begins, ends = f"{short_weekday(first)} {first.day}", f"{short_weekday(final)} {final.day}"
    begins += f", {hour(first)}" if first.time() != time() else ""
    return f"{begins} – {ends}" + (f", {hour(last)}" if last.time() != time() else "")


def short_weekday(when: date) -> str:
    """Return the day of the week as tables show it: "ven."."""
    return format_date(when, "EEE", locale="fr")


def plain_day(when: date) -> str:
    """Return a day without its weekday, as papers cite it: "4 décembre 2026"."""
    return day(when).partition(" ")[2]


def month(when: date) -> str:
    """Return the month of a day: "décembre 2026"."""
    return format_date(when, "MMMM y", locale="fr")


def brief_moment(when: datetime) -> str:
    """Return a local instant without its year: "ven. 4 déc., 14 h"."""
    spoken = format_date(when, "EEE d MMM", locale="fr").replace(" 1 ", " 1er ")
    return f"{spoken}, {hour(when)}"


def due(when: datetime) -> str:
    """Return the local instant by which a thing is back; midnight is of the day that it ends.

    "mercredi 25 novembre 2026, avant minuit".
    """
    return _by(when, moment)


def brief_due(when: datetime) -> str:
    """Return the same without its year: "mer. 25 nov., avant minuit"."""
    return _by(when, brief_moment)


def short_due(when: datetime) -> str:
    """Return the same as lists show it: "mer. 25 nov. 2026, avant minuit"."""
    return _by(when, short_moment)


def _by(when: datetime, said: Callable[[datetime], str]) -> str:
    if (when.hour, when.minute) != (0, 0):
        return said(when)
    return f"{said(when - timedelta(minutes=1)).rpartition(', ')[0]}, avant minuit"


def of(name: str) -> tuple[str, str]:
    """Return how "de" meets a name: ("d’", "Artres"), ("du ", "Quesnoy"), ("de ", "Maing")."""
    for article, joined in (("Le ", "du "), ("Les ", "des ")):
        if name.startswith(article):
            return joined, name.removeprefix(article)
    first = without_accents(name)[:1].lower()
    return ("d’" if first in "aeiouyhœ" else "de "), name


def at(place: str) -> str:
    """Return how "à" meets a name: "à Maing", "au Quesnoy", "aux Rues-des-Vignes"."""
    for article, joined in (("Le ", "au "), ("Les ", "aux ")):
        if place.startswith(article):
            return joined + place.removeprefix(article)
    return f"à {place}"


SPELLED = ("aucun", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf")


def spelled(count: int) -> str:
    """Return a small number in letters: "deux"."""
    return SPELLED[count] if count < len(SPELLED) else number(count)


def thing(quantity: int, name: str) -> str:
    """Return so many of a thing by the first word of its name: "2 tentes", "1 podium"."""
    word = name.split(" ")[0]
    if not word[1:].islower():  # an acronym has no plural
        return f"{quantity}{NO_BREAK}{word}"
    return f"{quantity}{NO_BREAK}{plural(word.lower()) if quantity > 1 else word.lower()}"


def plural(word: str) -> str:
    """Return a noun as several are called; an acronym stays as it is."""
    if word.isupper() or word.endswith(("s", "x", "z")):
        return word
    if word.endswith("al"):
        return word.removesuffix("al") + "aux"
    return word + ("x" if word.endswith("eau") else "s")


def things(counts: Sequence[tuple[int, str]]) -> str:
    """Return several things in a phrase: "2 tentes, 1 podium et 40 chaises"."""
    return several([thing(quantity, name) for quantity, name in counts])


def several(names: Sequence[str]) -> str:
    """Return names in a phrase: "communes, CCAS et associations"."""
    return " et ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def address(name: str) -> str:
    """Return a name as the last part of an address: short, plain letters and hyphens."""
    kept = re.sub(r"[^A-Za-z0-9]+", "-", without_accents(name)).strip("-")
    return kept[:60].rstrip("-") or "calendrier"


def share_of(numerator: int, denominator: int) -> str:
    """Return a part as people write it: "25 %", "27,5 %", or "1/3" when no percentage is exact."""
    percent = Fraction(100 * numerator, denominator)
    if (percent * 100).denominator != 1:
        return f"{numerator}/{denominator}"
    return format_decimal(float(percent), locale="fr") + f"{NO_BREAK}%"


def siren(number: str) -> str:
    """Return a SIREN in groups of three figures."""
    if len(number) != 9 or not number.isdigit():
        return number
    return "\N{NO-BREAK SPACE}".join((number[:3], number[3:6], number[6:]))

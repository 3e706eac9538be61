"""What is told of an organization, its people and its places, and whether it makes sense."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from booking.vocabulary import ContactFunction, OrganizationKind, Standing

SOON = timedelta(days=60)
"""What ends within so long is to be renewed now: a council meets every two months."""
ANSWERED_FOR = frozenset({OrganizationKind.CCAS, OrganizationKind.ASSOCIATION})
"""Kinds that borrow under the answer of their commune (E58)."""
ADDED_BY_HAND = frozenset(set(OrganizationKind) - {OrganizationKind.EPCI, OrganizationKind.COMMUNE})
"""The EPCI and its communes come with the official figures."""

Span = tuple[date, date | None]
"""From a day to another, both included; without an end it lasts."""


@dataclass(frozen=True)
class Described:
    """An organization as its page describes it; official bodies have no name or SIREN here."""

    name: str = ""
    siren: str = ""
    rna: str = ""
    address: str = ""
    postal_code: str = ""
    phone: str = ""
    email: str = ""
    mention: str = ""
    answerable_id: int | None = None


@dataclass(frozen=True)
class Reached:
    """Whom to call for a function; a substitute stands in for the other."""

    function: ContactFunction
    name: str
    phone: str = ""
    email: str = ""
    substitute: bool = False


@dataclass(frozen=True)
class Mandated:
    """Who may sign, as what, from when to when, by which act, by whose power, reached where."""

    holder: str
    title: str
    starts_on: date
    ends_on: date | None = None
    act: str = ""
    email: str = ""
    delegated_by: str = ""


@dataclass(frozen=True)
class Insured:
    """An insurance certificate: by whom, under which number, from when to when, for what."""

    insurer: str
    number: str
    starts_on: date
    ends_on: date
    guarantees: str = ""


@dataclass(frozen=True)
class Joined:
    """Organizations that adhere from a day on: to a pool, or to the EPCI when none is named."""

    organization_ids: tuple[int, ...]
    starts_on: date
    ends_on: date | None = None
    act: str = ""
    pool_id: int | None = None


@dataclass(frozen=True)
class Left:
    """The last day of an adhesion, by which act; confirmed when loans come after it."""

    ends_on: date
    act: str = ""
    confirmed: bool = False


def siren_fits(siren: str) -> bool:
    """Tell whether a number is a SIREN: nine digits whose last one is the key.

    Source: INSEE, identification au répertoire Sirene; the key is Luhn's (ISO/IEC 7812-1): every
    second digit from the right is doubled, and the sum of all digits is a multiple of ten.
    """
    if not re.fullmatch(r"[0-9]{9}", siren):
        return False
    weighted = "".join(
        str(int(digit) * (1 + rank % 2)) for rank, digit in enumerate(reversed(siren))
    )
    return sum(map(int, weighted)) % 10 == 0


def rna_fits(rna: str) -> bool:
    """Tell whether a number is one of the répertoire national des associations: W and 9 digits."""
    return re.fullmatch(r"W[0-9]{9}", rna) is not None


def standing(starts_on: date, ends_on: date | None, today: date) -> Standing:
    """Tell where something dated stands on a day: coming, current, ending soon or over."""
    if ends_on is not None and ends_on < today:
        return Standing.OVER
    if starts_on > today:
        return Standing.COMING
    return Standing.ENDING if ends_on and ends_on <= today + SOON else Standing.CURRENT


def overlapping(spans: Iterable[Span], new: Span) -> Span | None:
    """Return the first span that shares a day with a new one; None when they all stand apart."""
    first, last = new[0], new[1] or date.max
    for starts_on, ends_on in spans:
        if starts_on <= last and first <= (ends_on or date.max):
            return starts_on, ends_on
    return None

"""The convention de prêt: frozen terms in, the bytes of a signed-grade PDF out (design § 8).

The seventeen articles (domain § 2.3) are written in `convention.typ`; here are their values and
what follows from them. Nothing is looked up: two renders of the same terms are the same bytes.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from booking.documents import typeset
from booking.documents.fonts import missing_glyphs
from booking.documents.words import day, moment, money

__all__ = [
    "Act",
    "CoOwner",
    "ConventionTerms",
    "Depot",
    "Insurance",
    "Line",
    "Manager",
    "Party",
    "UndrawableTextError",
    "missing_glyphs",
    "render",
]

MODEL = Path(__file__).with_suffix(".typ")
NO_VALUE = "non indiquée"


class UndrawableTextError(ValueError):
    """Some characters have no glyph, which the standards refuse; `characters` names them."""

    def __init__(self, characters: str) -> None:
        super().__init__(f"no shipped font draws {characters!r}")
        self.characters = characters


@dataclass(frozen=True)
class Party:
    """Who lends or borrows, and who signs for it; `mandate` is the act that lets them sign."""

    name: str
    kind: str
    siren: str = ""
    address: str = ""
    representative: str = ""
    representative_title: str = ""
    mandate: str = ""


@dataclass(frozen=True)
class CoOwner:
    """One owner of equipment bought in common, `share` as people say it: "25 %"."""

    name: str
    share: str


@dataclass(frozen=True)
class Manager:
    """Who answers for the lender, under which convention de gestion."""

    name: str
    management_act: str = ""


@dataclass(frozen=True)
class Act:
    """A decision the loan rests on: "délibération" n° `number` of an organization."""

    kind: str
    number: str
    passed_on: date
    organization: str
    title: str = ""


@dataclass(frozen=True)
class Line:
    """So many of an item; `note` carries accessories, condition, papers handed over."""

    reference: str
    name: str
    quantity: int
    depot: str
    unit_value_cents: int | None
    note: str = ""


@dataclass(frozen=True)
class Depot:
    """Where things leave from and come back to."""

    name: str
    address: str = ""
    hours: str = ""


@dataclass(frozen=True)
class Insurance:
    """The borrower's policy, good until the end of a day."""

    insurer: str
    number: str
    until: date


@dataclass(frozen=True)
class ConventionTerms:
    """Everything a convention says, frozen; an absent value is "", () or None, never a hole.

    `starts_at` and `ends_at` are aware and local to the territory. Without a `number` the
    convention is a draft, whatever `draft` says.
    """

    number: str | None
    issued_on: date
    territory: str
    lender: Party
    borrower: Party
    legal_basis: str
    purpose: str
    lines: tuple[Line, ...]
    starts_at: datetime
    ends_at: datetime
    draft: bool = False
    manager: Manager | None = None
    co_owners: tuple[CoOwner, ...] = ()
    visas: tuple[Act, ...] = ()
    framework: str | None = None
    place: str = ""
    audience: str = ""
    beneficiary: str = ""
    beneficiary_kind: str = ""
    depots: tuple[Depot, ...] = ()
    requirements: tuple[str, ...] = ()
    operators: tuple[str, ...] = ()
    insurance: Insurance | None = None
    price: str | None = None
    declared_value_cents: int | None = None
    contest_days: int = 3
    tribunal: str = ""
    data_protection_contact: str = ""
    fortuitous_loss_on_borrower: bool = False
    mention: str = ""  # what the lender prints on its papers (E67)

    @property
    def is_draft(self) -> bool:
        """Tell whether the paper must say PROJET."""
        return self.draft or not self.number

    def as_dict(self) -> dict[str, object]:
        """Return the terms as a JSON document carries them, dates in ISO 8601."""
        carried: dict[str, object] = json.loads(json.dumps(asdict(self), default=_iso))
        return carried


def render(terms: ConventionTerms, logo: bytes | None = None) -> bytes:
    """Return the convention as PDF/A-2a and PDF/UA-1, under the lender's logo (a JPEG).

    Raises UndrawableTextError when a character would be lost.
    """
    if characters := missing_glyphs("".join(_texts(terms.as_dict()))):
        raise UndrawableTextError(characters)
    # The data travel beside the model, so what people typed is never read as markup.
    return typeset.pdf(MODEL, _printed(terms) | {"logo": list(logo or b"")})


def _printed(terms: ConventionTerms) -> dict[str, object]:
    """Return what the model prints: the terms in French words, and what follows from them."""
    worked_out = {
        "draft": terms.is_draft,
        "issued_on": _date(terms.issued_on),
        "issued": [terms.issued_on.year, terms.issued_on.month, terms.issued_on.day],
        "lender": _party(terms.lender),
        "borrower": _party(terms.borrower),
        "visas": [asdict(act) | {"passed_on": _date(act.passed_on)} for act in terms.visas],
        "lines": [asdict(line) | {"value": _value(line)} for line in terms.lines],
        "quantity": sum(line.quantity for line in terms.lines),
        "total": _total(terms.lines),
        "partly_valued": len({line.unit_value_cents is None for line in terms.lines}) == 2,
        "insurance": _insurance(terms),
        "declared_value": _amount(terms.declared_value_cents),
    }
    return terms.as_dict() | _loan_dates(terms) | worked_out


def _loan_dates(terms: ConventionTerms) -> dict[str, str]:
    """Return the period, the hand-over and the return, in days when the loan is in whole days."""
    first, last = terms.starts_at, terms.ends_at
    if first.time() != time(0) or last.time() != time(0):
        start, end = moment(first), moment(last)
        return {"period": f"du {start}, au {end}", "hand_over": start, "give_back": end}
    start, end = day(first), day(last.date() - timedelta(days=1))
    period = f"du {start} au {end} inclus" if start != end else f"la journée du {start}"
    hours = "aux heures du dépôt"
    return {"period": period, "hand_over": f"{start}, {hours}", "give_back": f"{end}, {hours}"}


def _party(party: Party) -> dict[str, str]:
    """Return a party with its SIREN in groups of three figures."""
    siren = party.siren
    if len(siren) == 9 and siren.isdigit():
        siren = "\N{NO-BREAK SPACE}".join((siren[:3], siren[3:6], siren[6:]))
    return asdict(party) | {"siren": siren}


def _insurance(terms: ConventionTerms) -> dict[str, object] | None:
    """Return the policy, and whether it runs out before the equipment is back."""
    policy = terms.insurance
    if policy is None:
        return None
    last_day = (terms.ends_at - timedelta(microseconds=1)).date()
    return asdict(policy) | {"until": _date(policy.until), "lapses": policy.until < last_day}


def _value(line: Line) -> str:
    """Return the replacement value of one, or that nobody gave it."""
    return _amount(line.unit_value_cents) or NO_VALUE


def _total(lines: tuple[Line, ...]) -> str:
    """Return the replacement value of the lines that have one."""
    values = [line.quantity * line.unit_value_cents for line in lines if line.unit_value_cents]
    return money(sum(values)) if values else NO_VALUE


def _amount(cents: int | None) -> str | None:
    """Return an amount in words, None staying None."""
    return None if cents is None else money(cents)


def _date(when: date) -> str:
    """Return a date without the day of the week, as acts are cited: "4 décembre 2026"."""
    return day(when).partition(" ")[2]


def _iso(value: object) -> str:
    """Return a date or an instant as JSON text."""
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"not a plain value: {value!r}")


def _texts(value: object) -> Iterator[str]:
    """Yield every text inside a JSON document."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)

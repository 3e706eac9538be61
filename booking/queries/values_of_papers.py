"""What the variables of any kind of paper say: of a loan, of an organization, of what was typed."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select

from booking.db import db
from booking.documents.articles import Values
from booking.documents.paper import Block, Fields, Paragraph, Run, Table
from booking.documents.words import plain_day
from booking.models.conventions import Convention
from booking.models.reservations import Reservation
from booking.paperwork import GROUNDS_A_LOAN, Condition, PaperKind, PaperState
from booking.queries import values, values_of_reports, values_of_sheets, values_of_standing
from booking.rules.options import Option, options

LIVING = (PaperState.TO_SIGN, PaperState.SIGNED)


def of_paper(row: Convention, now: datetime) -> Values:
    """Return what every variable of a paper says, at an instant."""
    mine = loan_of(row)
    said = of_sheet(mine, row.kind, now) if mine else values_of_standing.of_standing(row, now)
    return {**said, **_amended(row), **typed(row.kind, row.options or {}, said)}


def of_sheet(mine: Reservation, kind: PaperKind, now: datetime) -> Values:
    """Return what every variable of a paper of a reservation says; nothing is typed for it."""
    return {
        **values.of_reservation(mine, now),
        "papier": _paper(mine) or "aucun papier numéroté à ce jour",
        **values_of_reports.of_loan(mine, kind),
        **values_of_sheets.of_loan(mine),
        **typed(kind, {}),
    }


def conditions(row: Convention, cited: str | None = None) -> frozenset[Condition]:
    """Return which conditional articles a paper has: those of its loan, if it is about one."""
    mine = loan_of(row)
    return values.conditions(mine, cited) if mine else frozenset()


def loan_of(row: Convention) -> Reservation | None:
    """Return the loan a paper is about: its own, or that of the paper it amends."""
    return row.reservation or (row.amends.reservation if row.amends else None)


def typed(kind: PaperKind, given: Mapping[str, str], known: Values | None = None) -> Values:
    """Return what the options of a kind say: what was typed, else a fact that is known."""
    facts = known or {}
    return {
        each.name: _said(each, given.get(each.name, "")) or facts.get(each.fact)
        for each in options(kind)
    }


def _said(option: Option, given: str) -> str | tuple[Block, ...] | None:
    lines = [line for each in given.splitlines() if (line := " ".join(each.split()))]
    if option.by_hand and not (option.lines and lines):
        return (Fields(((option.label, " ".join(lines)),)),)
    found = lines or ([option.otherwise] if option.otherwise else [])
    if not found:
        return None
    if option.lines:
        return tuple(Paragraph((Run(each),)) for each in found)
    return " ".join(found)


def cited(row: Convention) -> str:
    """Return a paper as others cite it: "bon de prêt n° 2026-0012 du 3 mars 2026"."""
    number = f"{row.kind.label} n° {row.number}"
    if row.issued_at is None:
        return number
    return f"{number} du {plain_day(values.local_day(row.issued_at, row.territory))}"


def _paper(mine: Reservation) -> str | None:
    found = select(Convention).where(
        Convention.reservation_id == mine.id,
        Convention.kind.in_(GROUNDS_A_LOAN),
        Convention.state.in_(LIVING),
    )
    last = db.session.scalars(found.order_by(Convention.id.desc())).first()
    return cited(last) if last else None


def _amended(row: Convention) -> Values:
    """Return what an amendment says of itself: what it amends, its rank, what changes."""
    if row.amends is None:
        return {}
    changes = [tuple(map(str, each)) for each in (row.terms or {}).get("changes", [])]
    table = Table(
        name="Modifications",
        head=("Objet", "Avant", "Après"),
        rows=tuple(changes),
        widths=(34, 62, 62),
    )
    said: dict[str, str | tuple[Block, ...] | None] = {
        "papier": cited(row.amends),
        "rang": str(_rank(row)),
    }
    return {**said, "modifications": (table,)} if changes else said


def _rank(row: Convention) -> int:
    """Return the rank of an amendment among those issued for the same paper."""
    before = select(func.count()).where(
        Convention.amends_id == row.amends_id,
        Convention.kind == PaperKind.AMENDMENT,
        Convention.rank.is_not(None),
    )
    if row.id:
        before = before.where(Convention.id < row.id)
    return db.session.scalars(before).one() + 1

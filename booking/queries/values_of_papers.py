"""What the variables of any kind of paper say: of a loan, of an organization, of what was typed."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from booking.db import db
from booking.documents.articles import Values
from booking.documents.paper import Block, Fields, Paragraph, Run
from booking.models.conventions import Convention
from booking.models.reservations import Reservation
from booking.paperwork import GROUNDS_A_LOAN, LIVING, PaperKind
from booking.queries import (
    modifications,
    values,
    values_of_reports,
    values_of_sheets,
    values_of_standing,
)
from booking.rules.options import Option, options


def of_paper(row: Convention, now: datetime) -> Values:
    """Return what every variable of a paper says, at an instant."""
    mine = loan_of(row)
    said = of_sheet(mine, row.kind, now) if mine else values_of_standing.of_standing(row, now)
    own = typed(row.kind, row.options or {}, said)
    passed = values_of_reports.of_passage(row.passage) if row.passage else {}
    return {**said, **modifications.of_paper(row), **own, **passed}


def of_sheet(mine: Reservation, kind: PaperKind, now: datetime) -> Values:
    """Return what every variable of a paper of a reservation says; nothing is typed for it."""
    return {
        **values.of_reservation(mine, now),
        "papier": _paper(mine) or "aucun document numéroté à ce jour",
        **values_of_reports.of_loan(mine, kind),
        **values_of_sheets.of_loan(mine),
        **typed(kind, {}),
    }


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


def _paper(mine: Reservation) -> str | None:
    found = select(Convention).where(
        Convention.reservation_id == mine.id,
        Convention.kind.in_(GROUNDS_A_LOAN),
        Convention.state.in_(LIVING),
    )
    last = db.session.scalars(found.order_by(Convention.id.desc())).first()
    return modifications.cited(last) if last else None

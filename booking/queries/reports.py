"""The reports of what passed the counter: which there are, which lack, their bytes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import selectinload, undefer

from booking.db import db
from booking.documents.folders import safe
from booking.handling import Direction
from booking.models.conventions import Convention
from booking.models.loans import Loan, Passage, PassageLine
from booking.numbers import among
from booking.paperwork import LIVING, PaperState
from booking.queries import passed
from booking.rules.reports import Statement, is_told

_REPORTED = exists().where(Convention.passage_id == Passage.id, Convention.state.in_(LIVING))


@dataclass(frozen=True)
class Unreported:
    """What passed the counter and has no report: whether something was told of it."""

    passage_id: int
    direction: Direction
    at: datetime
    told: bool


@dataclass(frozen=True)
class Told:
    """What a message tells of a passage: what passed, and its report once there is one."""

    said: Statement
    convention_id: int | None
    named: str  # the report, with its number
    is_signed: bool


def of_passage(passage_id: int) -> Convention | None:
    """Return the report of a passage that stands, its bytes included; None while there is none."""
    found = select(Convention).where(
        Convention.passage_id == passage_id, Convention.state.in_(LIVING)
    )
    whole = found.options(undefer(Convention.pdf), undefer(Convention.signed_pdf))
    return db.session.scalars(whole.order_by(Convention.id.desc())).first()


METERED = (PassageLine.hours, PassageLine.km, PassageLine.energy)


def lacking(reservation_id: int) -> tuple[Unreported, ...]:
    """Return what passed the counter of a reservation and has no report, first to last."""
    found = (
        select(Passage)
        .join(Loan, Loan.id == Passage.loan_id)
        .where(Loan.reservation_id == reservation_id, ~_REPORTED)
        .options(selectinload(Passage.lines))
    )
    rows = db.session.scalars(found.order_by(Passage.id))
    return tuple(Unreported(each.id, each.direction, each.at, is_told(each)) for each in rows)


def to_issue() -> list[int]:
    """Return what was told at the counter and has no report, for the clock."""
    said = (
        *(Passage.borrower_name != "", Passage.borrower_drawn != ""),
        Passage.keeper_drawn != "",
        *(Passage.unsigned != "", Passage.note != ""),
    )
    counted = (
        select(PassageLine.passage_id)
        .where(
            or_(
                *(PassageLine.damaged > 0, PassageLine.dirty > 0, PassageLine.missing > 0),
                PassageLine.wear.is_not(None),
                PassageLine.note != "",
                *(each.is_not(None) for each in METERED),
                func.json_array_length(PassageLine.accessories) > 0,
            )
        )
        .distinct()
    )
    ever = exists().where(Convention.passage_id == Passage.id)
    found = select(Passage.id).where(~ever, or_(*said, Passage.id.in_(counted)))
    return list(db.session.scalars(found.order_by(Passage.id)))


def told(passage_ids: Collection[int]) -> dict[int, Told]:
    """Return what messages tell of some passages."""
    ids = {each for each in passage_ids if each}
    if not ids:
        return {}
    rows = db.session.scalars(select(Passage).where(among(Passage.id, ids)))
    papers = select(Convention).where(
        among(Convention.passage_id, ids), Convention.state.in_(LIVING)
    )
    known = {each.passage_id: each for each in db.session.scalars(papers.order_by(Convention.id))}
    return {each.id: _told(each, known.get(each.id)) for each in rows}


def _told(passage: Passage, paper: Convention | None) -> Told:
    named = f"{paper.kind.label} n° {paper.number}" if paper else ""
    signed = paper is not None and paper.state is PaperState.SIGNED
    return Told(passed.of_passage(passage), paper.id if paper else None, named, signed)


def attached(passage_id: int) -> tuple[str, bytes] | None:
    """Return the name and the bytes of the report of a passage, signed when it is."""
    paper = of_passage(passage_id)
    content = (paper.signed_pdf or paper.pdf) if paper else None
    if paper is None or content is None:
        return None
    return f"{safe(paper.kind.label, paper.number or '')}.pdf", content

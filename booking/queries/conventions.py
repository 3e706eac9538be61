"""The papers of loans and organizations, read in the actor's view."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import exists, select
from sqlalchemy.orm import undefer

from booking import clock, files
from booking.db import db
from booking.errors import NotFound
from booking.models.conventions import Convention
from booking.models.files import StoredFile
from booking.models.reservations import Reservation
from booking.paperwork import (
    GROUNDS_A_LOAN,
    LIVING,
    REPORTS,
    SHEETS,
    Awaiting,
    PaperKind,
    PaperState,
)
from booking.queries import (
    acts,
    composing,
    paper_views,
    reports,
    reservations,
    signatures,
    views,
)
from booking.queries.composing import Composed
from booking.queries.paper_parties import parties
from booking.queries.paper_views import PaperView, is_seen, row
from booking.queries.reports import Unreported
from booking.rules import access
from booking.rules.access import Actor
from booking.rules.paperwork import kind_for
from booking.vocabulary import Status

OFFERED = ("prepare", "issue", "cancel", "export")
"""What the page of a paper offers, signing apart."""
AGREED = (Status.APPROVED, Status.OUT, Status.RETURNED)
"""While a loan stands so, it wants a paper."""

BACK = (Status.OUT, Status.RETURNED)
PASSED = (*BACK, Status.CLOSED)
STATED = (
    (PaperKind.REPORT_OUT, (Status.APPROVED, Status.OUT)),
    (PaperKind.REPORT_BACK, BACK),
    (PaperKind.INCIDENT, BACK),
)
"""What is stated of a loan, and while it stands how."""


@dataclass(frozen=True)
class LoanPapers:
    """The papers of a reservation: what there is, and what its next one is or lacks."""

    papers: tuple[PaperView, ...]
    kind: PaperKind | None  # what it takes today; none while somebody is to choose
    missing: tuple[str, ...]  # what keeps it from being issued for signature
    co_owners: str  # whose act is missing, by name
    wanted: bool  # it is agreed to, and nothing is issued for it
    may_issue: bool
    may_export: bool
    may_sign: frozenset[int]  # which of them the actor themselves may sign now, on a screen
    awaits_us: bool  # the actor's organization is to sign one of them
    borrower_id: int
    sheets: tuple[PaperKind, ...]
    statements: tuple[PaperKind, ...]  # what the actor may prepare beside it now
    unreported: tuple[Unreported, ...]  # what passed the counter and has no report


def show(actor: Actor, paper_id: int) -> PaperView:
    """Return one paper in the actor's view; raises NotFound."""
    return paper_views.of_rows([row(actor, paper_id)])[0]


def words(actor: Actor, paper_id: int) -> Mapping[str, Any] | None:
    """Return the frozen words of a paper in view; None when it has none of its own."""
    return row(actor, paper_id).content


def allowed(actor: Actor, paper_id: int) -> frozenset[str]:
    """Return what the table of rights lets the actor do with a paper in view."""
    concerned = parties(row(actor, paper_id))
    return frozenset(act for act in OFFERED if access.may(actor, f"convention.{act}", concerned))


def content(actor: Actor, paper_id: int, *, signed: bool = False) -> tuple[bytes, str] | None:
    """Return the bytes of a paper in view and their SHA-256, of its signed copy if asked.

    None for a draft, which has none; raises NotFound for a signed copy that is not there.
    """
    paper = row(actor, paper_id)
    if signed:
        return _signed_copy(paper)
    return (paper.pdf, paper.sha256) if paper.pdf else None


def _signed_copy(paper: Convention) -> tuple[bytes, str]:
    """Return the paper with its evidence, else the scan of what was signed on paper."""
    if paper.signed_pdf:
        return paper.signed_pdf, paper.signed_sha256
    scan = db.session.get(StoredFile, paper.scan_id) if paper.scan_id else None
    if scan is None:
        raise NotFound("convention_not_found")
    return files.read(scan.territory_id, scan.sha256), scan.sha256


def draft_of(actor: Actor, paper_id: int, now: datetime) -> Composed:
    """Return a draft in view as it would be issued; raises NotFound."""
    return composing.of_paper(row(actor, paper_id), now)


def of_reservation(actor: Actor, reservation_id: int) -> LoanPapers:
    """Return the papers of a reservation in view, first to last, and what is still wanted."""
    mine = reservations.row(actor, reservation_id)
    found = paper_views.loaded().where(Convention.reservation_id == reservation_id)
    rows = [
        each
        for each in db.session.scalars(found.order_by(Convention.id)).unique()
        if is_seen(actor, each)
    ]
    grounded = any(each.kind in GROUNDS_A_LOAN and each.state in LIVING for each in rows)
    wanted = mine.status in AGREED and not grounded
    concerned = views.parties(mine)
    return LoanPapers(
        papers=tuple(paper_views.of_rows(rows)),
        kind=kind_of(mine),
        missing=tuple(acts.missing(mine, clock.today(_zone(mine)))) if wanted else (),
        co_owners=acts.lacking_for(mine, clock.today(_zone(mine))) if wanted else "",
        wanted=wanted,
        may_issue=access.may(actor, "convention.issue", concerned),
        may_export=access.may(actor, "convention.export", concerned),
        may_sign=frozenset(each.id for each in rows if signatures.may_sign(actor, each)),
        awaits_us=any(_awaits(each, actor.organization_id) for each in rows),
        borrower_id=mine.request.borrower_id,
        sheets=(*SHEETS[:2], *REPORTS) if mine.status in (Status.APPROVED, Status.OUT) else (),
        statements=_statements(mine) if access.may(actor, "convention.prepare", concerned) else (),
        unreported=reports.lacking(mine.id) if mine.status in PASSED else (),
    )


def _awaits(paper: Convention, organization_id: int) -> bool:
    asked = signatures.asked(paper)
    return asked is not None and asked.organization_id == organization_id


def _statements(mine: Reservation) -> tuple[PaperKind, ...]:
    """Return what may be written and signed beside a loan where it stands."""
    aided = bool(mine.request.beneficiary_name) and mine.status in AGREED
    told = [kind for kind, when in STATED if mine.status in when]
    return (*told, *([PaperKind.AID_VALUE] if aided else ()))


def sheet(actor: Actor, reservation_id: int, kind: PaperKind, now: datetime) -> Composed:
    """Return what is printed of a reservation in view and never kept; raises NotFound."""
    if kind not in (*SHEETS, *REPORTS):
        raise NotFound("convention_not_found")
    return composing.of_reservation(reservations.row(actor, reservation_id), kind, now)


def issued(actor: Actor, reservation_id: int) -> Convention | None:
    """Return the paper under which a reservation in view is lent, its bytes included."""
    reservations.row(actor, reservation_id)
    found = select(Convention).where(
        Convention.reservation_id == reservation_id,
        Convention.kind.in_(GROUNDS_A_LOAN),
        Convention.state.in_(LIVING),
    )
    last = found.options(undefer(Convention.pdf)).order_by(Convention.id.desc())
    return db.session.scalars(last).first()


def draft(actor: Actor, reservation_id: int, now: datetime) -> Composed:
    """Return the paper of a reservation in view as a draft; raises NotFound out of view."""
    mine = reservations.row(actor, reservation_id)
    return composing.of_reservation(mine, kind_of(mine) or PaperKind.LOAN, now)


def kind_of(mine: Reservation) -> PaperKind | None:
    """Return the paper a reservation takes today, None while that is to be chosen."""
    day = mine.starts_at.astimezone(_zone(mine)).date()
    framework = acts.framework(mine.request.borrower_id, mine.owner_id, day)
    return kind_for([line.item.formality for line in mine.lines], framework=bool(framework))


def why_awaited(mine: Reservation) -> Awaiting:
    """Return why an agreed loan, for which nothing is issued, has no paper yet."""
    grounds = (Convention.reservation_id == mine.id, Convention.kind.in_(GROUNDS_A_LOAN))
    last = select(Convention.state).where(*grounds).order_by(Convention.id.desc())
    if db.session.scalars(last).first() is PaperState.REFUSED:
        return Awaiting.REFUSED
    if kind_of(mine) is None:
        return Awaiting.FRAMEWORK
    lacking = acts.missing(mine, clock.today(_zone(mine)))
    if not lacking:
        return Awaiting.ISSUE
    return Awaiting.SIGNATORY if lacking == ["lender_signatory"] else Awaiting.ACT


def to_issue() -> list[int]:
    """Return the agreed loans that never had a paper although nothing keeps it, for the clock."""
    ever = exists().where(
        Convention.reservation_id == Reservation.id, Convention.kind.in_(GROUNDS_A_LOAN)
    )
    found = select(Reservation).where(Reservation.status == Status.APPROVED, ~ever)
    waiting = db.session.scalars(found.order_by(Reservation.id)).unique()
    return [each.id for each in waiting if why_awaited(each) is Awaiting.ISSUE]


def _zone(mine: Reservation) -> ZoneInfo:
    return ZoneInfo(mine.territory.time_zone)

"""A reservation as its parties read it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from booking import clock
from booking.db import db
from booking.dealings import Awaited, Channel, Transport
from booking.models.accounts import User
from booking.models.loans import Loan
from booking.models.reservations import Line, Request, Reservation
from booking.paperwork import PaperKind, PaperState
from booking.period import Period
from booking.queries import cancelling, standing
from booking.queries.standing import Papers
from booking.rules import access, lifecycle
from booking.rules.access import Actor, Parties
from booking.vocabulary import BeneficiaryKind, Derived, Status, Tracking


@dataclass(frozen=True)
class LineView:
    """So many of an item, from which depots, which copies when some are named."""

    id: int
    item_id: int
    item: str
    name: str
    family: str
    quantity: int
    asked: int  # how many were asked for
    depots: tuple[tuple[str, int], ...]
    units: tuple[str, ...]
    tracking: Tracking
    beyond: int  # so many more than were free
    kept: int  # so many are held, and have not left
    requirements: tuple[str, ...]


@dataclass(frozen=True)
class ReservationView:
    """One lender's part of a request, as its parties read it."""

    id: int
    reference: str
    request_id: int
    status: Status
    label: Status | Derived
    pool: str
    pool_id: int
    owner: str
    owner_id: int
    manager: str
    borrower: str
    borrower_id: int
    purpose: str
    place: str
    note: str
    beneficiary_kind: BeneficiaryKind
    beneficiary_name: str
    engagement_on: date | None
    event: Period | None
    transport: Transport
    channel: Channel
    asked_by: str
    asked_at: datetime
    starts_at: datetime
    ends_at: datetime
    answer_due_at: datetime
    decided_at: datetime | None
    reason: str
    by_rule: str
    elected: str
    awaited: Awaited | None
    reply_due_at: datetime | None
    substitute_told_at: datetime | None
    owner_told_at: datetime | None
    substitute: str  # who answers for a manager away or silent, if so
    handed_over_at: datetime | None
    returned_at: datetime | None
    convention: str | None
    paper_id: int | None
    paper_kind: PaperKind | None
    paper_state: PaperState | None
    signed_at: datetime | None  # the paper, by the last who had to
    signer_id: int | None  # whose signature is asked for now
    signer: str
    amended: bool  # changed since its convention, or the last amendment, was issued
    lines: tuple[LineView, ...]
    possible: tuple[str, ...]  # the acts this actor may do now
    change_due_at: datetime | None  # by when a change that the borrower asks for is answered
    free_until: date  # the last day to cancel what is agreed without saying why
    late_to_cancel: bool  # that day has passed
    needs_reason: bool  # this actor must say why it cancels
    despite: str  # why more is taken than is free, if so
    for_itself: bool  # the manager decides for its own organization
    revision: int
    changed_at: datetime

    @property
    def period(self) -> Period:
        """Return the loan agreed or asked for."""
        return Period(self.starts_at, self.ends_at)


@dataclass(frozen=True)
class RequestView:
    """What was asked at once, with every part the actor may see."""

    id: int
    purpose: str
    borrower: str
    reservations: tuple[ReservationView, ...]


def reference(reservation_id: int) -> str:
    """Return the reference people quote on the telephone."""
    return f"R-{reservation_id:05d}"


def parties(mine: Reservation, stores: frozenset[int] | None = None) -> Parties:
    """Return the organizations a reservation concerns; `stores` who keep its things, if known."""
    return Parties(
        mine.territory_id,
        borrower_id=mine.request.borrower_id,
        manager_id=mine.pool.manager_id,
        owner_id=mine.owner_id,
        custodian_ids=mine.keepers if stores is None else stores,
        substitute_id=_away(mine),
        told_id=mine.substitute_told_id,
        answering_owner_id=mine.owner_id if mine.owner_told_at else None,
    )


def _away(reservation: Reservation) -> int | None:
    """Return the user who answers for a manager away today."""
    pool, now = reservation.pool, clock.now()
    away = pool.substitute_from and pool.substitute_from <= now < (pool.substitute_until or now)
    return pool.substitute_id if away else None


def _named(user_id: int | None) -> str:
    """Return the name of who stands in; seldom anybody does."""
    found = db.session.get(User, user_id) if user_id else None
    return found.name if found else ""


def answered(actor: Actor, mine: Reservation) -> dict[str, object]:
    """Return what became of a reservation, by whom and when, to who may answer it."""
    if mine.decided_at is None or not access.may(actor, "reservation.approve", parties(mine)):
        return {}
    who = mine.decided_by.name if mine.decided_by else f"la règle {mine.by_rule}"
    return {"decided_by": who, "decided_at": mine.decided_at}


def view(
    actor: Actor,
    mine: Reservation,
    loan: Loan | None,
    papers: Papers | None,
    change_due_at: datetime | None = None,
    *,
    disputed: bool = False,
) -> ReservationView:
    """Return a reservation as the actor reads it, with what was lent and the papers issued."""
    request = mine.request
    return ReservationView(
        id=mine.id,
        reference=reference(mine.id),
        request_id=mine.request_id,
        status=mine.status,
        label=standing.label(mine, None if change_due_at else papers, disputed=disputed),
        pool=mine.pool.name,
        pool_id=mine.pool_id,
        owner=mine.owner.name,
        owner_id=mine.owner_id,
        manager=mine.pool.manager.name,
        **_of_request(request),
        starts_at=mine.starts_at,
        ends_at=mine.ends_at,
        **_of_answer(mine),
        handed_over_at=loan.handed_over_at if loan else None,
        returned_at=loan.returned_at if loan else None,
        **_of_papers(mine, papers),
        lines=tuple(_line(line) for line in mine.lines),
        possible=_possible(actor, mine, changing=change_due_at is not None),
        change_due_at=change_due_at,
        **_to_cancel(actor, mine),
        despite=_despite(mine),
        for_itself=request.borrower_id == mine.pool.manager_id,
        revision=mine.revision,
        changed_at=mine.changed_at,
    )


def _of_papers(mine: Reservation, papers: Papers | None) -> dict[str, Any]:
    """Return under which paper it is lent, and whose signature that one wants."""
    ground = papers.ground if papers else None
    return {
        "convention": ground.number if ground else None,
        "paper_id": ground.id if ground else None,
        "paper_kind": ground.kind if ground else None,
        "paper_state": papers.state if papers else None,
        "signed_at": papers.last.signed_at if papers else None,
        "signer_id": papers.signer_id if papers else None,
        "signer": papers.signer if papers else "",
        "amended": papers is not None and standing.is_amended(mine, papers.last),
    }


def _to_cancel(actor: Actor, mine: Reservation) -> dict[str, Any]:
    """Return until when one may cancel without a word, and whether this actor must say why."""
    return {
        "free_until": cancelling.free_until(actor, mine),
        "late_to_cancel": cancelling.is_late(actor, mine),
        "needs_reason": cancelling.must_say_why(actor, mine),
    }


def _of_answer(mine: Reservation) -> dict[str, Any]:
    """Return what came of the request, or who was told that nothing did."""
    return {
        "answer_due_at": mine.answer_due_at,
        "decided_at": mine.decided_at,
        "reason": mine.reason,
        "by_rule": mine.by_rule,
        "elected": mine.elected,
        "awaited": mine.awaited,
        "reply_due_at": mine.reply_due_at,
        "substitute_told_at": mine.substitute_told_at,
        "owner_told_at": mine.owner_told_at,
        "substitute": _named(mine.substitute_told_id or _away(mine)),
    }


def _of_request(request: Request) -> dict[str, Any]:
    """Return what was asked with all the parts at once."""
    return {
        "borrower": request.borrower.name,
        "borrower_id": request.borrower_id,
        "purpose": request.purpose,
        "place": request.place,
        "note": request.note,
        "beneficiary_kind": request.beneficiary_kind,
        "beneficiary_name": request.beneficiary_name,
        "engagement_on": request.engagement_on,
        "event": _event(request),
        "transport": request.transport,
        "channel": request.channel,
        "asked_by": request.asked_by.name,
        "asked_at": request.asked_at,
    }


def _event(request: Request) -> Period | None:
    starts_at, ends_at = request.event_starts_at, request.event_ends_at
    return Period(starts_at, ends_at) if starts_at and ends_at else None


def _line(line: Line) -> LineView:
    return LineView(
        id=line.id,
        item_id=line.item_id,
        item=line.item.reference,
        name=line.item.name,
        family=line.item.family,
        quantity=line.quantity,
        asked=line.asked or line.quantity,
        depots=_depots(line),
        units=tuple(hold.unit.number for hold in line.holds if hold.unit),
        tracking=line.item.tracking,
        beyond=sum(hold.beyond for hold in line.holds),
        kept=sum(hold.quantity for hold in line.holds if hold.waits),
        requirements=tuple(requirement.label for requirement in line.item.requirements),
    )


def _depots(line: Line) -> tuple[tuple[str, int], ...]:
    counts: Counter[str] = Counter()
    for hold in line.holds:
        counts[hold.stock.depot.name] += hold.quantity
    return tuple(counts.items())


def _despite(mine: Reservation) -> str:
    reasons = [hold.despite for line in mine.lines for hold in line.holds if hold.beyond]
    return next(iter(reasons), "")


def _possible(actor: Actor, mine: Reservation, *, changing: bool) -> tuple[str, ...]:
    concerned = parties(mine)
    return tuple(
        act
        for act in lifecycle.possible(mine.status, mine.awaited, changing=changing)
        if access.may(actor, f"reservation.{act}", concerned)
    )

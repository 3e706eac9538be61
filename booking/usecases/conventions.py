"""Issuing papers: a number, frozen words, the very bytes and their digest."""

import hashlib
from contextlib import suppress
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError

from booking import clock, journal
from booking.db import db
from booking.documents import paper as drawing
from booking.documents import signing as words
from booking.errors import Invalid, WrongMoment
from booking.models.conventions import Convention, ConventionCounter
from booking.models.reservations import Request, Reservation
from booking.paperwork import GROUNDS_A_LOAN, LIVING, PaperKind, PaperState
from booking.queries import acts, composing, conventions, modifications, paper_parties, standing
from booking.queries import signatures as signing
from booking.queries.composing import Prepared
from booking.rules.access import Actor
from booking.rules.paperwork import needs_act
from booking.rules.variables import VARIABLES
from booking.usecases import signatures
from booking.vocabulary import Status


def issue_if_ready(actor: Actor, reservation: Reservation) -> None:
    """Issue the paper of an approved reservation, unless something or a choice is missing.

    Runs inside the approval, last: the counter of the owner's year is the last lock taken, so
    that numbers have no gap (design § 8). What cannot be issued yet stays a draft: an approval
    never fails because of its paper.
    """
    if kind := conventions.kind_of(reservation):
        _issue_if_possible(actor, composing.beside(reservation, kind, clock.now()))


def issue_for(actor: Actor, reservation: Reservation, kind: PaperKind) -> Convention:
    """Issue a paper of a reservation, as somebody chose; raises as `issue` does."""
    return issue(actor, composing.beside(reservation, kind, clock.now()))


def amend_if_changed(actor: Actor, *reservations: Reservation) -> None:
    """Amend the papers of what has changed since they were issued; run last in its act.

    When that cannot be done yet, the change stands all the same, and the page says what is due.
    """
    for each in sorted(reservations, key=lambda mine: (mine.owner_id, mine.id)):  # one order
        if row := amendment(each):
            _issue_if_possible(actor, row)


def amendment(reservation: Reservation) -> Convention | None:
    """Return the amendment that a reservation is due, not kept yet; None when it is not."""
    if reservation.status not in (Status.APPROVED, Status.OUT):
        return None
    papers = modifications.papers(reservation.id)
    grounds = [each for each in papers if each.kind in GROUNDS_A_LOAN]
    if not grounds or not standing.is_amended(reservation, papers[-1]):
        return None
    row = composing.beside(reservation, PaperKind.AMENDMENT, clock.now())
    row.amends = grounds[-1]
    row.amends_id = grounds[-1].id
    return row


def require_chosen(reservation: Reservation) -> None:
    """Raise WrongMoment while no framework is in force and no convention of its own was chosen."""
    if conventions.kind_of(reservation) is None and not modifications.papers(reservation.id):
        raise WrongMoment("paper_awaited", state=reservation.status)


def framework_signed(actor: Actor, paper: Convention) -> None:
    """Follow a paper that all have just signed, in the same act.

    What an amendment says of dates holds for the paper it amends; under a framework in force, the
    slips that waited for it are issued.
    """
    if paper.kind is PaperKind.AMENDMENT and paper.amends and not paper.reservation_id:
        amended = paper.amends
        amended.ends_on, amended.renewable = paper.ends_on, paper.renewable
        paper = amended
    if paper.kind is PaperKind.FRAMEWORK and paper.partner_id:
        db.session.flush()  # it is in force for what follows
        issue_waiting(actor, paper.partner_id, paper.owner_id)


def issue_waiting(actor: Actor, borrower_id: int, owner_id: int | None = None) -> None:
    """Issue the slips of what a borrower was granted before a framework was in force."""
    issued = exists().where(
        Convention.reservation_id == Reservation.id,
        Convention.kind.in_(GROUNDS_A_LOAN),
        Convention.state.in_(LIVING),
    )
    waiting = (
        select(Reservation)
        .join(Request, Request.id == Reservation.request_id)
        .where(
            Request.borrower_id == borrower_id,
            Reservation.status == Status.APPROVED,
            ~issued,
            *([Reservation.owner_id == owner_id] if owner_id else []),
        )
        .order_by(Reservation.owner_id, Reservation.id)
        .with_for_update(of=Reservation)
    )
    for each in db.session.scalars(waiting).unique().all():
        if conventions.kind_of(each) is PaperKind.SLIP:
            issue_if_ready(actor, each)


def cancel_unsigned(actor: Actor, reservation: Reservation, reason: str) -> None:
    """Cancel what was not signed of a reservation that is given up; numbers are kept."""
    found = (
        select(Convention)
        .where(
            Convention.reservation_id == reservation.id,
            Convention.kind.in_((*GROUNDS_A_LOAN, PaperKind.AMENDMENT)),
            Convention.state.in_((PaperState.DRAFT, PaperState.TO_SIGN)),
        )
        .order_by(Convention.id)
        .with_for_update(of=Convention)
    )
    for each in db.session.scalars(found):
        void(actor, each, reason)


def void(actor: Actor, row: Convention, reason: str) -> None:
    """Cancel a paper, which keeps its number if it has one."""
    row.state, row.cancelled_at, row.reason = PaperState.CANCELLED, clock.now(), reason
    _record(actor, "cancel_paper", row, reason=reason)


def issue(actor: Actor, row: Convention) -> Convention:
    """Give a paper its number, keep its words and bytes, ask for signatures.

    Raises WrongMoment without the acts it rests on, Invalid when it would have a hole or a
    character that cannot be drawn; its number is taken after, and given back by what fails.
    """
    now = clock.now()
    prepared = composing.prepare(row, now)
    _require_whole(row, prepared, now)
    return _keep(actor, row, prepared, now)


def _issue_if_possible(actor: Actor, row: Convention) -> None:
    with suppress(WrongMoment, Invalid):  # raised before any number is taken
        issue(actor, row)


def _require_whole(row: Convention, prepared: Prepared, now: datetime) -> None:
    today = now.astimezone(ZoneInfo(row.territory.time_zone)).date()
    lacking = acts.missing_for(row, today)
    lacking = [each for each in lacking if needs_act(row.kind) or each == "lender_signatory"]
    if lacking:
        raise WrongMoment(lacking[0], missing=lacking, organizations=acts.lacking(row, today))
    draft = prepared.numbered(None)
    if draft.missing:
        meanings = [VARIABLES[name].meaning for name in draft.missing]
        raise Invalid("paper_incomplete", missing=meanings, variables=list(draft.missing))
    if characters := drawing.undrawable(draft.paper):
        raise Invalid("paper_undrawable", characters=characters)


def _keep(actor: Actor, row: Convention, prepared: Prepared, now: datetime) -> Convention:
    year = now.astimezone(prepared.zone).year
    rank = _next_rank(row.territory_id, row.owner_id, year)
    composed = prepared.numbered(f"{year}-{rank:04d}")
    row.year, row.rank, row.issued_at = year, rank, now
    row.state = PaperState.TO_SIGN
    row.created_by_id = row.created_by_id or actor.user_id or None
    row.content = composed.paper.as_dict()
    row.terms = {**composed.terms, "content_sha256": words.digest(row.content)}
    row.pdf = drawing.render(composed.paper, composed.logos)
    row.sha256 = hashlib.sha256(row.pdf).hexdigest()
    db.session.add(row)
    signatures.open_for(row, paper_parties.sides(row), now)
    db.session.flush()  # its id is told
    _record(actor, "issue", row)
    return row


def _record(actor: Actor, act: str, row: Convention, **facts: str) -> None:
    named = {"number": row.number, "about": signing.named(row)}
    journal.record(
        actor, act, "convention", row.id, territory_id=row.territory_id, **named, **facts
    )


def _next_rank(territory_id: int, owner_id: int, year: int) -> int:
    """Return the next rank of the owner's year, under the lock of its counter."""
    counter = _counter(owner_id, year)
    if counter is None:
        made = ConventionCounter(territory_id=territory_id, owner_id=owner_id, year=year, rank=0)
        try:
            with db.session.begin_nested():
                db.session.add(made)
        except IntegrityError:  # another issue made the year's counter meanwhile
            pass
        counter = _counter(owner_id, year)
    assert counter is not None  # noqa: S101 # made just above, by us or by another
    counter.rank += 1
    return counter.rank


def _counter(owner_id: int, year: int) -> ConventionCounter | None:
    found = select(ConventionCounter).filter_by(owner_id=owner_id, year=year)
    locked = found.with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(locked).first()

"""Issuing papers: a number, frozen words, the very bytes and their digest."""

import hashlib
import logging
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from booking import clock
from booking.db import db
from booking.documents import paper as drawing
from booking.documents import signing as words
from booking.errors import Invalid, WrongMoment
from booking.models.conventions import Convention, ConventionCounter
from booking.models.reservations import Request, Reservation
from booking.paperwork import GROUNDS_A_LOAN, LIVING, PaperKind, PaperState
from booking.queries import acts, chains, composing, conventions, paper_parties, standing
from booking.queries.composing import Prepared
from booking.rules.access import Actor
from booking.rules.paperwork import needs_act
from booking.rules.variables import VARIABLES
from booking.usecases import signatures, voiding
from booking.vocabulary import Status

log = logging.getLogger(__name__)


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
        else:
            go_back(actor, each)


def amendment(reservation: Reservation) -> Convention | None:
    """Return the amendment that a reservation is due, not kept yet; None when it is not."""
    papers = chains.papers(reservation.id)
    if not _is_behind(reservation, papers):
        return None
    if not standing.is_amended(reservation, chains.agreed(papers)):
        return None
    ground = chains.ground(papers)
    row = composing.beside(reservation, PaperKind.AMENDMENT, clock.now())
    row.amends, row.amends_id = ground, ground.id
    return row


def go_back(actor: Actor, reservation: Reservation) -> bool:
    """Cancel the amendment that waits, when the loan is again what was agreed before it.

    Tells whether there was one.
    """
    papers = chains.papers(reservation.id)
    if not _is_behind(reservation, papers) or amendment(reservation):
        return False
    chains.lock(papers[-1].amends_id)
    voiding.void(actor, papers[-1], "le prêt est revenu à ce qui était convenu")
    return True


def _is_behind(reservation: Reservation, papers: list[Convention]) -> bool:
    """Tell whether the last paper of an agreed loan no longer says what the loan is."""
    agreed = reservation.status in (Status.APPROVED, Status.OUT)
    grounded = any(each.kind in GROUNDS_A_LOAN for each in papers)
    return agreed and grounded and standing.is_amended(reservation, papers[-1])


def require_paper(reservation: Reservation) -> None:
    """Raise WrongMoment, saying why, while no paper stands under which a loan may leave."""
    papers = chains.papers(reservation.id)
    if not any(each.kind in GROUNDS_A_LOAN for each in papers):
        why = conventions.why_awaited(reservation)
        raise WrongMoment("paper_awaited", state=reservation.status, why=why)


def framework_signed(actor: Actor, paper: Convention) -> None:
    """Follow a paper that all have just signed, in the same act.

    What an amendment says of dates holds for the paper it amends; under a framework in force, the
    slips that waited for it are issued.
    """
    if paper.kind is PaperKind.AMENDMENT and paper.amends and not paper.reservation_id:
        voiding.settle_term(paper.amends)
        paper = paper.amends
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


def issue(actor: Actor, row: Convention) -> Convention:
    """Give a paper its number, keep its words and bytes, ask for signatures.

    Raises WrongMoment without the acts it rests on, Invalid when it would have a hole or a
    character that cannot be drawn; its number is taken after, and given back by what fails. The
    paper that is amended is locked: one amendment of it at a time counts its rank.
    """
    now = clock.now()
    chains.lock(row.amends_id)
    prepared = composing.prepare(row, now)
    _require_whole(row, prepared, now)
    return _keep(actor, row, prepared, now)


def _issue_if_possible(actor: Actor, row: Convention) -> None:
    unless_impossible(lambda: issue(actor, row), row.reservation_id)


def unless_impossible(act: Callable[[], object], reservation_id: int | None) -> None:
    """Issue something, unless it cannot be: what it is beside stands all the same, and it waits."""
    try:
        with db.session.begin_nested():
            act()
    except (WrongMoment, Invalid):  # the page says what lacks
        return
    except SQLAlchemyError:  # the whole act is lost, or done again
        raise
    except Exception as error:
        log.error("paper of reservation %s: %s", reservation_id, type(error).__name__)


def _require_whole(row: Convention, prepared: Prepared, now: datetime) -> None:
    today = now.astimezone(ZoneInfo(row.territory.time_zone)).date()
    lacking = acts.missing_for(row, today)
    lacking = [each for each in lacking if needs_act(row.kind) or each == "lender_signatory"]
    if row.passage:  # who was at the counter signs, whatever mandate there is
        lacking = []
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
    voiding.record(actor, "issue", row)
    if row.amends_id:
        voiding.replace(actor, row)
    return row


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

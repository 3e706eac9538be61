"""Issuing papers: a number, frozen words, the very bytes and their digest."""

import hashlib

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from booking import clock, journal
from booking.db import db
from booking.documents import paper as drawing
from booking.models.conventions import Convention, ConventionCounter
from booking.models.reservations import Reservation
from booking.paperwork import PaperKind, PaperState
from booking.queries import acts, composing, conventions
from booking.rules.access import Actor
from booking.usecases import signatures


def issue_if_ready(actor: Actor, reservation: Reservation) -> None:
    """Issue the paper of an approved reservation, unless a required act or a choice is missing.

    Runs inside the approval, last: the counter of the owner's year is the last lock taken, so
    that numbers have no gap (design § 8). Without the act the paper stays a draft.
    """
    kind = conventions.kind_of(reservation)
    today = clock.now().astimezone(actor.zone).date()
    if kind is None or acts.missing(reservation, today):
        return
    issue_for(actor, reservation, kind)


def issue_for(actor: Actor, reservation: Reservation, kind: PaperKind) -> Convention:
    """Give a paper of a reservation its number, keep its words and bytes, ask for signatures."""
    now = clock.now()
    today = now.astimezone(actor.zone).date()
    rank = _next_rank(reservation.territory_id, reservation.owner_id, today.year)
    composed = composing.of_reservation(reservation, kind, now, f"{today.year}-{rank:04d}")
    pdf = drawing.render(composed.paper, composed.logos)
    issued = Convention(
        territory_id=reservation.territory_id,
        kind=kind,
        state=PaperState.TO_SIGN,
        reservation_id=reservation.id,
        owner_id=reservation.owner_id,
        manager_id=reservation.pool.manager_id,
        partner_id=reservation.request.borrower_id,
        year=today.year,
        rank=rank,
        created_at=now,
        created_by_id=actor.user_id or None,
        issued_at=now,
        terms=composed.terms,
        content=composed.paper.as_dict(),
        pdf=pdf,
        sha256=hashlib.sha256(pdf).hexdigest(),
    )
    db.session.add(issued)
    signatures.open_for(issued, composing.sides(reservation), now)
    journal.record(actor, "issue", "convention", reservation.id, number=issued.number)
    return issued


def framework_signed(actor: Actor, paper: Convention) -> None:
    """Follow a paper that all have just signed, in the same act."""


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

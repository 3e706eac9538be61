"""Issuing the convention of an approved reservation."""

import hashlib

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from booking import clock, journal
from booking.db import db
from booking.documents import convention as paper
from booking.models.conventions import Convention, ConventionCounter
from booking.models.reservations import Reservation
from booking.queries import conventions
from booking.queries.files import logo_of
from booking.rules.access import Actor


def issue_if_ready(actor: Actor, reservation: Reservation) -> None:
    """Give the convention its number and keep its bytes, unless a required act is missing.

    Runs inside the approval, last: the counter of the owner's year is the last lock taken, so
    that numbers have no gap (design § 8). Without the act the paper stays a draft.
    """
    now = clock.now()
    today = now.astimezone(actor.zone).date()
    if conventions.missing(reservation, today):
        return
    rank = _next_rank(reservation, today.year)
    terms = conventions.terms(reservation, now, f"{today.year}-{rank:04d}")
    pdf = paper.render(terms, logo_of(reservation.owner_id))
    issued = Convention(
        territory_id=reservation.territory_id,
        reservation_id=reservation.id,
        owner_id=reservation.owner_id,
        year=today.year,
        rank=rank,
        issued_at=now,
        terms=terms.as_dict(),
        pdf=pdf,
        sha256=hashlib.sha256(pdf).hexdigest(),
    )
    db.session.add(issued)
    journal.record(actor, "issue", "convention", reservation.id, number=issued.number)


def _next_rank(reservation: Reservation, year: int) -> int:
    """Return the next rank of the owner's year, under the lock of its counter."""
    counter = _counter(reservation.owner_id, year)
    if counter is None:
        try:
            with db.session.begin_nested():
                db.session.add(
                    ConventionCounter(
                        territory_id=reservation.territory_id,
                        owner_id=reservation.owner_id,
                        year=year,
                        rank=0,
                    )
                )
        except IntegrityError:  # another approval made the year's counter meanwhile
            pass
        counter = _counter(reservation.owner_id, year)
    assert counter is not None  # noqa: S101 # made just above, by us or by another
    counter.rank += 1
    return counter.rank


def _counter(owner_id: int, year: int) -> ConventionCounter | None:
    found = select(ConventionCounter).filter_by(owner_id=owner_id, year=year)
    locked = found.with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(locked).first()

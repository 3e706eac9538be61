"""Messages between the parties to a reservation, and notes of the lender's side."""

from booking import clock, journal, mail
from booking.db import db
from booking.errors import NotAllowed
from booking.models.accounts import User
from booking.models.dealings import Comment
from booking.models.reservations import Reservation
from booking.queries import reservations, views
from booking.rules import access, talks
from booking.rules.access import Actor, Parties
from booking.usecases import usecase
from booking.usecases.telling import of_borrower
from booking.vocabulary import MailKind, OrganizationKind, Role


@usecase()
def comment(actor: Actor, reservation_id: int, text: str, *, key: str | None = None) -> int:
    """A party writes to the other side of a reservation, which reads it by e-mail too."""
    mine = reservations.row(actor, reservation_id)
    concerned = views.parties(mine)
    access.require(actor, "reservation.comment", concerned)
    made = _written(actor, mine, text)
    journal.record(actor, "comment", "reservation", mine.id, territory_id=mine.territory_id)
    sides = talks.goes_to(actor, concerned)
    people = {
        *(of_borrower(mine) if "borrower" in sides else ()),
        *(_lenders(mine, concerned) if "lender" in sides else ()),
    }
    _send(actor, mine, made, people)
    return made.id


@usecase()
def note(actor: Actor, reservation_id: int, text: str, *, key: str | None = None) -> int:
    """The lender's side writes a note for itself, which the borrower never learns of."""
    mine = reservations.row(actor, reservation_id)
    concerned = views.parties(mine)
    access.require(actor, "reservation.comment", concerned)
    if not talks.reads_notes(actor, concerned):
        raise NotAllowed("not_allowed", act="reservation.see_notes")
    made = _written(actor, mine, text, internal=True)
    # told of the note, not of the reservation: the borrower reads the history of that one
    journal.record(actor, "note", "comment", made.id, territory_id=mine.territory_id)
    if mine.request.borrower.kind is not OrganizationKind.EPCI:  # which reads all that is mailed
        apart = concerned.borrower_id != concerned.manager_id
        borrowers = of_borrower(mine) if apart else ()
        _send(actor, mine, made, _lenders(mine, concerned) - {*borrowers})
    return made.id


def new_comment(actor: Actor, mine: Reservation, text: str, *, internal: bool = False) -> Comment:
    """Return what somebody writes about a reservation, not kept yet."""
    return Comment(
        territory_id=mine.territory_id,
        reservation_id=mine.id,
        organization_id=actor.organization_id,
        user_id=actor.user_id,
        function=actor.function,
        at=clock.now(),
        text=text,
        internal=internal,
    )


def _written(actor: Actor, mine: Reservation, text: str, *, internal: bool = False) -> Comment:
    made = new_comment(actor, mine, text, internal=internal)
    db.session.add(made)
    db.session.flush()  # the act returns its id
    return made


def _lenders(mine: Reservation, concerned: Parties) -> set[str]:
    """Return the managers of the pool and, once they answer, the substitute and the owner."""
    people = {*mail.people(mine.pool.manager_id, Role.MANAGER)}
    told = filter(None, (concerned.substitute_id, concerned.told_id))
    people |= {db.session.get_one(User, user_id).email for user_id in told}
    if concerned.answering_owner_id:
        people |= {*mail.people(concerned.answering_owner_id, Role.MANAGER)}
    return people


def _send(actor: Actor, mine: Reservation, made: Comment, people: set[str]) -> None:
    mail.queue(
        mine.territory_id,
        MailKind.COMMENTED,
        sorted(people - {actor.email}),
        reservation_id=mine.id,
        text=made.text,
        author=made.function or actor.name,
        by=actor.organization_name,
        internal=made.internal,
    )

"""Whom an act on a reservation is told, on either side."""

from collections.abc import Iterable

from booking import journal, mail
from booking.db import append
from booking.dealings import Channel
from booking.models.mail import Message
from booking.models.reservations import Request, Reservation
from booking.queries import silence, waiting
from booking.rules.access import Actor
from booking.vocabulary import MailKind, Role, Status


def of_borrower(part: Reservation) -> list[str]:
    """Return the borrower's secretaries, and who asked even when they keep no secretariat.

    Who entered it for another asked nothing for themselves.
    """
    request = part.request
    asker = [mail.reader(request.asked_by)] if request.channel is Channel.ONLINE else []
    return sorted({*mail.people(request.borrower_id, Role.SECRETARY), *asker})


def _of(part: Reservation) -> dict[str, int]:
    """Return what a message is about: a reservation, as it stands when the message is written."""
    return {"reservation_id": part.id, "revision": part.revision}


def tell_borrower(part: Reservation, kind: MailKind, **facts: object) -> None:
    """Tell those who answer for the borrower."""
    mail.queue(part.territory_id, kind, of_borrower(part), **_of(part), **facts)


def tell_managers(part: Reservation, kind: MailKind, **facts: object) -> None:
    """Tell the managers of the pool, and whoever answers in their place."""
    people = {*mail.people(part.pool.manager_id, Role.MANAGER), *silence.instead(part)}
    mail.queue(part.territory_id, kind, sorted(people), **_of(part), **facts)


def tell_answering(part: Reservation, kind: MailKind, **facts: object) -> None:
    """Tell those who are to act now: the managers, or whom the request was passed on to."""
    passed_on = part.owner_told_at or part.substitute_told_at
    people = silence.instead(part) if passed_on else []
    if people:
        mail.queue(part.territory_id, kind, people, **_of(part), **facts)
    else:
        tell_managers(part, kind, **facts)


def for_itself(part: Reservation) -> bool:
    """Tell whether a manager decides for its own organization on what another one owns."""
    return part.request.borrower_id == part.pool.manager_id != part.owner_id


def tell_owner(part: Reservation) -> None:
    """Tell the owner of what a manager decides for its own organization, and of nothing else."""
    if for_itself(part):
        people = mail.people(part.owner_id, Role.MANAGER, Role.ADMINISTRATOR)
        mail.queue(part.territory_id, MailKind.OWN_DECISION, people, reservation_id=part.id)


def announce(actor: Actor, made: Request, parts: Iterable[Reservation]) -> None:
    """Tell both sides of a new request, and the journal; who entered it for another knows."""
    known = mail.members({made.borrower_id, *(part.pool.manager_id for part in parts)})
    entered = made.channel is not Channel.ONLINE
    asker = {mail.known_as(actor.email, known)}
    secretaries = {*known.get((made.borrower_id, Role.SECRETARY), ())}
    borrowers = sorted(secretaries - asker if entered else secretaries | asker)
    journal.record_each(actor, "request", "reservation", [part.id for part in parts])
    told: list[Message] = []
    for part in parts:
        facts = _of(part)
        if part.status is Status.WAITLISTED:
            rank, kind = waiting.rank(part.id), MailKind.WAITLISTED
            told += mail.messages(part.territory_id, kind, borrowers, rank=rank, **facts)
            continue
        managers = {*known.get((part.pool.manager_id, Role.MANAGER), ()), *silence.away(part.pool)}
        managers -= asker if entered else set()
        kind = MailKind.ENTERED if entered else MailKind.REQUESTED
        told += mail.messages(part.territory_id, kind, borrowers, **facts)
        told += mail.messages(part.territory_id, MailKind.TO_ANSWER, sorted(managers), **facts)
    append(told)

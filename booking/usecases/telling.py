"""Whom an act on a reservation is told, on either side."""

from booking import mail
from booking.models.reservations import Reservation
from booking.queries import silence
from booking.vocabulary import MailKind, Role


def tell_borrower(part: Reservation, kind: MailKind, **facts: object) -> None:
    """Tell the borrower's secretaries, and who asked even when they keep no secretariat."""
    request = part.request
    people = {*mail.people(request.borrower_id, Role.SECRETARY), mail.reader(request.asked_by)}
    mail.queue(part.territory_id, kind, sorted(people), reservation_id=part.id, **facts)


def tell_managers(part: Reservation, kind: MailKind, **facts: object) -> None:
    """Tell the managers of the pool, and whoever answers in their place."""
    people = {*mail.people(part.pool.manager_id, Role.MANAGER), *silence.instead(part)}
    mail.queue(part.territory_id, kind, sorted(people), reservation_id=part.id, **facts)


def tell_answering(part: Reservation, kind: MailKind, **facts: object) -> None:
    """Tell those who are to act now: the managers, or whom the request was passed on to."""
    passed_on = part.owner_told_at or part.substitute_told_at
    people = silence.instead(part) if passed_on else []
    if people:
        mail.queue(part.territory_id, kind, people, reservation_id=part.id, **facts)
    else:
        tell_managers(part, kind, **facts)

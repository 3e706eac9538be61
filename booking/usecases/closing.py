"""The end of a loan: contested in time, else closed by hand or by the clock, with its account."""

from booking import clock, journal
from booking.errors import WrongMoment
from booking.models.loans import Loan
from booking.models.reservations import Reservation
from booking.queries import adhesions, delays, disputes, loans, views
from booking.rules import access, uses
from booking.rules import delays as rules
from booking.rules.access import Actor
from booking.usecases import usecase
from booking.usecases.reservations import hold_fast, move, move_on
from booking.usecases.telling import tell_borrower, tell_managers
from booking.vocabulary import MailKind, Status

HOUR = 3600


@usecase()
def contest(actor: Actor, passage_id: int, said: str, *, key: str | None = None) -> int:
    """The borrower contests a report that it did not sign, in time; a closed loan opens again.

    Returns the reservation. Raises WrongMoment when it was signed, contested already or too late.
    """
    seen = loans.passage(actor, passage_id)
    reservation = hold_fast(actor, seen.loan.reservation_id, "contest")
    passage, now = loans.passage(actor, passage_id), clock.now()
    if passage.contest_until is None:
        raise WrongMoment("report_signed")
    if passage.contested_at:
        raise WrongMoment("report_contested")
    if passage.contest_until <= now:
        raise WrongMoment("contest_over", until=passage.contest_until.astimezone(actor.zone).date())
    passage.contested_at, passage.contested_by_id, passage.contest = now, actor.user_id, said
    if reservation.status is Status.CLOSED:
        move(reservation, "reopen")
        passage.loan.closed_at = passage.loan.closed_by_id = None
    journal.record(actor, "contest", "reservation", reservation.id, reason=said)
    tell_managers(reservation, MailKind.CONTESTED, said=said, answer="", closed=False)
    return reservation.id


@usecase()
def answer_contest(
    actor: Actor, reservation_id: int, answer: str, *, key: str | None = None
) -> int:
    """The manager answers a borrower who contested a return, whatever is left to settle.

    Raises WrongMoment when nothing is contested, or all is answered.
    """
    reservation = hold_fast(actor, reservation_id, "answer_contest")
    if not disputes.is_contested(reservation.id):
        raise WrongMoment("contest_answered")
    journal.record(actor, "answer_contest", "reservation", reservation.id, reason=answer)
    tell_borrower(reservation, MailKind.CONTESTED, said="", answer=answer, closed=False)
    return reservation.id


@usecase()
def close(actor: Actor, reservation_id: int, answer: str = "", *, key: str | None = None) -> int:
    """What is back was checked and nothing is left to settle: the loan is over.

    `answer`: what the manager says to a borrower who contested the return. Raises NotAllowed for
    another, WrongMoment while an incident is open, or a contest without an answer.
    """
    reservation = hold_fast(actor, reservation_id, "close")
    contested = disputes.is_contested(reservation.id)
    if contested:  # never by who wrote the report, unless they manage
        access.require(actor, "reservation.answer_contest", views.parties(reservation))
    move_on(actor, reservation, "close")
    if disputes.has_incident(reservation.id):
        raise WrongMoment("incident_open")
    if contested and not answer:
        raise WrongMoment("contest_open")
    _conclude(actor, reservation, answer)
    if contested:
        tell_borrower(reservation, MailKind.CONTESTED, said="", answer=answer, closed=True)
    return reservation.id


@usecase()
def close_due(actor: Actor, reservation_id: int) -> int:
    """The delay to contest is over and nothing is left to settle: the loan ends by itself."""
    reservation = hold_fast(actor, reservation_id, "close_due")
    move_on(actor, reservation, "close")
    loan, pool = _loan(reservation), reservation.pool
    ended = [each.contest_until for each in loan.passages if each.contest_until]
    known = (delays.zone_of(pool), delays.of_borrower(pool))
    assert loan.returned_at is not None  # noqa: S101 # what is returned has come back
    due = max([*ended, rules.due(loan.returned_at, pool.contest_days, *known)])
    if due > clock.now():
        raise WrongMoment("not_yet", until=due)
    if disputes.among([reservation.id]):
        raise WrongMoment("incident_open")
    _conclude(actor, reservation)
    return reservation.id


def _loan(reservation: Reservation) -> Loan:
    found = loans.of_reservation(reservation.id)
    assert found is not None  # noqa: S101 # what is returned has left
    return found


def _conclude(actor: Actor, reservation: Reservation, reason: str = "") -> None:
    """Write when and by whom a loan is closed, and what cannot be rebuilt later (design § 4)."""
    loan, request, pool = _loan(reservation), reservation.request, reservation.pool
    passed = [(each.direction, line) for each in loan.passages for line in each.lines]
    known = loans.tally(loan)
    loan.closed_at, loan.closed_by_id = clock.now(), actor.user_id or None
    loan.days = uses.days(
        loan.handed_over_at, loan.returned_at or loan.closed_at, delays.zone_of(pool)
    )
    loan.hours, loan.km = uses.run(passed, "hours"), uses.run(passed, "km")
    loan.replacement_cents = sum(
        known[line.id].out * line.item.replacement_cents
        for line in reservation.lines
        if line.id in known
    )
    if reservation.decided_at:
        waited = reservation.decided_at - request.asked_at
        loan.answer_hours = max(0, int(waited.total_seconds() // HOUR))
    day = loan.handed_over_at.astimezone(delays.zone_of(pool)).date()
    loan.adhered_on = adhesions.since(request.borrower_id, pool.id, day)
    facts = {"reason": reason} if reason else {}
    at = reservation.territory_id  # the service has none
    journal.record(actor, "close_loan", "reservation", reservation.id, territory_id=at, **facts)

"""What is judged of a reservation, for those who decide."""

from dataclasses import replace

from booking import clock
from booking.fitness import Moment
from booking.models.reservations import Reservation
from booking.queries import (
    acts,
    catalogue,
    delays,
    depots,
    fitness,
    grounds,
    moments,
    organizations,
    outdated,
    reservations,
    signatures,
    transmissions,
    views,
)
from booking.queries.availability import hull, supplies
from booking.rules import access, beneficiaries, terms
from booking.rules.access import Actor
from booking.rules.availability import Want, fit
from booking.rules.terms import Verdict
from booking.vocabulary import Status


def verdicts(actor: Actor, reservation_id: int, moment: Moment | None = None) -> list[Verdict]:
    """Return every rule judged on a reservation in view, as it stands today.

    Requirements are judged for a moment, the next one of its life unless another is asked.

    Eligibility and notice are read at the date of the request: an agreed loan is never undone by
    new figures (design § 7).
    """
    mine = reservations.row(actor, reservation_id)
    pool_terms = catalogue.terms_of(mine.pool)
    borrower = organizations.as_borrower(mine.request.borrower, mine.pool, mine.period, actor.zone)
    borrower = replace(borrower, population=mine.borrower_population)
    judged = [
        *terms.eligibility(pool_terms, borrower, mine.request.beneficiary_kind),
        *moments.verdicts(mine, mine.request.asked_at, actor.zone, delays.of_borrower(mine.pool)),
    ]
    if mine.status in {Status.REQUESTED, Status.APPROVED}:
        lacking = "block" if mine.status is Status.REQUESTED else "warn"
        judged.append(Verdict("available", "ok" if _still_free(mine) else lacking, {}))
    judged += beneficiaries.judge(
        mine.request.beneficiary_kind, mine.request.engagement_on, mine.elected
    )
    judged += depots.judged(mine.pool, _depots(mine), mine.period, actor.zone)
    judged += grounds.of_reservation(actor, mine)
    moment = moment or fitness.moment_of(mine, actor.zone)
    judged += fitness.judged(mine, moment, actor.zone)
    return [*judged, *_papers(actor, mine), *_signed(mine), *_of_decider(mine)]


SETTLING = ("see_paper", "override")
ENDED = frozenset({Status.CLOSED, Status.REFUSED, Status.CANCELLED, Status.EXPIRED})


def settling(actor: Actor, reservation_id: int) -> frozenset[str]:
    """Return what the actor may do about the requirements of a reservation in view."""
    mine = reservations.row(actor, reservation_id)
    parties = views.parties(mine)
    return frozenset(
        act
        for act in SETTLING
        if mine.status not in ENDED and access.may(actor, f"reservation.{act}", parties)
    )


def _depots(mine: Reservation) -> set[int]:
    return {hold.stock.depot_id for line in mine.lines for hold in line.holds}


def _still_free(mine: Reservation) -> bool:
    """Tell whether what it holds is there, others' lateness counted: the manager should see it.

    A control that falls due is judged apart, and may be waived.
    """
    holds = [hold for line in mine.lines for hold in line.holds]
    around = hull([hold.period for hold in holds])
    items = {line.item_id for line in mine.lines}
    own = [hold.id for hold in holds]
    naming = any(hold.unit_id for hold in holds)
    found = supplies(mine.territory_id, items, around, own, copies=naming, unfit=True)
    stocks = {stock.stock_id: [stock] for group in found.values() for stock in group}
    wants = [
        Want(hold.stock_id, hold.quantity, hold.period, unit_id=hold.unit_id) for hold in holds
    ]
    return not fit(wants, stocks).shortages


def _papers(actor: Actor, mine: Reservation) -> list[Verdict]:
    today = clock.today(actor.zone)
    judged = acts.judged(mine, today)
    if access.may(actor, "reservation.see_notes", views.parties(mine)):
        judged += [*outdated.of_reservation(mine, today), *transmissions.of_loan(mine, today)]
    return judged


def _signed(mine: Reservation) -> list[Verdict]:
    """Return whether what must be signed before things leave is."""
    if not mine.pool.needs_signed or mine.status is not Status.APPROVED:
        return []
    return [Verdict("paper_signed", "ok" if signatures.is_signed(mine.id) else "warn", {})]


def _of_decider(mine: Reservation) -> list[Verdict]:
    if not mine.request.borrower_id == mine.pool.manager_id != mine.owner_id:
        return []
    return [Verdict("own_organization", "info", {})]

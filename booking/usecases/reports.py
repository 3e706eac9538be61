"""The report of what passed the counter: issued with it, signed by who was there."""

from booking import clock, journal
from booking.db import db
from booking.errors import NotFound, WrongMoment
from booking.handling import Direction
from booking.models.conventions import Convention
from booking.models.loans import Passage
from booking.models.reservations import Reservation
from booking.paperwork import Means, PaperKind, PaperState, SignState
from booking.queries import composing, reservations, views
from booking.queries import reports as reads
from booking.queries import signatures as readings
from booking.rules import access
from booking.rules.access import Actor, Parties
from booking.rules.reports import is_told
from booking.usecases import conventions, evidence, usecase

KINDS = {Direction.OUT: PaperKind.REPORT_OUT, Direction.BACK: PaperKind.REPORT_BACK}


@usecase()
def issue(actor: Actor, passage_id: int, *, key: str | None = None) -> int:
    """Who lends issues the report of a passage that has none: nothing was told, or it failed.

    Returns the paper. Raises WrongMoment when there is one, Invalid naming what it lacks.
    """
    passage = _locked(passage_id)
    mine = reservations.row(actor, passage.loan.reservation_id)
    access.require(actor, "convention.issue", views.parties(mine))
    if known := reads.of_passage(passage.id):
        raise WrongMoment("paper_issued", number=known.number)
    return _issue(actor, passage).id


@usecase()
def issue_due(actor: Actor, passage_id: int) -> int:
    """The service issues the report of what was told at the counter, which could not be before.

    Returns 0 when there is nothing to issue any more.
    """
    access.require(actor, "convention.issue_due", Parties(actor.territory_id))
    passage = _locked(passage_id)
    if reads.of_passage(passage.id):
        return 0
    issue_if_told(actor, passage)
    return passage.id


def issue_if_told(actor: Actor, passage: Passage) -> None:
    """Issue the report of a passage, of which something was told, unless it cannot be yet.

    Run last in its act. What passed stands all the same, and the page says that it lacks a report.
    """
    if is_told(passage):
        reservation_id = passage.loan.reservation_id
        conventions.unless_impossible(lambda: _issue(actor, passage), reservation_id)


def _locked(passage_id: int) -> Passage:
    """Return a passage, its reservation locked; raises NotFound."""
    passage = db.session.get(Passage, passage_id)
    if passage is None:
        raise NotFound("reservation_not_found")
    db.session.get_one(Reservation, passage.loan.reservation_id, with_for_update=True)
    return passage


def _issue(actor: Actor, passage: Passage) -> Convention:
    row = composing.beside(passage.loan.reservation, KINDS[passage.direction], clock.now())
    row.passage, row.passage_id = passage, passage.id
    conventions.issue(actor, row)
    for each in row.signatures:
        if each.means is Means.COUNTER:
            about = readings.named(row)
            record = ("sign_at_counter", "convention", row.id)
            journal.record(actor, *record, about=about, by=each.name)
    if all(each.state is SignState.SIGNED for each in row.signatures):
        row.state, row.signed_at = PaperState.SIGNED, clock.now()
        evidence.keep(row)
    return row

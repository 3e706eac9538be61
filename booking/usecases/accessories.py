"""What goes with things and did not come back with them: an incident; the things still serve."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from booking.db import db
from booking.documents import words
from booking.handling import Direction, IncidentKind
from booking.models.incidents import Incident
from booking.models.loans import Loan, Passage, PassageLine
from booking.models.reservations import Reservation
from booking.queries import loans
from booking.queries.views import reference
from booking.rules import returns
from booking.rules.access import Actor
from booking.rules.returns import Along
from booking.usecases import telling_of_incidents
from booking.usecases.arrivals import Ended


def open_for_lost(
    actor: Actor, reservation: Reservation, passage: Passage, ended: Sequence[Ended]
) -> None:
    """Open an incident for each thing wholly back of which less came back than went with it.

    What is missing besides, of the same things, has its incident, which then says so.
    """
    lines = {line.id: line for line in reservation.lines}
    made: list[Incident] = []
    for each in passage.lines:
        lost = _lost(passage.loan, each)
        ends = [one for one in ended if (one.line.id, _unit(one)) == (each.line_id, each.unit_id)]
        if not lost or not ends:
            continue
        listed = ", ".join(words.counted(many, name) for name, many in lost)
        said = f"Accessoires en moins au retour de {reference(reservation.id)} : {listed}."
        known = _missing(passage, ends[0])
        if known:
            known.circumstances = "\n".join(filter(None, (known.circumstances, said)))
            continue
        mine = Incident(
            territory_id=lines[each.line_id].territory_id,
            kind=IncidentKind.MISSING,
            stock=ends[0].stock,
            unit=ends[0].unit,
            quantity=1 if ends[0].unit else each.quantity,
            reservation=reservation,
            passage=passage,
            circumstances=said,
            reported_at=passage.at,
            reported_by_id=actor.user_id,
        )
        db.session.add(mine)
        made.append(mine)
    db.session.flush()  # the message names them
    telling_of_incidents.tell_lenders(actor, made)


def _unit(one: Ended) -> int | None:
    return one.unit.id if one.unit else None


def _missing(passage: Passage, lost: Ended) -> Incident | None:
    """Return the incident of what is missing of the same things, at this return."""
    found = select(Incident).filter_by(
        passage_id=passage.id,
        kind=IncidentKind.MISSING,
        stock_id=lost.stock.id,
        unit_id=_unit(lost),
    )
    return db.session.scalars(found.order_by(Incident.id)).first()


def _lost(loan: Loan, line: PassageLine) -> list[tuple[str, int]]:
    """Return what went with things of which none is awaited any more, and is not back."""
    if not line.quantity or not line.accessories:
        return []
    if line.unit_id is None and loans.tally(loan)[line.line_id].awaited:
        return []
    same = [
        (passage.direction, past)
        for passage in loan.passages
        for past in passage.lines
        if (past.line_id, past.unit_id) == (line.line_id, line.unit_id)
    ]
    out, back = (
        _along(past for way, past in same if way is wanted)
        for wanted in (Direction.OUT, Direction.BACK)
    )
    return returns.lacking(out, back)


def _along(moved: Iterable[PassageLine]) -> Along:
    found = Along()
    for each in moved:
        told = [(one["name"], one["counted"]) for one in each.accessories]
        found = found.plus(each.quantity, each.missing, told)
    return found

"""Papers that no longer hold: cancelled with all that rests on them, and told to their sides."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, or_, select

from booking import clock, journal
from booking.db import db
from booking.models.conventions import Convention
from booking.models.reservations import Reservation
from booking.paperwork import GROUNDS_A_LOAN, LIVING, PaperKind, PaperState
from booking.queries import chains
from booking.queries.signatures import named
from booking.rules.access import Actor
from booking.usecases import signatures
from booking.vocabulary import MailKind, Status

OF_A_LOAN = (*GROUNDS_A_LOAN, PaperKind.AMENDMENT)
OPEN = (PaperState.DRAFT, *LIVING)
"""What somebody may still count on, or finish."""


def void(actor: Actor, row: Convention, reason: str, falling: Sequence[Convention] = ()) -> None:
    """Cancel a paper and what falls with it: each keeps its number, its sides are told why."""
    for each in (row, *falling):
        each.state, each.cancelled_at, each.reason = PaperState.CANCELLED, clock.now(), reason
        record(actor, "cancel_paper", each, reason=reason)
    if row.kind is PaperKind.AMENDMENT and row.amends and not row.reservation_id:
        settle_term(row.amends)
    if row.rank:
        also = [named(each) for each in falling if each.rank]
        by = actor.organization_name
        signatures.tell_sides(row, MailKind.PAPER_CANCELLED, by=by, because=reason, also=also)


def record(actor: Actor, act: str, row: Convention, **facts: str) -> None:
    """Write in the journal what was done with a paper."""
    cited = {"number": row.number, "about": named(row)}
    journal.record(
        actor, act, "convention", row.id, territory_id=row.territory_id, **cited, **facts
    )


def settle_term(amended: Convention) -> None:
    """Give a paper beyond any loan the end that its amendments, signed and living, leave it."""
    db.session.flush()  # what was just signed or cancelled counts
    term = chains.term(amended)
    if term is not None:
        amended.ends_on, amended.renewable = term


def of_reservation(actor: Actor, reservation: Reservation, reason: str) -> None:
    """Cancel the papers of a reservation that is given up, signed or not."""
    mine = and_(Convention.reservation_id == reservation.id, Convention.kind.in_(OF_A_LOAN))
    found = _locked(and_(mine, Convention.state.in_(OPEN)))
    found.sort(key=lambda each: each.rank is None)  # the first one is told of
    if found:
        void(actor, found[0], reason, found[1:])


def replace(actor: Actor, row: Convention) -> None:
    """Cancel the amendment that nobody has finished signing: a later one says all it said."""
    same = and_(Convention.amends_id == row.amends_id, Convention.id != row.id)
    for each in _locked(and_(same, Convention.state == PaperState.TO_SIGN)):
        void(actor, each, f"remplacé par l’{named(row)}")


def falling_with(row: Convention) -> list[Convention]:
    """Return, locked, what rests on a paper that is locked: amendments, slips not signed.

    An amendment carries those issued after it, which start from what it says.
    """
    if row.kind is PaperKind.AMENDMENT:
        living = row.state in LIVING
        return _locked(and_(_after(row), Convention.state.in_(OPEN))) if living else []
    amending = and_(Convention.amends_id == row.id, Convention.state != PaperState.CANCELLED)
    if row.kind is not PaperKind.FRAMEWORK or row.state is not PaperState.SIGNED:
        return _locked(amending)
    found = _locked(or_(amending, _slips(row)))
    return [each for each in found if each.kind is not PaperKind.SLIP or _cites(each, row)]


def _after(row: Convention) -> ColumnElement[bool]:
    later = or_(
        Convention.year > row.year,
        and_(Convention.year == row.year, Convention.rank > row.rank),
    )
    return and_(Convention.amends_id == row.amends_id, later)


def _slips(framework: Convention) -> ColumnElement[bool]:
    """Return which slips may rest on a framework: of loans that have not left, not signed yet."""
    waiting = select(Reservation.id).where(Reservation.status == Status.APPROVED)
    return and_(
        Convention.kind == PaperKind.SLIP,
        Convention.state == PaperState.TO_SIGN,
        Convention.owner_id == framework.owner_id,
        Convention.partner_id == framework.partner_id,
        Convention.reservation_id.in_(waiting),
    )


def _cites(slip: Convention, framework: Convention) -> bool:
    return (slip.terms or {}).get("framework") == named(framework)


def _locked(which: ColumnElement[bool]) -> list[Convention]:
    found = select(Convention).where(which).order_by(Convention.id)
    return list(db.session.scalars(found.with_for_update(of=Convention)))

"""A paper and its amendments: which of them hold, which says what was last agreed."""

from datetime import date

from sqlalchemy import select

from booking.db import db
from booking.models.conventions import Convention
from booking.paperwork import GROUNDS_A_LOAN, LIVING, PaperKind, PaperState


def papers(reservation_id: int) -> list[Convention]:
    """Return the papers under which a reservation is lent today, amendments last."""
    found = select(Convention).where(
        Convention.reservation_id == reservation_id,
        Convention.kind.in_((*GROUNDS_A_LOAN, PaperKind.AMENDMENT)),
        Convention.state.in_(LIVING),
    )
    order = (Convention.year, Convention.rank, Convention.id)
    return list(db.session.scalars(found.order_by(*order)))


def ground(living: list[Convention]) -> Convention:
    """Return, of the papers of a loan, the one that the others amend."""
    return [each for each in living if each.kind in GROUNDS_A_LOAN][-1]


def agreed(living: list[Convention]) -> Convention:
    """Return, of the papers of a loan, what was last signed; its ground when nothing is."""
    signed = [each for each in living if each.state is PaperState.SIGNED]
    return signed[-1] if signed else ground(living)


def lock(convention_id: int | None) -> None:
    """Hold a paper that others amend: it comes before them, so that no two wait for each other."""
    if convention_id:
        held = select(Convention).where(Convention.id == convention_id)
        db.session.scalars(held.with_for_update(of=Convention)).one()


def term(amended: Convention) -> tuple[date | None, bool] | None:
    """Return the last day of a paper and whether it is renewed, its signed amendments counted.

    None for a paper whose own term was not kept apart.
    """
    signed = select(Convention).where(
        Convention.amends_id == amended.id, Convention.state == PaperState.SIGNED
    )
    order = (Convention.year.desc(), Convention.rank.desc())
    last = db.session.scalars(signed.order_by(*order)).first()
    if last:
        return last.ends_on, last.renewable
    terms = amended.terms or {}
    if "ends_on" not in terms:
        return None
    return terms["ends_on"] and date.fromisoformat(terms["ends_on"]), terms["renewable"]

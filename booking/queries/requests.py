"""A request of several parts as a whole: what is left of it once one part was refused."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import select

from booking.db import db
from booking.models.journal import JournalEntry
from booking.models.reservations import Reservation
from booking.queries import views
from booking.rules import access, rests
from booking.rules.access import Actor
from booking.rules.rests import Part
from booking.vocabulary import Status


@dataclass(frozen=True)
class Rest:
    """What the borrower is asked: who said no, and what may still be kept or cancelled."""

    lost: tuple[tuple[str, str], ...]  # each manager, and how it was lost
    left: tuple[str, ...]  # the references of what is left


def rest(actor: Actor, request_id: int) -> Rest | None:
    """Return what the borrower has still to settle, for who may; None when nothing is open."""
    found = parts_of(actor, request_id)
    may = [access.may(actor, "reservation.settle_rest", views.parties(each)) for each in found]
    if not found or not all(may):
        return None
    lost, left = split(found)
    if not lost or not left:
        return None
    return Rest(
        lost=tuple(dict.fromkeys((each.pool.manager.name, _how(each)) for each in lost)),
        left=tuple(views.reference(each.id) for each in left),
    )


def parts_of(actor: Actor, request_id: int) -> list[Reservation]:
    """Return every part of a request that the actor may read; none of another territory."""
    found = select(Reservation).where(
        Reservation.request_id == request_id, Reservation.territory_id == actor.territory_id
    )
    rows = db.session.scalars(found.order_by(Reservation.id))
    return [each for each in rows if access.may(actor, "reservation.read", views.parties(each))]


def split(found: Iterable[Reservation]) -> tuple[list[Reservation], list[Reservation]]:
    """Return the parts lost that the borrower has not answered to, and those still to keep."""
    parts = {each.id: each for each in found}
    withdrawn = _withdrawn(parts.values())
    judged = {each: _part(part, withdrawn) for each, part in parts.items()}
    request = next(iter(parts.values())).request if parts else None
    kept_at = request.kept_at if request else None
    lost = [parts[each] for each, part in judged.items() if rests.is_lost(part, kept_at)]
    return lost, [parts[each] for each, part in judged.items() if rests.is_left(part)]


def rest_after(refused: Reservation) -> list[str]:
    """Return the references of what is left of a request beside a part just refused."""
    others = db.session.scalars(
        select(Reservation).where(
            Reservation.request_id == refused.request_id, Reservation.id != refused.id
        )
    )
    left = sorted(each.id for each in others if rests.is_left(_part(each)))
    return [views.reference(each) for each in left]


def _withdrawn(parts: Iterable[Reservation]) -> set[int]:
    """Return which parts were cancelled by another than their borrower, by the journal."""
    over = {e.id: e.request.borrower_id for e in parts if e.status is Status.CANCELLED}
    if not over:
        return set()
    found = select(JournalEntry).where(
        JournalEntry.thing == "reservation",
        JournalEntry.thing_id.in_(over),
        JournalEntry.act == "cancel",
    )
    entries = db.session.scalars(found)
    return {e.thing_id for e in entries if e.organization_id != over[e.thing_id]}


def _how(mine: Reservation) -> str:
    if mine.status in (Status.REFUSED, Status.CANCELLED):
        return str(mine.status.value)
    return "no_answer" if mine.reason == "no_answer" else "expired"


def _part(mine: Reservation, withdrawn: Collection[int] = ()) -> Part:
    return Part(mine.status, mine.changed_at, mine.id in withdrawn)

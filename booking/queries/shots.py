"""Photos of the state of things, for those whom a loan or an incident concerns."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Select, select

from booking.db import db
from booking.handling import Direction
from booking.models.catalogue import Item
from booking.models.files import StoredFile
from booking.models.incidents import Incident
from booking.models.loans import Passage
from booking.models.reservations import Line, Reservation
from booking.queries import incidents, reservations, views
from booking.rules import access
from booking.rules.access import Actor, Parties
from booking.vocabulary import FileKind


@dataclass(frozen=True)
class ShotView:
    """One photo: of what (nothing: of all together), when things passed, its place from 1."""

    id: int
    line_id: int | None
    name: str
    place: int
    direction: Direction | None  # None: for an incident
    width: int | None
    height: int | None
    taken_at: datetime


def of_reservation(actor: Actor, reservation_id: int) -> Mapping[int, tuple[ShotView, ...]]:
    """Return the photos of a reservation in view, by passage; none to whom they do not concern."""
    mine = reservations.row(actor, reservation_id)
    if not access.may(actor, "reservation.see_shots", views.parties(mine)):
        return {}
    found: dict[int, list[ShotView]] = {}
    of_passages = _named().where(
        StoredFile.reservation_id == reservation_id, StoredFile.passage_id.is_not(None)
    )
    for row, name, direction in db.session.execute(of_passages):
        if row.passage_id:
            _place(found.setdefault(row.passage_id, []), _view(row, name, direction))
    return {passage: tuple(several) for passage, several in found.items()}


def of_incident(actor: Actor, incident_id: int) -> tuple[ShotView, ...]:
    """Return the photos of an incident; none to whom it does not concern."""
    incident = db.session.get(Incident, incident_id)
    if incident is None or not access.may(actor, "incident.read", _parties(incident)):
        return ()
    found: list[ShotView] = []
    of_it = _named().where(StoredFile.incident_id == incident_id)
    for row, _, _ in db.session.execute(of_it):
        _place(found, _view(row, incident.stock.item.name, None))
    return tuple(found)


def is_seen(actor: Actor, row: StoredFile) -> bool:
    """Tell whether a photo or a paper is of a loan, or of an incident, that concerns the actor."""
    act = "see_shots" if row.kind is FileKind.CONDITION else "see_attached"
    incident = db.session.get(Incident, row.incident_id) if row.incident_id else None
    if incident and access.may(actor, "incident.read", _parties(incident)):
        return True
    mine = db.session.get(Reservation, row.reservation_id) if row.reservation_id else None
    return bool(mine and access.may(actor, f"reservation.{act}", views.parties(mine)))


def _parties(incident: Incident) -> Parties:
    return incidents.parties(incident.stock, incident.reservation)


def _named() -> Select[StoredFile, str | None, Direction | None]:
    """Return the photos of state in order, with the thing that each shows."""
    return (
        select(StoredFile, Item.name, Passage.direction)
        .outerjoin(Passage, Passage.id == StoredFile.passage_id)
        .outerjoin(Line, Line.id == StoredFile.line_id)
        .outerjoin(Item, Item.id == Line.item_id)
        .where(StoredFile.kind == FileKind.CONDITION, StoredFile.removed_at.is_(None))
        .order_by(StoredFile.id)
    )


def _place(among: list[ShotView], each: ShotView) -> None:
    same = sum(other.line_id == each.line_id for other in among)
    among.append(replace(each, place=same + 1))


def _view(row: StoredFile, name: str | None, direction: Direction | None) -> ShotView:
    return ShotView(
        id=row.id,
        line_id=row.line_id,
        name=name or "",
        place=1,
        direction=direction,
        width=row.width,
        height=row.height,
        taken_at=row.created_at,
    )

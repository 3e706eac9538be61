"""Keeping the photos of the state of things: a step of the acts of the counter and of incidents."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import cast

from booking.db import db
from booking.documents.pictures import Picture
from booking.errors import Invalid, NotFound
from booking.handling import MOST_SHOTS
from booking.models.files import StoredFile
from booking.models.incidents import Incident
from booking.models.loans import Passage
from booking.models.reservations import Reservation
from booking.queries import incidents, reservations, views
from booking.rules import access
from booking.rules.access import Actor
from booking.rules.incidents import Reported
from booking.rules.passages import EVERYTHING, Passing, Shot
from booking.usecases import files
from booking.vocabulary import FileKind


def put_before(act: str) -> Callable[..., None]:
    """Return what puts the photos of a passage in the storage, before its act locks anything.

    Raises NotFound out of view, NotAllowed for another's act: rights come before bytes.
    """

    def put_passed(
        actor: Actor, reservation_id: int, passing: Passing = EVERYTHING, *, key: str | None = None
    ) -> None:
        if passing.photos:
            seen = reservations.row(actor, reservation_id)
            access.require(actor, f"reservation.{act}", views.parties(seen))
            put(actor, passing.photos)

    return put_passed


def put_told(actor: Actor, told: Reported, *, key: str | None = None) -> None:
    """Put the photos of an incident in the storage before anything is locked, in the same way."""
    if told.photos:
        loan = incidents.loan_of(actor, told.reservation)
        stock = incidents.stock_of(actor, told.item, told.depot)
        access.require(actor, "incident.report", incidents.parties(stock, loan))
        put(actor, told.photos)


def put(actor: Actor, shots: Sequence[Shot]) -> None:
    """Put bytes, named by what they are: sent again, or refused by the act, they harm nothing."""
    db.session().let_go()  # type: ignore[attr-defined] # what was read waits for no storage
    for shot in shots[:MOST_SHOTS]:  # beyond, the act refuses
        files.put_picture(actor, cast(Picture, shot.picture))


def keep_shots(
    actor: Actor,
    reservation: Reservation | None,
    shots: Sequence[Shot],
    *,
    passage: Passage | None = None,
    incident: Incident | None = None,
) -> list[StoredFile]:
    """Keep photos of a passage or of an incident, both written before, once all is checked.

    Their bytes are in the storage by then: the act that takes this step put them there before.
    They belong to the owner of what they show. Raises NotFound for a line of another reservation,
    Invalid beyond the most that one passage, or one incident, keeps.
    """
    if not shots:
        return []
    about = {
        "reservation_id": reservation.id if reservation else None,
        "passage_id": passage.id if passage else None,
        "incident_id": incident.id if incident else None,
    }
    _require_room(about, len(shots))
    owner_id = incident.stock.item.owner_id if incident else _owner(reservation)
    known = {line.id for line in reservation.lines} if reservation else set()
    if {shot.line_id for shot in shots} - {None} - known:
        raise NotFound("line_not_found")
    return [_keep(actor, shot, owner_id, about) for shot in shots]


def of_what_is_left(
    reservation: Reservation, shots: Sequence[Shot], before: Collection[int]
) -> list[Shot]:
    """Return photos, those of a line that was there `before` and is no more being of no line."""
    gone = {*before} - {line.id for line in reservation.lines}
    return [replace(shot, line_id=None) if shot.line_id in gone else shot for shot in shots]


def _owner(reservation: Reservation | None) -> int:
    assert reservation is not None  # noqa: S101 # only an incident may stand outside a loan
    return reservation.owner_id


def _require_room(about: dict[str, int | None], more: int) -> None:
    kept = db.session.query(StoredFile).filter_by(**about, kind=FileKind.CONDITION).count()
    if kept + more > MOST_SHOTS:
        much = f"{MOST_SHOTS} photos au plus en tout : retirez-en {kept + more - MOST_SHOTS}."
        raise Invalid("invalid", errors={"photos": {0: [much]}})


def _keep(actor: Actor, shot: Shot, owner_id: int, about: dict[str, int | None]) -> StoredFile:
    picture = cast(Picture, shot.picture)  # rules know nothing of pictures
    made = files.note_picture(actor, picture, owner_id, kind=FileKind.CONDITION)
    made.reservation_id, made.passage_id = about["reservation_id"], about["passage_id"]
    made.incident_id, made.line_id = about["incident_id"], shot.line_id
    return made

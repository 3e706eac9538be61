"""Papers joined to a request, and taken back until somebody saw them."""

from booking import clock, journal
from booking.db import db
from booking.documents.attachments import Document
from booking.documents.pictures import Picture
from booking.errors import Invalid, NotAllowed, NotFound, WrongMoment
from booking.models.files import StoredFile
from booking.queries import files as readings
from booking.queries import papers
from booking.rules.access import Actor
from booking.usecases import usecase
from booking.usecases.files import keep_document, keep_picture
from booking.usecases.fitness import still_open
from booking.vocabulary import FileKind

MOST = 20
"""So many files a reservation may carry at once."""
PHOTOGRAPHED = "photo.jpg"


@usecase()
def attach(
    actor: Actor,
    reservation_id: int,
    control: str,
    sent: Document | Picture,
    *,
    key: str | None = None,
) -> int:
    """Who borrows, or who manages the pool, joins a paper that a requirement asks of the loan.

    Raises WrongMoment for a requirement that asks nothing of it, or once the loan is over.
    """
    mine = still_open(actor, reservation_id, "reservation.attach")
    if control not in {each.requirement for each in papers.asked(mine, actor.zone)}:
        raise WrongMoment("not_asked", requirement=control)
    _require_room(mine.id)
    made = _kept(actor, sent)
    made.reservation_id, made.control = mine.id, control
    journal.record(
        actor, "attach", "reservation", mine.id, requirement=control, file=made.id, name=made.name
    )
    return made.id


@usecase()
def detach(actor: Actor, file_id: int, *, key: str | None = None) -> int:
    """Those who joined a paper take it back, as long as nobody saw it."""
    row = readings.find(actor, file_id)
    if row.reservation_id is None or row.kind is not FileKind.PAPER:
        raise NotFound("file_not_found")
    mine = still_open(actor, row.reservation_id, "reservation.attach")
    if row.organization_id != actor.organization_id:
        raise NotAllowed("not_allowed", act="reservation.attach")
    if papers.is_settled(row, papers.seen_of(mine.id)):
        raise WrongMoment("paper_already_seen")
    if row.removed_at is None:
        row.removed_at = clock.now()
        journal.record(actor, "detach", "reservation", mine.id, file=row.id, name=row.name)
    return mine.id


def _kept(actor: Actor, sent: Document | Picture) -> StoredFile:
    if isinstance(sent, Document):
        return keep_document(actor, sent, actor.organization_id, kind=FileKind.PAPER)
    made = keep_picture(actor, sent, actor.organization_id, kind=FileKind.PAPER)
    made.name = PHOTOGRAPHED
    return made


def _require_room(reservation_id: int) -> None:
    kept = db.session.query(StoredFile).filter_by(
        reservation_id=reservation_id, kind=FileKind.PAPER, removed_at=None
    )
    if kept.count() >= MOST:
        raise Invalid("invalid", errors={"file": [f"{MOST} fichiers au plus par demande."]})

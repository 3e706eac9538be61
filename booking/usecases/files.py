"""Photos and papers that come, are described, go and may come back."""

from typing import Any

from sqlalchemy import select

from booking import clock, files, journal
from booking.db import db
from booking.documents import pictures
from booking.documents.attachments import Document
from booking.documents.pictures import Picture
from booking.errors import Invalid, NotFound
from booking.models.catalogue import Item
from booking.models.files import StoredFile
from booking.models.inspections import Inspection
from booking.queries import catalogue
from booking.queries import files as readings
from booking.rules import access
from booking.rules.access import Actor, Parties
from booking.usecases import usecase
from booking.vocabulary import FileKind

MOST_PHOTOS, MOST_DOCUMENTS = 12, 20
"""So many of each an item may have at once."""
OF_ITEMS = (FileKind.MANUAL, FileKind.REPORT, FileKind.OTHER)
KEPT_BY_ACTS = (FileKind.ACT, FileKind.CONDITION, FileKind.SIGNED)


@usecase()
def add_photo(
    actor: Actor, item_id: int, picture: Picture, alt: str = "", *, key: str | None = None
) -> int:
    """Who tends an item adds a photo of it, after the others; returns the file."""
    item = _changeable(actor, item_id)
    _require_room(item.id, photos=True)
    others = _kept(item.id, photos=True)
    made = keep_picture(actor, picture, item.owner_id, kind=FileKind.PHOTO, item_id=item.id)
    made.alt, made.rank = alt, max((each.rank for each in others), default=0) + 1
    journal.record(actor, "add_photo", "item", item.id, file=made.id)
    return made.id


@usecase()
def add_document(
    actor: Actor, item_id: int, document: Document, kind: FileKind, *, key: str | None = None
) -> int:
    """Who tends an item adds a paper to it: its manual, a report, another one."""
    item = _changeable(actor, item_id)
    if kind not in OF_ITEMS:
        raise Invalid("invalid", errors={"kind": ["Ce n’est pas un document de matériel."]})
    _require_room(item.id, photos=False)
    made = keep_document(actor, document, item.owner_id, kind=kind, item_id=item.id)
    journal.record(actor, "add_document", "item", item.id, file=made.id, name=made.name)
    return made.id


@usecase()
def add_logo(actor: Actor, picture: Picture, *, key: str | None = None) -> int:
    """An organization gives its coat of arms or its logo, in place of the former one."""
    mine = Parties(actor.territory_id, organization_id=actor.organization_id)
    access.require(actor, "paper.change", mine)
    if former := readings.logo(actor):
        db.session.get_one(StoredFile, former.id).removed_at = clock.now()
    made = keep_picture(actor, picture, actor.organization_id, kind=FileKind.LOGO)
    journal.record(actor, "add_logo", "organization", actor.organization_id, file=made.id)
    return made.id


@usecase()
def describe(actor: Actor, file_id: int, alt: str, place: int, *, key: str | None = None) -> int:
    """Who tends an item says what a photo shows, and which place it has among the others."""
    row = _changeable_file(actor, file_id)
    if row.item_id is None or row.kind is not FileKind.PHOTO or row.removed_at:
        raise NotFound("file_not_found")
    others = _kept(row.item_id, photos=True)
    before = {"alt": row.alt, "place": others.index(row) + 1}
    others.remove(row)
    others.insert(place - 1, row)
    for rank, each in enumerate(others, start=1):
        each.rank = rank
    row.alt = alt
    _note_changes(actor, row, before, {"alt": alt, "place": others.index(row) + 1})
    return row.item_id


def _note_changes(
    actor: Actor, row: StoredFile, before: dict[str, Any], after: dict[str, Any]
) -> None:
    changes = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    if changes:
        journal.record(
            actor, "describe_file", "item", row.item_id or 0, file=row.id, changes=changes
        )


@usecase()
def remove(actor: Actor, file_id: int, *, key: str | None = None) -> int:
    """A photo or a paper is shown no more; it may be brought back."""
    row = _changeable_file(actor, file_id)
    if row.removed_at is None:
        row.removed_at = clock.now()
        _record(actor, "remove_file", row)
    return row.id


@usecase()
def restore(actor: Actor, file_id: int, *, key: str | None = None) -> int:
    """A photo or a paper that was removed is shown again; a logo takes the place of the present."""
    row = _changeable_file(actor, file_id)
    if row.removed_at is not None:
        if row.kind is FileKind.LOGO and (present := readings.logo(actor)):
            db.session.get_one(StoredFile, present.id).removed_at = clock.now()
        if row.item_id:
            _require_room(row.item_id, photos=row.kind is FileKind.PHOTO)
        row.removed_at = None
        _record(actor, "restore_file", row)
    return row.id


def _record(actor: Actor, act: str, row: StoredFile) -> None:
    thing = "item" if row.item_id else "organization"
    thing_id = row.item_id or row.organization_id
    journal.record(actor, act, thing, thing_id, file=row.id, name=row.name)


def _changeable(actor: Actor, item_id: int) -> Item:
    """Return an item whose files the actor may change."""
    item = catalogue.by_id(actor, item_id)
    access.require(actor, "file.change", catalogue.parties(item))
    return item


def _changeable_file(actor: Actor, file_id: int) -> StoredFile:
    """Return a file that the actor may change, by its item or by its organization."""
    row = readings.find(actor, file_id)
    if row.reservation_id or row.kind in KEPT_BY_ACTS:
        raise NotFound("file_not_found")  # papers and photos of a loan, copies: by acts of theirs
    if row.item_id:
        _changeable(actor, row.item_id)
    else:
        parties = readings.papers_of(actor, row.organization_id)
        if not access.may(actor, "paper.read", parties):  # a logo is seen by all, changed by few
            raise NotFound("file_not_found")
        access.require(actor, "paper.change", parties)
    return row


def _kept(item_id: int, *, photos: bool) -> list[StoredFile]:
    """Return the photos of an item, or its documents without reports of controls, in order."""
    controls = select(Inspection.file_id).where(Inspection.file_id.is_not(None))
    found = readings.in_order().filter_by(item_id=item_id, removed_at=None)
    rows = db.session.scalars(found.where(StoredFile.id.not_in(controls)))
    return [row for row in rows if (row.kind is FileKind.PHOTO) is photos]


def _require_room(item_id: int, *, photos: bool) -> None:
    most, what = (MOST_PHOTOS, "photos") if photos else (MOST_DOCUMENTS, "documents")
    if len(_kept(item_id, photos=photos)) >= most:
        raise Invalid("invalid", errors={"file": [f"{most} {what} au plus par matériel."]})


def keep_document(
    actor: Actor,
    document: Document,
    organization_id: int,
    *,
    kind: FileKind,
    item_id: int | None = None,
) -> StoredFile:
    """Keep a document of an organization, and of an item when given; the rights are checked."""
    files.keep(actor.territory_id, document.content)
    row = _row(actor, document.content, organization_id, kind=kind, item_id=item_id)
    row.name, row.media_type = document.name, document.media_type
    return _added(row)


def keep_picture(
    actor: Actor,
    picture: Picture,
    organization_id: int,
    *,
    kind: FileKind,
    item_id: int | None = None,
) -> StoredFile:
    """Keep a picture in the same way."""
    put_picture(actor, picture)
    return note_picture(actor, picture, organization_id, kind=kind, item_id=item_id)


def put_picture(actor: Actor, picture: Picture) -> None:
    """Put the bytes of a picture in the storage; without a row, they are nobody's.

    Raises Unavailable when a storage elsewhere does not answer.
    """
    for content in (picture.large, picture.small):
        files.keep(actor.territory_id, content)


def note_picture(
    actor: Actor,
    picture: Picture,
    organization_id: int,
    *,
    kind: FileKind,
    item_id: int | None = None,
) -> StoredFile:
    """Write whose a picture is, its bytes being in the storage; nothing leaves the house."""
    row = _row(actor, picture.large, organization_id, kind=kind, item_id=item_id)
    row.name, row.media_type = f"{kind}.jpg", pictures.MEDIA_TYPE
    row.small_sha256 = files.digest_of(picture.small)
    row.width, row.height = picture.width, picture.height
    return _added(row)


def _row(
    actor: Actor, content: bytes, organization_id: int, *, kind: FileKind, item_id: int | None
) -> StoredFile:
    return StoredFile(
        territory_id=actor.territory_id,
        organization_id=organization_id,
        item_id=item_id,
        kind=kind,
        size=len(content),
        sha256=files.digest_of(content),
        created_at=clock.now(),
        created_by_id=actor.user_id or None,
    )


def _added(row: StoredFile) -> StoredFile:
    db.session.add(row)
    db.session.flush()  # the journal and the caller name it by its id
    return row

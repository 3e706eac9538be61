"""Photos and papers, for who may see them."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Select, select

from booking import files
from booking.db import db
from booking.documents import pictures
from booking.errors import NotFound
from booking.models.catalogue import Item, Pool
from booking.models.files import StoredFile
from booking.models.organizations import Organization
from booking.models.reservations import Request, Reservation
from booking.queries import catalogue, shots, signatures
from booking.rules import access
from booking.rules.access import Actor, Parties
from booking.vocabulary import FileKind, Status

CLOSELY_HELD = frozenset({FileKind.REPORT, FileKind.CERTIFICATE})
"""Kinds that even of an item in view are not for every borrower."""
BORROWING = {
    Status.REQUESTED,
    Status.NEEDS_INFO,
    Status.APPROVED,
    Status.OUT,
    Status.RETURNED,
}
"""While a loan stands so, its lender may read the papers of who borrows."""


@dataclass(frozen=True)
class FileView:
    """What a page says of a file; `place` counts from 1 among its kind."""

    id: int
    kind: FileKind
    name: str
    media_type: str
    size: int
    sha256: str
    small_sha256: str
    alt: str
    width: int | None
    height: int | None
    created_at: datetime
    item_id: int | None
    place: int = 0

    @property
    def is_picture(self) -> bool:
        """Tell whether a browser may show it in a page: never the paper of a loan."""
        return self.media_type == pictures.MEDIA_TYPE and self.kind is not FileKind.PAPER


@dataclass(frozen=True)
class ItemFiles:
    """The photos and documents of an item, and what was taken away and may come back."""

    photos: tuple[FileView, ...]
    documents: tuple[FileView, ...]
    removed: tuple[FileView, ...]
    may_change: bool


def show(actor: Actor, file_id: int) -> FileView:
    """Return a file in the actor's view, removed or not; raises NotFound."""
    return _view(find(actor, file_id))


def content(actor: Actor, file_id: int, *, small: bool = False) -> bytes:
    """Return the bytes of a file in view that was not removed, or those of its small picture."""
    row = find(actor, file_id)
    if row.removed_at or (small and not row.small_sha256):
        raise NotFound("file_not_found")
    return files.read(row.territory_id, row.small_sha256 if small else row.sha256)


def find(actor: Actor, file_id: int) -> StoredFile:
    """Return a file whose item or organization lets the actor see it; raises NotFound."""
    row = db.session.scalars(
        select(StoredFile).filter_by(id=file_id, territory_id=actor.territory_id)
    ).first()
    if row is None:
        raise NotFound("file_not_found")
    _require_view(actor, row)
    return row


def _require_view(actor: Actor, row: StoredFile) -> None:
    if row.reservation_id or row.kind is FileKind.CONDITION:
        _require_attached(actor, row)
    elif row.kind is FileKind.SIGNED:
        signatures.require_scan(actor, row.id)
    elif row.item_id:
        item = catalogue.by_id(actor, row.item_id)
        if row.kind in CLOSELY_HELD:
            access.require(actor, "paper.read", _closely(item))
    elif row.kind is FileKind.ACT:
        access.require(actor, "act.read", papers_of(actor, row.organization_id))
    elif row.kind is not FileKind.LOGO:  # printed on papers that all may read
        access.require(actor, "paper.read", papers_of(actor, row.organization_id))


def _require_attached(actor: Actor, row: StoredFile) -> None:
    """Raise NotFound unless the file of a loan is for the actor: to others it does not exist."""
    if not shots.is_seen(actor, row):
        raise NotFound("file_not_found")


def _closely(item: Item) -> Parties:
    """Return the parties to a report on an item: its owner, and who manages it."""
    return Parties(
        item.territory_id,
        organization_id=item.owner_id,
        lender_ids=frozenset({item.pool.manager_id}),
    )


def papers_of(actor: Actor, organization_id: int) -> Parties:
    """Return the parties to the papers of an organization: those who lend to it among them."""
    organization = db.session.get(Organization, organization_id)
    if organization is None or organization.territory_id != actor.territory_id:
        raise NotFound("paper_not_found")
    lenders = (
        select(Pool.manager_id)
        .join(Reservation, Reservation.pool_id == Pool.id)
        .join(Request, Request.id == Reservation.request_id)
        .where(
            Request.territory_id == organization.territory_id,
            Request.borrower_id == organization_id,
            Reservation.status.in_(BORROWING),
        )
    )
    return Parties(
        organization.territory_id,
        organization_id=organization_id,
        answerable_id=organization.answerable_id,
        lender_ids=frozenset(db.session.scalars(lenders)),
    )


def reports_of(actor: Actor, item: Item) -> frozenset[int]:
    """Return the reports kept of an item that the actor may read, by their ids."""
    if not access.may(actor, "paper.read", _closely(item)):
        return frozenset()
    kept = select(StoredFile.id).filter_by(item_id=item.id, kind=FileKind.REPORT, removed_at=None)
    return frozenset(db.session.scalars(kept))


def of_item(actor: Actor, item_id: int) -> ItemFiles:
    """Return what is kept of an item in view, in the order its manager gave."""
    item = catalogue.by_id(actor, item_id)
    may_change = access.may(actor, "file.change", catalogue.parties(item))
    closely = access.may(actor, "paper.read", _closely(item))
    rows = [
        row
        for row in db.session.scalars(in_order().where(StoredFile.item_id == item_id))
        if closely or row.kind not in CLOSELY_HELD
    ]
    kept = [row for row in rows if not row.removed_at]
    return ItemFiles(
        photos=_placed([row for row in kept if row.kind is FileKind.PHOTO]),
        documents=_placed([row for row in kept if row.kind is not FileKind.PHOTO]),
        removed=_placed([row for row in rows if row.removed_at]) if may_change else (),
        may_change=may_change,
    )


def require_change(actor: Actor, item_id: int) -> Item:
    """Return an item whose files the actor may change; raises NotFound or NotAllowed."""
    item = catalogue.by_id(actor, item_id)
    access.require(actor, "file.change", catalogue.parties(item))
    return item


def require_papers(actor: Actor) -> None:
    """Raise unless the actor keeps the papers of their own organization."""
    access.require(actor, "paper.change", papers_of(actor, actor.organization_id))


def in_order() -> Select[StoredFile]:
    """Return files as pages list them."""
    return select(StoredFile).order_by(StoredFile.rank, StoredFile.id)


def _placed(rows: list[StoredFile]) -> tuple[FileView, ...]:
    return tuple(replace(_view(row), place=rank) for rank, row in enumerate(rows, start=1))


def _view(row: StoredFile) -> FileView:
    return FileView(
        id=row.id,
        kind=row.kind,
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        sha256=row.sha256,
        small_sha256=row.small_sha256,
        alt=row.alt,
        width=row.width,
        height=row.height,
        created_at=row.created_at,
        item_id=row.item_id,
    )


def logo(actor: Actor) -> FileView | None:
    """Return the logo of the actor's own organization, if it gave one."""
    row = _logo(actor.organization_id)
    return _view(row) if row else None


def former_logo(actor: Actor) -> FileView | None:
    """Return the logo that the actor's own organization took away last, if any."""
    found = _logos(actor.organization_id).where(StoredFile.removed_at.is_not(None))
    row = db.session.scalars(found.order_by(StoredFile.removed_at.desc())).first()
    return _view(row) if row else None


def logo_of(organization_id: int) -> bytes | None:
    """Return the logo that an organization's papers bear: a JPEG of 480 px at most, or None."""
    row = _logo(organization_id)
    if row is None:
        return None
    try:
        return files.read(row.territory_id, row.small_sha256)
    except NotFound:  # an image that the disk lost keeps nobody from lending
        return None


def _logo(organization_id: int) -> StoredFile | None:
    found = _logos(organization_id).where(StoredFile.removed_at.is_(None))
    return db.session.scalars(found.order_by(StoredFile.id.desc())).first()


def _logos(organization_id: int) -> Select[StoredFile]:
    return select(StoredFile).filter_by(organization_id=organization_id, kind=FileKind.LOGO)

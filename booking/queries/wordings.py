"""The wording in force of a kind of paper: an owner's, else the EPCI's, else the shipped one."""

from sqlalchemy import select

from booking.db import db
from booking.documents import wordings as files
from booking.documents.articles import Worded
from booking.models.conventions import Wording
from booking.models.organizations import Organization
from booking.paperwork import PaperKind
from booking.queries import organizations


def in_force(owner: Organization, kind: PaperKind) -> tuple[Worded, ...]:
    """Return the articles with which an owner's papers of a kind are worded today."""
    wording = owner.territory.owners_word and last(owner.id, kind)
    if not wording or wording.articles is None:
        epci = organizations.epci_id(owner.territory_id)
        wording = last(epci, kind) if epci else None
    if not wording or wording.articles is None:
        return files.shipped(kind).articles
    return tuple(Worded(**each) for each in wording.articles)


def last(organization_id: int, kind: PaperKind) -> Wording | None:
    """Return the last version of an organization's wording of a kind, if it ever wrote one."""
    found = select(Wording).filter_by(organization_id=organization_id, kind=kind)
    return db.session.scalars(found.order_by(Wording.version.desc())).first()

"""The wording in force of a kind of paper: an owner's, else the EPCI's, else the shipped one."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from booking.db import db
from booking.documents import wordings as files
from booking.documents.articles import Worded
from booking.errors import NotFound
from booking.models.accounts import User
from booking.models.conventions import Wording
from booking.models.organizations import Organization
from booking.paperwork import PaperKind
from booking.queries import organizations
from booking.rules import access
from booking.rules.access import Actor, Parties
from booking.vocabulary import OrganizationKind

_Whose = tuple[int, PaperKind]
_Named = tuple[Wording, str, str]
"""A version, the name of its author, the name of the organization whose words they are."""


@dataclass(frozen=True)
class Version:
    """One version of a model: by whom, when, why, and its articles; None: it was given up."""

    number: int
    at: datetime
    by: str
    note: str
    articles: tuple[Worded, ...] | None


@dataclass(frozen=True)
class Applying:
    """Whose words apply to a kind of paper."""

    kind: PaperKind
    articles: tuple[Worded, ...]
    whose: str  # the name of who wrote them; "": shipped
    applies: Version | None  # None: shipped


@dataclass(frozen=True)
class Model(Applying):
    """The model of a kind of paper as an organization has it, beside the words that apply."""

    inherited: tuple[Worded, ...]  # those that would apply without its own
    versions: tuple[Version, ...]  # the organization's own, latest first
    may_change: bool

    @property
    def own(self) -> bool:
        """Tell whether the words that apply are the organization's own."""
        return self.applies is not None and self.applies in self.versions[:1]

    @property
    def seen(self) -> int:
        """Return the version that who changes the model has read; 0 for none."""
        return self.versions[0].number if self.versions else 0


def in_force(owner: Organization, kind: PaperKind) -> tuple[Worded, ...]:
    """Return the articles with which an owner's papers of a kind are worded today."""
    return _words(source(owner, kind), kind)


def _words(wording: Wording | None, kind: PaperKind) -> tuple[Worded, ...]:
    return (wording and articles(wording)) or files.shipped(kind).articles


def source(owner: Organization, kind: PaperKind) -> Wording | None:
    """Return the version that words an owner's papers of a kind; None for the shipped one."""
    own = last(owner.id, kind) if words_its_own(owner) else None
    return own if own and own.articles is not None else inherited(owner, kind)


def inherited(owner: Organization, kind: PaperKind) -> Wording | None:
    """Return the version that applies to who has no words of its own; None for the shipped one."""
    epci = organizations.epci_id(owner.territory_id)
    wording = last(epci, kind) if epci and epci != owner.id else None
    return wording if wording and wording.articles is not None else None


def last(organization_id: int, kind: PaperKind) -> Wording | None:
    """Return the last version of an organization's wording of a kind, if it ever wrote one."""
    found = select(Wording).filter_by(organization_id=organization_id, kind=kind)
    return db.session.scalars(found.order_by(Wording.version.desc())).first()


def numbered(organization_id: int, kind: PaperKind, version: int) -> Wording | None:
    """Return a version of an organization's wording of a kind."""
    found = select(Wording).filter_by(organization_id=organization_id, kind=kind, version=version)
    return db.session.scalars(found).first()


def articles(wording: Wording) -> tuple[Worded, ...] | None:
    """Return the articles of a version; None when it gives the organization's own words up."""
    if wording.articles is None:
        return None
    return tuple(Worded(**each) for each in wording.articles)


def words_its_own(organization: Organization) -> bool:
    """Tell whether an organization may have a wording: the EPCI, and owners where it is so set."""
    return organization.kind is OrganizationKind.EPCI or organization.territory.owners_word


def parties(organization: Organization) -> Parties:
    """Return whom the models of an organization concern; their owner only where owners may word."""
    return Parties(
        organization.territory_id,
        organization_id=organization.id,
        owner_id=organization.id if words_its_own(organization) else None,
    )


def applying(actor: Actor) -> list[Applying]:
    """Return whose words apply to each kind of paper of the actor's organization."""
    organization = _readable(actor)
    epci = organizations.epci_id(organization.territory_id)
    heard = [organization.id] if words_its_own(organization) else []
    known = _latest([*heard, *([epci] if epci and epci not in heard else [])])
    return [_applying(kind, known, heard, epci) for kind in PaperKind]


def _applying(
    kind: PaperKind,
    known: Mapping[tuple[int, PaperKind], _Named],
    heard: list[int],
    epci: int | None,
) -> Applying:
    for each in (*heard, epci):
        found = known.get((each or 0, kind))
        if found and found[0].articles is not None:
            wording, by, whose = found
            return Applying(kind, _words(wording, kind), whose, _as_version(wording, by))
    return Applying(kind, _words(None, kind), "", None)


def _latest(organization_ids: Collection[int]) -> dict[_Whose, _Named]:
    """Return the last version of each kind, with its author and whose it is."""
    newer = aliased(Wording)
    found = (
        select(Wording, User.name, Organization.name)
        .join(User, User.id == Wording.by_id)
        .join(Organization, Organization.id == Wording.organization_id)
        .where(
            Wording.organization_id.in_(organization_ids),
            ~exists().where(
                newer.organization_id == Wording.organization_id,
                newer.kind == Wording.kind,
                newer.version > Wording.version,
            ),
        )
    )
    return {
        (wording.organization_id, wording.kind): (wording, by, whose)
        for wording, by, whose in db.session.execute(found)
    }


def model(actor: Actor, name: str) -> Model:
    """Return the model of a kind of paper as the actor's organization has it; raises NotFound."""
    organization = _readable(actor)
    kind = kind_of(name)
    applies = source(organization, kind)
    writer = db.session.get_one(Organization, applies.organization_id) if applies else None
    return Model(
        kind=kind,
        articles=_words(applies, kind),
        whose=writer.name if writer else "",
        applies=_version(applies) if applies else None,
        inherited=_words(inherited(organization, kind), kind),
        versions=tuple(_versions(organization.id, kind)),
        may_change=may_change(actor),
    )


def may_change(actor: Actor) -> bool:
    """Tell whether the actor may word the papers of their organization."""
    organization = organizations.get(actor, actor.organization_id)
    return access.may(actor, "wording.change", parties(organization))


def _readable(actor: Actor) -> Organization:
    """Return the actor's organization, whose models the actor may read."""
    organization = organizations.get(actor, actor.organization_id)
    access.require(actor, "wording.read", parties(organization))
    return organization


def kind_of(name: str) -> PaperKind:
    """Return the kind of paper of a name; raises NotFound."""
    for kind in PaperKind:
        if kind == name:
            return kind
    raise NotFound("wording_not_found")


def version(of: Model, number: int) -> Version:
    """Return a version of a model; raises NotFound."""
    found = [each for each in of.versions if each.number == number]
    if not found:
        raise NotFound("wording_not_found")
    return found[0]


def _version(wording: Wording) -> Version:
    author = db.session.get(User, wording.by_id)
    return _as_version(wording, author.name if author else "")


def _versions(organization_id: int, kind: PaperKind) -> list[Version]:
    found = (
        select(Wording, User.name)
        .join(User, User.id == Wording.by_id)
        .where(Wording.organization_id == organization_id, Wording.kind == kind)
        .order_by(Wording.version.desc())
    )
    return [_as_version(wording, name) for wording, name in db.session.execute(found)]


def _as_version(wording: Wording, by: str) -> Version:
    return Version(wording.version, wording.at, by, wording.note, articles(wording))

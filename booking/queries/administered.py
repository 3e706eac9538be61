"""The organizations that an actor administers, with what is dated of each."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from booking import clock
from booking.db import db
from booking.errors import NotFound
from booking.models.organizations import (
    Adhesion,
    Contact,
    InsuranceCertificate,
    Mandate,
    Organization,
)
from booking.numbers import among
from booking.queries import directory, history, organizations, outdated
from booking.queries.directory import OrganizationView
from booking.queries.history import Event
from booking.rules import access
from booking.rules.access import Actor, Parties, may
from booking.rules.mandates import is_to_review
from booking.rules.organizations import ADDED_BY_HAND, ANSWERED_FOR, standing
from booking.vocabulary import OrganizationKind, Standing

ROWS: dict[str, type[Contact] | type[Mandate] | type[InsuranceCertificate]] = {
    "contact": Contact,
    "mandate": Mandate,
    "certificate": InsuranceCertificate,
}


@dataclass(frozen=True)
class MandateView:
    """A representative, from when to when."""

    id: int
    holder: str
    title: str
    starts_on: date
    ends_on: date | None
    act: str
    email: str
    delegated_by: str
    standing: Standing
    outdated: bool  # older than the present council


@dataclass(frozen=True)
class CertificateView:
    """An insurance certificate, from when to when."""

    id: int
    insurer: str
    number: str
    starts_on: date
    ends_on: date
    guarantees: str
    standing: Standing


@dataclass(frozen=True)
class Row:
    """An organization in the list: where it stands in the EPCI, how many things end soon."""

    view: OrganizationView
    place: Standing | None
    ending: int


@dataclass(frozen=True)
class Sheet:
    """All that is administered of one organization."""

    view: OrganizationView
    rna: str
    mention: str
    official: bool
    mandates: tuple[MandateView, ...]
    certificates: tuple[CertificateView, ...]
    events: tuple[Event, ...]
    outdated: tuple[str, ...]  # delegations older than the present council


def index(actor: Actor, words: str = "", kind: OrganizationKind | None = None) -> list[Row]:
    """Return what the actor administers: the territory for the EPCI office, else its own circle."""
    mine = Parties(actor.territory_id, organization_id=actor.organization_id)
    access.require(actor, "organization.edit", mine)
    views = directory.index(actor, words, kind)
    if not administers_all(actor):
        views = [each for each in views if actor.organization_id in (each.id, each.answerable_id)]
    today, ids = clock.today(actor.zone), [each.id for each in views]
    places, ending = _places(ids, today), _ending(ids, today)
    return [Row(each, places.get(each.id), ending.get(each.id, 0)) for each in views]


def administers_all(actor: Actor) -> bool:
    """Tell whether the actor administers the whole territory."""
    return may(actor, "organization.add", Parties(actor.territory_id))


def may_edit(actor: Actor, organization_id: int) -> bool:
    """Tell whether the actor administers an organization."""
    mine = organizations.get(actor, organization_id)
    return may(actor, "organization.edit", organizations.parties(mine))


def addable(actor: Actor) -> list[OrganizationKind]:
    """Return the kinds of organizations that the actor may add; raises NotAllowed for none."""
    own = Parties(actor.territory_id, answerable_id=actor.organization_id)
    access.require(actor, "organization.add", own)
    kinds = ADDED_BY_HAND if administers_all(actor) else ANSWERED_FOR
    return [kind for kind in OrganizationKind if kind in kinds]


def communes(actor: Actor) -> list[tuple[int, str]]:
    """Return the communes of the territory by name: those who may answer for others."""
    found = select(Organization.id, Organization.name).where(
        Organization.territory_id == actor.territory_id,
        Organization.kind == OrganizationKind.COMMUNE,
    )
    return [(known, name) for known, name in db.session.execute(found.order_by(Organization.name))]


def show(actor: Actor, organization_id: int) -> Sheet:
    """Return one organization for those who may edit it; raises NotFound or NotAllowed."""
    mine = organizations.get(actor, organization_id)
    access.require(actor, "organization.edit", organizations.parties(mine))
    today = clock.today(actor.zone)
    mandates, certificates = _mandates(mine, today), _certificates(mine.id, today)
    view = directory.show(actor, mine.id)
    return Sheet(
        view=view,
        rna=mine.rna,
        mention=mine.mention,
        official=mine.kind in (OrganizationKind.COMMUNE, OrganizationKind.EPCI),
        mandates=tuple(mandates),
        certificates=tuple(certificates),
        outdated=tuple(outdated.delegations(mine, today)),
        events=tuple(
            history.of_all(
                actor,
                {
                    "organization": [mine.id],
                    "mandate": [each.id for each in mandates],
                    "certificate": [each.id for each in certificates],
                    "contact": [each.id for each in view.contacts],
                },
            )
        ),
    )


def organization_of(actor: Actor, thing: str, row_id: int) -> int:
    """Return the organization of a contact, a mandate or a certificate; raises NotFound."""
    table = ROWS[thing]
    found = db.session.scalar(select(table.organization_id).where(table.id == row_id))
    if found is None:
        raise NotFound("organization_not_found")
    return organizations.get(actor, found).id


def _mandates(mine: Organization, today: date) -> list[MandateView]:
    found = select(Mandate).filter_by(organization_id=mine.id)
    return [
        MandateView(
            each.id,
            each.holder,
            each.title,
            each.starts_on,
            each.ends_on,
            each.act,
            each.email,
            each.delegated_by,
            standing(each.starts_on, each.ends_on, today),
            is_to_review(mine.kind, each.starts_on, each.ends_on, today),
        )
        for each in db.session.scalars(found.order_by(Mandate.starts_on.desc(), Mandate.id))
    ]


def _certificates(organization_id: int, today: date) -> list[CertificateView]:
    found = select(InsuranceCertificate).filter_by(organization_id=organization_id)
    return [
        CertificateView(
            each.id,
            each.insurer,
            each.number,
            each.starts_on,
            each.ends_on,
            each.guarantees,
            standing(each.starts_on, each.ends_on, today),
        )
        for each in db.session.scalars(found.order_by(InsuranceCertificate.ends_on.desc()))
    ]


def _places(ids: Collection[int], today: date) -> dict[int, Standing]:
    """Return where each organization stands in the EPCI: the latest of its places tells."""
    found = select(Adhesion).where(Adhesion.pool_id.is_(None), among(Adhesion.organization_id, ids))
    return {
        each.organization_id: standing(each.starts_on, each.ends_on, today)
        for each in db.session.scalars(found.order_by(Adhesion.starts_on))
    }


def _ending(ids: Collection[int], today: date) -> dict[int, int]:
    """Return how many mandates and certificates of each end soon, and nothing follows them."""
    counts: dict[int, int] = {}
    for table in (Mandate, InsuranceCertificate):
        found = select(table.organization_id, table.starts_on, table.ends_on).where(
            among(table.organization_id, ids), or_(table.ends_on.is_(None), table.ends_on >= today)
        )
        spans: dict[int, list[tuple[date, date | None]]] = {}
        for owner, starts_on, ends_on in db.session.execute(found):
            spans.setdefault(owner, []).append((starts_on, ends_on))
        for owner, mine in spans.items():
            last = max(mine, key=lambda span: span[1] or date.max)
            ends = standing(*last, today) is Standing.ENDING
            counts[owner] = counts.get(owner, 0) + ends
    return counts

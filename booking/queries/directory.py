"""The directory of a territory: whom to call where, and what each one stores (E19, E50)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from booking.db import db
from booking.letters import plain
from booking.models.catalogue import Depot
from booking.models.organizations import Contact, Organization
from booking.numbers import among
from booking.queries import organizations
from booking.rules.access import Actor
from booking.vocabulary import ContactFunction, OrganizationKind


@dataclass(frozen=True)
class ContactView:
    """Whom to call for a function."""

    id: int
    function: ContactFunction
    name: str
    phone: str
    email: str
    substitute: bool


@dataclass(frozen=True)
class DepotView:
    """A place that an organization keeps."""

    name: str
    address: str
    hours: str


@dataclass(frozen=True)
class OrganizationView:
    """An organization as every member of the territory may read it."""

    id: int
    kind: OrganizationKind
    name: str
    siren: str
    insee_code: str
    population: int | None
    figures_year: int | None
    address: str
    postal_code: str
    phone: str
    email: str
    answerable_id: int | None
    answerable: str
    contacts: tuple[ContactView, ...]
    depots: tuple[DepotView, ...]


def index(
    actor: Actor, words: str = "", kind: OrganizationKind | None = None
) -> list[OrganizationView]:
    """Return the organizations of the territory by name; every word is found, accents or not."""
    found = select(Organization).where(Organization.territory_id == actor.territory_id)
    if kind:
        found = found.where(Organization.kind == kind)
    views = _views(db.session.scalars(found).all())
    return sorted(
        (each for each in views if matches(each, words)), key=lambda each: plain(each.name)
    )


def show(actor: Actor, organization_id: int) -> OrganizationView:
    """Return one organization of the territory; raises NotFound."""
    return _views([organizations.get(actor, organization_id)])[0]


def kinds(actor: Actor) -> list[OrganizationKind]:
    """Return the kinds of organizations that the territory has."""
    found = select(Organization.kind).where(Organization.territory_id == actor.territory_id)
    known = set(db.session.scalars(found.distinct()))
    return [kind for kind in OrganizationKind if kind in known]


def matches(view: OrganizationView, words: str) -> bool:
    """Tell whether an organization has every word: in its names, its people or its depots."""
    known = (
        view.name,
        view.kind.label,
        view.answerable,
        view.postal_code,
        *(each.name for each in view.contacts),
        *(each.function.label for each in view.contacts),
        *(each.name for each in view.depots),
    )
    text = plain(" ".join(known))
    return all(word in text for word in plain(words).split())


def contacts(ids: Collection[int]) -> dict[int, list[ContactView]]:
    """Return the contacts of organizations, by function, the substitute after the other."""
    order = list(ContactFunction)
    found = db.session.scalars(select(Contact).where(among(Contact.organization_id, ids))).all()
    views: dict[int, list[ContactView]] = {}
    for each in sorted(found, key=lambda row: (order.index(row.function), row.substitute, row.id)):
        view = ContactView(
            each.id, each.function, each.name, each.phone, each.email, each.substitute
        )
        views.setdefault(each.organization_id, []).append(view)
    return views


def _depots(ids: Collection[int]) -> dict[int, list[DepotView]]:
    found = select(Depot).where(among(Depot.custodian_id, ids)).order_by(Depot.name)
    views: dict[int, list[DepotView]] = {}
    for each in db.session.scalars(found):
        view = DepotView(each.name, each.address, each.hours)
        views.setdefault(each.custodian_id, []).append(view)
    return views


def _views(rows: Sequence[Organization]) -> list[OrganizationView]:
    ids = [each.id for each in rows]
    people, places = contacts(ids), _depots(ids)
    answering = [each.answerable_id for each in rows if each.answerable_id]
    named = select(Organization.id, Organization.name).where(among(Organization.id, answering))
    names = {known: name for known, name in db.session.execute(named)}
    return [
        OrganizationView(
            id=each.id,
            kind=each.kind,
            name=each.name,
            siren=each.siren or "",
            insee_code=each.insee_code or "",
            population=each.population,
            figures_year=each.figures_year,
            address=each.address,
            postal_code=each.postal_code,
            phone=each.phone,
            email=each.email,
            answerable_id=each.answerable_id,
            answerable=names.get(each.answerable_id or 0, ""),
            contacts=tuple(people.get(each.id, ())),
            depots=tuple(places.get(each.id, ())),
        )
        for each in rows
    ]

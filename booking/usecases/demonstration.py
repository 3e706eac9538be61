"""Founding the demonstration: five pools, their papers and the people who play the parts."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from booking import clock
from booking.db import db
from booking.links import Signing
from booking.models.catalogue import Depot, Pool
from booking.models.conventions import Act, Signature
from booking.models.organizations import (
    Adhesion,
    InsuranceCertificate,
    Mandate,
    Organization,
    Territory,
)
from booking.models.reservations import Request
from booking.paperwork import SignState
from booking.queries import accounts, signing
from booking.rules import access
from booking.rules.access import Actor, Parties
from booking.usecases import usecase
from booking.usecases.accounts import hasher
from booking.usecases.memberships import enrol
from booking.vocabulary import ActKind, OrganizationKind, Role

SIREN = "245901160"
DOMAIN = "example"
EPCI = "CA Valenciennes Métropole"
ENTENTE = ("Artres", "Monchaux-sur-Écaillon", "Quérénaing", "Verchain-Maugré", "Maing", "Famars")
SMALL = 5_000
COUNCIL, TRANSMITTED = date(2026, 4, 3), date(2026, 4, 8)
"""When the councils of the demonstration sat, and when their acts reached the prefect."""
LENDING = {
    True: (ActKind.RULES, "Règlement de mise à disposition du matériel communautaire"),
    False: (
        ActKind.DELIBERATION,
        "Prêt de matériel entre communes : règlement, modèle de convention et signature",
    ),
}
"""By which act an EPCI lends, or else a commune."""


@dataclass(frozen=True)
class DemoPool:
    """A pool of the demonstration and its terms."""

    name: str
    manager: str
    below_population: int | None = None
    by_list: bool = False
    for_associations: bool = True


POOLS = (
    DemoPool("Parc communautaire", "Maing", below_population=SMALL),
    DemoPool("Parc technique", EPCI, for_associations=False),
    DemoPool("Entente de l'Écaillon", "Quérénaing", by_list=True),
    DemoPool("Parc sportif", "Valenciennes"),
    DemoPool("Parc de véhicules", "Anzin"),
)


@dataclass(frozen=True)
class Person:
    """An invented person: address, name, organization and roles."""

    email: str
    name: str
    organization: str
    roles: tuple[Role, ...]


PEOPLE = (
    Person(
        "secretaire@querenaing",
        "Nadia Carpentier",
        "Quérénaing",
        (Role.SECRETARY, Role.MANAGER),
    ),
    Person("secretaire@artres", "Hélène Delcourt", "Artres", (Role.SECRETARY,)),
    Person("secretaire@anzin", "Karim Benali", "Anzin", (Role.SECRETARY,)),
    Person("secretaire@sebourg", "Odile Lemaire", "Sebourg", (Role.SECRETARY,)),
    Person("gestionnaire@maing", "Bruno Lefebvre", "Maing", (Role.MANAGER,)),
    Person("gestionnaire@valenciennes", "Claire Dubois", "Valenciennes", (Role.MANAGER,)),
    Person("gestionnaire@anzin", "Yanis Morel", "Anzin", (Role.MANAGER,)),
    Person("technicien@maing", "Luc Wattiez", "Maing", (Role.TECHNICIAN,)),
    Person("technicien@quarouble", "Samir Haddad", "Quarouble", (Role.TECHNICIAN,)),
    Person("maire@querenaing", "Jeanne Thuillier", "Quérénaing", (Role.ELECTED,)),
    Person(
        "bureau@valenciennes-metropole",
        "Sophie Vasseur",
        EPCI,
        (Role.MANAGER, Role.ADMINISTRATOR),
    ),
    Person("presidence@valenciennes-metropole", "Alain Fontaine", EPCI, (Role.ELECTED,)),
)

SIGNATORIES = {
    EPCI: ("Alain Fontaine", "presidence@valenciennes-metropole"),
    "Quérénaing": ("Jeanne Thuillier", "maire@querenaing"),
    "Maing": ("Agnès Hornez", "maire@maing"),
    "Artres": ("Marc Lenglet", "maire@artres"),
    "Sebourg": ("Rose Dussart", "maire@sebourg"),
    "Anzin": ("Omar Payen", "maire@anzin"),
    "Valenciennes": ("Inès Bricout", "maire@valenciennes"),
}
"""Who signs on a screen or by a link: their name and address; the others sign on paper."""
FIRST_NAMES = ("Jeanne", "Marc", "Agnès", "Paul", "Inès", "Hugo", "Lucie", "Omar", "Rose", "Jean")
LAST_NAMES = ("Thuillier", "Lenglet", "Payen", "Cuvelier", "Dussart", "Bricout", "Hornez")


@usecase()
def found(actor: Actor, territory_id: int, password: str) -> int:
    """The operator sets the stage of the demonstration; set once, it stays as it is."""
    access.require(actor, "territory.load", Parties(actor.territory_id))
    territory = db.session.get_one(Territory, territory_id)
    if territory.demonstration:
        return territory_id
    territory.demonstration = True
    rows = db.session.scalars(select(Organization).filter_by(territory_id=territory_id))
    organizations = {organization.name: organization for organization in rows}
    year = clock.now().year
    for rank, organization in enumerate(organizations.values()):
        _papers(organization, rank, year)
    for pool in POOLS:
        _pool(territory_id, pool, organizations)
    hashed = hasher.hash(password)
    for person in PEOPLE:
        for role in person.roles:
            user = enrol(address(person), person.name, organizations[person.organization], role)
            user.password_hash = hashed
    return territory_id


def address(person: Person) -> str:
    """Return a person's address, in a domain that nobody can own."""
    return f"{person.email}.{DOMAIN}"


def _papers(organization: Organization, rank: int, year: int) -> None:
    """Give an organization its signatory, its acts and its insurance, all in force."""
    common = {"territory_id": organization.territory_id, "organization_id": organization.id}
    invented = f"{FIRST_NAMES[rank % len(FIRST_NAMES)]} {LAST_NAMES[rank % len(LAST_NAMES)]}"
    name, email = SIGNATORIES.get(organization.name, (invented, ""))
    db.session.add_all(
        [
            Mandate(
                **common,
                holder=name,
                title="Président" if organization.kind is OrganizationKind.EPCI else "Maire",
                starts_on=COUNCIL,
                email=f"{email}.{DOMAIN}" if email else "",
            ),
            InsuranceCertificate(
                **common,
                insurer="Mutuelle des communes (exemple)",
                number=f"RC-{rank + 1:04d}",
                starts_on=date(year, 1, 1),
                ends_on=date(year + 2, 12, 31),
            ),
            *_acts(organization, f"2026-{rank + 11:03d}"),
        ]
    )


def _acts(organization: Organization, number: str) -> list[Act]:
    """Return the act by which an organization lends, and the framework it borrows under."""
    common = {
        "territory_id": organization.territory_id,
        "organization_id": organization.id,
        "taken_on": COUNCIL,
        "starts_on": COUNCIL,
    }
    kind, title = LENDING[organization.kind is OrganizationKind.EPCI]
    framework = "Convention-cadre de prêt de matériel"
    return [
        Act(**common, kind=kind, number=number, title=title, transmitted_on=TRANSMITTED),
        Act(**common, kind=ActKind.FRAMEWORK, number=f"CC-{number}", title=framework),
    ]


def _pool(territory_id: int, pool: DemoPool, organizations: dict[str, Organization]) -> None:
    made = Pool(
        territory_id=territory_id,
        name=pool.name,
        manager=organizations[pool.manager],
        below_population=pool.below_population,
        by_list=pool.by_list,
        for_associations=pool.for_associations,
    )
    db.session.add(made)
    db.session.flush()  # adhesions refer to it
    for name in ENTENTE if pool.by_list else ():
        db.session.add(
            Adhesion(
                territory_id=territory_id,
                organization_id=organizations[name].id,
                pool_id=made.id,
                starts_on=COUNCIL,
            )
        )


@usecase()
def describe_depots(actor: Actor, territory_id: int) -> int:
    """The operator gives depots an invented address, and says what to do before coming."""
    access.require(actor, "territory.load", Parties(actor.territory_id))
    for depot in db.session.scalars(select(Depot).filter_by(territory_id=territory_id)):
        custodian = depot.custodian
        place = depot.name.partition(" – ")[2]
        depot.address = f"{place.capitalize()}, {custodian.postal_code} {custodian.name}"
        depot.hours = "Prévenez la veille, par téléphone"
    return territory_id


def has_stories(territory_id: int) -> bool:
    """Tell whether somebody already asked for something in the territory."""
    asked = select(Request.id).filter_by(territory_id=territory_id).limit(1)
    return db.session.scalar(asked) is not None


def player(email: str) -> Actor:
    """Return one of the people as actor."""
    user = accounts.by_email(f"{email}.{DOMAIN}")
    person = accounts.account(user.id) if user else None
    actor = person.acting(None) if person else None
    assert actor is not None  # noqa: S101 # PEOPLE has them all
    return actor


def signer(convention_id: int) -> Actor:
    """Return who is asked to sign a paper, by the link of their message, as actor."""
    asked = select(Signature).filter_by(convention_id=convention_id, state=SignState.ASKED)
    signature = db.session.scalars(asked).one()
    found = signing.linked(Signing(((signature.id, signature.stamp),)))
    assert found is not None  # noqa: S101 # SIGNATORIES has their address
    return found.actor

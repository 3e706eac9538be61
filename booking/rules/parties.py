"""Who acts, whom a thing concerns, and the predicates that the table of rights is made of."""

from collections.abc import Callable
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from booking.vocabulary import OrganizationKind, Role


@dataclass(frozen=True)
class Actor:
    """Who acts, for which organization, with which roles there; a plain value."""

    user_id: int
    name: str
    email: str
    organization_id: int
    organization_name: str
    territory_id: int
    kind: OrganizationKind = OrganizationKind.COMMUNE
    time_zone: str = "Europe/Paris"
    roles: frozenset[Role] = field(default_factory=frozenset)
    function: str = ""  # who uses a shared mailbox: "accueil", "comptabilité"
    service: bool = False  # the service itself: its commands and its clock
    door: str = "page"  # by which it came in: page, api, mail or command

    @property
    def zone(self) -> ZoneInfo:
        """Return the time zone in which the actor lives."""
        return ZoneInfo(self.time_zone)


SERVICE = Actor(0, "Parc commun", "", 0, "Parc commun", 0, service=True, door="command")
VISITOR = Actor(0, "", "", 0, "", 0)


@dataclass(frozen=True)
class Parties:
    """The organizations a thing concerns, by their part in it."""

    territory_id: int
    borrower_id: int | None = None
    manager_id: int | None = None
    owner_id: int | None = None
    custodian_ids: frozenset[int] = frozenset()
    lender_ids: frozenset[int] = frozenset()  # who manage what its organization borrows
    co_owner_ids: frozenset[int] = frozenset()
    organization_id: int | None = None  # whose thing it is, when it has no other part
    substitute_id: int | None = None  # the user who answers for an absent manager
    told_id: int | None = None  # the user told that the manager was silent, whoever is named since
    answering_owner_id: int | None = None  # the owner, once manager and substitute were silent
    answerable_id: int | None = None  # the commune that answers for that organization
    user_id: int | None = None
    signers: frozenset[tuple[int, str]] = frozenset()  # organization, address: who may sign today


Predicate = Callable[[Actor, Parties], bool]


def same_territory(actor: Actor, thing: Parties) -> bool:
    """The thing belongs to the perimeter of the actor's EPCI."""
    return actor.territory_id == thing.territory_id


def for_borrower(actor: Actor, thing: Parties) -> bool:
    """The actor acts for the borrower."""
    return same_territory(actor, thing) and actor.organization_id == thing.borrower_id


def for_manager(actor: Actor, thing: Parties) -> bool:
    """The actor acts for the manager of the pool."""
    return same_territory(actor, thing) and actor.organization_id == thing.manager_id


def for_owner(actor: Actor, thing: Parties) -> bool:
    """The actor acts for the owner."""
    return same_territory(actor, thing) and actor.organization_id == thing.owner_id


def substitute(actor: Actor, thing: Parties) -> bool:
    """The actor answers for a manager who is away or was silent too long, never for oneself."""
    named = actor.user_id in (thing.substitute_id, thing.told_id)
    stands_in = same_territory(actor, thing) and named
    return stands_in and actor.organization_id != thing.borrower_id


def for_answering_owner(actor: Actor, thing: Parties) -> bool:
    """The actor acts for the owner, to whom a request left unanswered has come."""
    return same_territory(actor, thing) and actor.organization_id == thing.answering_owner_id


def for_co_owner(actor: Actor, thing: Parties) -> bool:
    """The actor acts for one of those who bought it together."""
    return same_territory(actor, thing) and actor.organization_id in thing.co_owner_ids


def for_custodian(actor: Actor, thing: Parties) -> bool:
    """The actor acts for a commune that stores some of it."""
    return same_territory(actor, thing) and actor.organization_id in thing.custodian_ids


def for_lender(actor: Actor, thing: Parties) -> bool:
    """The actor acts for the manager of a pool that the organization borrows from."""
    return same_territory(actor, thing) and actor.organization_id in thing.lender_ids


def for_organization(actor: Actor, thing: Parties) -> bool:
    """The actor acts for the organization whose thing it is."""
    return same_territory(actor, thing) and actor.organization_id == thing.organization_id


def for_answerable(actor: Actor, thing: Parties) -> bool:
    """The actor acts for the commune that answers for the organization."""
    return same_territory(actor, thing) and actor.organization_id == thing.answerable_id


def own(actor: Actor, thing: Parties) -> bool:
    """The thing is the actor's own."""
    return same_territory(actor, thing) and actor.user_id == thing.user_id


def mandated(actor: Actor, thing: Parties) -> bool:
    """The actor holds a mandate, in force, of an organization whose signature is asked (E33)."""
    holds = (actor.organization_id, actor.email.casefold()) in thing.signers
    return same_territory(actor, thing) and holds


def secretary(actor: Actor, _thing: Parties) -> bool:
    """The actor keeps the secretariat."""
    return Role.SECRETARY in actor.roles


def manager(actor: Actor, _thing: Parties) -> bool:
    """The actor manages pools."""
    return Role.MANAGER in actor.roles


def technician(actor: Actor, _thing: Parties) -> bool:
    """The actor works at depots."""
    return Role.TECHNICIAN in actor.roles


def administrator(actor: Actor, _thing: Parties) -> bool:
    """The actor administers accounts."""
    return Role.ADMINISTRATOR in actor.roles


def service(actor: Actor, _thing: Parties) -> bool:
    """The service itself acts, by its clock or by a command of its operator."""
    return actor.service


def of_epci(actor: Actor, _thing: Parties) -> bool:
    """The actor acts for the intercommunality."""
    return actor.kind is OrganizationKind.EPCI


def of_commune(actor: Actor, _thing: Parties) -> bool:
    """The actor acts for a commune."""
    return actor.kind is OrganizationKind.COMMUNE


def anyone(_actor: Actor, _thing: Parties) -> bool:
    """Whoever is signed in."""
    return True

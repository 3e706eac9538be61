"""May this person: one table of acts, each with its alternatives of named predicates."""

from collections.abc import Callable
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from booking.errors import NotAllowed, NotFound
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

    @property
    def zone(self) -> ZoneInfo:
        """Return the time zone in which the actor lives."""
        return ZoneInfo(self.time_zone)


SERVICE = Actor(0, "Parc commun", "", 0, "Parc commun", 0, service=True)
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
    answerable_id: int | None = None  # the commune that answers for that organization
    user_id: int | None = None


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


ADMINISTERS = (
    (for_organization, administrator),
    (same_territory, of_epci, administrator),
    (service,),
)
"""Who opens and ends accesses: the organization's own administrator, or the EPCI office."""

ACTS: dict[str, tuple[tuple[Predicate, ...], ...]] = {
    "session.open": ((anyone,),),
    "account.read": ((own,),),
    "account.change_password": ((own,),),
    "account.dismiss": ((own,),),
    "access.read": ADMINISTERS,
    "access.invite": ADMINISTERS,
    "access.change": ADMINISTERS,
    "access.end": ADMINISTERS,
    "access.issue_token": ((service,),),
    "access.forget": ((service,),),
    "readiness.read": ((for_organization,), (same_territory, of_epci)),
    "territory.load": ((service,),),
    "inventory.load": (
        (service,),
        (for_manager, manager),
        (same_territory, of_epci, administrator),
    ),
    "catalogue.read": ((same_territory,),),
    "item.read": ((same_territory,),),
    "item.list": (
        (for_organization, manager),
        (for_organization, secretary),
        (for_organization, administrator),
    ),
    "item.add": ((for_manager, manager), (for_owner, manager)),
    "item.edit": ((for_manager, manager), (for_owner, manager)),
    "item.set_stage": ((for_manager, manager), (for_owner, manager)),
    "item.see_costs": ((for_manager,), (for_owner,), (for_co_owner,)),
    "stock.read": ((same_territory,),),
    "stock.change": ((for_manager, manager),),
    "stock.withhold": (
        (for_manager, manager),
        (for_manager, technician),
        (for_owner, manager),
        (for_custodian, technician),
    ),
    "depot.read": ((same_territory,),),
    "depot.add": (
        (for_custodian, manager),
        (for_custodian, secretary),
        (for_custodian, administrator),
        (same_territory, of_epci, administrator),
    ),
    "depot.edit": (
        (for_custodian, manager),
        (for_custodian, secretary),
        (for_custodian, technician),
        (for_custodian, administrator),
        (for_manager, manager),
    ),
    "pool.close": ((for_manager, manager),),
    "file.read": ((same_territory,),),
    "file.change": ((for_manager, manager), (for_owner, manager)),
    "paper.read": (
        (for_organization,),
        (for_lender, manager),
        (same_territory, of_epci, manager),
        (same_territory, of_epci, administrator),
    ),
    "paper.change": ((for_organization, administrator), (for_organization, secretary)),
    "label.print": (
        (for_manager, manager),
        (for_manager, technician),
        (for_owner, manager),
        (for_custodian, technician),
    ),
    "kit.read": ((same_territory,),),
    "kit.make": ((for_manager, manager),),
    "pool.read": ((same_territory,),),
    "pool.open": (
        (for_organization, of_commune, secretary),
        (for_organization, of_commune, manager),
        (for_organization, of_commune, administrator),
    ),
    "pool.edit": ((for_manager, manager),),
    "pool.fill": ((for_owner, manager),),
    "reservation.request": ((for_borrower, secretary), (for_borrower, manager)),
    "reservation.read": (
        (for_borrower,),
        (for_manager,),
        (for_owner,),
        (for_custodian, technician),
        (service,),
    ),
    "reservation.approve": ((for_manager, manager),),
    "reservation.refuse": ((for_manager, manager),),
    "reservation.overbook": ((for_manager, manager),),
    "reservation.edit": (
        (for_borrower, secretary),
        (for_borrower, manager),
        (for_manager, manager),
    ),
    "reservation.swap": ((for_manager, manager),),
    "reservation.name_copies": ((for_manager, manager), (for_manager, technician)),
    "reservation.cancel": (
        (for_borrower, secretary),
        (for_borrower, manager),
        (for_manager, manager),
    ),
    "reservation.lapse": ((service,),),
    "reservation.hand_over": (
        (for_manager, manager),
        (for_manager, technician),
        (for_custodian, technician),
    ),
    "reservation.take_back": (
        (for_manager, manager),
        (for_manager, technician),
        (for_custodian, technician),
    ),
    "queue.read": ((for_organization, manager),),
    "feed.create": ((own,),),
    "feed.read": ((own,), (service,)),
    "feed.revoke": ((own,),),
    "outbox.read": ((same_territory, of_epci, administrator), (service,)),
    "outbox.send": ((service,),),
    "organization.read": ((same_territory,),),
    "organization.edit": (
        (for_organization, secretary),
        (for_organization, administrator),
        (for_answerable, secretary),
        (for_answerable, administrator),
        (same_territory, of_epci, administrator),
    ),
    "organization.add": (
        (for_answerable, secretary),
        (for_answerable, administrator),
        (same_territory, of_epci, administrator),
    ),
    "adhesion.read": ((same_territory,),),
    "adhesion.change": ((for_manager, manager), (for_organization, of_epci, administrator)),
    "figures.refresh": ((same_territory, of_epci, administrator), (service,)),
}


def may(actor: Actor, act: str, thing: Parties) -> bool:
    """Tell whether the table allows the act; serves buttons and links."""
    return any(all(holds(actor, thing) for holds in every) for every in ACTS[act])


def require(actor: Actor, act: str, thing: Parties) -> None:
    """Raise NotFound when the thing is out of view, NotAllowed when only the act is refused."""
    kind = act.partition(".")[0]
    if not may(actor, f"{kind}.read" if f"{kind}.read" in ACTS else act, thing):
        raise NotFound(f"{kind}_not_found")
    if not may(actor, act, thing):
        raise NotAllowed("not_allowed", act=act)

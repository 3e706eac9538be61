"""Opening a pool between neighbours, setting its terms, and what goes into it."""

from collections.abc import Collection, Iterable
from dataclasses import asdict
from datetime import date

from sqlalchemy import select

from booking import clock, journal
from booking.db import db
from booking.errors import Invalid, NotFound, WrongMoment
from booking.models.accounts import Membership
from booking.models.catalogue import Item, Pool
from booking.models.organizations import Adhesion, Organization
from booking.models.reservations import Line, Reservation
from booking.queries import pools, views
from booking.rules import access
from booking.rules.access import Actor, Parties
from booking.rules.asking import AskedPool, Conditions
from booking.usecases import holds, usecase
from booking.usecases.memberships import enrol
from booking.vocabulary import LegalBasis, OrganizationKind, Role, Status

IN_PROGRESS = (
    Status.REQUESTED,
    Status.NEEDS_INFO,
    Status.WAITLISTED,
    Status.APPROVED,
    Status.OUT,
)
"""What still counts on the manager who agreed, or who is to answer."""


@usecase()
def open_pool(actor: Actor, asked: AskedPool, *, key: str | None = None) -> int:
    """A commune opens a pool of its own things for the neighbours it chooses.

    It becomes the manager, and the person one of those who manage. Raises NotFound for a neighbour
    or a thing out of view, Invalid when the name is taken or a thing is another's, WrongMoment
    when a thing is promised.
    """
    mine = Parties(actor.territory_id, organization_id=actor.organization_id)
    access.require(actor, "pool.open", mine)
    neighbours = _neighbours(actor, asked.neighbours)
    pool = Pool(
        territory_id=actor.territory_id,
        name=asked.name,
        manager_id=actor.organization_id,
        by_list=True,
        legal_basis=LegalBasis.FREE_LOAN,
    )
    _require_free_names(pool, asked.name, None)
    db.session.add(pool)
    db.session.flush()  # what goes in, and who adheres, refer to it
    for each in [actor.organization_id, *neighbours]:
        _let_in(actor, pool, each)
    _put(actor, pool, asked.items, managed=True)
    journal.record(actor, "make", "pool", pool.id, name=pool.name, neighbours=neighbours)
    _let_manage(actor)
    return pool.id


def _neighbours(actor: Actor, ids: Collection[int]) -> list[int]:
    """Return the communes chosen, without one's own; raises NotFound for what is none."""
    communes = select(Organization.id).where(
        Organization.territory_id == actor.territory_id,
        Organization.kind == OrganizationKind.COMMUNE,
        Organization.id.in_(ids),
    )
    found = set(db.session.scalars(communes))
    if set(ids) - found:
        raise NotFound("organization_not_found")
    if not found - {actor.organization_id}:
        raise Invalid("invalid", errors={"neighbours": ["Choisissez au moins une autre commune."]})
    return sorted(found - {actor.organization_id})


def _let_in(actor: Actor, pool: Pool, organization_id: int) -> None:
    db.session.add(
        Adhesion(
            territory_id=pool.territory_id,
            organization_id=organization_id,
            pool_id=pool.id,
            starts_on=clock.today(actor.zone),
            joining_act=f"Ouverture du parc par {actor.organization_name}"[:120],
        )
    )


def _let_manage(actor: Actor) -> None:
    """Make who opened the pool one of its managers, for as long as they are in the house."""
    if Role.MANAGER in actor.roles:
        return
    organization = db.session.get_one(Organization, actor.organization_id)
    user = enrol(actor.email, actor.name, organization, Role.MANAGER)
    here = [each for each in user.memberships if each.organization_id == organization.id]
    given = next(each for each in here if each.role is Role.MANAGER)
    given.ends_on = _last_day(actor, [each for each in here if each is not given])
    journal.record(actor, "grant", "user", user.id, role=Role.MANAGER.value)


def _last_day(actor: Actor, others: Iterable[Membership]) -> date | None:
    """Return the last day of the longest of a person's present roles; None when one has none."""
    today = clock.today(actor.zone)
    last = max((each.ends_on or date.max for each in others), default=today)
    return None if last == date.max else max(last, today)


@usecase()
def edit(actor: Actor, pool_id: int, conditions: Conditions, *, key: str | None = None) -> int:
    """The manager sets the terms under which its pool is lent; what is agreed stays agreed.

    Raises Invalid when the name or the public address is taken.
    """
    pool = pools.row(actor, pool_id)
    access.require(actor, "pool.edit", pools.parties(pool))
    _require_free_names(pool, conditions.name, conditions.slug)
    journal.revise(actor, "pool", pool, asdict(conditions) | {"kinds": list(conditions.kinds)})
    return pool.id


def _require_free_names(pool: Pool, name: str, slug: str | None) -> None:
    """Raise Invalid when another pool of the territory has the name, or any the address."""
    errors: dict[str, list[str]] = {}
    others = select(Pool.id).where(Pool.id != (pool.id or 0))
    same = others.where(Pool.territory_id == pool.territory_id, Pool.name == name)
    if db.session.scalar(same.limit(1)):
        errors["name"] = ["Un parc porte déjà ce nom."]
    if slug and db.session.scalar(others.where(Pool.slug == slug).limit(1)):
        errors["slug"] = ["Cette adresse est déjà prise."]
    if errors:
        raise Invalid("invalid", errors=errors)


@usecase()
def fill(actor: Actor, pool_id: int, items: tuple[int, ...], *, key: str | None = None) -> int:
    """An owner moves things of its own into a pool, whose manager lends them from then on.

    A kit takes its parts along. Raises WrongMoment while a reservation counts on one of them.
    """
    pool = pools.row(actor, pool_id)
    access.require(actor, "pool.fill", Parties(pool.territory_id, owner_id=actor.organization_id))
    _put(actor, pool, items)
    return pool.id


def _put(actor: Actor, pool: Pool, ids: Collection[int], *, managed: bool = False) -> None:
    """Move things into a pool; `managed`: only those that their owner manages itself."""
    items = [item for item in _with_parts(_own(actor, ids)) if item.pool_id != pool.id]
    if managed and any(item.pool.manager_id != actor.organization_id for item in items):
        raise _wrong("Ce matériel est dans le parc d’un autre gestionnaire.")
    _require_together(items, pool)
    holds.lock([item.id for item in items])  # nobody promises any of it meanwhile
    for item in items:
        _require_unpromised(item)
    for item in items:
        moved = {"pool": [item.pool.name, pool.name]}
        journal.record(actor, "move_pool", "item", item.id, changes=moved)
        item.pool_id = pool.id
    if items:
        added = {"items": ["", sorted(item.name for item in items)]}
        journal.record(actor, "fill", "pool", pool.id, changes=added)


def _own(actor: Actor, ids: Collection[int]) -> list[Item]:
    """Return things of the actor's organization; raises NotFound, Invalid when another owns it."""
    found = pools.items(actor, ids)
    for item in found:
        if item.owner_id != actor.organization_id:
            raise _wrong(f"« {item.name} » n’appartient pas à votre organisme.")
    return found


def _with_parts(items: Iterable[Item]) -> list[Item]:
    """Return things with the parts of kits; raises Invalid for a part whose kit would stay."""
    found = dict.fromkeys(items)
    found |= dict.fromkeys(part.item for item in list(found) for part in item.parts)
    for item in found:
        for kit in pools.kits_of(item.id):
            if kit not in found:
                raise _wrong(f"« {item.name} » fait partie du lot « {kit.name} ».")
    return list(found)


def _require_together(items: Collection[Item], pool: Pool) -> None:
    """Raise Invalid when what goes along with a thing would be lent by another manager."""
    for item in items:
        for other in pools.goes_with(item.id):
            if other.pool_id != pool.id and other not in items:
                raise _wrong(f"« {item.name} » va avec « {other.name} », d’un autre parc.")


def _wrong(message: str) -> Invalid:
    return Invalid("invalid", errors={"items": [message]})


def _require_unpromised(item: Item) -> None:
    counting = (
        select(Reservation)
        .join(Line, Line.reservation_id == Reservation.id)
        .where(Line.item_id == item.id, Reservation.status.in_(IN_PROGRESS))
        .order_by(Reservation.id)
    )
    found = db.session.scalars(counting).unique().all()
    if found:
        known = [{"id": each.id, "reference": views.reference(each.id)} for each in found]
        loans = ", ".join(str(each["reference"]) for each in known)
        raise WrongMoment("promised_in_pool", item=item.name, loans=loans, reservations=known)

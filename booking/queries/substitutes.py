"""Who stands in for the manager of a pool, and who could."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from booking import clock
from booking.db import db
from booking.models.accounts import Membership, User
from booking.models.catalogue import Item, Pool
from booking.models.organizations import Organization
from booking.queries import delays, pools
from booking.rules import access
from booking.rules.access import Actor
from booking.rules.delays import INSTANT
from booking.vocabulary import OrganizationKind, Role


@dataclass(frozen=True)
class Person:
    """Somebody who could answer: a name and where they work, no more."""

    id: int
    name: str
    organization: str


@dataclass(frozen=True)
class SubstituteView:
    """Who stands in, and while the manager is away on which days, both included, if any."""

    name: str
    person_id: int
    starts_on: date | None
    ends_on: date | None


def of_pool(actor: Actor, pool_id: int) -> SubstituteView | None:
    """Return who stands in for the manager of a pool; raises NotFound out of view."""
    pool = pools.row(actor, pool_id)
    user = db.session.get(User, pool.substitute_id) if pool.substitute_id else None
    return SubstituteView(user.name, user.id, *days_of(pool)) if user else None


def days_of(pool: Pool) -> tuple[date | None, date | None]:
    """Return the first and the last day on which the manager is away, where the pool lives."""
    if pool.substitute_from is None or pool.substitute_until is None:
        return None, None
    zone = delays.zone_of(pool)
    last = (pool.substitute_until - INSTANT).astimezone(zone).date()
    return pool.substitute_from.astimezone(zone).date(), last


def people(actor: Actor, pool_id: int) -> list[Person]:
    """Return who could: others with a role at the manager's, at an owner's or in a commune.

    Raises NotFound out of view and NotAllowed to who does not set the terms of the pool.
    """
    pool = pools.row(actor, pool_id)
    access.require(actor, "pool.edit", pools.parties(pool))
    today = clock.today(actor.zone)
    owners = select(Item.owner_id).where(Item.pool_id == pool.id)
    found = (
        select(User.id, User.name, Organization.name)
        .join(Membership, Membership.user_id == User.id)
        .join(Organization, Organization.id == Membership.organization_id)
        .where(
            Organization.territory_id == pool.territory_id,
            User.id != actor.user_id,
            or_(
                Organization.kind == OrganizationKind.COMMUNE,
                Organization.id == pool.manager_id,
                Organization.id.in_(owners),
            ),
            Membership.role != Role.OBSERVER,
            Membership.starts_on <= today,
            or_(Membership.ends_on.is_(None), Membership.ends_on >= today),
        )
        .order_by((Organization.id == pool.manager_id).desc(), Organization.name, User.name)
    )
    known: dict[int, Person] = {}
    for user_id, name, organization in db.session.execute(found):
        known.setdefault(user_id, Person(user_id, name, organization))
    return list(known.values())

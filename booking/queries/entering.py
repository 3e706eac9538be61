"""In whose name a manager may enter a request, by telephone."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from booking import clock, mail
from booking.db import db
from booking.models.catalogue import Pool
from booking.models.organizations import Organization
from booking.period import Period
from booking.queries import catalogue, organizations
from booking.rules import access, terms
from booking.rules.access import Actor, Parties
from booking.vocabulary import Role

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Named:
    """An organization in whose name one may ask."""

    id: int
    name: str


def borrowers(
    actor: Actor, items: Collection[str], period: Period | None, kept: str = ""
) -> list[Named]:
    """Return the others to whom every pool concerned lends, by name; none to who manages not all.

    Without dates they are those to whom it lends today. `kept`, an id, stays whatever it is.
    """
    pools = _managed(actor, items)
    return lent_to(actor, pools, period, kept) if pools else []


def lent_to(
    actor: Actor, pools: Collection[Pool], period: Period | None, kept: str = ""
) -> list[Named]:
    """Return the others to whom every one of some pools lends, by name; as `borrowers`."""
    now = clock.now()
    around = period or Period(now, now + A_DAY)
    found = (
        select(Organization)
        .where(
            Organization.territory_id == actor.territory_id,
            Organization.id != actor.organization_id,
        )
        .options(joinedload(Organization.adhesions), joinedload(Organization.answerable))
        .order_by(Organization.name, Organization.id)
    )
    return [
        Named(each.id, each.name)
        for each in db.session.scalars(found).unique()
        if str(each.id) == kept or all(_lends(actor, pool, each, around) for pool in pools)
    ]


def is_mixed(actor: Actor, items: Collection[str]) -> bool:
    """Tell whether some items are of the actor's pools and others not: nobody enters both."""
    own = pools(actor)
    asked = (
        {item.pool_id for item in catalogue.find_all(actor, list(items)).values()} if own else set()
    )
    return bool(asked & own) and bool(asked - own)


def pools(actor: Actor) -> frozenset[int]:
    """Return the pools for which the actor enters requests in the name of others."""
    if Role.MANAGER not in actor.roles:
        return frozenset()
    found = select(Pool).filter_by(
        territory_id=actor.territory_id, manager_id=actor.organization_id
    )
    return frozenset(each.id for each in db.session.scalars(found) if may_enter(actor, each))


def may_enter(actor: Actor, pool: Pool) -> bool:
    """Tell whether the actor enters requests for what a pool lends."""
    managed = Parties(pool.territory_id, manager_id=pool.manager_id)
    return access.may(actor, "reservation.request", managed)


def has_secretary(organization_id: int) -> bool:
    """Tell whether somebody keeps the secretariat of an organization today."""
    return bool(mail.people(organization_id, Role.SECRETARY))


def _managed(actor: Actor, items: Collection[str]) -> list[Pool]:
    """Return the pools of some items when the actor manages them all, else none."""
    if Role.MANAGER not in actor.roles:
        return []
    pools = {item.pool for item in catalogue.find_all(actor, list(items)).values()}
    if not all(may_enter(actor, pool) for pool in pools):
        return []
    return sorted(pools, key=lambda pool: pool.id)


def _lends(actor: Actor, pool: Pool, other: Organization, period: Period) -> bool:
    borrower = organizations.as_borrower(other, pool, period, actor.zone)
    return not terms.blocking(terms.eligibility(catalogue.terms_of(pool), borrower))

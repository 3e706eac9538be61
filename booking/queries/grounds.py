"""The parties of pools and reservations, as the rule on legal bases asks for them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from booking import clock
from booking.db import db
from booking.models.catalogue import Item, Pool, Share
from booking.models.organizations import Adhesion, Organization
from booking.models.reservations import Reservation
from booking.numbers import among
from booking.rules import grounds
from booking.rules.access import Actor
from booking.rules.grounds import Body, Sides
from booking.rules.terms import Verdict
from booking.vocabulary import LegalBasis, OrganizationKind


@dataclass(frozen=True)
class Judged:
    """What is said of a basis, and of which things; of none when the whole pool is meant."""

    verdict: Verdict
    items: tuple[str, ...]


def of_reservation(actor: Actor, mine: Reservation) -> list[Verdict]:
    """Return whether the bases of what is lent fit its lender and its borrower, said once each."""
    items = {line.item_id for line in mine.lines}
    found = _judged(actor, mine.pool, items, {mine.request.borrower_id})
    return [each.verdict for each in found]


def of_pool(actor: Actor, pool: Pool) -> list[Judged]:
    """Return whether the bases of a pool fit its owners, its manager and who may borrow."""
    return _judged(actor, pool, None, borrowers(actor, pool))


def of_item(actor: Actor, item: Item) -> list[Verdict]:
    """Return whether the basis of one thing fits its owners, its manager and who may borrow."""
    found = _judged(actor, item.pool, {item.id}, borrowers(actor, item.pool))
    return [each.verdict for each in found]


def borrowers(actor: Actor, pool: Pool) -> set[int]:
    """Return who may borrow from a pool today, by its list or by the kinds it lends to."""
    today = clock.today(actor.zone)
    if pool.by_list:
        return _adherents(actor, pool.id, today)
    found = select(Organization.id).where(
        Organization.territory_id == actor.territory_id, Organization.kind.in_(pool.kinds)
    )
    if pool.below_population is not None:
        small = Organization.population < pool.below_population
        found = found.where(or_(small, Organization.kind != OrganizationKind.COMMUNE))
    return set(db.session.scalars(found))


def _judged(
    actor: Actor, pool: Pool, items: Collection[int] | None, borrowing: set[int]
) -> list[Judged]:
    """Judge each set of owners under each basis once; things follow their own, or the pool's."""
    groups: dict[tuple[LegalBasis, frozenset[int]], list[str]] = {}
    for name, basis, owners in _owned(pool, items):
        groups.setdefault((basis or pool.legal_basis, owners), []).append(name)
    known = {*borrowing, pool.manager_id, *(each for _, owners in groups for each in owners)}
    bodies = _bodies(actor, known)
    found: dict[tuple[str, LegalBasis], tuple[Verdict, list[str]]] = {}
    for (basis, owners), names in groups.items():
        sides = Sides(
            frozenset(bodies[each] for each in owners),
            bodies[pool.manager_id],
            frozenset(bodies[each] for each in borrowing),
        )
        for verdict in grounds.judge(basis, sides):
            found.setdefault((verdict.code, basis), (verdict, []))[1].extend(names)
    return [Judged(verdict, tuple(names)) for verdict, names in found.values()]


def _owned(
    pool: Pool, items: Collection[int] | None
) -> Iterable[tuple[str, LegalBasis | None, frozenset[int]]]:
    """Yield the name, the own basis and the owners of each thing."""
    which = Item.pool_id == pool.id if items is None else among(Item.id, items)
    shares: dict[int, set[int]] = {}
    shared = select(Share.item_id, Share.organization_id).join(Item, Item.id == Share.item_id)
    for item_id, organization_id in db.session.execute(shared.where(which)):
        shares.setdefault(item_id, set()).add(organization_id)
    rows = select(Item.id, Item.name, Item.legal_basis, Item.owner_id).where(which)
    for item_id, name, basis, owner_id in db.session.execute(rows.order_by(Item.name)):
        yield name, basis, frozenset({owner_id, *shares.get(item_id, ())})


def _bodies(actor: Actor, ids: set[int]) -> dict[int, Body]:
    members = _adherents(actor, None, clock.today(actor.zone))
    found = select(Organization.id, Organization.kind).where(among(Organization.id, ids))
    return {each: Body(each, kind, each in members) for each, kind in db.session.execute(found)}


def _adherents(actor: Actor, pool_id: int | None, day: date) -> set[int]:
    """Return who adheres on a day to a pool, or to the EPCI when none is named."""
    found = select(Adhesion.organization_id).where(
        Adhesion.territory_id == actor.territory_id,
        Adhesion.pool_id == pool_id,
        Adhesion.starts_on <= day,
        or_(Adhesion.ends_on.is_(None), Adhesion.ends_on >= day),
    )
    return set(db.session.scalars(found))

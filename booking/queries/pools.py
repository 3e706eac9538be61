"""Pools in the actor's view: who manages, for whom, under which terms, with what in it."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from booking import clock
from booking.db import db
from booking.errors import NotFound
from booking.models.catalogue import Companion, Item, KitPart, Pool
from booking.models.organizations import Adhesion, Contact, Organization
from booking.numbers import among
from booking.period import Period
from booking.queries import catalogue, circles, grounds
from booking.queries.grounds import Judged
from booking.rules import access
from booking.rules.access import Actor, Parties
from booking.rules.terms import Terms, Verdict
from booking.vocabulary import (
    ContactFunction,
    LegalBasis,
    LifeStage,
    OrganizationKind,
    SchoolRule,
)

LENT = Item.stage == LifeStage.PUBLISHED


@dataclass(frozen=True)
class PoolView:
    """A pool as its territory reads it; `refused` says why it is not open to the actor's own."""

    id: int
    name: str
    manager: str
    manager_kind: OrganizationKind
    terms: Terms
    late_grace_hours: int
    reply_days: int
    confirm_days: int
    cancel_days: int
    remind_days: tuple[int, ...]
    contest_days: int
    legal_basis: LegalBasis
    hidden: bool
    slug: str | None
    slots_block: bool
    needs_signed: bool
    open_on_holidays: bool
    school_rule: SchoolRule
    things: int
    adherents: tuple[str, ...]  # of its list, today; none when it has no list
    refused: tuple[Verdict, ...]
    mine: bool  # the actor's organization manages it


@dataclass(frozen=True)
class Reach:
    """Whom to call about a pool."""

    name: str
    function: str
    phone: str
    email: str


@dataclass(frozen=True)
class PoolPage:
    """A pool with what its page adds: what is in it, whom to call, whether its basis fits."""

    pool: PoolView
    families: tuple[tuple[str, int], ...]
    contacts: tuple[Reach, ...]
    judged: tuple[Judged, ...]
    may_edit: bool
    fillable: tuple[tuple[int, str], ...]  # what the actor's organization could put in


def row(actor: Actor, pool_id: int) -> Pool:
    """Return the pool itself, for use-cases; raises NotFound out of view."""
    found = db.session.scalars(_known(actor).where(Pool.id == pool_id)).first()
    if found is None:
        raise NotFound("pool_not_found")
    return found


def parties(pool: Pool) -> Parties:
    """Return the organizations a pool concerns."""
    return Parties(pool.territory_id, manager_id=pool.manager_id)


def index(actor: Actor) -> list[PoolView]:
    """Return the pools that the actor's organization may know of: its own, then by name."""
    found = _views(actor, db.session.scalars(_known(actor)).all())
    return sorted(found, key=lambda each: (not each.mine, bool(each.refused), each.name))


def show(actor: Actor, pool_id: int) -> PoolView:
    """Return one pool; raises NotFound out of view."""
    return _views(actor, [row(actor, pool_id)])[0]


def page(actor: Actor, pool_id: int) -> PoolPage:
    """Return one pool as its page shows it; raises NotFound out of view."""
    pool = row(actor, pool_id)
    things = select(Item.family).where(Item.pool_id == pool.id, LENT)
    families = Counter(db.session.scalars(things))
    return PoolPage(
        pool=_views(actor, [pool])[0],
        families=tuple(sorted(families.items(), key=lambda each: (-each[1], each[0]))),
        contacts=_contacts(pool),
        judged=tuple(grounds.of_pool(actor, pool)),
        may_edit=access.may(actor, "pool.edit", parties(pool)),
        fillable=_fillable(actor, pool),
    )


def neighbours(actor: Actor) -> list[tuple[int, str]]:
    """Return the other communes of the territory, by name."""
    found = select(Organization.id, Organization.name).where(
        Organization.territory_id == actor.territory_id,
        Organization.kind == OrganizationKind.COMMUNE,
        Organization.id != actor.organization_id,
    )
    return [(each, name) for each, name in db.session.execute(found.order_by(Organization.name))]


def own_things(actor: Actor) -> list[tuple[int, str]]:
    """Return what the actor's organization owns and manages itself, parts of kits apart."""
    found = _own(actor).join(Item.pool).where(Pool.manager_id == actor.organization_id)
    return _named(found)


def items(actor: Actor, ids: Collection[int]) -> list[Item]:
    """Return the things of some ids that the actor may know of; raises NotFound for another."""
    known = select(Item).where(
        Item.territory_id == actor.territory_id, circles.in_known(actor), among(Item.id, ids)
    )
    found = db.session.scalars(known.options(joinedload(Item.pool)).order_by(Item.id)).all()
    if missing := set(ids) - {item.id for item in found}:
        raise NotFound("item_not_found", item=str(min(missing)))
    return list(found)


def kits_of(item_id: int) -> Sequence[Item]:
    """Return the kits that a thing is a part of."""
    found = select(Item).join(KitPart, KitPart.kit_id == Item.id)
    return db.session.scalars(found.where(KitPart.item_id == item_id)).all()


def goes_with(item_id: int) -> Sequence[Item]:
    """Return the things that go along with one, and those that it goes along with."""
    pairs = or_(
        and_(Companion.item_id == item_id, Companion.companion_id == Item.id),
        and_(Companion.companion_id == item_id, Companion.item_id == Item.id),
    )
    return db.session.scalars(select(Item).join(Companion, pairs).order_by(Item.id)).all()


def _known(actor: Actor) -> Select[Pool]:
    found = select(Pool).where(Pool.territory_id == actor.territory_id, circles.known(actor))
    return found.options(joinedload(Pool.manager)).order_by(Pool.name)


def _own(actor: Actor) -> Select[Item]:
    """Select what the actor's organization owns; a part goes where its kit goes."""
    return select(Item).where(
        Item.territory_id == actor.territory_id,
        Item.owner_id == actor.organization_id,
        Item.id.not_in(select(KitPart.item_id)),
        Item.stage != LifeStage.RETIRED,
    )


def _named(found: Select[Item]) -> list[tuple[int, str]]:
    rows = found.with_only_columns(Item.id, Item.name, Item.reference).order_by(Item.name)
    return [(each, f"{name} ({reference})") for each, name, reference in db.session.execute(rows)]


def _fillable(actor: Actor, pool: Pool) -> tuple[tuple[int, str], ...]:
    own = Parties(actor.territory_id, owner_id=actor.organization_id)
    if not access.may(actor, "pool.fill", own):
        return ()
    return tuple(_named(_own(actor).where(Item.pool_id != pool.id)))


def _views(actor: Actor, rows: Sequence[Pool]) -> list[PoolView]:
    ids = [pool.id for pool in rows]
    counted = select(Item.pool_id, func.count()).where(among(Item.pool_id, ids), LENT)
    things = dict(db.session.execute(counted.group_by(Item.pool_id)).all())
    adherents = adherents_on(ids, clock.today(actor.zone))
    refused = catalogue.refusals(actor, rows, _today(actor))
    return [
        PoolView(
            id=pool.id,
            name=pool.name,
            manager=pool.manager.name,
            manager_kind=pool.manager.kind,
            terms=catalogue.terms_of(pool),
            late_grace_hours=pool.late_grace_hours,
            reply_days=pool.reply_days,
            confirm_days=pool.confirm_days,
            cancel_days=pool.cancel_days,
            remind_days=tuple(pool.remind_days),
            contest_days=pool.contest_days,
            legal_basis=pool.legal_basis,
            hidden=pool.hidden,
            slug=pool.slug,
            slots_block=pool.slots_block,
            needs_signed=pool.needs_signed,
            open_on_holidays=pool.open_on_holidays,
            school_rule=pool.school_rule,
            things=things.get(pool.id, 0),
            adherents=tuple(adherents.get(pool.id, ())) if pool.by_list else (),
            refused=refused[pool.id],
            mine=pool.manager_id == actor.organization_id,
        )
        for pool in rows
    ]


def _today(actor: Actor) -> Period:
    """Return the present day: who adheres today may be told that a pool is open."""
    midnight = datetime.combine(clock.today(actor.zone), time(0), actor.zone)
    return Period(midnight, midnight + timedelta(hours=1))


def adherents_on(ids: Collection[int], day: date) -> dict[int | None, list[str]]:
    """Return, by pool, the names of who adheres on a day."""
    found = (
        select(Adhesion.pool_id, Organization.name)
        .join(Organization, Organization.id == Adhesion.organization_id)
        .where(
            among(Adhesion.pool_id, ids),
            Adhesion.starts_on <= day,
            or_(Adhesion.ends_on.is_(None), Adhesion.ends_on >= day),
        )
        .distinct()
        .order_by(Organization.name)
    )
    names: dict[int | None, list[str]] = {}
    for pool_id, name in db.session.execute(found):
        names.setdefault(pool_id, []).append(name)
    return names


def _contacts(pool: Pool) -> tuple[Reach, ...]:
    """Return whom to call: who is named for equipment, else the house itself."""
    named = select(Contact).where(
        Contact.organization_id == pool.manager_id, Contact.function == ContactFunction.EQUIPMENT
    )
    found = db.session.scalars(named.order_by(Contact.substitute, Contact.id)).all()
    if found:
        return tuple(
            Reach(each.name, "suppléant" if each.substitute else "", each.phone, each.email)
            for each in found
        )
    house = pool.manager
    return (Reach(house.name, "", house.phone, house.email),) if house.phone or house.email else ()

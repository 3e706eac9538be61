"""The rules that validate at once: of each pool, in force, and what they would have answered."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload, selectinload

from booking import clock
from booking.db import db
from booking.dealings import FOR_THE_ELECTED
from booking.errors import NotFound
from booking.models.accounts import User
from booking.models.catalogue import Item, KitPart, Pool
from booking.models.dealings import ApprovalRule
from booking.models.organizations import Organization
from booking.models.reservations import Line, Request, Reservation
from booking.numbers import among
from booking.queries import pools
from booking.queries.decision import overlapping
from booking.rules import access, approvals, lifecycle, terms
from booking.rules.access import Actor
from booking.rules.approvals import Case, Rule
from booking.vocabulary import LifeStage, OrganizationKind, Status

ANY = (
    exists()
    .where(ApprovalRule.pool_id == Item.pool_id, ApprovalRule.ended_at.is_(None))
    .correlate(Item)
)
"""Whether the pool of an item has rules: read along with the item, so that nobody else waits."""
MONTHS = 12


@dataclass(frozen=True)
class RuleView:
    """A rule as its page says it; `would` of `seen` requests of last year met its conditions."""

    id: int
    name: str
    borrowers: tuple[str, ...]
    items: tuple[str, ...]
    most: int | None
    longest_days: int | None
    ends_on: date | None
    set_at: datetime
    set_by: str
    ended_at: datetime | None
    in_force: bool
    would: int
    seen: int


def of_pool(actor: Actor, pool_id: int) -> list[RuleView]:
    """Return the rules of a pool, those in force first; raises NotFound to others."""
    pool = readable(actor, pool_id)
    found = select(ApprovalRule, User.name).join(User, User.id == ApprovalRule.set_by_id)
    rows = db.session.execute(
        found.where(ApprovalRule.pool_id == pool.id).order_by(ApprovalRule.id)
    ).all()
    cases = _last_year(pool, actor) if rows else []
    views = _views([(rule, name) for rule, name in rows], cases, clock.today(actor.zone))
    return sorted(views, key=lambda each: (not each.in_force, each.id))


def readable(actor: Actor, pool_id: int) -> Pool:
    """Return a pool whose rules the actor may read; raises NotFound."""
    pool = pools.row(actor, pool_id)
    access.require(actor, "rule.read", pools.parties(pool))
    return pool


def row(actor: Actor, rule_id: int) -> ApprovalRule:
    """Return the rule itself, for use-cases; raises NotFound out of view."""
    found = db.session.get(ApprovalRule, rule_id)
    if found is None or not access.may(actor, "rule.read", pools.parties(found.pool)):
        raise NotFound("rule_not_found")
    return found


def in_force(pool_id: int, today: date) -> list[ApprovalRule]:
    """Return the rules that answer for a pool on a day, the oldest first."""
    found = select(ApprovalRule).where(
        ApprovalRule.pool_id == pool_id, ApprovalRule.ended_at.is_(None)
    )
    rows = db.session.scalars(found.order_by(ApprovalRule.id))
    return [each for each in rows if conditions(each).lasts(today)]


def conditions(rule: ApprovalRule) -> Rule:
    """Return a rule as it is judged."""
    return Rule(
        name=rule.name,
        borrower_ids=frozenset(rule.borrower_ids),
        item_ids=frozenset(rule.item_ids),
        most=rule.most,
        longest_days=rule.longest_days,
        ends_on=rule.ends_on,
    )


def case(mine: Reservation, actor: Actor) -> Case:
    """Return a reservation as the rules look at it."""
    quantities: Counter[int] = Counter()
    for line in mine.lines:
        quantities[line.item_id] += line.asked or line.quantity
    days = mine.ends_at.astimezone(actor.zone).date() - mine.starts_at.astimezone(actor.zone).date()
    return Case(
        borrower_id=mine.request.borrower_id,
        quantities=quantities,
        days=days.days,
        own=mine.request.borrower_id == mine.pool.manager_id,
        elected=mine.request.beneficiary_kind in FOR_THE_ELECTED,
    )


def has_rivals(mine: Reservation) -> bool:
    """Tell whether another request, without an answer yet, wants the same things meanwhile."""
    wanted = exists().where(
        Reservation.status.in_(lifecycle.UNANSWERED),
        Line.reservation_id == Reservation.id,
        among(Line.item_id, [line.item_id for line in mine.lines]),
        *overlapping(mine),
    )
    return bool(db.session.scalar(select(wanted)))


def borrowers(pool: Pool) -> list[tuple[int, str]]:
    """Return whom a rule may name: the others of the territory, by name."""
    found = select(Organization.id, Organization.name).where(
        Organization.territory_id == pool.territory_id,
        Organization.id != pool.manager_id,
        Organization.kind.in_([each for each in OrganizationKind if each in pool.kinds]),
    )
    return [(each, name) for each, name in db.session.execute(found.order_by(Organization.name))]


def items(pool: Pool) -> list[tuple[int, str]]:
    """Return what a rule may name: the things of the pool; a set is asked for by its parts."""
    found = select(Item.id, Item.name, Item.reference).where(
        Item.pool_id == pool.id,
        Item.stage != LifeStage.RETIRED,
        Item.id.not_in(select(KitPart.kit_id)),
    )
    rows = db.session.execute(found.order_by(Item.name, Item.reference))
    return [(each, f"{name} ({reference})") for each, name, reference in rows]


def _last_year(pool: Pool, actor: Actor) -> Sequence[Case]:
    """Return what was asked of a pool over a year, as its rules look at it."""
    first = terms.months_before(clock.today(actor.zone), MONTHS)
    found = (
        select(Reservation)
        .join(Reservation.request)
        .where(
            Reservation.pool_id == pool.id,
            Reservation.status != Status.DRAFT,
            Request.asked_at >= datetime(first.year, first.month, first.day, tzinfo=actor.zone),
        )
        .options(
            joinedload(Reservation.request),
            joinedload(Reservation.pool),
            selectinload(Reservation.lines),
        )
    )
    return [case(each, actor) for each in db.session.scalars(found)]


def _views(
    rows: Collection[tuple[ApprovalRule, str]], cases: Sequence[Case], today: date
) -> list[RuleView]:
    named = (
        _names(Organization, {each for rule, _ in rows for each in rule.borrower_ids}),
        _names(Item, {each for rule, _ in rows for each in rule.item_ids}),
    )
    return [
        RuleView(
            id=rule.id,
            name=rule.name,
            borrowers=tuple(named[0].get(each, "?") for each in rule.borrower_ids),
            items=tuple(named[1].get(each, "?") for each in rule.item_ids),
            most=rule.most,
            longest_days=rule.longest_days,
            ends_on=rule.ends_on,
            set_at=rule.set_at,
            set_by=who,
            ended_at=rule.ended_at,
            in_force=rule.ended_at is None and conditions(rule).lasts(today),
            would=sum(not approvals.against(conditions(rule), each) for each in cases),
            seen=len(cases),
        )
        for rule, who in rows
    ]


def _names(table: type[Organization | Item], ids: Iterable[int]) -> dict[int, str]:
    found = select(table.id, table.name).where(among(table.id, list(ids)))
    return {each: name for each, name in db.session.execute(found)}

"""Those who operate, when they are not there, and which reservations then lack somebody."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from booking import clock
from booking.db import db
from booking.errors import NotFound
from booking.models.accounts import User
from booking.models.catalogue import Item, Pool, Stock, Unit
from booking.models.reservations import Hold
from booking.period import Period
from booking.queries import catalogue, dangers
from booking.queries.availability import hull, supplies
from booking.queries.dangers import Danger
from booking.rules import access, availability
from booking.rules.access import Actor, Parties, may
from booking.rules.availability import Supply
from booking.vocabulary import STAFF, HoldReason


@dataclass(frozen=True)
class AbsenceView:
    """From when to when somebody is not there; which reservations then lack somebody."""

    id: int
    starts_at: datetime
    ends_at: datetime
    present: bool
    dangers: tuple[Danger, ...]


@dataclass(frozen=True)
class PersonView:
    """A person who operates: a numbered copy, perhaps with an account of the employer."""

    unit_id: int
    number: str
    item: str
    reference: str
    employer: str
    account: str  # its address, for those who may link it
    mine: bool
    may_declare: bool
    may_link: bool
    absences: tuple[AbsenceView, ...]


def of_actor(actor: Actor) -> list[PersonView]:
    """Return the persons whose absences the actor reads: oneself, those employed or managed."""
    found = (
        select(Unit)
        .join(Unit.stock)
        .join(Stock.item)
        .join(Item.pool)
        .where(
            Unit.territory_id == actor.territory_id,
            Item.family == STAFF,
            or_(
                Unit.user_id == actor.user_id,
                Item.owner_id == actor.organization_id,
                Pool.manager_id == actor.organization_id,
            ),
        )
        .options(
            joinedload(Unit.stock).joinedload(Stock.item).joinedload(Item.pool),
            joinedload(Unit.stock).joinedload(Stock.item).joinedload(Item.owner),
            joinedload(Unit.stock).joinedload(Stock.item).selectinload(Item.shares),
            selectinload(Unit.movements),
        )
        .order_by(Item.name, Unit.number)
    )
    now = clock.now()
    units = [unit for unit in db.session.scalars(found) if not unit.gone(now)]
    holds, accounts = _to_come(units), _accounts(units)
    lacking = _lacking(actor, units, holds)
    people = [_person(actor, unit, holds, lacking, accounts) for unit in units]
    return sorted(people, key=lambda each: not each.mine)


def _person(
    actor: Actor,
    unit: Unit,
    holds: Iterable[Hold],
    lacking: Mapping[int, tuple[Danger, ...]],
    accounts: Mapping[int, str],
) -> PersonView:
    item = unit.stock.item
    may_link = may(actor, "absence.declare", catalogue.parties(item))
    return PersonView(
        unit_id=unit.id,
        number=unit.number,
        item=item.name,
        reference=item.reference,
        employer=item.owner.name,
        account=accounts.get(unit.user_id or 0, "") if may_link else "",
        mine=unit.user_id == actor.user_id,
        may_declare=may(actor, "absence.declare", parties(unit)),
        may_link=may_link,
        absences=tuple(
            AbsenceView(
                hold.id,
                hold.starts_at,
                hold.ends_at,
                hold.starts_at <= clock.now(),
                lacking.get(hold.id, ()),
            )
            for hold in holds
            if hold.unit_id == unit.id
        ),
    )


def _to_come(units: Sequence[Unit]) -> Sequence[Hold]:
    rows = select(Hold).where(
        Hold.unit_id.in_([unit.id for unit in units]),
        Hold.reason == HoldReason.ABSENCE,
        Hold.ends_at > clock.now(),
    )
    return db.session.scalars(rows.order_by(Hold.starts_at, Hold.id)).all()


def _accounts(units: Iterable[Unit]) -> dict[int, str]:
    linked = {unit.user_id for unit in units if unit.user_id}
    found = select(User.id, User.email).where(User.id.in_(linked))
    return {user_id: email for user_id, email in db.session.execute(found)} if linked else {}


def _lacking(
    actor: Actor, units: Iterable[Unit], holds: Sequence[Hold]
) -> dict[int, tuple[Danger, ...]]:
    """Return, by absence, the reservations that lack somebody then, as far as the actor may see."""
    away = {hold.unit_id for hold in holds}
    read = {
        unit.stock_id: unit.stock
        for unit in units
        if unit.id in away
        if may(actor, "reservation.read", catalogue.parties(unit.stock.item))
    }
    if not read:
        return {}
    items, span = {each.item_id for each in read.values()}, hull([hold.period for hold in holds])
    found = supplies(actor.territory_id, items, span, copies=True)
    supply = {each.stock_id: each for group in found.values() for each in group}
    return {
        hold.id: tuple(dangers.of_stock(read[hold.stock_id], _missing(supply, hold)))
        for hold in holds
        if hold.stock_id in read
    }


def _missing(supply: Mapping[int, Supply], hold: Hold) -> list[tuple[Period, int]]:
    """Return when others lack somebody during an absence: a loan without a copy may lie outside."""
    spans = availability.excess(supply[hold.stock_id], hold.period)
    return [(span, lack) for span, lack in spans if span.overlaps(hold.period)]


def concerned(actor: Actor) -> bool:
    """Tell whether there is anybody whose absences the actor reads."""
    return bool(of_actor(actor))


def parties(unit: Unit) -> Parties:
    """Return whom a person's absences concern: the employer, the pool's manager, the person."""
    return replace(catalogue.parties(unit.stock.item), user_id=unit.user_id)


def person(actor: Actor, name: str, number: str) -> Unit:
    """Return a person who operates, by the item and the number of the copy; raises NotFound.

    One whose absences are none of the actor's business is not found either.
    """
    item = catalogue.find(actor, name)
    now = clock.now()
    for unit in [each for stock in item.stocks for each in stock.units]:
        if item.family == STAFF and unit.number == number and not unit.gone(now):
            access.require(actor, "absence.read", parties(unit))
            return unit
    raise NotFound("absence_not_found")


def hold(actor: Actor, hold_id: int) -> Hold:
    """Return an absence that the actor may know of; raises NotFound."""
    found = db.session.get(Hold, hold_id)
    if found is None or found.unit is None or found.reason is not HoldReason.ABSENCE:
        raise NotFound("absence_not_found")
    access.require(actor, "absence.read", parties(found.unit))
    return found


def unit_of(actor: Actor, unit_id: int) -> Unit:
    """Return a person who operates, by the copy's id; raises NotFound."""
    found = db.session.get(Unit, unit_id)
    if found is None or found.stock.item.family != STAFF:
        raise NotFound("absence_not_found")
    access.require(actor, "absence.read", parties(found))
    return found


def dangers_of(actor: Actor, hold_ids: Collection[int]) -> list[Danger]:
    """Return the reservations that lack somebody because of some absences, each once."""
    found = {
        each.reservation_id: each
        for someone in of_actor(actor)
        for absence in someone.absences
        if absence.id in hold_ids
        for each in absence.dangers
    }
    return list(found.values())

"""Depots in the actor's view: where, when, what lies there, and whether dates suit them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from booking import clock
from booking.db import db
from booking.documents import hours
from booking.errors import NotFound
from booking.models.catalogue import Depot, Item, Pool, Stock
from booking.models.depots import Closure
from booking.models.organizations import Territory
from booking.models.reservations import Hold, Line, Reservation
from booking.numbers import among
from booking.period import Period
from booking.queries import catalogue, views
from booking.rules import access, opening
from booking.rules.access import Actor, Parties
from booking.rules.delays import DAY, Closed
from booking.rules.opening import Calendar, Place, Slot
from booking.rules.pickups import REACH, Days
from booking.rules.terms import Verdict, blocking
from booking.vocabulary import SchoolRule, Status

CLOSING = exists().where(
    Closure.territory_id == bindparam("territory"),
    Closure.starts_on <= bindparam("last"),
    Closure.ends_on >= bindparam("first"),
)
"""Whether anything closes on some days, which is seldom: asked along with something else."""


@dataclass(frozen=True)
class ClosureView:
    """Days, both included, without hand-over or return."""

    id: int
    starts_on: date
    ends_on: date
    reason: str


@dataclass(frozen=True)
class DepotView:
    """A depot and what the actor may do there; `week` is (days, hours), days alike together."""

    id: int
    name: str
    custodian: str
    address: str
    access: str
    contact: str
    remark: str
    week: list[tuple[str, str]]
    slots: frozenset[Slot]
    closures: tuple[ClosureView, ...]
    items: int
    may_edit: bool = False


def row(actor: Actor, depot_id: int) -> Depot:
    """Return a depot of the territory; raises NotFound."""
    depot = db.session.get(Depot, depot_id)
    if depot is None or depot.territory_id != actor.territory_id:
        raise NotFound("depot_not_found", depot=str(depot_id))
    return depot


def parties(actor: Actor, depot: Depot) -> Parties:
    """Return who a depot concerns: its commune, and who manages what lies there."""
    return parties_of(actor, [depot])[depot]


def parties_of(actor: Actor, rows: Sequence[Depot]) -> dict[Depot, Parties]:
    """Return the same of several depots, in one query."""
    managed = _managed(actor, [depot.id for depot in rows])
    return {depot: _parties(actor, depot, managed) for depot in rows}


def _parties(actor: Actor, depot: Depot, managed: Collection[int]) -> Parties:
    return Parties(
        depot.territory_id,
        manager_id=actor.organization_id if depot.id in managed else None,
        custodian_ids=frozenset({depot.custodian_id}),
    )


def _managed(actor: Actor, depot_ids: Collection[int]) -> set[int]:
    """Return in which depots something of the actor's pools lies."""
    found = select(Stock.depot_id).join(Stock.item).join(Item.pool)
    mine = found.where(among(Stock.depot_id, depot_ids), Pool.manager_id == actor.organization_id)
    return set(db.session.scalars(mine.distinct()))


def slots_of(depot: Depot) -> set[Slot]:
    """Return the weekly hours of a depot."""
    return {Slot(each.weekday, each.opens_at, each.closes_at) for each in depot.slots}


def hours_said(depot: Depot) -> str:
    """Return the weekly hours of a depot in one line, else the remark that stands for them."""
    return hours.said(slots_of(depot), depot.hours)


def of_territory(actor: Actor) -> list[DepotView]:
    """Return every depot of the territory, by name."""
    found = select(Depot).where(Depot.territory_id == actor.territory_id).order_by(Depot.name)
    whole = found.options(joinedload(Depot.custodian), selectinload(Depot.slots))
    return _views(actor, db.session.scalars(whole).all())


def show(actor: Actor, depot_id: int) -> DepotView:
    """Return one depot; raises NotFound."""
    return _views(actor, [row(actor, depot_id)])[0]


def _views(actor: Actor, rows: Sequence[Depot]) -> list[DepotView]:
    """Return depots with what lies there, in as many queries for all of them as for one."""
    ids = [depot.id for depot in rows]
    seen = catalogue.items_of(actor).join(Item.stocks).where(among(Stock.depot_id, ids))
    counted = seen.with_only_columns(Stock.depot_id, func.count()).group_by(Stock.depot_id)
    things = dict(db.session.execute(counted).all())
    managed = _managed(actor, ids)
    closed = _to_come(actor, among(Closure.depot_id, ids))
    views = []
    for depot in rows:
        mine = tuple(view for depot_id, view in closed if depot_id == depot.id)
        may_edit = access.may(actor, "depot.edit", _parties(actor, depot, managed))
        view = _view(depot, things.get(depot.id, 0), mine)
        views.append(replace(view, may_edit=may_edit))
    return views


def _view(depot: Depot, items: int, closures: tuple[ClosureView, ...]) -> DepotView:
    return DepotView(
        id=depot.id,
        name=depot.name,
        custodian=depot.custodian.name,
        address=depot.address,
        access=depot.access,
        contact=depot.contact,
        remark=depot.hours,
        week=hours.week(slots_of(depot)),
        slots=frozenset(slots_of(depot)),
        closures=closures,
        items=items,
    )


def closures_of_pool(actor: Actor, pool_id: int) -> tuple[ClosureView, ...]:
    """Return the days to come on which a whole pool is closed."""
    return tuple(view for _, view in _to_come(actor, Closure.pool_id == pool_id))


def _to_come(actor: Actor, of: ColumnElement[bool]) -> list[tuple[int | None, ClosureView]]:
    """Return closures that are not over, each with its depot."""
    found = select(Closure).where(
        Closure.territory_id == actor.territory_id,
        of,
        Closure.ends_on >= clock.today(actor.zone),
    )
    return [
        (each.depot_id, ClosureView(each.id, each.starts_on, each.ends_on, each.reason))
        for each in db.session.scalars(found.order_by(Closure.starts_on, Closure.id))
    ]


def concerned(
    actor: Actor, starts_on: date, ends_on: date, *, depot_id: int = 0, pool_id: int = 0
) -> list[str]:
    """Return the references of agreed loans that leave or come back on some days."""
    first = datetime.combine(starts_on, time(0), actor.zone)
    after = datetime.combine(ends_on + DAY, time(0), actor.zone)
    leaves = and_(Reservation.starts_at >= first, Reservation.starts_at < after)
    comes_back = and_(Reservation.ends_at > first, Reservation.ends_at <= after)
    found = (
        select(Reservation)
        .join(Reservation.lines)
        .join(Line.holds)
        .join(Hold.stock)
        .where(
            Reservation.territory_id == actor.territory_id,
            Reservation.status.in_((Status.REQUESTED, Status.APPROVED, Status.OUT)),
            or_(Stock.depot_id == depot_id, Reservation.pool_id == pool_id),
            or_(leaves, comes_back),
        )
        .order_by(Reservation.starts_at)
    )
    return [views.reference(each.id) for each in db.session.scalars(found).unique()]


def judged(pool: Pool, depot_ids: Collection[int], period: Period, zone: ZoneInfo) -> list[Verdict]:
    """Judge whether a loan may leave some depots and come back, by a pool's calendar."""
    return opening.judge(_calendar(pool), _places(pool, depot_ids, period), period, zone)


def around(period: Period) -> dict[str, date]:
    """Return the first and the last day that `CLOSING` asks about: delays run from today."""
    first = min(period.starts_at, clock.now()).date()
    return {"first": first - DAY, "last": period.ends_at.date() + DAY}


def closing(territory_id: int, period: Period) -> bool:
    """Tell whether anything closes around a period."""
    asked = {"territory": territory_id, **around(period)}
    return bool(db.session.scalar(select(CLOSING), asked))


def refusing(
    pool: Pool, stock_ids: Collection[int], period: Period, zone: ZoneInfo, *, closing: bool
) -> list[Verdict]:
    """Return what refuses a loan from some stocks; asks nothing more where nothing can refuse."""
    if not (closing or pool.slots_block or pool.school_rule is not SchoolRule.ANY):
        return []
    kept = select(Stock.depot_id).where(Stock.id.in_(stock_ids))
    return blocking(judged(pool, set(db.session.scalars(kept)), period, zone))


def notes(actor: Actor, references: Collection[str], period: Period) -> list[Verdict]:
    """Return what is to be known of the dates for some items, wherever they are kept."""
    items = catalogue.items_of(actor).where(Item.reference.in_(references))
    rows = items.join(Item.stocks).with_only_columns(Item.pool_id, Stock.depot_id)
    depots: dict[int, set[int]] = {}
    for pool_id, depot_id in db.session.execute(rows):
        depots.setdefault(pool_id, set()).add(depot_id)
    judged_by_pool = [
        judged(db.session.get_one(Pool, pool_id), depot_ids, period, actor.zone)
        for pool_id, depot_ids in sorted(depots.items())
    ]
    found: list[Verdict] = []
    for verdict in [each for several in judged_by_pool for each in several]:
        if verdict.level != "ok" and verdict not in found:
            found.append(verdict)
    return found


def days_of(pool: Pool, depot_ids: Collection[int], event: Period, zone: ZoneInfo) -> Days:
    """Return when things can be fetched from some depots, and brought back, around an event."""
    near = event.widened(REACH, REACH)
    return Days(_calendar(pool), _places(pool, depot_ids, near), zone)


def _calendar(pool: Pool) -> Calendar:
    territory = db.session.get_one(Territory, pool.territory_id)
    return Calendar(
        strict=pool.slots_block,
        open_on_holidays=pool.open_on_holidays,
        school_rule=pool.school_rule,
        region=territory.holiday_region,
        zone=territory.school_zone,
    )


def _places(pool: Pool, depot_ids: Collection[int], period: Period) -> list[Place]:
    found = select(Depot).where(Depot.id.in_(depot_ids)).options(selectinload(Depot.slots))
    closed = list(db.session.scalars(_closures(pool, depot_ids, period)))
    return [
        Place(depot.name, tuple(slots_of(depot)), tuple(_of_depot(closed, depot.id)))
        for depot in db.session.scalars(found.order_by(Depot.name))
    ]


def _closures(pool: Pool, depot_ids: Collection[int], period: Period) -> Select[Closure]:
    """Select what may touch a period, a day wider than it: zones are up to a day from UTC."""
    return select(Closure).where(
        Closure.territory_id == pool.territory_id,
        or_(Closure.pool_id == pool.id, Closure.depot_id.in_(depot_ids)),
        Closure.starts_on <= period.ends_at.date() + DAY,
        Closure.ends_on >= period.starts_at.date() - DAY,
    )


def _of_depot(closures: Iterable[Closure], depot_id: int) -> list[Closed]:
    return [
        Closed(each.starts_on, each.ends_on, each.reason)
        for each in closures
        if each.depot_id in (None, depot_id)
    ]

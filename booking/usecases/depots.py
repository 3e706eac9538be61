"""Depots: where things are kept, when they open, when they close for a while."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from booking import journal
from booking.db import db
from booking.documents import hours
from booking.errors import Invalid, NotFound, WrongMoment
from booking.models.catalogue import Depot, Pool
from booking.models.depots import Closure, OpeningSlot
from booking.models.reservations import Reservation
from booking.queries import depots, organizations
from booking.rules import access
from booking.rules.access import Actor, Parties
from booking.rules.opening import Passage, Slot
from booking.usecases import usecase
from booking.vocabulary import Status

REFUSED_DAYS = {
    "closed": "depot_closed",
    "public_holiday": "closed_on_holiday",
    "hours": "outside_hours",
    "school": "school_calendar",
}


def require_open(actor: Actor, part: Reservation, *, closing: bool) -> None:
    """Raise WrongMoment unless what a reservation holds may leave and come back on its days."""
    stocks = {hold.stock_id for line in part.lines for hold in line.holds}
    for verdict in depots.refusing(part.pool, stocks, part.period, actor.zone, closing=closing):
        if part.status is Status.OUT and verdict.facts.get("act") is Passage.OUT:
            continue  # it has left
        facts = {name: verdict.facts[name] for name in SAID & verdict.facts.keys()}
        raise WrongMoment(REFUSED_DAYS[verdict.code], pool=part.pool.name, **facts)


SAID = {"depot", "day", "reason", "name", "rule", "zone"}
"""The facts of a verdict that a refusal repeats."""


@dataclass(frozen=True)
class Described:
    """What is said of a depot; `custodian` names the commune that keeps it."""

    name: str
    custodian: str
    address: str = ""
    access: str = ""
    contact: str = ""
    hours: str = ""  # a remark, where no weekly hours are kept
    slots: tuple[Slot, ...] = ()


@usecase()
def add(actor: Actor, described: Described, *, key: str | None = None) -> int:
    """A commune opens a depot in which things will be kept.

    Raises Invalid when another depot bears its name.
    """
    custodian = organizations.find(actor, described.custodian)
    mine = Parties(actor.territory_id, custodian_ids=frozenset({custodian.id}))
    access.require(actor, "depot.add", mine)
    _require_free_name(actor, described.name)
    made = Depot(territory_id=actor.territory_id, custodian=custodian, **_texts(described))
    made.slots = _slots(described.slots)
    db.session.add(made)
    db.session.flush()  # the journal names the new id
    journal.record(actor, "add", "depot", made.id, name=made.name)
    return made.id


@usecase()
def describe(actor: Actor, depot_id: int, described: Described, *, key: str | None = None) -> int:
    """Who keeps a depot says where it is, whom to call and when it opens.

    Agreed loans stay as they are. Raises Invalid when another depot bears its name.
    """
    depot = _mine(actor, depot_id)
    if described.name != depot.name:
        _require_free_name(actor, described.name)
    journal.revise(actor, "depot", depot, _texts(described))
    kept = depots.slots_of(depot)
    if kept != set(described.slots):
        depot.slots = _slots(described.slots)
        change = [hours.said(kept), hours.said(described.slots)]
        journal.record(actor, "edit", "depot", depot.id, changes={"slots": change})
    return depot.id


def _mine(actor: Actor, depot_id: int) -> Depot:
    depot = depots.row(actor, depot_id)
    access.require(actor, "depot.edit", depots.parties(actor, depot))
    return depot


def _require_free_name(actor: Actor, name: str) -> None:
    known = select(Depot.id).filter_by(territory_id=actor.territory_id, name=name)
    if db.session.scalar(known) is not None:
        raise Invalid("invalid", errors={"name": ["Un autre dépôt porte déjà ce nom."]})


def _texts(described: Described) -> dict[str, str]:
    names = ("name", "address", "access", "contact", "hours")
    return {name: getattr(described, name) for name in names}


def _slots(slots: Iterable[Slot]) -> list[OpeningSlot]:
    ordered = sorted(slots, key=lambda slot: (slot.weekday, slot.opens_at))
    return [
        OpeningSlot(weekday=slot.weekday, opens_at=slot.opens_at, closes_at=slot.closes_at)
        for slot in ordered
    ]


@usecase()
def close(
    actor: Actor,
    depot_id: int,
    starts_on: date,
    ends_on: date,
    reason: str = "",
    *,
    key: str | None = None,
) -> int:
    """Who keeps a depot says that nobody hands over or takes back there on some days.

    Loans agreed on these days stay; `queries.depots.concerned` names them for who closes.
    """
    depot = _mine(actor, depot_id)
    days = {"starts_on": starts_on, "ends_on": ends_on}
    return _close(actor, "depot", depot.id, days, reason, depot_id=depot.id)


@usecase()
def close_pool(
    actor: Actor,
    pool_id: int,
    starts_on: date,
    ends_on: date,
    reason: str = "",
    *,
    key: str | None = None,
) -> int:
    """The manager says that a whole pool neither lends out nor takes back on some days."""
    pool = db.session.get(Pool, pool_id)
    if pool is None:
        raise NotFound("pool_not_found")
    access.require(actor, "pool.close", Parties(pool.territory_id, manager_id=pool.manager_id))
    days = {"starts_on": starts_on, "ends_on": ends_on}
    return _close(actor, "pool", pool.id, days, reason, pool_id=pool.id)


def _close(
    actor: Actor, thing: str, thing_id: int, days: Mapping[str, date], reason: str, **of: int
) -> int:
    made = Closure(territory_id=actor.territory_id, reason=reason, **days, **of)
    db.session.add(made)
    db.session.flush()  # its id is the answer
    journal.record(
        actor,
        "close",
        thing,
        thing_id,
        reason=reason,
        starts_on=made.starts_on.isoformat(),
        ends_on=made.ends_on.isoformat(),
    )
    return made.id


@usecase()
def reopen(actor: Actor, closure_id: int, *, key: str | None = None) -> int:
    """A closure is taken back: the days are open again."""
    closure = db.session.get(Closure, closure_id)
    if closure is None or closure.territory_id != actor.territory_id:
        raise NotFound("depot_not_found", depot="")
    if closure.depot_id is not None:
        _mine(actor, closure.depot_id)
        thing, thing_id = "depot", closure.depot_id
    else:
        pool = db.session.get_one(Pool, closure.pool_id)
        access.require(actor, "pool.close", Parties(pool.territory_id, manager_id=pool.manager_id))
        thing, thing_id = "pool", pool.id
    journal.record(actor, "reopen", thing, thing_id, starts_on=closure.starts_on.isoformat())
    db.session.delete(closure)
    return thing_id

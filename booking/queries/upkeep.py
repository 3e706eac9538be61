"""Which depots are to be verified: how much there nobody looked at for a year, and since when."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import and_, select
from sqlalchemy.orm import joinedload

from booking import clock
from booking.db import db
from booking.models.catalogue import Depot, Stock
from booking.models.inspections import Campaign, Inspection
from booking.numbers import among
from booking.queries import circles, depots, verified
from booking.queries.campaigns import readable
from booking.queries.verified import Thing
from booking.rules import access
from booking.rules import campaigns as rules
from booking.rules.access import Actor
from booking.rules.campaigns import MONTHS


@dataclass(frozen=True)
class DepotState:
    """A depot, how much there was not verified for so many months, and its campaigns."""

    id: int
    name: str
    custodian: str
    things: int
    unverified: int
    may_run: bool
    open_id: int | None = None
    open_since: date | None = None
    seen: int = 0  # in the open campaign
    last_id: int | None = None
    last_on: date | None = None


def of_depots(actor: Actor, months: int = MONTHS) -> list[DepotState]:
    """Return the depots whose campaigns the actor may read, by name."""
    found = select(Depot).where(Depot.territory_id == actor.territory_id)
    rows = db.session.scalars(found.options(joinedload(Depot.custodian)).order_by(Depot.name))
    parties = depots.parties_of(actor, rows.all())
    mine = {
        each: thing for each, thing in parties.items() if access.may(actor, "campaign.read", thing)
    }
    states = _states(actor, list(mine), months)
    return [
        replace(states[each.id], may_run=access.may(actor, "campaign.run", thing))
        for each, thing in mine.items()
    ]


def at(actor: Actor, depot_id: int) -> DepotState | None:
    """Return one depot with its campaigns; None where the actor may not read them."""
    return next((each for each in of_depots(actor) if each.id == depot_id), None)


def _states(actor: Actor, rows: Sequence[Depot], months: int) -> dict[int, DepotState]:
    ids, today = [each.id for each in rows], clock.today(actor.zone)
    within = and_(among(Stock.depot_id, ids), circles.in_known(actor))
    known = verified.last_days(within)
    things: dict[int, list[Thing]] = defaultdict(list)
    for thing in readable(actor, verified.things(within, clock.now())):
        if thing.in_use:
            things[thing.depot_id].append(thing)
    states = {
        each.id: DepotState(
            id=each.id,
            name=each.name,
            custodian=each.custodian.name,
            things=len(things[each.id]),
            unverified=sum(
                rules.stale(verified.last_day(known, thing.key), today, months)
                for thing in things[each.id]
            ),
            may_run=False,
        )
        for each in rows
    }
    return _with_campaigns(actor, states)


def _with_campaigns(actor: Actor, states: dict[int, DepotState]) -> dict[int, DepotState]:
    """Add to each depot its open campaign and the last one that was closed."""
    found = select(Campaign).where(among(Campaign.depot_id, states))
    rows = db.session.scalars(found.order_by(Campaign.id)).all()
    seen = _seen([each.id for each in rows if each.closed_at is None])
    for each in rows:
        state = states[each.depot_id]
        if each.closed_at:
            day = each.closed_at.astimezone(actor.zone).date()
            states[each.depot_id] = replace(state, last_id=each.id, last_on=day)
            continue
        day = each.opened_at.astimezone(actor.zone).date()
        states[each.depot_id] = replace(
            state, open_id=each.id, open_since=day, seen=min(seen[each.id], state.things)
        )
    return states


def _seen(campaign_ids: Collection[int]) -> dict[int, int]:
    """Return how many things were looked at in each of some campaigns."""
    found = select(Inspection.campaign_id, Inspection.stock_id, Inspection.unit_id).distinct()
    within = found.where(among(Inspection.campaign_id, campaign_ids))
    return Counter(each.campaign_id for each in db.session.execute(within) if each.campaign_id)


def unverified(actor: Actor, months: int = MONTHS) -> list[tuple[Thing, date | None]]:
    """Return what the actor's depots and pools have that was not verified for so many months."""
    within = and_(Stock.territory_id == actor.territory_id, circles.in_known(actor))
    known, today = verified.last_days(within), clock.today(actor.zone)
    found = [
        (each, verified.last_day(known, each.key))
        for each in readable(actor, verified.things(within, clock.now()))
        if each.in_use
    ]
    return [each for each in found if rules.stale(each[1], today, months)]

"""Incidents as they are read: a register with its sums, or one with what may be done of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from booking.db import db
from booking.handling import Charged, IncidentKind, IncidentState, Outcome
from booking.models.catalogue import Depot, Item, Pool, Share, Stock
from booking.models.incidents import Incident
from booking.models.loans import Passage, PassageLine
from booking.models.reservations import Request, Reservation
from booking.numbers import among
from booking.queries import incidents, reservations, views
from booking.queries.paper_views import is_seen
from booking.rules import access
from booking.rules.access import Actor, Parties
from booking.rules.incidents import NAMING

Chosen = list[tuple[int, str]]


@dataclass(frozen=True)
class Sought:
    """Which incidents are asked for: where they stand, of a depot, of a pool; None: all."""

    state: IncidentState | None = None
    depot_id: int | None = None
    pool_id: int | None = None


@dataclass(frozen=True)
class IncidentView:
    """An incident as those read it whom it concerns."""

    id: int
    kind: IncidentKind
    state: IncidentState
    item_id: int
    item: str
    reference: str
    depot_id: int
    depot: str
    pool_id: int
    pool: str
    owner: str
    manager: str
    unit: str
    quantity: int
    thing: str
    reservation_id: int | None
    request_id: int | None
    reservation: str
    purpose: str
    borrower: str
    occurred_at: datetime | None
    place: str
    circumstances: str
    witnesses: str
    others: str
    injured: str
    measures: str
    complaint: str
    insurer: str
    estimate_cents: int | None
    charged: Charged | None
    reported_at: datetime
    closed_at: datetime | None
    outcome: Outcome | None
    conclusion: str
    withheld: bool
    on_return: bool
    along: bool  # what goes with the things is missing, not the things
    # of one incident alone, on its own page
    out: bool = False
    hold_id: int | None = None  # of who tends the stock
    may_follow: bool = False
    may_close: bool = False
    may_draw_up: bool = False
    paper: tuple[int, str] | None = None


@dataclass(frozen=True)
class Register:
    """The incidents in view that are asked for, how many stand where, what they come to."""

    found: tuple[IncidentView, ...]
    depots: Chosen
    pools: Chosen

    @property
    def estimated_cents(self) -> int:
        """Return the sum of what is estimated."""
        return sum(each.estimate_cents or 0 for each in self.found)

    def count(self, state: IncidentState) -> int:
        """Return how many of those found stand somewhere."""
        return sum(each.state is state for each in self.found)


def of_hold(actor: Actor, hold_id: int) -> int | None:
    """Return the incident because of which things are broken, when there is one in view."""
    found = db.session.scalars(_seen(actor).where(Incident.hold_id == hold_id)).unique().first()
    return found.id if found else None


def of_reservations(actor: Actor, ids: Collection[int]) -> dict[int, list[IncidentView]]:
    """Return the incidents of some reservations that the actor may read, by reservation."""
    known: dict[int, list[IncidentView]] = {each: [] for each in ids}
    found = _seen(actor).where(among(Incident.reservation_id, ids)).order_by(Incident.id)
    for each in db.session.scalars(found).unique():
        known[each.reservation_id or 0].append(view(actor, each))
    return known


def may_report(actor: Actor, reservation_id: int) -> bool:
    """Tell whether the actor tells of what happened in a loan in view; raises NotFound."""
    mine = reservations.row(actor, reservation_id)
    return access.may(actor, "incident.report", views.parties(mine))


def may_report_some(actor: Actor) -> bool:
    """Tell whether the actor tells of what happens to things its organization lends or stores."""
    mine = actor.organization_id
    parts: list[tuple[Parties, ColumnElement[bool]]] = [
        (Parties(actor.territory_id, manager_id=mine), Pool.manager_id == mine),
        (Parties(actor.territory_id, owner_id=mine), Item.owner_id == mine),
        (
            Parties(actor.territory_id, custodian_ids=frozenset({mine})),
            Depot.custodian_id == mine,
        ),
    ]
    mine_to_tell = [which for part, which in parts if access.may(actor, "incident.report", part)]
    if not mine_to_tell:
        return False
    found = select(Stock.id).join(Stock.item).join(Item.pool).join(Stock.depot)
    return db.session.scalars(found.where(or_(*mine_to_tell)).limit(1)).first() is not None


def index(actor: Actor, sought: Sought) -> Register:
    """Return the incidents in the actor's view that are asked for, those not closed first."""
    last = case((Incident.state == IncidentState.CLOSED, 1), else_=0)
    found = _seen(actor).order_by(last, Incident.reported_at.desc(), Incident.id.desc())
    if sought.state:
        found = found.where(Incident.state == sought.state)
    if sought.depot_id:
        found = found.where(Depot.id == sought.depot_id)
    if sought.pool_id:
        found = found.where(Pool.id == sought.pool_id)
    rows: Sequence[Incident] = db.session.scalars(found).unique().all()
    named = _seen(actor).with_only_columns(Depot.id, Depot.name, Pool.id, Pool.name)
    places = db.session.execute(named.distinct()).all()
    return Register(
        found=tuple(view(actor, each) for each in rows),
        depots=sorted({(each[0], each[1]) for each in places}, key=lambda each: each[1]),
        pools=sorted({(each[2], each[3]) for each in places}, key=lambda each: each[1]),
    )


def _seen(actor: Actor) -> Select[Incident]:
    """Select the incidents that the actor may read, as the table of rights says it."""
    return (
        select(Incident)
        .join(Incident.stock)
        .join(Stock.item)
        .join(Item.pool)
        .join(Stock.depot)
        .outerjoin(Incident.reservation)
        .outerjoin(Reservation.request)
        .where(Incident.territory_id == actor.territory_id, or_(*_parts(actor.organization_id)))
        .options(
            contains_eager(Incident.stock).options(
                contains_eager(Stock.depot),
                contains_eager(Stock.item).options(
                    contains_eager(Item.pool).joinedload(Pool.manager),
                    joinedload(Item.owner),
                    selectinload(Item.shares),
                ),
            ),
            contains_eager(Incident.reservation)
            .contains_eager(Reservation.request)
            .joinedload(Request.borrower),
            joinedload(Incident.unit),
            selectinload(Incident.passage).selectinload(Passage.lines).joinedload(PassageLine.line),
            joinedload(Incident.hold),
        )
    )


def _parts(mine: int) -> list[ColumnElement[bool]]:
    shares = select(Share.item_id).where(Share.organization_id == mine)
    return [
        Pool.manager_id == mine,
        Item.owner_id == mine,
        Depot.custodian_id == mine,
        Request.borrower_id == mine,
        Item.id.in_(shares),
    ]


def show(actor: Actor, incident_id: int) -> IncidentView:
    """Return one incident in view, with what may be done now; raises NotFound."""
    mine = incidents.row(actor, incident_id)
    concerned = incidents.parties(mine.stock, mine.reservation)
    paper = incidents.paper_of(incident_id)
    goes_on = mine.state is not IncidentState.CLOSED
    tends = access.may(actor, "stock.withhold", concerned)
    lends = views.parties(mine.reservation) if mine.reservation else None
    return replace(
        view(actor, mine),
        out=goes_on and incidents.is_out(mine),
        hold_id=mine.hold_id if tends else None,
        may_follow=goes_on and access.may(actor, "incident.follow", concerned),
        may_close=goes_on and access.may(actor, "incident.close", concerned),
        may_draw_up=lends is not None and access.may(actor, "convention.prepare", lends),
        paper=(paper.id, paper.number or "") if paper and is_seen(actor, paper) else None,
    )


def view(actor: Actor, mine: Incident) -> IncidentView:
    """Return an incident as it is read in a list; who does not answer for it reads of nobody."""
    stock, item, loan = mine.stock, mine.stock.item, mine.reservation
    same = (
        *("id", "kind", "state", "quantity", "reservation_id", "occurred_at", "place"),
        *("circumstances", "measures"),
        *("estimate_cents", "charged", "reported_at", "closed_at", "outcome", "conclusion"),
    )
    return IncidentView(
        **{name: getattr(mine, name) for name in same},
        **_people(actor, mine),
        item_id=item.id,
        item=item.name,
        reference=item.reference,
        depot_id=stock.depot_id,
        depot=stock.depot.name,
        pool_id=item.pool_id,
        pool=item.pool.name,
        owner=item.owner.name,
        manager=item.pool.manager.name,
        unit=mine.unit.number if mine.unit else "",
        thing=incidents.thing(mine),
        request_id=loan.request_id if loan else None,
        reservation=views.reference(loan.id) if loan else "",
        purpose=loan.request.purpose if loan else "",
        borrower=loan.request.borrower.name if loan else "",
        withheld=incidents.is_withheld(mine),
        along=incidents.is_of_accessories(mine),
        on_return=mine.on_return and mine.state is not IncidentState.CLOSED,
    )


def _people(actor: Actor, mine: Incident) -> dict[str, Any]:
    told = incidents.names_people(actor, mine)
    return {name: getattr(mine, name) if told else "" for name in NAMING}

"""Verification campaigns in the actor's view: where one is due, what is left, what was found."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import joinedload

from booking import clock
from booking.db import db
from booking.errors import NotFound
from booking.fitness import Finding
from booking.models.accounts import User
from booking.models.catalogue import Depot, Stock
from booking.models.inspections import Campaign, Inspection
from booking.models.organizations import Organization
from booking.models.reservations import Hold, Line, Request, Reservation
from booking.numbers import among
from booking.queries import catalogue, circles, depots, verified
from booking.queries.covers import covers
from booking.queries.verified import Key, Thing
from booking.rules import access
from booking.rules import campaigns as rules
from booking.rules.access import Actor
from booking.rules.campaigns import Outcome, Tally


@dataclass(frozen=True)
class CheckView:
    """How a thing was found last in a campaign; `missing` of `expected` were not there."""

    day: date
    by: str
    finding: Finding
    note: str
    expected: int | None
    found: int | None
    missing: int
    withheld: bool


@dataclass(frozen=True)
class ThingView:
    """One thing to look at: what it is, where it is when it is not there, what was found."""

    thing: Thing
    resting: int  # so many are kept from being lent already
    out: int
    borrowers: tuple[str, ...]
    back_at: datetime | None
    photo: int | None
    last: date | None
    check: CheckView | None
    may_check: bool
    may_withhold: bool

    @property
    def name(self) -> str:
        """Return how people call it."""
        return f"{self.thing.name} {self.thing.number}".strip()

    @property
    def place(self) -> str:
        """Return what tells it apart on a page."""
        return f"{self.thing.stock_id}-{self.thing.unit_id or 0}"

    @property
    def outcome(self) -> Outcome:
        """Return what the campaign says of it."""
        if self.check is None:
            return Outcome.UNSEEN
        return rules.outcome(self.check.finding, self.check.missing)


@dataclass(frozen=True)
class CampaignView:
    """A campaign with its things: what is left first, then what was seen."""

    id: int
    depot_id: int
    depot: str
    custodian: str
    opened_at: datetime
    opened_by: str
    closed_at: datetime | None
    things: tuple[ThingView, ...]
    may_run: bool

    @property
    def tally(self) -> Tally:
        """Return how many things came out how."""
        return rules.tally(each.outcome for each in self.things)

    def of(self, outcome: str) -> list[ThingView]:
        """Return the things that came out so."""
        return [each for each in self.things if each.outcome == outcome]


def depot(actor: Actor, depot_id: int) -> Depot:
    """Return a depot whose campaigns the actor may read; raises NotFound."""
    found = depots.row(actor, depot_id)
    if not access.may(actor, "campaign.read", depots.parties(actor, found)):
        raise NotFound("depot_not_found", depot=str(depot_id))
    return found


def row(actor: Actor, campaign_id: int) -> Campaign:
    """Return a campaign that the actor may read; raises NotFound."""
    found = db.session.get(Campaign, campaign_id)
    if found is None or found.territory_id != actor.territory_id:
        raise NotFound("campaign_not_found")
    if not access.may(actor, "campaign.read", depots.parties(actor, found.depot)):
        raise NotFound("campaign_not_found")
    return found


def stock(actor: Actor, campaign: Campaign, stock_id: int) -> Stock:
    """Return a stock of the depot of a campaign, in the actor's view; raises NotFound."""
    found = db.session.get(Stock, stock_id)
    if found is None or found.depot_id != campaign.depot_id:
        raise NotFound("item_not_found", item=str(stock_id))
    if not access.may(actor, "campaign.read", catalogue.parties(found.item, found)):
        raise NotFound("item_not_found", item=str(stock_id))
    return found


def open_at(depot_id: int) -> Campaign | None:
    """Return the campaign that is open at a depot, if any."""
    found = select(Campaign).filter_by(depot_id=depot_id, closed_at=None)
    return db.session.scalars(found).first()


def last_check(campaign: Campaign, stock_id: int, unit_id: int | None) -> Inspection:
    """Return the check of a thing that counts in a campaign; raises NotFound."""
    found = select(Inspection).filter_by(
        campaign_id=campaign.id, stock_id=stock_id, unit_id=unit_id
    )
    last = db.session.scalars(found.order_by(Inspection.id.desc())).first()
    if last is None:
        raise NotFound("check_not_found")
    return last


def readable(actor: Actor, things: Iterable[Thing]) -> list[Thing]:
    """Return the things whose checks the actor may read."""
    return [each for each in things if access.may(actor, "campaign.read", each.parties)]


def show(actor: Actor, campaign_id: int) -> CampaignView:
    """Return a campaign with everything at its depot; raises NotFound."""
    mine = row(actor, campaign_id)
    within = and_(Stock.depot_id == mine.depot_id, circles.in_known(actor))
    checks, known = _checks(mine), verified.last_days(within)
    at = mine.closed_at or clock.now()
    things = [
        each
        for each in readable(actor, verified.things(within, at))
        if each.in_use or each.key in checks
    ]
    out = {} if mine.closed_at else _out(actor, things)
    resting = {} if mine.closed_at else _resting({each.stock_id for each in things})
    photos = covers({each.item_id for each in things})
    views = [
        _view(actor, each, checks.get(each.key), out.get(each.key, []), known) for each in things
    ]
    placed = [
        replace(each, photo=photos.get(each.thing.item_id), resting=resting.get(each.thing.key, 0))
        for each in views
    ]
    opener = db.session.get(User, mine.opened_by_id)
    return CampaignView(
        id=mine.id,
        depot_id=mine.depot_id,
        depot=mine.depot.name,
        custodian=mine.depot.custodian.name,
        opened_at=mine.opened_at,
        opened_by=opener.name if opener else "",
        closed_at=mine.closed_at,
        things=tuple(sorted(placed, key=lambda each: (each.check is not None, bool(each.out)))),
        may_run=access.may(actor, "campaign.run", depots.parties(actor, mine.depot)),
    )


def _checks(campaign: Campaign) -> dict[Key, CheckView]:
    """Return the check of each thing that counts in a campaign: its last one."""
    found = select(Inspection).where(Inspection.campaign_id == campaign.id)
    rows = db.session.scalars(found.options(joinedload(Inspection.hold)).order_by(Inspection.id))
    return {
        (each.stock_id, each.unit_id): CheckView(
            day=each.day,
            by=each.inspector,
            finding=each.finding,
            note=each.note,
            expected=each.expected,
            found=each.found,
            missing=rules.lacking(each.expected, each.found),
            withheld=each.hold is not None and each.hold.ends_at > clock.now(),
        )
        for each in rows
        if each.finding
    }


Lent = tuple[int, datetime, str]
"""So many are out, due back then, with whom when the actor may know it."""


def _out(actor: Actor, things: Iterable[Thing]) -> dict[Key, list[Lent]]:
    """Return what of some things is lent out now."""
    by_key = {each.key: each for each in things}
    found = (
        select(Hold.stock_id, Hold.unit_id, Hold.quantity, Hold.due_back_at, Organization)
        .join(Line, Line.id == Hold.line_id)
        .join(Reservation, Reservation.id == Line.reservation_id)
        .join(Request, Request.id == Reservation.request_id)
        .join(Organization, Organization.id == Request.borrower_id)
        .where(among(Hold.stock_id, {each[0] for each in by_key}), Hold.due_back_at.is_not(None))
    )
    lent: dict[Key, list[Lent]] = defaultdict(list)
    for stock_id, unit_id, quantity, due_back_at, borrower in db.session.execute(found):
        if due_back_at and (thing := by_key.get((stock_id, unit_id))):
            loan = replace(thing.parties, borrower_id=borrower.id)
            known = access.may(actor, "reservation.read", loan)
            lent[thing.key].append((quantity, due_back_at, borrower.name if known else ""))
    return lent


def _resting(stock_ids: Collection[int]) -> dict[Key, int]:
    """Return how many of each thing are kept from being lent now."""
    found = select(Hold.stock_id, Hold.unit_id, func.sum(Hold.quantity)).where(
        among(Hold.stock_id, stock_ids),
        Hold.line_id.is_(None),
        Hold.change_id.is_(None),
        Hold.starts_at <= clock.now(),
        Hold.ends_at > clock.now(),
    )
    rows = db.session.execute(found.group_by(Hold.stock_id, Hold.unit_id))
    return {(stock_id, unit_id): int(quantity) for stock_id, unit_id, quantity in rows}


def _view(
    actor: Actor,
    thing: Thing,
    check: CheckView | None,
    lent: Sequence[Lent],
    known: dict[Key, date],
) -> ThingView:
    return ThingView(
        thing=thing,
        resting=0,
        out=sum(quantity for quantity, _, _ in lent),
        borrowers=tuple(sorted({name for _, _, name in lent if name})),
        back_at=max((due for _, due, _ in lent), default=None),
        photo=None,
        last=verified.last_day(known, thing.key),
        check=check,
        may_check=access.may(actor, "campaign.run", thing.parties),
        may_withhold=access.may(actor, "stock.withhold", thing.parties),
    )

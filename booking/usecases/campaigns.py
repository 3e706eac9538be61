"""Verification campaigns: everything at a depot is looked at once, thing by thing (E17)."""

from typing import Any

from sqlalchemy import select

from booking import clock, journal
from booking.db import db
from booking.documents.words import plain_day
from booking.errors import NotFound, WrongMoment
from booking.models.catalogue import Depot, Stock, Unit
from booking.models.inspections import CONDITION, Campaign, Inspection
from booking.period import OPEN_ENDED, Period
from booking.queries import campaigns, catalogue, depots, verified
from booking.rules import access
from booking.rules.access import Actor
from booking.rules.asking import Checked, Withheld
from booking.usecases import copies, holds, stocks, usecase, withholding
from booking.vocabulary import HoldReason, Movement, Tracking


@usecase()
def open_campaign(actor: Actor, depot_id: int, *, key: str | None = None) -> int:
    """Who keeps a depot, or lends from it, begins to verify everything there.

    Raises WrongMoment naming the campaign that is open there already.
    """
    depot = campaigns.depot(actor, depot_id)
    access.require(actor, "campaign.run", depots.parties(actor, depot))
    db.session.scalar(select(Depot.id).where(Depot.id == depot.id).with_for_update())
    if known := campaigns.open_at(depot.id):
        day = plain_day(known.opened_at.astimezone(actor.zone).date())
        raise WrongMoment("campaign_open", depot=depot.name, day=day, campaign=known.id)
    made = Campaign(
        territory_id=depot.territory_id,
        depot_id=depot.id,
        opened_at=clock.now(),
        opened_by_id=actor.user_id,
    )
    db.session.add(made)
    db.session.flush()  # the journal names the new id
    journal.record(actor, "open_campaign", "campaign", made.id, depot=depot.id)
    return made.id


@usecase()
def check(actor: Actor, campaign_id: int, checked: Checked, *, key: str | None = None) -> int:
    """Say how a thing was found; of several checks in a campaign, the last one counts.

    What was counted corrects the stock, and what is broken may be kept from being lent at once.
    Raises StockPromised when others need what is not there, or what breaks, unless `despite`.
    """
    campaign, stock = _locked(actor, campaign_id, checked.stock_id)
    unit = _unit(stock, checked.unit_id)
    made = Inspection(
        territory_id=stock.territory_id,
        stock_id=stock.id,
        unit=unit,
        control=CONDITION,
        day=clock.today(actor.zone),
        finding=checked.finding,
        inspector=_inspector(actor),
        note=checked.note,
        expected=1 if unit else verified.at_depot(stock.id),
        found=checked.found,
        campaign_id=campaign.id,
        recorded_at=clock.now(),
        recorded_by_id=actor.user_id,
    )
    if unit is None:
        _count(actor, stock, made)
    if checked.broken:
        made.hold_id = _keep_back(actor, stock, unit, checked)
    db.session.add(made)
    db.session.flush()  # the journal names the new id
    _record(actor, "check", made, inspection=made.id, finding=made.finding, found=made.found)
    return made.id


def _locked(actor: Actor, campaign_id: int, stock_id: int) -> tuple[Campaign, Stock]:
    """Return an open campaign and a stock of its depot, both locked; raises WrongMoment."""
    campaign = campaigns.row(actor, campaign_id)
    stock = campaigns.stock(actor, campaign, stock_id)
    access.require(actor, "campaign.run", catalogue.parties(stock.item, stock))
    holds.lock([stock.item_id])
    return _require_open(campaign), stock


def _require_open(campaign: Campaign) -> Campaign:
    """Return a campaign, locked; raises WrongMoment when it is closed."""
    found = select(Campaign).where(Campaign.id == campaign.id).with_for_update()
    again = db.session.scalars(found.execution_options(populate_existing=True)).one()
    if again.closed_at:
        raise WrongMoment("campaign_closed")
    return again


def _unit(stock: Stock, unit_id: int | None) -> Unit | None:
    """Return the copy that is meant, in service now; what is only counted has none."""
    if stock.item.tracking is not Tracking.NUMBERED:
        return None
    for unit in stock.units:
        if unit.id == unit_id:
            return copies.find(stock, unit.number, clock.now())
    raise NotFound("unit_not_found", unit=str(unit_id or ""))


def _inspector(actor: Actor) -> str:
    return (actor.function or actor.name)[:120]


def _count(actor: Actor, stock: Stock, made: Inspection) -> None:
    """Correct a stock by what was found there."""
    difference = _difference(made)
    if difference:
        stocks.count(stock, difference, made.note[:200])
        journal.record(actor, "move", "stock", stock.id, kind=Movement.COUNT, quantity=difference)


def _difference(made: Inspection) -> int:
    if made.unit_id or made.found is None or made.expected is None:
        return 0
    return made.found - made.expected


def _keep_back(actor: Actor, stock: Stock, unit: Unit | None, checked: Checked) -> int:
    """Withhold what is broken until somebody says that it is repaired; return the hold."""
    withheld = Withheld(
        item=stock.item.reference,
        depot=str(stock.depot_id),
        reason=HoldReason.BREAKDOWN,
        periods=(Period(clock.now(), OPEN_ENDED),),
        quantity=0 if unit else checked.broken,
        units=(unit.number,) if unit else (),
        note=checked.note[:200],
        despite=checked.despite,
    )
    return stocks.keep_back(actor, withheld)


def _record(actor: Actor, act: str, made: Inspection, **facts: object) -> None:
    about = " ".join(filter(None, (made.stock.item.name, made.unit.number if made.unit else "")))
    about_it: dict[str, Any] = {"stock": made.stock_id, "unit": made.unit_id, "about": about}
    journal.record(actor, act, "campaign", made.campaign_id or 0, **about_it | facts)


@usecase()
def undo(
    actor: Actor, campaign_id: int, stock_id: int, unit_id: int | None, *, key: str | None = None
) -> int:
    """Take the last check of a thing back, with what it counted and what it withheld.

    Raises StockPromised when others need what was counted beyond what was believed.
    """
    campaign, stock = _locked(actor, campaign_id, stock_id)
    last = campaigns.last_check(campaign, stock.id, unit_id)
    if last.hold:
        withholding.lift(last.hold, clock.now())
        journal.record(actor, "restore", "stock", stock.id, holds=[last.hold_id], following=False)
    if difference := _difference(last):
        stocks.count(stock, -difference, "")
        journal.record(actor, "move", "stock", stock.id, kind=Movement.COUNT, quantity=-difference)
    _record(actor, "undo_check", last, finding=last.finding, found=last.found)
    db.session.delete(last)
    return campaign.id


@usecase()
def close(actor: Actor, campaign_id: int, *, key: str | None = None) -> int:
    """End the verification of a depot; what was not looked at stays as not seen.

    Raises WrongMoment when it is closed already.
    """
    campaign = campaigns.row(actor, campaign_id)
    access.require(actor, "campaign.run", depots.parties(actor, campaign.depot))
    _require_open(campaign).closed_at = clock.now()
    journal.record(actor, "close_campaign", "campaign", campaign.id)
    return campaign.id

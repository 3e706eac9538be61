"""Those who operate, for tests: pilots with numbers, what they hold, a drone that needs one."""

from datetime import date
from typing import Any

from sqlalchemy import select

from booking.db import db
from booking.fitness import Skill
from booking.models.catalogue import Companion, Item, Pool, Unit
from booking.models.inspections import Qualification
from booking.models.organizations import Organization
from booking.rules.access import Actor
from booking.rules.asking import Moved
from booking.usecases import stocks
from booking.vocabulary import STAFF, Movement, Tracking
from tests.factories import keep, make_item

FIRST = date(2020, 1, 1)


def make_pilots(pool: Pool, manager: Actor, quantity: int = 2) -> tuple[Item, list[Unit]]:
    """Make an operator item with so many persons, owned by the manager of the pool."""
    item = make_item(
        pool,
        0,
        reference="TELE",
        name="Télépilote",
        family=STAFF,
        tracking=Tracking.NUMBERED,
        replacement_cents=0,
    )
    depot = item.stocks[0].depot.name
    stocks.move(manager, Moved("TELE", depot, Movement.PURCHASE, quantity))
    found = select(Unit).where(Unit.stock_id == item.stocks[0].id).order_by(Unit.id)
    return item, list(db.session.scalars(found))


def make_drone(pool: Pool, pilot: Item, quantity: int = 2) -> Item:
    """Make a drone that never leaves without a pilot."""
    drone = make_item(pool, quantity, reference="DRO", name="Drone", family="Topographie")
    keep(Companion(item_id=drone.id, companion_id=pilot.id, mandatory=True))
    return drone


def qualify(
    organization: Organization, holder: str, skill: Skill = Skill.PILOT, **facts: Any
) -> int:
    """Write a line of a register behind the use-cases."""
    common = {"seen_by": "Secrétariat", "seen_on": FIRST, "ends_on": None}
    made = Qualification(
        territory_id=organization.territory_id,
        organization_id=organization.id,
        holder=holder,
        skill=skill,
        **common | facts,
    )
    return int(keep(made).id)

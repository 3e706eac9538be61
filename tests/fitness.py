"""A platform and its controls, as tests of what is fit to leave want them."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from booking import clock
from booking.db import db
from booking.fitness import Equipment, Finding, Skill
from booking.models.catalogue import Item, Pool, Unit
from booking.models.inspections import Inspection, Qualification
from booking.models.organizations import Organization
from booking.period import Period
from booking.rules.access import Actor
from booking.rules.asking import Moved
from booking.usecases import stocks
from booking.vocabulary import Movement, Tracking
from tests.factories import Scene, keep, make_item, make_scene

CHECK = "platform_check"


def day(count: int) -> date:
    """Return so many days from today, where the scene lives."""
    return clock.today(ZoneInfo("Europe/Paris")) + timedelta(days=count)


def loan(actor: Actor, first: int, last: int) -> Period:
    """Return whole days, counted from today, both included."""
    ends = (datetime.combine(day(each), time(0), actor.zone) for each in (first, last + 1))
    return Period(*ends)


def ready_scene() -> Scene:
    """Set the usual scene, in a pool that lends from one day to the next."""
    scene = make_scene()
    scene.pool.notice_days = 0
    keep(scene.pool)
    return scene


def make_platform(scene: Scene, copies: int = 1, **facts: Any) -> Item:
    """Make a lifting platform of the scene's pool."""
    return platform_in(scene.pool, scene.manager, copies, **facts)


def platform_in(pool: Pool, manager: Actor, copies: int = 1, **facts: Any) -> Item:
    """Make a lifting platform of a pool, numbered, with no control on record."""
    told = {"name": "Nacelle", "equipment": Equipment.PLATFORM, "tracking": Tracking.NUMBERED}
    item = make_item(pool, 0, **told | facts)
    depot = item.stocks[0].depot.name
    stocks.move(manager, Moved(item.reference, depot, Movement.PURCHASE, copies))
    return item


def units_of(item: Item) -> Sequence[Unit]:
    """Return the copies of an item, in order."""
    return sorted(item.stocks[0].units, key=lambda unit: unit.id)


def inspect(item: Item, until: date | None, rank: int | None = 0, **facts: Any) -> Inspection:
    """Record a control of one copy, or of the stock: passed until a day, else failed."""
    stock = item.stocks[0]
    told = {
        "territory_id": item.territory_id,
        "stock_id": stock.id,
        "unit_id": None if rank is None else units_of(item)[rank].id,
        "control": CHECK,
        "day": day(-30),
        "finding": Finding.PASSED if until else Finding.FAILED,
        "valid_until": until,
        "recorded_at": clock.now(),
    }
    made: Inspection = keep(Inspection(**told | facts))
    db.session.commit()
    return made


def qualify(
    organization: Organization, skill: Skill, ends_on: date | None = None, unit: Unit | None = None
) -> Qualification:
    """Write that somebody of an organization may do something, until a day."""
    made: Qualification = keep(
        Qualification(
            territory_id=organization.territory_id,
            organization_id=organization.id,
            holder="Agent technique",
            skill=skill,
            ends_on=ends_on,
            unit_id=unit.id if unit else None,
            seen_by="Secrétariat",
            seen_on=day(-400),
        )
    )
    return made

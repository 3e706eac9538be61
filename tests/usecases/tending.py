"""What tests of the stocks need: copies with numbers, what comes, goes or rests, what it breaks."""

from datetime import datetime, timedelta
from itertools import combinations
from typing import Any

from sqlalchemy import select

from booking.db import db
from booking.errors import Refusal
from booking.models.catalogue import Item, Unit
from booking.models.reservations import Hold
from booking.period import Period
from booking.queries import counts, dangers, health
from booking.rules.access import Actor
from booking.rules.asking import Moved, Withheld
from booking.usecases import loans, reservations, stocks
from booking.vocabulary import HoldReason, Movement, Tracking
from tests.factories import LONG_AGO, Scene, ask, make_scene, next_weekend

SINCE_LONG = datetime.fromisoformat(f"{LONG_AGO}T00:00Z")
DAY = timedelta(days=1)


def make_numbered(copies: int = 2, **facts: Any) -> Scene:
    """Set the usual scene with so many numbered copies, in service since long ago."""
    scene = make_scene(0, tracking=Tracking.NUMBERED, **facts)
    move(scene, copies, at=SINCE_LONG)
    return scene


def move(scene: Scene, quantity: int, **facts: Any) -> int:
    """Let so many chairs come in or go for good, as their manager writes it."""
    kind = facts.pop("kind", Movement.PURCHASE if quantity > 0 else Movement.LOSS)
    actor = facts.pop("actor", scene.manager)
    depot = facts.pop("depot", scene.stock.depot.name)
    return stocks.move(actor, Moved(scene.chairs.reference, depot, kind, quantity, **facts))


def retire(scene: Scene, number: str, **facts: Any) -> int:
    """Take one copy out for good."""
    return move(scene, -1, units=(number,), **facts)


def withhold(scene: Scene, *periods: Period, actor: Actor | None = None, **facts: Any) -> int:
    """Keep some chairs from being lent, because of a breakdown unless told otherwise."""
    asked = {"reason": HoldReason.BREAKDOWN, "periods": periods or (next_weekend(),)} | facts
    wanted = Withheld(scene.chairs.reference, scene.stock.depot.name, **asked)
    return stocks.withhold(actor or scene.manager, wanted)


def agree(scene: Scene, quantity: int = 1, period: Period | None = None) -> int:
    """Ask for chairs and approve; return the reservation."""
    (asked_id,) = ask(scene.secretary, (scene.chairs, quantity), period=period)
    reservations.approve(scene.manager, asked_id)
    return asked_id


def hand_over(scene: Scene, quantity: int = 1, period: Period | None = None) -> int:
    """Let chairs leave now, be it before the start agreed; return the reservation."""
    agreed_id = agree(scene, quantity, period)
    loans.hand_over(scene.manager, agreed_id)
    return agreed_id


def numbers(scene: Scene) -> list[str]:
    """Return the numbers of the copies, in the order in which they came."""
    return [unit.number for unit in scene.stock.units]


def named(reservation_id: int) -> list[str]:
    """Return the numbers of the copies that a reservation holds, in order."""
    found = select(Unit.number).join(Hold, Hold.unit_id == Unit.id).join(Hold.line)
    mine = found.filter_by(reservation_id=reservation_id).order_by(Unit.number)
    return list(db.session.scalars(mine))


def free(item: Item, period: Period | None = None) -> int:
    """Return how many of an item are free over a period."""
    return counts.count(item.territory_id, [item], period or next_weekend())[item.id].free


def promised(refusal: Refusal) -> list[tuple[int, int]]:
    """Return the reservations that a refusal says to be in danger, each with what it lacks."""
    found: Any = refusal.facts["reservations"]
    return [(each["id"], each["missing"]) for each in found]


def endangered(scene: Scene) -> list[tuple[int, int]]:
    """Return the reservations in danger as the manager reads them, each with what it lacks."""
    return [(each.reservation_id, each.missing) for each in dangers.of_manager(scene.manager)]


def excesses() -> list[tuple[int, str]]:
    """Return what is taken beyond the stocks, and the cause of each."""
    return [(each.missing, each.cause) for each in health.excesses()]


def clashes() -> list[str]:
    """Return the copies that two holds have at once, which PostgreSQL refuses at the commit."""
    found = db.session.scalars(select(Hold).where(Hold.unit_id.is_not(None)))
    return [
        one.unit.number
        for one, other in combinations(found, 2)
        if one.unit and one.unit_id == other.unit_id and one.period.overlaps(other.period)
    ]

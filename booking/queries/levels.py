"""How many are free from each instant on, and at the lowest of each day; a kit by its parts."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from booking import clock
from booking.db import db
from booking.errors import NotFound
from booking.models.catalogue import Item
from booking.period import Period
from booking.queries import availability, circles
from booking.rules.access import Actor
from booking.rules.availability import Level
from booking.vocabulary import LifeStage

WEEKS = 6


@dataclass(frozen=True)
class StepView:
    """From an instant on, so many are free."""

    at: datetime
    free: int


@dataclass(frozen=True)
class StepsView:
    """The steps of one item."""

    id: int
    reference: str
    steps: tuple[StepView, ...]


@dataclass(frozen=True)
class DayView:
    """The lowest free number of a day; None for a day that is past."""

    day: date
    free: int | None


def of_item(
    actor: Actor, item_id: int, period: Period, without: Collection[int] = ()
) -> tuple[StepView, ...]:
    """Return how many of an item are free over a period; raises NotFound.

    `without` names holds to pass over.
    """
    found = _items(actor, item_id)
    if not found:
        raise NotFound("item_not_found", item=str(item_id))
    return _steps(_levels(actor, found, period, without)[item_id])


def of_catalogue(actor: Actor, period: Period) -> list[StepsView]:
    """Return the same of every item of the territory, by reference."""
    items = _items(actor)
    levels = _levels(actor, items, period)
    return [StepsView(item.id, item.reference, _steps(levels[item.id])) for item in items]


def weeks(actor: Actor, item_id: int) -> list[list[DayView]]:
    """Return the weeks to come, Monday first, each day with its lowest free number."""
    today = clock.today(actor.zone)
    monday = today - timedelta(days=today.weekday())
    days = [monday + timedelta(days=rank) for rank in range(7 * WEEKS)]
    whole = Period(clock.now(), _midnight(actor, days[-1] + timedelta(days=1)))
    steps = of_item(actor, item_id, whole)
    views = [DayView(day, None if day < today else _lowest(actor, day, steps)) for day in days]
    return [views[first : first + 7] for first in range(0, len(views), 7)]


def _midnight(actor: Actor, day: date) -> datetime:
    return datetime.combine(day, time(0), actor.zone)


def _lowest(actor: Actor, day: date, steps: Sequence[StepView]) -> int:
    starts_at, ends_at = _midnight(actor, day), _midnight(actor, day + timedelta(days=1))
    before = [step.free for step in steps if step.at <= max(starts_at, steps[0].at)]
    inside = [step.free for step in steps if starts_at < step.at < ends_at]
    return max(0, min([*before[-1:], *inside]))


def _items(actor: Actor, item_id: int | None = None) -> Sequence[Item]:
    known = Item.territory_id == actor.territory_id, circles.in_known(actor)
    found = select(Item).where(*known).order_by(Item.reference)
    if item_id is None:
        found = found.where(Item.stage == LifeStage.PUBLISHED)
    else:
        found = found.where(Item.id == item_id)
    return db.session.scalars(found.options(selectinload(Item.parts))).all()


def _levels(
    actor: Actor, items: Iterable[Item], period: Period, without: Collection[int] = ()
) -> dict[int, list[Level]]:
    """Return the levels of items; of a kit, how many whole ones its parts make."""
    asked = list(items)
    counted = {part.item_id for item in asked for part in item.parts}
    counted |= {item.id for item in asked if not item.parts}
    found = availability.levels(actor.territory_id, counted, period, without)
    return {item.id: _whole(item, found) if item.parts else found[item.id] for item in asked}


def _whole(item: Item, found: Mapping[int, list[Level]]) -> list[Level]:
    parts = [(found[part.item_id], part.quantity) for part in item.parts]
    instants = sorted({at for levels, _ in parts for at, _ in levels})
    steps: list[Level] = []
    for instant in instants:
        free = min(max(0, _at(levels, instant)) // needed for levels, needed in parts)
        if not steps or steps[-1][1] != free:
            steps.append((instant, free))
    return steps


def _at(levels: Iterable[Level], instant: datetime) -> int:
    return [free for at, free in levels if at <= instant][-1]


def _steps(levels: Iterable[Level]) -> tuple[StepView, ...]:
    return tuple(StepView(at, free) for at, free in levels)

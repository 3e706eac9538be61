"""What waits for an answer, the most urgent first, with all that one sorts it by."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import distinct, func, select
from sqlalchemy.orm import aliased

from booking import clock
from booking.db import db
from booking.models.catalogue import Pool
from booking.models.reservations import Line, Reservation
from booking.numbers import among
from booking.queries import evidence, fitness, reservations
from booking.queries.availability import hull, supplies
from booking.queries.reviews import judged_with
from booking.queries.views import ReservationView
from booking.rules import delays, lifecycle, terms, turns
from booking.rules.access import Actor
from booking.rules.availability import Supply
from booking.rules.terms import Verdict
from booking.vocabulary import Status

LEVELS = ("block", "owed", "warn")


@dataclass(frozen=True)
class Waiting:
    """One request to answer: how near its term is, what stands against it, who else wants it."""

    reservation: ReservationView
    due_at: datetime  # the answer, or that to a change asked for since
    when: str  # one of `turns.WHEN`
    days: int  # working days left; below zero when it is late
    verdicts: tuple[Verdict, ...]
    rivals: int  # other requests without an answer yet, on the same things and dates

    @property
    def blocking(self) -> tuple[Verdict, ...]:
        """Return what stops it."""
        return tuple(terms.blocking(self.verdicts))

    @property
    def open(self) -> int:
        """Return how many points are owed or to be seen to."""
        return len(self.verdicts) - len(self.blocking)


def awaiting_us(actor: Actor) -> list[Waiting]:
    """Return what waits for the actor's answer, most urgent first; raises NotFound to others."""
    found = reservations.to_answer(actor)
    if not found:
        return []
    ids = [each.id for each in found]
    judged, rivals = _judged(actor, _rows(actor, ids)), _rivals(ids)
    waiting = [_waiting(actor, each, judged[each.id], rivals[each.id]) for each in found]
    return sorted(waiting, key=lambda each: (each.due_at, each.reservation.id))


def _waiting(
    actor: Actor, mine: ReservationView, verdicts: tuple[Verdict, ...], rivals: int
) -> Waiting:
    due_at = mine.change_due_at or mine.answer_due_at
    return Waiting(
        reservation=mine,
        due_at=due_at,
        when=turns.when(due_at, clock.now(), actor.zone),
        days=_days_left(actor, due_at),
        verdicts=verdicts,
        rivals=rivals,
    )


def awaiting_borrowers(actor: Actor) -> list[ReservationView]:
    """Return the requests of the actor's pools whose borrower is to reply first, by term."""
    found = reservations.loaded(actor).where(
        Pool.manager_id == actor.organization_id, Reservation.status == Status.NEEDS_INFO
    )
    ordered = found.order_by(Reservation.reply_due_at, Reservation.id)
    return reservations.seen(actor, ordered)


def _days_left(actor: Actor, due_at: datetime) -> int:
    return delays.working_days(clock.today(actor.zone), due_at.astimezone(actor.zone).date())


def _rows(actor: Actor, ids: Collection[int]) -> Sequence[Reservation]:
    """Return some reservations with all that a judgement looks at, however many they are."""
    found = reservations.loaded(actor, ids)
    return db.session.scalars(found.options(*judged_with())).unique().all()


def _judged(actor: Actor, rows: Sequence[Reservation]) -> dict[int, tuple[Verdict, ...]]:
    """Return what stands against each: the requirements as an approval reads them, the stock."""
    known = evidence.gather(actor.territory_id, rows)
    items = {line.item_id for mine in rows for line in mine.lines}
    held = [hold.period for mine in rows for line in mine.lines for hold in line.holds]
    around = hull([*held, *(mine.period for mine in rows)])
    found = supplies(actor.territory_id, items, around, unfit=True)
    stocks = {stock.stock_id: stock for group in found.values() for stock in group}
    judged: dict[int, tuple[Verdict, ...]] = {}
    for mine in rows:
        said = fitness.judged(mine, fitness.moment_of(mine, actor.zone), actor.zone, known)
        against = [each for each in said if each.level in LEVELS]
        judged[mine.id] = (*_of_stock(mine, stocks), *against)
    return judged


def _of_stock(mine: Reservation, stocks: dict[int, Supply]) -> list[Verdict]:
    holds = [hold for line in mine.lines for hold in line.holds]
    short = any(stocks[hold.stock_id].least(hold.period) < -hold.beyond for hold in holds)
    return [Verdict("available", "block", {})] if short else []


def _rivals(ids: Collection[int]) -> Counter[int]:
    """Return how many other requests without an answer want the same things meanwhile."""
    other, theirs = aliased(Reservation), aliased(Line)
    found = (
        select(Reservation.id, func.count(distinct(other.id)))
        .join(Line, Line.reservation_id == Reservation.id)
        .join(theirs, theirs.item_id == Line.item_id)
        .join(other, other.id == theirs.reservation_id)
        .where(
            among(Reservation.id, ids),
            other.id != Reservation.id,
            other.status.in_(lifecycle.UNANSWERED),
            other.starts_at < Reservation.ends_at,
            other.ends_at > Reservation.starts_at,
        )
        .group_by(Reservation.id)
    )
    return Counter({each: count for each, count in db.session.execute(found)})

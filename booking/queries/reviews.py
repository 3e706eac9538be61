"""Which agreed loans a manager should look at again: a control failed, moved or lapses inside."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from booking import clock
from booking.db import db
from booking.models.catalogue import Item, Pool, Stock, Unit
from booking.models.requirements import Requirement
from booking.models.reservations import Hold, Line, Request, Reservation
from booking.queries import evidence, fitness, reservations
from booking.queries.views import ReservationView
from booking.rules.access import Actor
from booking.rules.terms import Verdict
from booking.vocabulary import Status

SOON = timedelta(days=14)
"""What is still to be controlled is listed when the loan is so near."""


@dataclass(frozen=True)
class Review:
    """An agreed loan, and what is against it."""

    reservation: ReservationView
    verdicts: tuple[Verdict, ...]


def to_review(actor: Actor) -> list[Review]:
    """Return the agreed loans of the actor's pools that something is against, the next first.

    They are judged as things stand now (design § 7), whatever was true when they were agreed.
    """
    found = _agreed(actor)
    known = evidence.gather(actor.territory_id, found) if found else None
    judged = {}
    for mine in found:
        moment = fitness.moment_of(mine, actor.zone)
        verdicts = fitness.judged(mine, moment, actor.zone, known)
        if against := tuple(each for each in verdicts if _is_against(each, mine)):
            judged[mine.id] = against
    shown = {each.id: each for each in reservations.by_ids(actor, judged)}
    return [Review(shown[each], judged[each]) for each in judged if each in shown]


def _agreed(actor: Actor) -> list[Reservation]:
    """Return the approved loans to come of what requirements may be about."""
    own = select(Requirement.item_id).where(
        Requirement.territory_id == actor.territory_id, Requirement.item_id.is_not(None)
    )
    concerned = exists().where(
        Line.reservation_id == Reservation.id,
        Item.id == Line.item_id,
        or_(Item.equipment.is_not(None), Item.id.in_(own)),
    )
    found = reservations.loaded(actor).where(
        Reservation.status == Status.APPROVED,
        Reservation.ends_at > clock.now(),
        Pool.manager_id == actor.organization_id,
        concerned,
    )
    ordered = found.order_by(Reservation.starts_at, Reservation.id).options(*judged_with())
    return list(db.session.scalars(ordered).unique())


def judged_with() -> tuple[ORMOption, ...]:
    """Return how all that a judgement looks at is loaded: however many the loans, as often."""
    item = (
        selectinload(Item.requirements),
        selectinload(Item.companions),
        selectinload(Item.stocks).selectinload(Stock.units).selectinload(Unit.movements),
    )
    together = joinedload(Reservation.request).selectinload(Request.reservations)
    return (
        selectinload(Reservation.lines).joinedload(Line.item).options(*item),
        together.selectinload(Reservation.lines).options(
            joinedload(Line.item).options(*item),
            selectinload(Line.holds).joinedload(Hold.unit),
        ),
    )


def _is_against(verdict: Verdict, mine: Reservation) -> bool:
    if verdict.level == "block" or verdict.code == "control_failed":
        return True
    owed = verdict.level == "owed" and verdict.code in {"control_lapsed", "control_never"}
    return owed and mine.starts_at < clock.now() + SOON

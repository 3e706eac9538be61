"""Who may use what a loan takes, as each employer declares it: for one loan.

Those who lend read of the borrower; of who operates, only the employer and the lender read.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from booking.db import db
from booking.fitness import Moment, Scope, Skill
from booking.models.catalogue import Unit
from booking.models.inspections import Qualification
from booking.models.reservations import Line, Reservation
from booking.numbers import among
from booking.queries import evidence, fitness, reservations, rulebook, views
from booking.rules import access, requirements
from booking.rules.access import Actor
from booking.vocabulary import STAFF, Status

LASTING = frozenset({Status.REQUESTED, Status.NEEDS_INFO, Status.APPROVED, Status.OUT})


@dataclass(frozen=True)
class Declared:
    """Somebody who holds a right that the loan asks for: a function or a name (E49)."""

    holder: str
    skill: Skill
    ends_on: date | None
    seen_by: str
    seen_on: date


def for_loan(actor: Actor, reservation_id: int) -> list[Declared]:
    """Return who holds what a loan asks for, as long as it lasts; nobody to those without right.

    Nobody reads the people of another employer but those who lend, for this loan.
    Raises NotFound when the reservation is out of view.
    """
    mine = reservations.row(actor, reservation_id)
    may_read = access.may(actor, "reservation.see_people", views.parties(mine))
    skills = _skills(actor, mine) if may_read and mine.status in LASTING else set()
    if not skills:
        return []
    operators = [
        unit.id
        for line in evidence.together(mine)
        for unit in _staff(line)
        if _may_name(actor, unit)
    ]
    found = select(Qualification).where(
        or_(
            Qualification.organization_id == mine.request.borrower_id,
            among(Qualification.unit_id, operators),
        ),
        Qualification.skill.in_(skills),
    )
    ordered = found.order_by(Qualification.skill, Qualification.holder, Qualification.id)
    return [
        Declared(each.holder, each.skill, each.ends_on, each.seen_by, each.seen_on)
        for each in db.session.scalars(ordered)
    ]


def _may_name(actor: Actor, unit: Unit) -> bool:
    """Tell whether who operates is of the actor's organization, or lent by it."""
    item = unit.stock.item
    return actor.organization_id in (item.owner_id, item.pool.manager_id)


def _skills(actor: Actor, mine: Reservation) -> set[Skill]:
    """Return the rights of people that the things of a loan ask for."""
    days = fitness.days_of(mine, actor.zone, Moment.REQUEST)
    things = [rulebook.thing(each.item) for each in mine.lines if each.item.family != STAFF]
    asked = requirements.applying(
        rulebook.rules(mine.territory_id), things, mine.request.borrower.kind, days
    )
    return {
        rule.skill
        for rule in asked
        if rule.scope is Scope.PERSON
        and rule.skill
        and any(rule.concerns(thing) and rule.measures(thing) for thing in things)
    }


def _staff(line: Line) -> list[Unit]:
    return evidence.units_of(line) if line.item.family == STAFF else []

"""What people may do and until when, as their own employer reads it; and what judges a loan."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from booking import clock
from booking.db import db
from booking.errors import NotFound
from booking.fitness import Skill
from booking.models.catalogue import Item, Stock, Unit
from booking.models.inspections import Qualification
from booking.rules import access
from booking.rules.access import Actor, Parties
from booking.rules.organizations import SOON, standing
from booking.rules.qualifications import ENDED
from booking.vocabulary import STAFF, Standing


@dataclass(frozen=True)
class QualificationView:
    """A line of the register; `unit` is the number of the person who operates, if any."""

    id: int
    holder: str
    skill: Skill
    ends_on: date | None
    seen_by: str
    seen_on: date
    unit: str
    standing: Standing


def of_organization(actor: Actor) -> list[QualificationView]:
    """Return the register of the actor's organization: what ends first, then what has no end."""
    access.require(actor, "qualification.read", own(actor))
    found = (
        select(Qualification)
        .where(
            Qualification.territory_id == actor.territory_id,
            Qualification.organization_id == actor.organization_id,
        )
        .options(joinedload(Qualification.unit))
    )
    rows = sorted(
        db.session.scalars(found),
        key=lambda each: (each.ends_on or date.max, each.holder, each.skill.label, each.id),
    )
    return [_view(actor, each) for each in rows]


def _view(actor: Actor, row: Qualification) -> QualificationView:
    return QualificationView(
        id=row.id,
        holder=row.holder,
        skill=row.skill,
        ends_on=row.ends_on,
        seen_by=row.seen_by,
        seen_on=row.seen_on,
        unit=row.unit.number if row.unit else "",
        standing=standing(date.min, row.ends_on, clock.today(actor.zone)),
    )


def own(actor: Actor) -> Parties:
    """Return the actor's own organization as the one that a register concerns."""
    return Parties(actor.territory_id, organization_id=actor.organization_id)


def may_change(actor: Actor) -> bool:
    """Tell whether the actor writes in the register of the organization acted for."""
    return access.may(actor, "qualification.change", own(actor))


def row(actor: Actor, qualification_id: int) -> Qualification:
    """Return a line of the actor's own register; raises NotFound for anybody else's."""
    found = db.session.get(Qualification, qualification_id)
    if found is None:
        raise NotFound("qualification_not_found")
    mine = Parties(found.territory_id, organization_id=found.organization_id)
    access.require(actor, "qualification.read", mine)
    return found


def show(actor: Actor, qualification_id: int) -> QualificationView:
    """Return one line of the actor's own register; raises NotFound."""
    return _view(actor, row(actor, qualification_id))


def operators(actor: Actor) -> list[Unit]:
    """Return the persons who operate for the actor's organization: the copies of its staff."""
    found = (
        select(Unit)
        .join(Unit.stock)
        .join(Stock.item)
        .where(
            Unit.territory_id == actor.territory_id,
            Item.owner_id == actor.organization_id,
            Item.family == STAFF,
        )
        .order_by(Item.name, Unit.id)
        .options(joinedload(Unit.stock).joinedload(Stock.item))
    )
    now = clock.now()
    return [unit for unit in db.session.scalars(found) if not unit.gone(now)]


def to_remind(now: datetime) -> list[int]:
    """Return the organizations in whose registers something ends soon, or ended, untold yet."""
    soon = now.date() + SOON + timedelta(days=1)  # zones are up to a day from UTC
    found = (
        select(Qualification.organization_id)
        .where(Qualification.ends_on <= soon, Qualification.reminded < ENDED)
        .distinct()
    )
    return sorted(db.session.scalars(found))

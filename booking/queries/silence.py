"""Who answers when a manager is away or silent, and on whom the clock calls."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, false, or_, select
from sqlalchemy.orm import joinedload, selectinload

from booking import clock, mail
from booking.db import db
from booking.dealings import Awaited, ChangeState
from booking.models.accounts import Membership, User
from booking.models.catalogue import Pool
from booking.models.dealings import Change
from booking.models.organizations import Organization
from booking.models.reservations import Request, Reservation
from booking.numbers import among
from booking.queries import delays
from booking.rules import access
from booking.rules import delays as rules
from booking.rules.access import Actor, Parties
from booking.rules.delays import Days, Step, Waiting
from booking.vocabulary import Role, Status

AGREED = (Status.APPROVED, Status.OUT)
"""While these last, a change of what is agreed may be asked for."""


def answered_by(actor: Actor) -> ColumnElement[bool]:
    """Tell whether the actor answers a reservation, joined with its pool.

    Its manager does; so do the substitute of who is away or was silent, then the owner.
    """
    now, manages = clock.now(), Role.MANAGER in actor.roles
    here = actor.organization_id
    away = and_(Pool.substitute_from <= now, Pool.substitute_until > now)
    return or_(
        Pool.manager_id == here if manages else false(),
        and_(
            or_(
                and_(Pool.substitute_id == actor.user_id, away),
                Reservation.substitute_told_id == actor.user_id,
            ),
            ~Reservation.request.has(Request.borrower_id == here),
        ),
        and_(Reservation.owner_told_at.is_not(None), Reservation.owner_id == here)
        if manages
        else false(),
    )


def require_queue(actor: Actor) -> None:
    """Raise NotFound unless the actor answers requests: as manager, or in another's place."""
    named = exists().where(
        Pool.territory_id == actor.territory_id, Pool.substitute_id == actor.user_id
    )
    told = exists().where(
        Reservation.territory_id == actor.territory_id,
        Reservation.substitute_told_id == actor.user_id,
    )
    stands_in = Role.MANAGER not in actor.roles and db.session.scalar(select(or_(named, told)))
    mine = Parties(
        actor.territory_id,
        organization_id=actor.organization_id,
        substitute_id=actor.user_id if stands_in else None,
    )
    access.require(actor, "queue.read", mine)


def away(pool: Pool) -> list[str]:
    """Return the address of who answers for a manager away today, if any."""
    now = clock.now()
    begins, ends = pool.substitute_from, pool.substitute_until
    return substitute(pool) if begins and ends and begins <= now < ends else []


def substitute(pool: Pool) -> list[str]:
    """Return the address of a pool's substitute, while they act for somebody of the territory."""
    return _acting(pool, pool.substitute_id)


def _acting(pool: Pool, user_id: int | None) -> list[str]:
    if user_id is None:
        return []
    today = clock.today(delays.zone_of(pool))
    found = select(User).where(
        User.id == user_id,
        exists().where(
            Membership.user_id == User.id,
            Membership.organization_id == Organization.id,
            Organization.territory_id == pool.territory_id,
            Membership.starts_on <= today,
            or_(Membership.ends_on.is_(None), Membership.ends_on >= today),
        ),
    )
    return [mail.reader(user) for user in db.session.scalars(found)]


def instead(part: Reservation) -> list[str]:
    """Return the addresses of those who answer instead of the manager: whom it came to last."""
    if part.owner_told_at:
        return owner(part)
    told = part.substitute_told_id
    return _acting(part.pool, told) if told else away(part.pool)


def owner(part: Reservation) -> list[str]:
    """Return who answers for the owner: its managers, else who can name one."""
    managers = mail.people(part.owner_id, Role.MANAGER)
    return managers or mail.people(part.owner_id, Role.ADMINISTRATOR)


def asked(mine: Reservation) -> Change | None:
    """Return the change asked of what is agreed, which waits for its answer."""
    open_one = select(Change).filter_by(reservation_id=mine.id, state=ChangeState.OPEN)
    return db.session.scalars(open_one).first() if mine.status in AGREED else None


def step(
    mine: Reservation, now: datetime, days: Days | None = None, change: Change | None = None
) -> Step | None:
    """Return what the clock is to do about a reservation, from what is stored of it.

    `days`: those that count for its lender, `change`: what is asked of it, when known already.
    """
    zone, change = delays.zone_of(mine.pool), change or asked(mine)
    if mine.status is Status.REQUESTED or (mine.status in AGREED and change):
        waiting = _of_lender(mine, now, change)
        if change and now >= waiting.starts_at:
            return Step.EXPIRE
        return rules.of_lender(waiting, now, zone, days or delays.of_lender(mine.pool))
    if mine.status is Status.NEEDS_INFO:
        return rules.of_borrower(of_borrower(mine), now, zone, delays.of_borrower(mine.pool))
    over = mine.status is Status.WAITLISTED and mine.starts_at <= now
    return Step.EXPIRE if over else None


def _of_lender(mine: Reservation, now: datetime, change: Change | None) -> Waiting:
    began = change.asked_at if change else mine.changed_at
    told = [began, mine.substitute_told_at, mine.owner_told_at]
    due = change.answer_due_at if change else mine.answer_due_at
    late = change is not None and began >= mine.starts_at  # asked of what should have left
    return Waiting(
        told_at=max(at for at in told if at),
        due_at=due,
        starts_at=_limit(mine, change) if late else mine.starts_at,
        reminded=mine.reminded_at is not None,
        substitute=due <= now  # it matters to nobody before
        and mine.substitute_told_at is None
        and mine.owner_told_at is None
        and bool(substitute(mine.pool)),
        owner=mine.owner_told_at is None and mine.owner_id != mine.pool.manager_id,
    )


def _limit(mine: Reservation, change: Change | None) -> datetime:
    """Return until when a change asked so late may be answered: of what is out, to its new end."""
    return change.ends_at if change and mine.status is Status.OUT else mine.ends_at


def of_borrower(mine: Reservation) -> Waiting:
    """Return what is stored of a reservation that waits for its borrower."""
    due = mine.reply_due_at or mine.starts_at
    later = mine.awaited is Awaited.PROPOSAL  # its dates may be others
    return Waiting(
        told_at=mine.changed_at,
        due_at=due,
        starts_at=max(due, mine.starts_at) if later else mine.starts_at,
        reminded=mine.reminded_at is not None,
    )


def called(now: datetime, *steps: Step) -> list[int]:
    """Return the reservations about which the clock is to take one of some steps."""
    waiting = (Status.REQUESTED, Status.NEEDS_INFO, Status.WAITLISTED)
    changes = {
        each.reservation_id: each
        for each in db.session.scalars(select(Change).filter_by(state=ChangeState.OPEN))
    }
    agreed = and_(Reservation.status.in_(AGREED), among(Reservation.id, list(changes)))
    found = (
        select(Reservation)
        .where(or_(Reservation.status.in_(waiting), agreed))
        .order_by(Reservation.id)
        .options(joinedload(Reservation.pool), selectinload(Reservation.territory))
    )
    rows = db.session.scalars(found).unique().all()
    pools = {each.pool_id: each.pool for each in rows}
    worked = {number: delays.of_lender(pool) for number, pool in pools.items()}
    return [
        each.id
        for each in rows
        if step(each, now, worked[each.pool_id], changes.get(each.id)) in steps
    ]

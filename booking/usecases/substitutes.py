"""Who answers while the manager of a pool is away, or when it stays silent."""

from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import select

from booking import journal, mail
from booking.db import db
from booking.documents.words import plain_day
from booking.errors import Invalid
from booking.models.accounts import User
from booking.models.catalogue import Pool
from booking.queries import pools, substitutes
from booking.rules import access
from booking.rules.access import Actor
from booking.rules.delays import DAY
from booking.usecases import usecase
from booking.vocabulary import MailKind


@dataclass(frozen=True)
class Named:
    """Who is to stand in, and on which days the manager is away, both included, if any."""

    person_id: int
    starts_on: date | None = None
    ends_on: date | None = None


@usecase()
def name(actor: Actor, pool_id: int, named: Named, *, key: str | None = None) -> int:
    """The manager says who answers in its place; whoever did so until now is told, too.

    Raises Invalid for somebody who has no role at the manager's, an owner's or in a commune.
    """
    pool = _mine(actor, pool_id)
    if named.person_id not in {each.id for each in substitutes.people(actor, pool_id)}:
        raise Invalid("invalid", errors={"person": ["Choisissez une personne de la liste."]})
    before, was = _facts(pool), _stored(pool)
    if pool.substitute_id not in (None, named.person_id):
        _tell(pool)
    pool.substitute_id = named.person_id
    pool.substitute_from = _midnight(actor, named.starts_on)
    pool.substitute_until = _midnight(actor, named.ends_on and named.ends_on + DAY)
    if _stored(pool) != was:
        first, last = (plain_day(day) if day else "" for day in (named.starts_on, named.ends_on))
        _tell(pool, named=True, starts_on=first, ends_on=last)
        _record(actor, pool, "name_substitute", before)
    return pool.id


@usecase()
def remove(actor: Actor, pool_id: int, *, key: str | None = None) -> int:
    """Nobody stands in for the manager any more; whoever did is told."""
    pool = _mine(actor, pool_id)
    if pool.substitute_id is None:
        return pool.id
    before = _facts(pool)
    _tell(pool)
    pool.substitute_id = pool.substitute_from = pool.substitute_until = None
    _record(actor, pool, "end_substitute", before)
    return pool.id


def _mine(actor: Actor, pool_id: int) -> Pool:
    """Return a pool whose terms the actor sets, locked: two names at once make one substitute."""
    pool = pools.row(actor, pool_id)
    access.require(actor, "pool.edit", pools.parties(pool))
    locked = select(Pool.id).where(Pool.id == pool.id).with_for_update(key_share=True)
    db.session.scalars(locked).all()
    db.session.expire(pool)  # what was read before the lock may have changed since
    return pool


def _midnight(actor: Actor, day: date | None) -> datetime | None:
    return datetime.combine(day, time(0), actor.zone) if day else None


def _stored(pool: Pool) -> tuple[object, ...]:
    return pool.substitute_id, pool.substitute_from, pool.substitute_until


def _facts(pool: Pool) -> dict[str, str]:
    """Return what the journal keeps: names and days, as they are read."""
    user = db.session.get(User, pool.substitute_id) if pool.substitute_id else None
    first, last = substitutes.days_of(pool)
    return {
        "substitute": user.name if user else "",
        "substitute_from": plain_day(first) if first else "",
        "substitute_until": plain_day(last) if last else "",
    }


def _record(actor: Actor, pool: Pool, act: str, before: dict[str, str]) -> None:
    after = _facts(pool)
    changes = {each: [before[each], after[each]] for each in after if before[each] != after[each]}
    journal.record(actor, act, "pool", pool.id, changes=changes)


def _tell(pool: Pool, **facts: object) -> None:
    """Tell the substitute that they are so, or that they are no longer."""
    user = db.session.get_one(User, pool.substitute_id)
    known = {"pool": pool.name, "manager": pool.manager.name, **facts}
    mail.queue(pool.territory_id, MailKind.SUBSTITUTE, [mail.reader(user)], **known)

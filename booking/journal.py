"""Who did what to which thing, when; append-only."""

from collections.abc import Iterable, Mapping
from datetime import date, time
from enum import Enum
from typing import Any

from sqlalchemy import event, select
from sqlalchemy.orm import ORMExecuteState

from booking import clock
from booking.db import Session, append, db
from booking.models.journal import JournalEntry
from booking.rules.access import Actor


def record(
    actor: Actor, act: str, thing: str, thing_id: int, *, territory_id: int = 0, **facts: object
) -> None:
    """Write one line of the journal, inside the act's own transaction.

    `territory_id` is the thing's own, when the service acts and has none.
    """
    record_each(actor, act, thing, [thing_id], territory_id=territory_id, **facts)


def record_each(
    actor: Actor,
    act: str,
    thing: str,
    thing_ids: Iterable[int],
    *,
    territory_id: int = 0,
    **facts: object,
) -> None:
    """Write one line of the journal for each of several things, at once."""
    append(
        [
            JournalEntry(
                at=clock.now(),
                territory_id=territory_id or actor.territory_id or None,
                user_id=actor.user_id or None,
                organization_id=actor.organization_id or None,
                act=act,
                thing=thing,
                thing_id=thing_id,
                function=actor.function,
                door=actor.door,
                facts=facts,
            )
            for thing_id in thing_ids
        ]
    )


def revise(
    actor: Actor,
    thing: str,
    row: Any,
    values: Mapping[str, object],
    also: Mapping[str, tuple[object, object]] | None = None,
) -> bool:
    """Give a row other values, and keep what they were; tell whether anything changed.

    `also` says, as (before, after), what the caller changed elsewhere, as the rows of a list.
    """
    changes = {name: list(both) for name, both in (also or {}).items() if both[0] != both[1]}
    own = {
        name: [_plain(getattr(row, name)), _plain(value)]
        for name, value in values.items()
        if getattr(row, name) != value
    }
    for name in own:
        setattr(row, name, values[name])
    changes |= own
    if changes:
        record(actor, "edit", thing, row.id, territory_id=row.territory_id, changes=changes)
    return bool(changes)


def _plain(value: object) -> object:
    """Return a value as JSON keeps it."""
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date | time) else value


def entries(thing: str, thing_id: int) -> list[JournalEntry]:
    """Return what happened to a thing, oldest first."""
    found = select(JournalEntry).filter_by(thing=thing, thing_id=thing_id)
    return list(db.session.scalars(found.order_by(JournalEntry.id)))


@event.listens_for(JournalEntry, "before_update")
@event.listens_for(JournalEntry, "before_delete")
def _refuse(_mapper: object, _connection: object, entry: JournalEntry) -> None:
    raise RuntimeError(f"the journal is never changed (entry {entry.id})")


@event.listens_for(Session, "do_orm_execute")
def _refuse_in_bulk(state: ORMExecuteState) -> None:
    mapper = state.bind_mapper
    if (state.is_update or state.is_delete) and mapper and mapper.class_ is JournalEntry:
        raise RuntimeError("the journal is never changed")

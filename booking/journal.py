"""Who did what to which thing, when; append-only."""

from collections.abc import Iterable

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
                facts=facts,
            )
            for thing_id in thing_ids
        ]
    )


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

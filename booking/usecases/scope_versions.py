"""What an act changed that calendars show, counted once, just before it is kept.

The rows counted are the last that an act locks, in one order: acts wait for each other here for
the time of a commit, and never in a circle.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import event, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import SessionTransaction

from booking import clock
from booking.db import Session, db
from booking.models.accounts import Membership
from booking.models.catalogue import Depot, Item, Pool, Unit
from booking.models.organizations import Adhesion, Organization
from booking.models.reservations import Reservation
from booking.models.scope_versions import ScopeVersion

COUNTED = "scopes"


class Key(NamedTuple):
    """A row of versions."""

    territory_id: int
    kind: str
    thing_id: int = 0


SHOWN: dict[type[Any], tuple[str, ...]] = {
    Item: ("name",),
    Unit: ("number",),
    Pool: ("name",),
    Depot: ("name", "address"),
    Organization: ("name",),
}
"""The names that calendars show: every event says that it changed when one of them does."""
GRANTING: dict[type[Any], tuple[str, ...]] = {
    Item: ("pool_id", "owner_id"),
    Unit: ("stock_id",),
    Pool: ("hidden", "manager_id", "substitute_id", "substitute_from", "substitute_until"),
    Depot: ("custodian_id",),
}
"""From what it follows who may read what."""


def of_reservation(mine: Reservation, borrower_id: int) -> list[Key]:
    """Return the scopes in which a reservation is shown."""
    return [
        Key(mine.territory_id, "pool", mine.pool_id),
        *(Key(mine.territory_id, "organization", each) for each in {borrower_id, mine.owner_id}),
    ]


def count(keys: Iterable[Key]) -> None:
    """Have the versions of some scopes rise when the act is kept."""
    db.session.info.setdefault(COUNTED, set()).update(keys)


@event.listens_for(Session, "before_flush")
def _note(session: Session, _context: object, _instances: object) -> None:
    with session.no_autoflush:
        for each in (*session.new, *session.dirty, *session.deleted):
            session.info.setdefault(COUNTED, set()).update(_keys(each))


def _keys(row: Any) -> Iterator[Key]:
    """Yield the scopes that a row about to be written changes."""
    if isinstance(row, Reservation):
        if row.request and row.pool_id:
            yield from of_reservation(row, row.request.borrower_id)
    elif isinstance(row, Membership):
        if row.organization:
            yield Key(row.organization.territory_id, "rights")
    elif isinstance(row, Adhesion):
        yield Key(row.territory_id, "rights")
    elif _changed(row, SHOWN):
        yield Key(row.territory_id, "words")
    elif _changed(row, GRANTING):
        yield Key(row.territory_id, "rights")


def _changed(row: Any, watched: dict[type[Any], tuple[str, ...]]) -> bool:
    if not (names := watched.get(type(row), ())):
        return False
    state = inspect(row)
    return state.persistent and any(state.attrs[name].history.has_changes() for name in names)


@event.listens_for(Session, "before_commit")
def _write(session: Session) -> None:
    if session.in_nested_transaction():  # a part that may still fail; the act is not over
        return
    session.flush()  # what is only now written counts too
    if keys := session.info.pop(COUNTED, None):
        now = clock.now()
        rows = [{**key._asdict(), "version": 1, "changed_at": now} for key in sorted(keys)]
        session.connection().execute(_counting(session.connection().dialect.name), rows)


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, ended: SessionTransaction) -> None:
    if not ended.nested:  # what a failed part flushed may be the act's own
        session.info.pop(COUNTED, None)


@cache
def _counting(dialect: str) -> Any:
    made: Any = ScopeVersion.__table__
    adding: Any = postgresql.insert(made) if dialect == "postgresql" else sqlite.insert(made)
    return adding.on_conflict_do_update(
        index_elements=["territory_id", "kind", "thing_id"],
        set_={"version": made.c.version + 1, "changed_at": adding.excluded.changed_at},
    )

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
from booking.models.catalogue import Depot, Item, KitPart, Pool, Share, Stock, Unit
from booking.models.organizations import Adhesion, Organization
from booking.models.reservations import Hold, Line, Request, Reservation
from booking.models.scope_versions import ScopeVersion

COUNTED = "scopes"


class Key(NamedTuple):
    """A row of versions."""

    territory_id: int
    kind: str
    thing_id: int = 0


SHOWN: dict[type[Any], tuple[str, ...]] = {
    Item: ("name", "family"),
    Unit: ("number",),
    Pool: ("name",),
    Depot: ("name", "address"),
    Organization: ("name",),
}
"""The names that calendars show: every event says that it changed when one of them does."""
GRANTING: dict[type[Any], tuple[str, ...]] = {
    Item: ("pool_id", "owner_id", "shares", "parts"),
    Unit: ("stock_id",),
    Pool: ("hidden", "manager_id", "substitute_id", "substitute_from", "substitute_until"),
    Depot: ("custodian_id",),
}
"""From what it follows who may read what, and what a kit is made of."""
LINKS = (Adhesion, Membership, Share, KitPart)
TAKING: dict[type[Any], tuple[str, ...]] = {
    Hold: ("stock_id", "unit_id", "quantity", "starts_at", "ends_at", "reason"),
}
"""What calendars show of a hold."""


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
            session.info.setdefault(COUNTED, set()).update(_keys(session, each))


def _keys(session: Session, row: Any) -> Iterator[Key]:
    """Yield the scopes that a row about to be written changes."""
    if isinstance(row, Reservation):
        asked: Request | None = row.request
        if not asked and row.request_id:
            asked = session.get(Request, row.request_id)
        if asked and row.pool_id:
            yield from of_reservation(row, asked.borrower_id)
    elif isinstance(row, Hold):
        yield from _of_hold(session, row)
    elif (kind := _of_all(session, row)) and (territory_id := _territory(session, row)):
        yield Key(territory_id, kind)


def _of_all(session: Session, row: Any) -> str:
    """Return whether all events of the territory say something else, and why."""
    if _changed(row, SHOWN):
        return "words"
    comes_or_goes = not inspect(row).persistent or row in session.deleted
    granted = isinstance(row, LINKS) or (comes_or_goes and isinstance(row, (Item, Stock)))
    return "rights" if granted or _changed(row, GRANTING) else ""


def _territory(session: Session, row: Any) -> int | None:
    """Return of what territory a row is; None when it is known by what it belongs to alone."""
    found: Any = row
    if isinstance(row, Membership):
        found = row.organization or session.get(Organization, row.organization_id)
    elif isinstance(row, (Share, KitPart)):
        item_id = row.item_id if isinstance(row, Share) else row.kit_id
        found = session.get(Item, item_id) if item_id else None
    return found.territory_id if found else None


def _of_hold(session: Session, hold: Hold) -> Iterator[Key]:
    """Yield the scopes that show what is taken: with a loan, or withheld, which counts its changes.

    What is held for a change that somebody asks for is shown by no calendar.
    """
    written = inspect(hold).persistent and hold not in session.deleted
    if hold.change_id or (written and not _changed(hold, TAKING)):
        return
    line = hold.line or (session.get(Line, hold.line_id) if hold.line_id else None)
    if line:
        yield from of_reservation(line.reservation, line.reservation.request.borrower_id)
    elif stock := hold.stock or session.get(Stock, hold.stock_id):
        if written:
            hold.revision += 1
            hold.changed_at = clock.now()
        yield Key(hold.territory_id, "pool", stock.item.pool_id)


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

"""Another version of a reservation as its parties read it: what changes, who asks, by when."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from booking.db import db
from booking.dealings import ChangeState
from booking.models.catalogue import Depot, Item
from booking.models.dealings import Change
from booking.models.journal import JournalEntry
from booking.models.organizations import Organization
from booking.models.reservations import Reservation
from booking.numbers import among
from booking.queries import history, reservations
from booking.rules.access import Actor


@dataclass(frozen=True)
class LineChange:
    """How many of an item before and after; the depots are those preferred, when some are."""

    item: str
    name: str
    before: int
    after: int
    depot_before: str
    depot_after: str

    @property
    def changed(self) -> bool:
        """Tell whether anything of the line would be otherwise."""
        return (self.before, self.depot_before) != (self.after, self.depot_after)


@dataclass(frozen=True)
class AmendmentView:
    """Another version of a reservation, beside what it is now."""

    state: ChangeState
    by_lender: bool
    asked_by: str
    asked_at: datetime
    answer_due_at: datetime
    answered_at: datetime | None
    reason: str
    answer: str
    starts_before: datetime
    ends_before: datetime
    starts_at: datetime
    ends_at: datetime
    lines: tuple[LineChange, ...]

    @property
    def open(self) -> bool:
        """Tell whether it waits for its answer."""
        return self.state is ChangeState.OPEN

    @property
    def moved(self) -> bool:
        """Tell whether the dates would be others."""
        return (self.starts_before, self.ends_before) != (self.starts_at, self.ends_at)


@dataclass(frozen=True)
class Question:
    """What the manager asked last, and who did."""

    text: str
    asked_by: str
    at: datetime


def latest(actor: Actor, reservation_id: int) -> AmendmentView | None:
    """Return the latest other version of a reservation in view; raises NotFound."""
    mine = reservations.row(actor, reservation_id)
    found = select(Change).where(Change.reservation_id == mine.id).order_by(Change.id.desc())
    change = db.session.scalars(found.limit(1)).first()
    return _view(actor, mine, change) if change else None


def question(actor: Actor, reservation_id: int) -> Question | None:
    """Return what the manager asked last about a reservation in view; raises NotFound."""
    mine = reservations.row(actor, reservation_id)
    entry = _told(mine, "ask_details")
    if entry is None:
        return None
    return Question(str(entry.facts["text"]), _by(actor, entry), entry.at)


def _told(mine: Reservation, act: str) -> JournalEntry | None:
    """Return when somebody last did something to a reservation."""
    found = (
        select(JournalEntry)
        .where(
            JournalEntry.thing == "reservation",
            JournalEntry.thing_id == mine.id,
            JournalEntry.act == act,
        )
        .options(joinedload(JournalEntry.user))
        .order_by(JournalEntry.id.desc())
        .limit(1)
    )
    return db.session.scalars(found).first()


def _by(actor: Actor, entry: JournalEntry | None) -> str:
    """Return who acted, by name to their own organization, by organization to the other side."""
    if entry is None:
        return ""
    apart = entry.organization_id and entry.organization_id != actor.organization_id
    named = db.session.get_one(Organization, entry.organization_id).name if apart else ""
    return ", ".join(filter(None, [named, history.who(actor, entry)]))


def _view(actor: Actor, mine: Reservation, change: Change) -> AmendmentView:
    return AmendmentView(
        state=change.state,
        by_lender=change.by_lender,
        asked_by=_by(actor, _told(mine, "propose" if change.by_lender else "ask_change")),
        asked_at=change.asked_at,
        answer_due_at=change.answer_due_at,
        answered_at=change.answered_at,
        reason=change.reason,
        answer=change.answer,
        starts_before=mine.starts_at,
        ends_before=mine.ends_at,
        starts_at=change.starts_at,
        ends_at=change.ends_at,
        lines=tuple(_lines(mine, change)),
    )


def _lines(mine: Reservation, change: Change) -> list[LineChange]:
    before, after = Counter[int](), Counter[int]()
    here: dict[int, set[int]] = {}
    there: dict[int, set[int]] = {}
    for line in mine.lines:
        before[line.item_id] += line.quantity
        here.setdefault(line.item_id, set()).update([line.depot_id] if line.depot_id else [])
    for item_id, quantity, depot_id in change.lines:
        after[item_id] += quantity
        there.setdefault(item_id, set()).update([depot_id] if depot_id else [])
    items = {item.id: item for item in _known(Item, before.keys() | after.keys())}
    named = {each for places in (here, there) for ids in places.values() for each in ids}
    depots = {depot.id: depot.name for depot in _known(Depot, named)}

    def said(places: dict[int, set[int]], item_id: int) -> str:
        return ", ".join(sorted(depots[each] for each in places.get(item_id, ())))

    return [
        LineChange(
            items[each].reference,
            items[each].name,
            before[each],
            after[each],
            said(here, each),
            said(there, each),
        )
        for each in dict.fromkeys([*before, *after])
    ]


def _known(table: Any, ids: set[int]) -> list[Any]:
    if not ids:
        return []
    return list(db.session.scalars(select(table).where(among(table.id, ids))))

"""What happened to a thing, as its page tells it."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload

from booking.db import db
from booking.documents import history
from booking.models.journal import JournalEntry
from booking.models.organizations import Organization
from booking.numbers import among
from booking.rules.access import Actor

MOST = 50
"""The page shows the latest; the journal keeps all."""


@dataclass(frozen=True)
class Event:
    """One line: when, who (by function in a shared mailbox), for whom, what, from what to what."""

    at: datetime
    who: str
    organization: str
    sentence: str
    changes: tuple[tuple[str, str, str], ...]


def of(actor: Actor, thing: str, thing_id: int) -> list[Event]:
    """Return the latest events of a thing of the territory, the newest first."""
    return [
        _event(entry, name, history.sentence(entry.act, entry.facts.get("about", "")))
        for entry, name in _entries(actor, {thing: [thing_id]})
    ]


def of_all(actor: Actor, things: Mapping[str, Collection[int]]) -> list[Event]:
    """Return the latest events of several kinds of things together, the newest first."""
    return [
        _event(entry, name, history.sentence_on(entry.act, entry.thing, entry.facts))
        for entry, name in _entries(actor, things)
    ]


def _entries(
    actor: Actor, things: Mapping[str, Collection[int]]
) -> Iterator[tuple[JournalEntry, str]]:
    named = [
        and_(JournalEntry.thing == thing, among(JournalEntry.thing_id, ids))
        for thing, ids in things.items()
    ]
    found = (
        select(JournalEntry, Organization.name)
        .outerjoin(Organization, Organization.id == JournalEntry.organization_id)
        .where(or_(*named), JournalEntry.territory_id == actor.territory_id)
        .options(joinedload(JournalEntry.user))
        .order_by(JournalEntry.id.desc())
        .limit(MOST)
    )
    for entry, name in db.session.execute(found):
        yield entry, name or ""


def _event(entry: JournalEntry, organization: str, sentence: str) -> Event:
    person = entry.user.name if entry.user else "Parc commun"
    return Event(
        at=entry.at,
        who=f"{entry.function} ({person})" if entry.function else person,
        organization=organization,
        sentence=sentence,
        changes=history.changes(entry.facts),
    )

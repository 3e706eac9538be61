"""What happened to a thing, as its page tells it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from booking.db import db
from booking.documents import history
from booking.models.journal import JournalEntry
from booking.models.organizations import Organization
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
    found = (
        select(JournalEntry, Organization.name)
        .outerjoin(Organization, Organization.id == JournalEntry.organization_id)
        .where(
            JournalEntry.thing == thing,
            JournalEntry.thing_id == thing_id,
            JournalEntry.territory_id == actor.territory_id,
        )
        .options(joinedload(JournalEntry.user))
        .order_by(JournalEntry.id.desc())
        .limit(MOST)
    )
    return [_event(entry, name or "") for entry, name in db.session.execute(found)]


def _event(entry: JournalEntry, organization: str) -> Event:
    person = entry.user.name if entry.user else "Parc commun"
    return Event(
        at=entry.at,
        who=f"{entry.function} ({person})" if entry.function else person,
        organization=organization,
        sentence=history.sentence(entry.act, entry.facts.get("about", "")),
        changes=history.changes(entry.facts),
    )

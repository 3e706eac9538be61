"""What happened to a thing, as its page tells it."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload

from booking.db import db
from booking.documents import history, traces
from booking.documents.traces import Names
from booking.models.catalogue import Depot, Item
from booking.models.journal import JournalEntry
from booking.models.organizations import Organization
from booking.numbers import among
from booking.queries import incidents, paper_views, reservations, views
from booking.rules import access
from booking.rules.access import Actor
from booking.rules.incidents import NAMING

UNTOLD = frozenset({"judge"})
"""What the page tells better elsewhere."""
SIDES = ("before", "after")

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
    door: str = ""  # from where, when not from a page
    reason: str = ""


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
    actor: Actor, things: Mapping[str, Collection[int]], most: int | None = MOST
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
        .limit(most)
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
        door=traces.DOORS.get(entry.door, ""),
    )


def of_reservation(actor: Actor, reservation_id: int) -> list[Event]:
    """Return what happened to a reservation, the newest first; raises NotFound out of view.

    People are named to their own organization only; to the others, it is their organization that
    acted, and their function. What the lender keeps to itself is shown to the lender alone.
    """
    mine = reservations.row(actor, reservation_id)
    inside = access.may(actor, "reservation.see_notes", views.parties(mine))
    found = [
        (entry, name)
        for entry, name in _entries(actor, {"reservation": [reservation_id]})
        if entry.act not in UNTOLD and (inside or not entry.facts.get("internal"))
    ]
    names = _names(actor, [entry.facts for entry, _ in found])
    return [
        replace(
            _event(entry, name, history.sentence(entry.act)),
            who=who(actor, entry),
            changes=tuple(traces.changes(entry.facts, actor.zone, names)),
            reason=entry.facts.get("reason", ""),
        )
        for entry, name in found
    ]


def of_paper(actor: Actor, paper_id: int, *, most: int | None = MOST) -> list[Event]:
    """Return what happened to a paper, the newest first, naming people as above; raises NotFound.

    The journal tells of papers by their own id.
    """
    paper_views.row(actor, paper_id)
    return [
        replace(
            _event(entry, name, history.sentence(entry.act, entry.facts.get("about", ""))),
            who=entry.facts.get("by") or who(actor, entry),  # who signs is named to all
            reason=entry.facts.get("reason", ""),
        )
        for entry, name in _entries(actor, {"convention": [paper_id]}, most)
    ]


def of_incident(actor: Actor, incident_id: int) -> list[Event]:
    """Return what happened to an incident, the newest first, naming people as above."""
    told = incidents.names_people(actor, incidents.row(actor, incident_id))
    return [
        replace(
            _event(entry, name, history.sentence(entry.act)),
            who=who(actor, entry),
            changes=history.changes(entry.facts if told else _unnamed(entry.facts)),
            reason=entry.facts.get("reason", ""),
        )
        for entry, name in _entries(actor, {"incident": [incident_id]})
    ]


def _unnamed(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an entry tells of an incident, without what tells of people."""
    changes = facts.get("changes", {})
    return {"changes": {name: both for name, both in changes.items() if name not in NAMING}}


def who(actor: Actor, entry: JournalEntry) -> str:
    """Return who acted: a person to their own organization, to the others only their function."""
    if entry.user is None or entry.organization_id == actor.organization_id:
        person = entry.user.name if entry.user else "Parc commun"
        return f"{entry.function} ({person})" if entry.function else person
    return entry.function


def _names(actor: Actor, told: Iterable[Mapping[str, Any]]) -> Names:
    """Return the names of the things and depots that some entries tell of."""
    lines = [
        line for facts in told for side in SIDES for line in facts.get(side, {}).get("lines", ())
    ]
    if not lines:
        return Names({}, {})
    items = select(Item.reference, Item.name).where(
        Item.territory_id == actor.territory_id, Item.reference.in_({line[0] for line in lines})
    )
    depots = select(Depot.id, Depot.name).where(Depot.id.in_({line[2] for line in lines}))
    return Names(
        dict(db.session.execute(items).all()),
        dict(db.session.execute(depots).all()),
    )

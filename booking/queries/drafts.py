"""Requests as somebody types them: theirs alone, for the organization they act for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from booking.db import db
from booking.errors import NotFound
from booking.models.accounts import RequestKey
from booking.models.dealings import Draft
from booking.queries import catalogue
from booking.rules import access
from booking.rules.access import Actor, Parties


@dataclass(frozen=True)
class DraftView:
    """A draft in the list of its author: what for, how many of what, since when."""

    id: int
    purpose: str
    things: tuple[tuple[str, str], ...]  # quantity, as typed, and name
    changed_at: datetime


def row(actor: Actor, draft_id: int) -> Draft:
    """Return a draft of the actor's own; raises NotFound to anybody else."""
    found = db.session.get(Draft, draft_id)
    if found is None or found.organization_id != actor.organization_id:
        raise NotFound("draft_not_found")
    access.require(actor, "draft.read", Parties(found.territory_id, user_id=found.user_id))
    return found


def data(actor: Actor, draft_id: int) -> dict[str, Any]:
    """Return the form as it was typed; raises NotFound."""
    return dict(row(actor, draft_id).data)


def by_key(actor: Actor, key: str) -> Draft | None:
    """Return the draft of a form, known by its request key, if there is one."""
    return next((each for each in _mine(actor) if each.data.get("request_key") == key), None)


def of_key(actor: Actor, key: str) -> dict[str, Any]:
    """Return what a form keeps of what was typed; nothing when it has no draft."""
    draft = by_key(actor, key)
    return dict(draft.data) if draft else {}


def is_submitted(actor: Actor, key: str) -> bool:
    """Tell whether a form was submitted already: what is saved late makes no draft of it."""
    served = select(RequestKey.id).filter_by(organization_id=actor.organization_id, key=key)
    return db.session.scalar(served) is not None


def of(actor: Actor) -> list[DraftView]:
    """Return the actor's drafts, the latest first."""
    found = _mine(actor)
    typed = {line.get("item", "") for each in found for line in each.data.get("lines", ())}
    names = catalogue.names(actor, typed) if typed else {}
    return [
        DraftView(
            each.id,
            each.data.get("purpose", ""),
            tuple(
                (line.get("quantity", ""), names.get(line.get("item", ""), line.get("item", "")))
                for line in each.data.get("lines", ())
            ),
            each.changed_at,
        )
        for each in found
    ]


def _mine(actor: Actor) -> Sequence[Draft]:
    own = select(Draft).filter_by(user_id=actor.user_id, organization_id=actor.organization_id)
    return db.session.scalars(own.order_by(Draft.changed_at.desc(), Draft.id)).all()

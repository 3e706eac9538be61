"""A request saved as one types, right or wrong; it holds nothing, and nobody else reads it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import delete

from booking import clock
from booking.db import db
from booking.errors import WrongMoment
from booking.models.dealings import Draft
from booking.queries import drafts
from booking.rules import access
from booking.rules.access import Actor, Parties
from booking.usecases import usecase

KEPT = timedelta(days=90)


@usecase()
def save(actor: Actor, typed: Mapping[str, Any]) -> int:
    """A form half filled in is kept as it is, in the place of what was kept of it before.

    `typed` bears the form's request key. Raises WrongMoment once the form was submitted.
    """
    access.require(actor, "draft.write", Parties(actor.territory_id, user_id=actor.user_id))
    access.require(
        actor,
        "reservation.request",
        Parties(actor.territory_id, borrower_id=actor.organization_id),
    )
    key = str(typed["request_key"])
    if drafts.is_submitted(actor, key):
        raise WrongMoment("request_key_reused")
    draft = drafts.by_key(actor, key) or Draft(
        territory_id=actor.territory_id,
        organization_id=actor.organization_id,
        user_id=actor.user_id,
    )
    draft.data, draft.changed_at = dict(typed), clock.now()
    db.session.add(draft)
    db.session.flush()  # its id is the answer
    return draft.id


@usecase()
def discard(actor: Actor, draft_id: int) -> int:
    """A person throws one of their drafts away."""
    draft = drafts.row(actor, draft_id)
    access.require(actor, "draft.write", Parties(draft.territory_id, user_id=draft.user_id))
    db.session.delete(draft)
    return draft_id


@usecase()
def forget(actor: Actor) -> int:
    """The clock forgets the drafts that nobody touched for three months."""
    access.require(actor, "access.forget", Parties(actor.territory_id))
    db.session.execute(delete(Draft).where(Draft.changed_at < clock.now() - KEPT))
    return 0


def drop(actor: Actor, key: str) -> None:
    """Throw away, with the act that submits it, the draft of a form."""
    own = delete(Draft).where(
        Draft.user_id == actor.user_id,
        Draft.organization_id == actor.organization_id,
        Draft.data["request_key"].as_string() == key,
    )
    db.session.execute(own)

"""What was wanted and not had: completed with what would do, and kept."""

from typing import Any

from booking import clock
from booking.db import db, transaction
from booking.errors import NotEnoughAvailable, Refusal
from booking.models.reservations import Shortage
from booking.queries import catalogue, proposals
from booking.rules.access import Actor
from booking.rules.asking import Asked


def propose(refusal: Refusal, actor: Actor, *_asked: object, **_key: object) -> None:
    """Complete a refusal with what would do: others need not wait, nothing is locked any more."""
    if isinstance(refusal, NotEnoughAvailable):
        proposals.complete(actor, refusal)


def remember(refusal: Refusal, actor: Actor, asked: Asked, **_key: object) -> None:
    """Complete a refusal, and keep what was wanted: it cannot be rebuilt later (design § 4)."""
    propose(refusal, actor)
    if refusal.code in {"request_key_reused", "not_allowed"}:
        return
    with transaction():
        _keep_shortages(refusal, actor, asked)


def _keep_shortages(refusal: Refusal, actor: Actor, asked: Asked) -> None:
    shortages: list[Any] = refusal.facts.get("shortages", [])  # type: ignore[assignment]
    free = {name: each["free"] for each in shortages for name in _names(actor, asked, each)}
    for line in asked.lines:
        if not shortages or line.item in free:
            db.session.add(
                Shortage(
                    territory_id=actor.territory_id,
                    organization_id=actor.organization_id,
                    item=line.item,
                    wanted=line.quantity,
                    free=free.get(line.item),
                    reason=refusal.code,
                    starts_at=asked.starts_at,
                    ends_at=asked.ends_at,
                    at=clock.now(),
                )
            )


def _names(actor: Actor, asked: Asked, shortage: dict[str, Any]) -> list[str]:
    """Return the lines, as they were asked, that a shortage stops: a kit by any of its parts."""
    short = shortage["item_id"]
    return [
        line.item
        for line in asked.lines
        for item in [catalogue.find(actor, line.item)]
        if short in {item.id, *(part.item_id for part in item.parts)}
    ]

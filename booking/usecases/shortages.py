"""What was wanted and not had: completed with what would do, and kept."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from booking import clock
from booking.db import append, transaction
from booking.errors import NotEnoughAvailable, NotFound, Refusal
from booking.models.reservations import Shortage
from booking.period import Period
from booking.queries import catalogue, organizations, proposals, reservations
from booking.rules.access import Actor
from booking.rules.asking import Asked

Lack = tuple[str, int, int | None]
"""An item as it was asked, how many were wanted, and how many could be had, when one knows."""


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
        _keep_shortages(refusal, _borrowing(actor, asked), asked)


def _borrowing(actor: Actor, asked: Asked) -> Actor:
    """Return the actor as the borrower in whose name they ask, when there is one."""
    try:
        borrower = organizations.find(actor, asked.borrower) if asked.borrower else None
    except NotFound:
        borrower = None
    return replace(actor, organization_id=borrower.id) if borrower else actor


def remember_change(
    refusal: Refusal, actor: Actor, reservation_id: int, *_asked: object, **_key: object
) -> None:
    """Complete the refusal of a change, and keep what its borrower lacked."""
    propose(refusal, actor)
    if isinstance(refusal, NotEnoughAvailable):
        shortages: Any = refusal.facts["shortages"]
        with transaction():
            mine = reservations.row(actor, reservation_id)
            borrower = (mine.territory_id, mine.request.borrower_id)
            for each in shortages:
                lack = (each["item"], each["wanted"], each["free"])
                keep(borrower, refusal.code, each["period"], [lack])


def _keep_shortages(refusal: Refusal, actor: Actor, asked: Asked) -> None:
    shortages: list[Any] = refusal.facts.get("shortages", [])  # type: ignore[assignment]
    short = {each["item_id"]: each["free"] for each in shortages}
    lacks: list[Lack] = []
    for line in asked.lines:
        free = _free(actor, line.item, short) if short else None
        if not short or free is not None:
            lacks.append((line.item, line.quantity, free))
    keep((actor.territory_id, actor.organization_id), refusal.code, asked.period, lacks)


def keep(borrower: tuple[int, int], reason: str, period: Period, lacks: Iterable[Lack]) -> None:
    """Keep what a borrower (its territory and itself) wanted and did not get."""
    append(
        [
            Shortage(
                territory_id=borrower[0],
                organization_id=borrower[1],
                item=item,
                wanted=wanted,
                free=free,
                reason=reason,
                starts_at=period.starts_at,
                ends_at=period.ends_at,
                at=clock.now(),
            )
            for item, wanted, free in lacks
        ]
    )


def _free(actor: Actor, name: str, short: dict[int, int]) -> int | None:
    """Return how many of what was asked could be had, by its parts and companions; None: enough."""
    item = catalogue.find(actor, name)
    needed = {part.item: part.quantity for part in item.parts} or {item: 1}
    along = {
        each.companion: many
        for part, many in needed.items()
        for each in part.companions
        if each.mandatory
    }
    parts = (along | needed).items()
    return min((short[part.id] // many for part, many in parts if part.id in short), default=None)

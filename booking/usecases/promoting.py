"""The waiting list: who finds too little may wait, and is offered in order what becomes free."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from typing import Any

from booking import clock, journal
from booking.db import db
from booking.dealings import Awaited
from booking.errors import NotEnoughAvailable, WrongMoment
from booking.models.reservations import Reservation
from booking.queries import delays, waiting
from booking.rules import lifecycle
from booking.rules.access import SERVICE
from booking.rules.asking import Asked
from booking.usecases import holds, shortages
from booking.usecases.telling import tell_borrower
from booking.vocabulary import LifeStage, MailKind, Status

WAITLIST = "waitlist"
WAITLISTED = "waitlisted"
"""Why what was wanted was not had: who asked chose to wait."""


def hold_or_wait(parts: Sequence[Reservation], asked: Asked) -> None:
    """Hold what is asked; who chose to wait does so for each part that is short.

    Raises NotEnoughAvailable when nobody chose so.
    """
    try:
        spans = [(line, part.period) for part in parts for line in part.lines]
        holds.place_each(spans, asked.despite)
    except NotEnoughAvailable:
        if asked.if_short != WAITLIST:
            raise
        for part in parts:
            _hold_or_wait(part)


def _hold_or_wait(part: Reservation) -> None:
    try:
        holds.place(part.lines, part.period)
    except NotEnoughAvailable as refusal:
        part.status = Status.WAITLISTED
        _keep(part, refusal)


def _keep(part: Reservation, refusal: NotEnoughAvailable) -> None:
    """Keep what was wanted and not had: it cannot be rebuilt later (design § 4)."""
    short: Any = refusal.facts["shortages"]
    lacks = [(each["item"], each["wanted"], each["free"]) for each in short]
    borrower = (part.territory_id, part.request.borrower_id)
    shortages.keep(borrower, WAITLISTED, part.period, lacks)


def lock(item_ids: Collection[int]) -> None:
    """Lock the stocks of some items, with all that those who wait for them want."""
    holds.lock({*item_ids, *waiting.behind(item_ids)})


def promote() -> None:
    """Offer what an act has just freed to those who wait for it, in the order they asked in.

    It runs in the act itself, under its locks: nobody comes in between. Each is offered all that
    was asked, or nothing: who wants more than there is does not stand in the way of who comes
    next with less, and keeps the place.
    """
    db.session.flush()  # the engine reads what was given back
    locked = holds.locked()
    for each in waiting.for_items(locked, clock.now()):
        if locked.issuperset(line.item_id for line in each.lines):
            with suppress(WrongMoment):  # not enough for this one, maybe for the next
                hold_and_offer(each)


def hold_and_offer(reservation: Reservation) -> None:
    """Hold all that a waiting request asked for, and offer it; raises NotEnoughAvailable.

    Raises WrongMoment when some of it is no longer lent, or by another.
    """
    if not _is_lent(reservation):
        raise WrongMoment("changed_meanwhile")
    holds.place(reservation.lines, reservation.period)
    offer(reservation)


def offer(reservation: Reservation) -> None:
    """Offer what is held to who waited for it, for as long as the pool says."""
    pool = reservation.pool
    reservation.status = lifecycle.move(Status.WAITLISTED, "offer")
    reservation.awaited, reservation.reminded_at = Awaited.PLACE, None
    due = delays.reply_due(pool, pool.confirm_days)
    reservation.reply_due_at = min(due, reservation.starts_at)
    reservation.changed_at = clock.now()
    reservation.revision += 1
    db.session.flush()  # the next in line sees what this one holds
    given = {"territory_id": reservation.territory_id}
    journal.record(SERVICE, "offer", "reservation", reservation.id, **given)
    tell_borrower(reservation, MailKind.OFFERED)


def _is_lent(reservation: Reservation) -> bool:
    """Tell whether all that was asked is still lent, and by the same lender."""
    lender = reservation.pool_id, reservation.owner_id
    return all(
        line.item.stage is LifeStage.PUBLISHED and (line.item.pool_id, line.item.owner_id) == lender
        for line in reservation.lines
    )

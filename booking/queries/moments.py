"""Whether a reservation comes at a moment its pool allows: notice, horizon, priority, quota."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from booking import clock
from booking.db import db
from booking.dealings import Channel
from booking.models.catalogue import Item, Pool
from booking.models.reservations import Request, Reservation
from booking.period import Period
from booking.queries import catalogue, delays
from booking.rules import terms
from booking.rules.access import Actor
from booking.rules.delays import EVERYWHERE, Days
from booking.rules.terms import Verdict
from booking.vocabulary import Status

UNCOUNTED = (Status.DRAFT, Status.REFUSED, Status.CANCELLED, Status.EXPIRED)
"""What was not lent after all takes nothing of a quota."""


def verdicts(
    part: Reservation, now: datetime, zone: ZoneInfo, days: Days = EVERYWHERE
) -> list[Verdict]:
    """Return what the pool says of the moment of a reservation asked now."""
    judged = catalogue.terms_of(part.pool)
    first = part.starts_at.astimezone(zone).date()
    others = _others(part, zone) if judged.quota_loans is not None else []
    found = terms.moment(judged, part.period, now, zone, owns=_comes_first(part), days=days)
    at_once = part.request.channel is Channel.COUNTER
    return [
        *([terms.without_notice(each) for each in found] if at_once else found),
        *terms.quota(judged, first, others),
    ]


def _comes_first(part: Reservation) -> bool:
    """Tell whether the borrower owns some of each thing, apart from what only goes along."""
    items = [line.item for line in part.lines]
    along = {each.companion_id for item in items for each in item.companions if each.mandatory}
    borrower = part.request.borrower.id
    return all(comes_first(borrower, item) for item in items if item.id not in along)


def _others(part: Reservation, zone: ZoneInfo) -> list[date]:
    """Return the first day of each other loan of the pool: what is asked at once is one loan."""
    found = (
        select(func.min(Reservation.starts_at))
        .join(Reservation.request)
        .where(
            Reservation.pool_id == part.pool.id,
            Reservation.request_id != part.request_id,
            Reservation.status.not_in(UNCOUNTED),
            Request.borrower_id == part.request.borrower.id,
        )
        .group_by(Reservation.request_id)
    )
    return [at.astimezone(zone).date() for at in db.session.scalars(found)]


def starts(actor: Actor, items: Iterable[Item]) -> dict[int, Period | None]:
    """Return, by item, within which instants the terms of its pool let the actor's loan start."""
    asked = {item: (item.pool, comes_first(actor.organization_id, item)) for item in items}
    days, now = delays.of_lenders({pool for pool, _ in asked.values()}), clock.now()
    found: dict[tuple[Pool, bool], Period | None] = {}
    for pool, owns in set(asked.values()):
        judged = catalogue.terms_of(pool)
        first = terms.earliest(judged, now, actor.zone, days[pool])
        last = terms.latest(judged, now, actor.zone, owns=owns)
        found[pool, owns] = Period(first, last) if first < last else None
    return {item.id: found[key] for item, key in asked.items()}


def common_starts(actor: Actor, items: Iterable[Item]) -> Period | None:
    """Return within which instants the terms of every pool let the actor's loan start, if any."""
    spans = list(starts(actor, items).values())
    first = max((each.starts_at for each in spans if each), default=None)
    last = min((each.ends_at for each in spans if each), default=None)
    if first is None or last is None or None in spans:
        return None
    return Period(first, last) if first < last else None


def comes_first(organization_id: int, item: Item) -> bool:
    """Tell whether an organization asks as early as it likes: it owns some, or all are equal."""
    return item.pool.others_horizon_days is None or (
        organization_id in {item.owner_id, *(share.organization_id for share in item.shares)}
    )

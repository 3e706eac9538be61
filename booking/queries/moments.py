"""Whether a reservation comes at a moment its pool allows: notice, horizon, priority, quota."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from booking.db import db
from booking.dealings import Channel
from booking.models.reservations import Request, Reservation
from booking.queries import catalogue
from booking.rules import terms
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
    return all(catalogue.comes_first(borrower, item) for item in items if item.id not in along)


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

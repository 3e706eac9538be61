"""Which loans to come no insurance certificate covers to their last day, and who was reminded."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from booking.db import db
from booking.models.mail import Message
from booking.models.organizations import InsuranceCertificate, Territory
from booking.models.reservations import Request, Reservation
from booking.numbers import among
from booking.queries import organizations
from booking.queries.clauses import last_day
from booking.vocabulary import MailKind, Status

AHEAD = timedelta(days=15)
"""How long before the pick-up a borrower is reminded of its certificate."""


def to_remind(now: datetime) -> list[int]:
    """Return the loans to be picked up within 15 days that lack a certificate, not told yet."""
    found = (
        select(Reservation.id, Reservation.ends_at, Request.borrower_id, Territory.time_zone)
        .join(Request, Request.id == Reservation.request_id)
        .join(Territory, Territory.id == Reservation.territory_id)
        .where(Reservation.status == Status.APPROVED)
        .where(Reservation.starts_at > now, Reservation.starts_at <= now + AHEAD)
        .order_by(Reservation.id)
    )
    rows = db.session.execute(found).all()
    spans = _certificates({row.borrower_id for row in rows})
    told = _told(now)
    return [
        row.id
        for row in rows
        if row.id not in told
        and not _covered(spans.get(row.borrower_id, []), row.ends_at, ZoneInfo(row.time_zone))
    ]


def due(mine: Reservation, now: datetime) -> bool:
    """Tell whether the borrower of a loan is to be reminded now."""
    zone = ZoneInfo(mine.territory.time_zone)
    near = now < mine.starts_at <= now + AHEAD
    covered = organizations.insurance(mine.request.borrower_id, last_day(mine.ends_at, zone))
    return mine.status is Status.APPROVED and near and not covered and not was_told(mine.id)


def was_told(reservation_id: int) -> bool:
    """Tell whether a reminder was already written for a reservation."""
    found = select(Message.id).where(
        Message.kind == MailKind.INSURANCE_DUE,
        Message.facts["reservation_id"].as_integer() == reservation_id,
    )
    return db.session.scalars(found.limit(1)).first() is not None


def _told(now: datetime) -> set[int]:
    """Return the reservations reminded of lately: no reminder is older than the pick-up allows."""
    found = select(Message.facts["reservation_id"].as_integer()).where(
        Message.kind == MailKind.INSURANCE_DUE, Message.created_at >= now - 2 * AHEAD
    )
    return set(db.session.scalars(found))


def _certificates(borrower_ids: Collection[int]) -> dict[int, list[tuple[date, date]]]:
    found = select(InsuranceCertificate).where(
        among(InsuranceCertificate.organization_id, borrower_ids)
    )
    spans: dict[int, list[tuple[date, date]]] = {}
    for each in db.session.scalars(found):
        spans.setdefault(each.organization_id, []).append((each.starts_on, each.ends_on))
    return spans


def _covered(spans: list[tuple[date, date]], ends_at: datetime, zone: ZoneInfo) -> bool:
    last = last_day(ends_at, zone)
    return any(first <= last <= until for first, until in spans)

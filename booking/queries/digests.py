"""Whose summary of the day is due."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import select

from booking.db import db
from booking.models.accounts import User
from booking.models.mail import Message
from booking.models.organizations import Territory
from booking.rules.delays import Days, is_working_day

AT = time(7)
"""From when on a working day, where the territory lives."""

WAITING = (
    select(User.id, User.digested_at, Territory.time_zone, Territory.holiday_region)
    .join(Message, Message.to == User.email)
    .join(Territory, Territory.id == Message.territory_id)
    .where(User.daily, Message.daily, Message.sent_at.is_(None), Message.attempts == 0)
    .distinct()
    .order_by(User.id)
)


def due(now: datetime) -> list[int]:
    """Return the people for whom messages wait, and who had no summary yet on this working day."""
    rows = db.session.execute(WAITING)
    return sorted(
        {
            row.id
            for row in rows
            if is_due(row.digested_at, now, ZoneInfo(row.time_zone), Days(row.holiday_region))
        }
    )


def is_due(last: datetime | None, now: datetime, zone: ZoneInfo, days: Days) -> bool:
    """Tell whether it is time for a summary, the last of which left at an instant."""
    local = now.astimezone(zone)
    had = last is not None and last.astimezone(zone).date() >= local.date()
    return local.time() >= AT and is_working_day(local.date(), days) and not had

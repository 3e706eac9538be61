"""A depot open on weekdays, and the Saturday of an event some weeks ahead."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from booking.models.catalogue import Depot
from booking.models.depots import OpeningSlot
from booking.period import Period
from tests.factories import keep, next_weekend

PARIS = ZoneInfo("Europe/Paris")
HOURS = ((time(8), time(12)), (time(13, 30), time(16, 30)))


def open_on_weekdays(depot: Depot) -> None:
    """Open a depot from Monday to Friday, 8 h to 12 h and 13 h 30 to 16 h 30."""
    keep(
        *(
            OpeningSlot(depot_id=depot.id, weekday=weekday, opens_at=opens, closes_at=closes)
            for weekday in range(5)
            for opens, closes in HOURS
        )
    )


def _local(days: int, hour: int, minute: int = 0) -> datetime:
    friday = next_weekend().starts_at.astimezone(PARIS).date()
    return datetime.combine(friday + timedelta(days=days), time(hour, minute), PARIS)


def friday_at(hour: int, minute: int = 0) -> datetime:
    """Return an hour of the day before."""
    return _local(0, hour, minute)


def monday_at(hour: int, minute: int = 0) -> datetime:
    """Return an hour of the Monday after."""
    return _local(3, hour, minute)


def saturday() -> Period:
    """Return the event: from 14 h to 23 h."""
    return Period(_local(1, 14), _local(1, 23))

"""What time it is: the only module that asks."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """Return the present instant, aware, UTC."""
    return datetime.now(UTC)


def today(zone: ZoneInfo) -> date:
    """Return the present day where the territory lives."""
    return now().astimezone(zone).date()

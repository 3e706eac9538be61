"""What time it is: the only module that asks."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

_behind: ContextVar[timedelta] = ContextVar("behind", default=timedelta())


def now() -> datetime:
    """Return the present instant, aware, UTC."""
    return datetime.now(UTC) - _behind.get()


def today(zone: ZoneInfo) -> date:
    """Return the present day where the territory lives."""
    return now().astimezone(zone).date()


@contextmanager
def behind(instant: datetime) -> Iterator[None]:
    """Let it be an instant of the past, and run on from there.

    The demonstration alone has a past to tell: it is told by the same acts as what happens today.
    """
    token = _behind.set(_behind.get() + (now() - instant))
    try:
        yield
    finally:
        _behind.reset(token)

"""What the counter does next with a reservation, and on which day it is expected."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from booking.vocabulary import Status

INSTANT = timedelta(microseconds=1)
ACTS = {Status.APPROVED: "hand_over", Status.OUT: "take_back", Status.RETURNED: "close"}
"""What is done at the counter, by the status of the reservation."""
PASSING = ("hand_over", "take_back")
"""What somebody is awaited for."""


@dataclass(frozen=True)
class Call:
    """What is next at the counter: the act, when it is agreed, the local day it falls on."""

    act: str
    at: datetime
    day: date


def call(status: Status, starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> Call | None:
    """Return what the counter does next; None when it has nothing to do.

    A loan that ends at midnight is brought back on the day that then ends.
    """
    act = ACTS.get(status)
    if act is None:
        return None
    if act == "hand_over":
        return Call(act, starts_at, starts_at.astimezone(zone).date())
    return Call(act, ends_at, (ends_at - INSTANT).astimezone(zone).date())


def is_late(known: Call, now: datetime) -> bool:
    """Tell whether somebody should have come: from the agreed hour on, either way."""
    return known.act in PASSING and known.at < now

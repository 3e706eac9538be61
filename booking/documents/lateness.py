"""How late a loan is, when it is due, and what of it is awaited, in words."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from booking.documents.words import brief_due, due, hour, moment
from booking.rules.lateness import days_late, return_day

NEAR = {0: "aujourd’hui", 1: "demain"}


def since(ends_at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """Return since when a return is overdue: "depuis 14 h", "depuis hier", "depuis 2 jours"."""
    days = days_late(ends_at, now, zone)
    if days == 0:
        return f"depuis {hour(ends_at.astimezone(zone))}"
    return "depuis hier" if days == 1 else f"depuis {days} jours"


def until(ends_at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """Return how near a return is: "aujourd’hui", "demain", "dans 2 jours"."""
    days = (return_day(ends_at, zone) - now.astimezone(zone).date()).days
    return NEAR.get(days, f"dans {days} jours")


def next_ones(found: Iterable[tuple[str, datetime]], zone: ZoneInfo) -> list[str]:
    """Return who else counts on things, a line each: what, and from when; nobody is named."""
    return [f"« {name} », le {moment(at.astimezone(zone))}" for name, at in found]


def waited(name: str, loans: int, ends_at: datetime, zone: ZoneInfo) -> str:
    """Return what those who wait for a thing may know: that it is late, never with whom."""
    several = f"{loans} prêts en retard" if loans > 1 else "un prêt en retard"
    when = brief_due(ends_at.astimezone(zone))
    return f"« {name} » : {several}, retour attendu le {when} ; le gestionnaire le sait."


def taken(quantity: int, ends_at: datetime, until: datetime, zone: ZoneInfo) -> str:
    """Return why fewer of a thing are free: some are late, and count as taken for a while."""
    s = "s" if quantity > 1 else ""
    return (
        f"{quantity} en retard depuis le {moment(ends_at.astimezone(zone))} : "
        f"compté{s} comme sorti{s} jusqu’au {due(until.astimezone(zone))} au moins."
    )

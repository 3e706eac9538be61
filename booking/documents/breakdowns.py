"""What is said of a breakdown: to the manager who settles it, to the borrowers it concerns."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from booking.dealings import Remedy
from booking.documents import words
from booking.period import OPEN_ENDED, Period

SAID = {
    Remedy.WAIT: "elle est maintenue pour l’instant, en attendant la réparation. Vous serez "
    "prévenus si elle ne peut pas être honorée.",
    Remedy.DEPOT: "elle est servie d’un autre dépôt : {depot}. Rien d’autre ne change.",
    Remedy.DATES: "elle ne pourra sans doute pas être honorée. Le matériel est libre à d’autres "
    "dates : {when}. Modifiez votre réservation, ou répondez au gestionnaire.",
    Remedy.ITEM: "elle ne pourra sans doute pas être honorée. Un autre matériel est libre à vos "
    "dates : {name} ({pool}). Demandez-le depuis le catalogue, ou répondez au gestionnaire.",
    Remedy.WITHDRAW: "elle est annulée. Une autre demande reste possible.",
}


def sentence(remedy: Remedy, facts: Mapping[str, Any]) -> str:
    """Return what becomes of a reservation, as its borrower reads it after its name."""
    return SAID[remedy].format_map(facts)


def when(period: Period, zone: ZoneInfo) -> str:
    """Return a period as a message says it."""
    return words.span(period.starts_at.astimezone(zone), period.ends_at.astimezone(zone))


def lasting(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> str:
    """Return since when something is broken, and until when if one knows."""
    since = words.short_moment(starts_at.astimezone(zone))
    if ends_at >= OPEN_ENDED:
        return f"depuis le {since}, jusqu’à réparation"
    return f"du {since} au {words.short_moment(ends_at.astimezone(zone))}"

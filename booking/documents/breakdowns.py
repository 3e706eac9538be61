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
    "dates : {when}. Rien n’y est retenu pour vous : modifiez votre réservation sans tarder, ou "
    "répondez au gestionnaire.",
    Remedy.ITEM: "elle ne pourra sans doute pas être honorée. Un autre matériel est libre à vos "
    "dates : {name} ({pool}). Rien n’en est retenu pour vous : demandez-le sans tarder, ou "
    "répondez au gestionnaire.",
    Remedy.WITHDRAW: "elle est annulée. Une autre demande reste possible.",
}


def sentence(remedy: Remedy, facts: Mapping[str, Any]) -> str:
    """Return what becomes of a reservation, as its borrower reads it after its name."""
    return SAID[remedy].format_map(facts)


def instead(remedy: Remedy, facts: Mapping[str, Any], reservation_id: int) -> dict[str, str]:
    """Return where the borrower may ask for what is proposed, and what the link says."""
    if remedy is Remedy.DATES:
        return {"ask": "Modifier la réservation", "at": f"/reservations/{reservation_id}/modifier"}
    if remedy is Remedy.ITEM and "item" in facts:  # decisions of before named no number
        wanted = f"materiel={facts['item']}&quantite={facts['quantity']}"
        at = f"/demandes/nouvelle?pour={reservation_id}&{wanted}"
        return {"ask": "Demander ce matériel aux mêmes dates", "at": at}
    return {}


def when(period: Period, zone: ZoneInfo) -> str:
    """Return a period as a message says it."""
    return words.span(period.starts_at.astimezone(zone), period.ends_at.astimezone(zone))


def lasting(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> str:
    """Return since when something is broken, and until when if one knows."""
    since = words.short_moment(starts_at.astimezone(zone))
    if ends_at >= OPEN_ENDED:
        return f"depuis le {since}, jusqu’à réparation"
    return f"du {since} au {words.short_due(ends_at.astimezone(zone))}"

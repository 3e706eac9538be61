"""A request as a whole, as its page tells it: its one state, and what was lost of it."""

from collections.abc import Sequence
from typing import Any

from booking.documents import words
from booking.queries import requests
from booking.queries.views import ReservationView
from booking.rules import rests
from booking.vocabulary import Status
from booking.web import actor

COUNTED = {
    Status.DRAFT: ("brouillon", "brouillons"),
    Status.REQUESTED: ("en attente", "en attente"),
    Status.NEEDS_INFO: ("à compléter", "à compléter"),
    Status.WAITLISTED: ("en liste d’attente", "en liste d’attente"),
    Status.APPROVED: ("validée", "validées"),
    Status.OUT: ("sortie", "sorties"),
    Status.RETURNED: ("rendue", "rendues"),
    Status.CLOSED: ("clôturée", "clôturées"),
    Status.REFUSED: ("refusée", "refusées"),
    Status.CANCELLED: ("annulée", "annulées"),
    Status.EXPIRED: ("expirée", "expirées"),
}
LOST = {
    "refused": "{} a refusé sa part.",
    "cancelled": "{} a annulé sa part.",
    "no_answer": "{} n’a pas répondu à temps.",
    "expired": "La part de {} a expiré.",
}


def overall(parts: Sequence[ReservationView]) -> str:
    """Return the one state of a request in several parts: "2 validées, 1 en attente"."""
    if len(parts) < 2:
        return ""
    counts = rests.counted(part.status for part in parts)
    return ", ".join(f"{count} {COUNTED[status][count > 1]}" for status, count in counts)


def question(request_id: int, parts: Sequence[ReservationView]) -> dict[str, Any] | None:
    """Return what the borrower is asked once a part is lost; None when nothing is."""
    rest = requests.rest(actor(), request_id)
    if rest is None:
        return None
    said = " ".join(LOST[how].format(manager) for manager, how in rest.lost)
    left = [_left(part) for part in parts if part.reference in rest.left]
    return {"said": said, "left": words.several(left)}


def _left(part: ReservationView) -> str:
    things = words.things([(line.quantity, line.name) for line in part.lines])
    return f"{things} ({part.reference})"

"""Reservations that live while somebody subscribed to them, and what must be seen of them."""

from booking.period import Period
from tests.clients.readers import Shown, wall
from tests.factories import ask, next_weekend
from tests.pages.place import Place, as_actor

CHAIRS = "10\N{NO-BREAK SPACE}chaises"
FEAST = "Fête de la Saint-Jean"
TITLE = f"{FEAST} — {CHAIRS}"
WAITING = f"À confirmer : {TITLE}"
CANCELLED = f"Annulé : {TITLE}"
REVOKED = "Abonnement révoqué"
RENEWED = "Adresse changée"


def ask_for_chairs(place: Place, period: Period | None = None, purpose: str = FEAST) -> int:
    """Ask for ten chairs as the secretary of the borrower; return the reservation."""
    secretary = as_actor(place.secretary)
    period = period or next_weekend()
    return ask(secretary, (place.chairs, 10), period=period, purpose=purpose)[0]


def seen_as(title: str, status: str, period: Period | None = None) -> Shown:
    """Return an event as it must be seen, of the usual weekend unless told otherwise."""
    period = period or next_weekend()
    return Shown(wall(period.starts_at), wall(period.ends_at), title, status)

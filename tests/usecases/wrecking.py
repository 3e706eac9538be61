"""What tests of incidents need: to tell of one, and what is then known of it."""

from typing import Any

from sqlalchemy import select

from booking.db import db
from booking.handling import IncidentKind
from booking.models.catalogue import StockMovement
from booking.models.incidents import Incident
from booking.models.mail import Message
from booking.rules.access import Actor
from booking.rules.incidents import Reported
from booking.usecases import incidents, loans
from booking.vocabulary import MailKind
from tests.factories import Scene
from tests.usecases.tending import hand_over

WHAT = "Un pied plié en chargeant."


def told(scene: Scene, **facts: Any) -> Reported:
    """Return what is told of two chairs that are damaged, unless told otherwise."""
    given = {"item": scene.chairs.reference, "kind": IncidentKind.DAMAGE, "quantity": 2}
    return Reported(**given | {"circumstances": WHAT} | facts)


def wreck(scene: Scene, *, actor: Actor | None = None, **facts: Any) -> int:
    """Tell of damaged chairs; return the incident."""
    return incidents.report(actor or scene.manager, told(scene, **facts))


def came_home(scene: Scene, quantity: int = 4) -> int:
    """Lend chairs and take them back; return the reservation."""
    mine = hand_over(scene, quantity)
    loans.take_back(scene.manager, mine)
    return mine


def incident(incident_id: int) -> Incident:
    """Return an incident as the tables have it."""
    return db.session.get_one(Incident, incident_id)


def messages() -> list[Message]:
    """Return the messages about incidents, in order."""
    found = select(Message).filter_by(kind=MailKind.INCIDENT).order_by(Message.id)
    return list(db.session.scalars(found))


def moves(scene: Scene) -> list[tuple[str, int]]:
    """Return what came into and left the first stock of the chairs, in order."""
    found = select(StockMovement).filter_by(stock_id=scene.stock.id).order_by(StockMovement.id)
    return [(each.kind.value, each.quantity) for each in db.session.scalars(found)]

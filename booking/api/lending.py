"""Lending at the counter, for programs."""

from typing import Any

from flask_smorest import Blueprint

from booking.queries import reservations
from booking.queries.views import RequestView
from booking.schemas.lending import Lend
from booking.schemas.reservations import Reservations
from booking.usecases import lending
from booking.web import actor

blueprint = Blueprint("api-lending", __name__, description="Réservations")


@blueprint.post("/reservations/lend")
@blueprint.arguments(Lend)
@blueprint.response(201, Reservations)
@blueprint.alt_response(403, description="`not_eligible` ; `not_allowed` : pas votre parc")
@blueprint.alt_response(409, description="`not_enough_available` : manques")
def lend(asked: dict[str, Any]) -> RequestView:
    """Prêter au comptoir, sans demande préalable : validé aussitôt, à remettre ensuite."""
    request_id = lending.lend(actor(), asked["lent"], key=asked["key"])
    return reservations.show_request(actor(), request_id)

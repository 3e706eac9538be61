"""Taking the place that a waiting list offers, for programs."""

from typing import Any

from flask_smorest import Blueprint

from booking.queries import reservations
from booking.queries.views import ReservationView
from booking.schemas.reservations import Reservation, Seen, as_seen
from booking.usecases import waiting
from booking.web import actor, in_view

blueprint = Blueprint("api-waiting", __name__, description="Réservations")


@blueprint.post("/reservations/<int:reservation_id>/confirm")
@in_view(reservations.show)
@blueprint.arguments(Seen, required=False)
@blueprint.response(200, Reservation)
@blueprint.alt_response(409, description="`wrong_moment` : aucune place n’est offerte")
def confirm(asked: dict[str, Any], reservation_id: int) -> ReservationView:
    """Confirmer la place offerte."""
    done = waiting.confirm(actor(), reservation_id, **as_seen(asked))
    return reservations.show(actor(), done)

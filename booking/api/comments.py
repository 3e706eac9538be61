"""Messages and notes on a reservation, for programs."""

from typing import Any

from flask_smorest import Blueprint

from booking.queries import comments, reservations
from booking.queries.comments import Thread
from booking.schemas.comments import Comments, Write
from booking.usecases import comments as acts
from booking.web import actor, in_view

blueprint = Blueprint("api-comments", __name__, description="Messages")


@blueprint.get("/reservations/<int:reservation_id>/comments")
@in_view(reservations.show)
@blueprint.response(200, Comments)
def index(reservation_id: int) -> Thread:
    """Donner les messages d’une réservation, et les notes à qui peut les lire."""
    return comments.of_reservation(actor(), reservation_id)


@blueprint.post("/reservations/<int:reservation_id>/comments")
@in_view(reservations.show)
@blueprint.arguments(Write)
@blueprint.response(201, Comments)
def write(asked: dict[str, Any], reservation_id: int) -> Thread:
    """Écrire à l’autre partie ; avec `internal`, garder une note du côté du gestionnaire."""
    act = acts.note if asked["internal"] else acts.comment
    act(actor(), reservation_id, asked["text"], key=asked["request_key"])
    return comments.of_reservation(actor(), reservation_id)

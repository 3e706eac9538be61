"""A request as a whole, for programs: what becomes of the rest once a part is lost."""

from typing import Any

from flask_smorest import Blueprint

from booking.queries import reservations
from booking.queries.views import RequestView
from booking.schemas.reservations import Act, Cancel, Reservations
from booking.usecases import requests as acts
from booking.web import actor, in_view

blueprint = Blueprint("api-requests", __name__, description="Demandes")


@blueprint.post("/requests/<int:request_id>/keep-rest")
@in_view(reservations.show_request)
@blueprint.arguments(Act, required=False)
@blueprint.response(200, Reservations)
@blueprint.alt_response(409, description="`nothing_to_settle` : rien à garder ni à annuler")
def keep(asked: dict[str, Any], request_id: int) -> RequestView:
    """Garder le reste d’une demande dont une part est refusée ou expirée."""
    acts.keep_rest(actor(), request_id, key=asked["request_key"])
    return reservations.show_request(actor(), request_id)


@blueprint.post("/requests/<int:request_id>/cancel-rest")
@in_view(reservations.show_request)
@blueprint.arguments(Cancel, required=False)
@blueprint.response(200, Reservations)
@blueprint.alt_response(409, description="`nothing_to_settle` : rien à garder ni à annuler")
def cancel(asked: dict[str, Any], request_id: int) -> RequestView:
    """Annuler le reste d’une demande dont une part est refusée ou expirée."""
    acts.cancel_rest(actor(), request_id, asked["reason"], key=asked["request_key"])
    return reservations.show_request(actor(), request_id)

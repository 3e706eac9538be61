"""Questions and answers about a request, for programs."""

from typing import Any

from flask_smorest import Blueprint

from booking.queries import reservations
from booking.queries.views import ReservationView
from booking.schemas.replies import Answer, AskDetails, Resume
from booking.schemas.reservations import Reservation
from booking.usecases import replies as acts
from booking.web import actor, in_view

blueprint = Blueprint("api-replies", __name__, description="Questions et réponses")


@blueprint.post("/reservations/<int:reservation_id>/ask-details")
@in_view(reservations.show)
@blueprint.arguments(AskDetails)
@blueprint.response(200, Reservation)
def ask_details(asked: dict[str, Any], reservation_id: int) -> ReservationView:
    """Demander des précisions à l’emprunteur ; le matériel reste retenu."""
    done = acts.ask_details(actor(), reservation_id, asked["question"], key=asked["request_key"])
    return reservations.show(actor(), done)


@blueprint.post("/reservations/<int:reservation_id>/answer")
@in_view(reservations.show)
@blueprint.arguments(Answer)
@blueprint.response(200, Reservation)
def answer(asked: dict[str, Any], reservation_id: int) -> ReservationView:
    """Répondre aux précisions demandées."""
    done = acts.answer(actor(), reservation_id, asked["text"], key=asked["request_key"])
    return reservations.show(actor(), done)


@blueprint.post("/reservations/<int:reservation_id>/resume")
@in_view(reservations.show)
@blueprint.arguments(Resume, required=False)
@blueprint.response(200, Reservation)
def resume(asked: dict[str, Any], reservation_id: int) -> ReservationView:
    """Ne plus attendre l’emprunteur : réponse reçue autrement, ou proposition retirée."""
    done = acts.resume(actor(), reservation_id, asked["text"], key=asked["request_key"])
    return reservations.show(actor(), done)

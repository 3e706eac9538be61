"""Changing what was asked, for programs."""

from typing import Any

from flask_smorest import Blueprint

from booking.queries import reservations
from booking.queries.views import ReservationView
from booking.schemas.changes import Edit, Extend, NameCopies, Swap
from booking.schemas.reservations import Reservation, as_seen
from booking.usecases import changes as acts
from booking.usecases import lateness
from booking.web import actor, in_view

blueprint = Blueprint("api-changes", __name__, description="Modifications")

SHORT = "`not_enough_available` : manques, autres périodes, matériel semblable"


@blueprint.post("/reservations/<int:reservation_id>/edit")
@in_view(reservations.show)
@blueprint.arguments(Edit, required=False)
@blueprint.response(200, Reservation)
@blueprint.alt_response(409, description=SHORT)
def edit(asked: dict[str, Any], reservation_id: int) -> ReservationView:
    """Modifier les dates ou les lignes ; ce qui n’est pas donné reste."""
    done = acts.edit(actor(), reservation_id, asked["edited"], key=asked["key"])
    return reservations.show(actor(), done)


@blueprint.post("/reservations/<int:reservation_id>/extend")
@in_view(reservations.show)
@blueprint.arguments(Extend)
@blueprint.response(200, Reservation)
@blueprint.alt_response(409, description=SHORT)
def extend(asked: dict[str, Any], reservation_id: int) -> ReservationView:
    """Prolonger ce qui est sorti : accordé aussitôt par règle, sinon demandé au gestionnaire."""
    given = (asked["ends_at"], asked["reason"])
    done = lateness.extend(actor(), reservation_id, *given, **as_seen(asked))
    return reservations.show(actor(), done)


@blueprint.post("/reservations/<int:reservation_id>/swap")
@in_view(reservations.show)
@blueprint.arguments(Swap)
@blueprint.response(200, Reservation)
@blueprint.alt_response(409, description=SHORT)
def swap(asked: dict[str, Any], reservation_id: int) -> ReservationView:
    """Échanger les dates de deux réservations, ou aucune."""
    done = acts.swap(actor(), reservation_id, asked["other"], key=asked["request_key"])
    return reservations.show(actor(), done)


@blueprint.post("/reservations/<int:reservation_id>/name-copies")
@in_view(reservations.show)
@blueprint.arguments(NameCopies)
@blueprint.response(200, Reservation)
@blueprint.alt_response(409, description=SHORT)
def name_copies(asked: dict[str, Any], reservation_id: int) -> ReservationView:
    """Choisir les exemplaires d’une ligne ; aucun : n’importe lesquels."""
    line, units = asked["line"], tuple(asked["units"])
    done = acts.name_copies(actor(), reservation_id, line, units, key=asked["request_key"])
    return reservations.show(actor(), done)

"""Other versions of a reservation, for programs."""

from typing import Any

from flask_smorest import Blueprint

from booking.queries import amendments, reservations
from booking.queries.amendments import AmendmentView
from booking.queries.views import ReservationView
from booking.schemas.amendments import Decline, Latest, Propose, RefuseChange
from booking.schemas.reservations import Act, Reservation, Seen, as_seen
from booking.usecases import amendments as acts
from booking.web import actor, in_view

blueprint = Blueprint("api-amendments", __name__, description="Propositions et changements")

SHORT = "`not_enough_available` : manques, autres périodes, matériel semblable"


@blueprint.get("/reservations/<int:reservation_id>/change")
@in_view(reservations.show)
@blueprint.response(200, Latest)
def show(reservation_id: int) -> dict[str, AmendmentView | None]:
    """Donner la dernière proposition, ou le dernier changement demandé."""
    return {"change": amendments.latest(actor(), reservation_id)}


@blueprint.post("/reservations/<int:reservation_id>/propose")
@in_view(reservations.show)
@blueprint.arguments(Propose)
@blueprint.response(200, Reservation)
@blueprint.alt_response(409, description=f"{SHORT} ; `elected_needed` (élu à nommer)")
def propose(asked: dict[str, Any], reservation_id: int) -> ReservationView:
    """Proposer d’autres dates, quantités ou dépôts, retenus en plus ; `elected` : qui décide."""
    wanted, elected = asked["edited"], asked["elected"]
    done = acts.propose(actor(), reservation_id, wanted, elected=elected, key=asked["key"])
    return reservations.show(actor(), done)


@blueprint.post("/reservations/<int:reservation_id>/accept")
@in_view(reservations.show)
@blueprint.arguments(Seen, required=False)
@blueprint.response(200, Reservation)
@blueprint.alt_response(409, description=SHORT)
def accept(asked: dict[str, Any], reservation_id: int) -> ReservationView:
    """Accepter la proposition : elle est validée aussitôt."""
    done = acts.accept(actor(), reservation_id, **as_seen(asked))
    return reservations.show(actor(), done)


@blueprint.post("/reservations/<int:reservation_id>/decline")
@in_view(reservations.show)
@blueprint.arguments(Decline, required=False)
@blueprint.response(200, Reservation)
def decline(asked: dict[str, Any], reservation_id: int) -> ReservationView:
    """Décliner la proposition : la demande attend de nouveau sa réponse."""
    done = acts.decline(actor(), reservation_id, asked["text"], **as_seen(asked))
    return reservations.show(actor(), done)


@blueprint.post("/reservations/<int:reservation_id>/accept-change")
@in_view(reservations.show)
@blueprint.arguments(Seen, required=False)
@blueprint.response(200, Reservation)
@blueprint.alt_response(409, description=SHORT)
def accept_change(asked: dict[str, Any], reservation_id: int) -> ReservationView:
    """Accepter le changement demandé après validation."""
    done = acts.accept_change(actor(), reservation_id, **as_seen(asked))
    return reservations.show(actor(), done)


@blueprint.post("/reservations/<int:reservation_id>/refuse-change")
@in_view(reservations.show)
@blueprint.arguments(RefuseChange)
@blueprint.response(200, Reservation)
def refuse_change(asked: dict[str, Any], reservation_id: int) -> ReservationView:
    """Refuser le changement demandé, avec un motif ; ce qui était convenu le reste."""
    done = acts.refuse_change(actor(), reservation_id, asked["reason"], **as_seen(asked))
    return reservations.show(actor(), done)


@blueprint.post("/reservations/<int:reservation_id>/withdraw-change")
@in_view(reservations.show)
@blueprint.arguments(Act, required=False)
@blueprint.response(200, Reservation)
def withdraw_change(asked: dict[str, Any], reservation_id: int) -> ReservationView:
    """Retirer le changement demandé ; ce qui était convenu le reste."""
    done = acts.withdraw_change(actor(), reservation_id, key=asked["request_key"])
    return reservations.show(actor(), done)

"""Asking and answering for programs."""

from typing import Any

from flask_smorest import Blueprint

from booking.queries import requirements, reservations
from booking.queries.views import RequestView, ReservationView
from booking.rules.terms import Verdict
from booking.schemas.handing import HandOver
from booking.schemas.reservations import (
    Approve,
    Ask,
    Cancel,
    Override,
    Refuse,
    Reservation,
    Reservations,
    See,
    Verdicts,
    as_seen,
)
from booking.schemas.returning import Close, TakeBack
from booking.usecases import asking, closing, fitness, loans
from booking.usecases import reservations as acts
from booking.web import actor, in_view

blueprint = Blueprint("api-reservations", __name__, description="Réservations")


@blueprint.get("/reservations")
@blueprint.response(200, Reservations)
def index() -> dict[str, list[ReservationView]]:
    """Donner les réservations de sa commune."""
    return {"reservations": reservations.of_borrower(actor())}


@blueprint.post("/reservations")
@blueprint.arguments(Ask)
@blueprint.response(201, Reservations)
@blueprint.alt_response(403, description="`not_eligible` : parc non ouvert à cette commune")
@blueprint.alt_response(409, description="`not_enough_available` : manques et autres périodes")
def ask(asked: dict[str, Any]) -> RequestView:
    """Demander du matériel : une réservation par parc et propriétaire, toutes ou aucune."""
    request_id = asking.request(actor(), asked["asked"], key=asked["key"])
    return reservations.show_request(actor(), request_id)


@blueprint.get("/reservations/<int:reservation_id>")
@blueprint.response(200, Reservation)
def show(reservation_id: int) -> ReservationView:
    """Donner une réservation."""
    return reservations.show(actor(), reservation_id)


@blueprint.get("/reservations/<int:reservation_id>/verdicts")
@in_view(reservations.show)
@blueprint.response(200, Verdicts)
def verdicts(reservation_id: int) -> dict[str, list[Verdict]]:
    """Donner ce qui est jugé d’une réservation : en règle, dû, à savoir, bloquant, dérogé."""
    return {"verdicts": requirements.verdicts(actor(), reservation_id)}


@blueprint.post("/reservations/<int:reservation_id>/papers-seen")
@in_view(reservations.show)
@blueprint.arguments(See)
@blueprint.response(200, Reservation)
def see(asked: dict[str, Any], reservation_id: int) -> ReservationView:
    """Noter qu’une pièce a été vue ; aucune copie n’est gardée."""
    done = fitness.see(actor(), reservation_id, asked["requirement"], key=asked["request_key"])
    return reservations.show(actor(), done)


@blueprint.post("/reservations/<int:reservation_id>/override")
@in_view(reservations.show)
@blueprint.arguments(Override)
@blueprint.response(200, Reservation)
@blueprint.alt_response(409, description="`not_asked` : cette exigence n’est pas en cause")
def override(asked: dict[str, Any], reservation_id: int) -> ReservationView:
    """Déroger à une exigence bloquante, avec un motif."""
    waived = (asked["requirement"], asked["reason"])
    done = fitness.override(actor(), reservation_id, *waived, key=asked["request_key"])
    return reservations.show(actor(), done)


@blueprint.post("/reservations/<int:reservation_id>/approve")
@in_view(reservations.show)
@blueprint.arguments(Approve, required=False)
@blueprint.response(200, Reservation)
@blueprint.alt_response(
    409, description="`not_enough_available` (`despite` déroge), `elected_needed` (élu à nommer)"
)
def approve(asked: dict[str, Any], reservation_id: int) -> ReservationView:
    """Valider ; `despite` : pourquoi, hors stock ; `elected` : qui décide.

    `lines` : combien, si c’est moins ; `reason` dit alors pourquoi (`reason_needed` sinon).
    """
    granted = (asked["despite"], asked["quantities"])
    given = {"reason": asked["reason"], "elected": asked["elected"], **as_seen(asked)}
    done = acts.approve(actor(), reservation_id, *granted, **given)
    return reservations.show(actor(), done)


@blueprint.post("/reservations/<int:reservation_id>/refuse")
@in_view(reservations.show)
@blueprint.arguments(Refuse)
@blueprint.response(200, Reservation)
def refuse(asked: dict[str, Any], reservation_id: int) -> ReservationView:
    """Refuser, avec un motif : `usual` parmi les motifs habituels, `reason` libre, ou les deux."""
    said = (asked["reason"], asked["usual"])
    done = acts.refuse(actor(), reservation_id, *said, **as_seen(asked))
    return reservations.show(actor(), done)


@blueprint.post("/reservations/<int:reservation_id>/cancel")
@in_view(reservations.show)
@blueprint.arguments(Cancel, required=False)
@blueprint.response(200, Reservation)
def cancel(asked: dict[str, Any], reservation_id: int) -> ReservationView:
    """Annuler."""
    done = acts.cancel(actor(), reservation_id, asked["reason"], key=asked["request_key"])
    return reservations.show(actor(), done)


@blueprint.post("/reservations/<int:reservation_id>/hand-over")
@in_view(reservations.show)
@blueprint.arguments(HandOver(exclude=("photos",)), required=False)
@blueprint.response(200, Reservation)
@blueprint.alt_response(
    409, description="`unit_out`, `copy_of_another`, `unit_taken`, `not_enough_available`, `unfit`…"
)
def hand_over(asked: dict[str, Any], reservation_id: int) -> ReservationView:
    """Remettre le matériel compté ; sans rien de compté, tout ce qui est convenu."""
    done = loans.hand_over(actor(), reservation_id, asked["passing"], key=asked["key"])
    return reservations.show(actor(), done)


@blueprint.post("/reservations/<int:reservation_id>/hand-over-more")
@in_view(reservations.show)
@blueprint.arguments(HandOver(exclude=("photos",)), required=False)
@blueprint.response(200, Reservation)
@blueprint.alt_response(409, description="`nothing_kept` : rien n’était resté gardé")
def hand_over_more(asked: dict[str, Any], reservation_id: int) -> ReservationView:
    """Remettre la suite : ce qui était resté gardé (`kept`) lors d’une première remise."""
    done = loans.hand_over_more(actor(), reservation_id, asked["passing"], key=asked["key"])
    return reservations.show(actor(), done)


@blueprint.post("/reservations/<int:reservation_id>/return")
@in_view(reservations.show)
@blueprint.arguments(TakeBack(exclude=["photos"]), required=False)
@blueprint.response(200, Reservation)
@blueprint.alt_response(
    409, description="`more_back_than_out`, `copy_not_of_loan`, `copies_unsaid` (quels exemplaires)"
)
def take_back(asked: dict[str, Any], reservation_id: int) -> ReservationView:
    """Enregistrer un retour ; sans contenu : tout ce qui est attendu est rentré, en bon état."""
    done = loans.take_back(actor(), reservation_id, asked["passing"], key=asked["key"])
    return reservations.show(actor(), done)


@blueprint.post("/reservations/<int:reservation_id>/close")
@in_view(reservations.show)
@blueprint.arguments(Close, required=False)
@blueprint.response(200, Reservation)
@blueprint.alt_response(409, description="`incident_open`, `contest_open` (`answer` y répond)")
def close(asked: dict[str, Any], reservation_id: int) -> ReservationView:
    """Clôturer un prêt rentré et contrôlé ; `answer` répond à une contestation."""
    done = closing.close(actor(), reservation_id, asked["answer"], key=asked["request_key"])
    return reservations.show(actor(), done)

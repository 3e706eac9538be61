"""A request as a whole: its one state, and what becomes of the rest once a part is lost."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from marshmallow import EXCLUDE, Schema
from werkzeug.wrappers import Response

from booking.documents import words
from booking.queries import requests, reservations
from booking.queries.views import ReservationView
from booking.rules import rests
from booking.schemas.reservations import Act, Cancel
from booking.usecases import requests as acts
from booking.vocabulary import Status
from booking.web import actor, in_view, unfold

blueprint = Blueprint("requests", __name__)

COUNTED = {
    Status.DRAFT: ("brouillon", "brouillons"),
    Status.REQUESTED: ("en attente", "en attente"),
    Status.NEEDS_INFO: ("à compléter", "à compléter"),
    Status.WAITLISTED: ("en liste d’attente", "en liste d’attente"),
    Status.APPROVED: ("validée", "validées"),
    Status.OUT: ("sortie", "sorties"),
    Status.RETURNED: ("rendue", "rendues"),
    Status.CLOSED: ("clôturée", "clôturées"),
    Status.REFUSED: ("refusée", "refusées"),
    Status.CANCELLED: ("annulée", "annulées"),
    Status.EXPIRED: ("expirée", "expirées"),
}
LOST = {
    "refused": "{} a refusé sa part.",
    "no_answer": "{} n’a pas répondu à temps.",
    "expired": "La part de {} a expiré.",
}


def overall(parts: Sequence[ReservationView]) -> str:
    """Return the one state of a request in several parts: "2 validées, 1 en attente"."""
    if len(parts) < 2:
        return ""
    counts = rests.counted(part.status for part in parts)
    return ", ".join(f"{count} {COUNTED[status][count > 1]}" for status, count in counts)


def question(request_id: int, parts: Sequence[ReservationView]) -> dict[str, Any] | None:
    """Return what the borrower is asked once a part is lost; None when nothing is."""
    rest = requests.rest(actor(), request_id)
    if rest is None:
        return None
    said = " ".join(LOST[how].format(manager) for manager, how in rest.lost)
    left = [_left(part) for part in parts if part.reference in rest.left]
    return {"said": said, "left": words.several(left)}


def _left(part: ReservationView) -> str:
    things = words.things([(line.quantity, line.name) for line in part.lines])
    return f"{things} ({part.reference})"


@blueprint.post("/demandes/<int:request_id>/garder")
@in_view(reservations.show_request)
def keep(request_id: int) -> Response:
    """Keep what is left of a request."""
    acts.keep_rest(actor(), request_id, key=_read(Act())["request_key"])
    flash("C’est noté : vous gardez le reste.")
    return redirect(url_for("reservations.show", request_id=request_id))


@blueprint.post("/demandes/<int:request_id>/annuler-le-reste")
@in_view(reservations.show_request)
def cancel(request_id: int) -> Response:
    """Give up what is left of a request."""
    asked = _read(Cancel())
    acts.cancel_rest(actor(), request_id, asked["reason"], key=asked["request_key"])
    flash("Le reste de la demande est annulé ; les gestionnaires sont prévenus.")
    return redirect(url_for("reservations.show", request_id=request_id))


def _read(schema: Schema) -> dict[str, Any]:
    read: dict[str, Any] = schema.load(unfold(request.form, actor().zone), unknown=EXCLUDE)
    return read

"""Taking the place that a waiting list offers."""

from flask import Blueprint, flash, redirect, request, url_for
from marshmallow import EXCLUDE
from werkzeug.wrappers import Response

from booking.queries import reservations
from booking.schemas.reservations import Act
from booking.usecases import waiting
from booking.web import actor, in_view, unfold

blueprint = Blueprint("waiting", __name__)


@blueprint.post("/reservations/<int:reservation_id>/confirmer")
@in_view(reservations.show)
def confirm(reservation_id: int) -> Response:
    """Confirm that what was waited for is still wanted."""
    asked = Act().load(unfold(request.form, actor().zone), unknown=EXCLUDE)
    waiting.confirm(actor(), reservation_id, key=asked["request_key"])
    flash("C’est confirmé : le matériel est retenu, et le gestionnaire va répondre.")
    request_id = reservations.show(actor(), reservation_id).request_id
    return redirect(url_for("reservations.show", request_id=request_id))

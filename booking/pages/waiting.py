"""Taking the place that a waiting list offers."""

from flask import Blueprint
from werkzeug.wrappers import Response

from booking.errors import WrongMoment
from booking.pages.replies import changed, done, read
from booking.queries import reservations
from booking.schemas.reservations import Seen, as_seen
from booking.usecases import waiting
from booking.web import actor, in_view

blueprint = Blueprint("waiting", __name__)


@blueprint.post("/reservations/<int:reservation_id>/confirmer")
@in_view(reservations.show)
def confirm(reservation_id: int) -> tuple[str, int] | Response:
    """Confirm that what was waited for is still wanted."""
    try:
        waiting.confirm(actor(), reservation_id, **as_seen(read(Seen())))
    except WrongMoment as refusal:
        return changed(reservation_id, "confirm", refusal)
    said = "C’est confirmé : le matériel est retenu, et le gestionnaire va répondre."
    return done(reservation_id, said)

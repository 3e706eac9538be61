"""Messages and notes, from the page of a request."""

from flask import Blueprint, flash, redirect, request, url_for
from marshmallow import EXCLUDE, ValidationError
from werkzeug.wrappers import Response

from booking.pages.reservations import again
from booking.queries import reservations
from booking.schemas.comments import Write
from booking.usecases import comments
from booking.web import actor, in_view, unfold

blueprint = Blueprint("comments", __name__)

Page = str | tuple[str, int] | Response


@blueprint.post("/reservations/<int:reservation_id>/messages")
@in_view(reservations.show)
def write(reservation_id: int) -> Page:
    """Send a message to the other side, or keep a note."""
    try:
        asked = Write().load(unfold(request.form, actor().zone), unknown=EXCLUDE)
    except ValidationError as error:
        typed = {"act": "comment", "typed": request.form.get("text", "")}
        return again(reservation_id, typed | error.messages_dict), 422
    act = comments.note if asked["internal"] else comments.comment
    act(actor(), reservation_id, asked["text"], key=asked["request_key"])
    flash("La note est gardée." if asked["internal"] else "Votre message est envoyé.")
    request_id = reservations.show(actor(), reservation_id).request_id
    anchor = f"messages-{reservation_id}"
    return redirect(url_for("reservations.show", request_id=request_id, _anchor=anchor))

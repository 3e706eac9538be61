"""Papers joined to a request, from its page."""

from flask import Blueprint, flash, redirect, request, url_for
from marshmallow import EXCLUDE, ValidationError
from werkzeug.wrappers import Response

from booking.errors import Invalid
from booking.pages.reservations import again
from booking.queries import files, reservations
from booking.schemas.papers import Attach
from booking.schemas.reservations import Act
from booking.usecases import papers
from booking.web import actor, in_view, unfold

blueprint = Blueprint("papers", __name__)

Page = str | tuple[str, int] | Response


@blueprint.post("/reservations/<int:reservation_id>/pieces")
@in_view(reservations.show)
def attach(reservation_id: int) -> Page:
    """Join a paper to a request."""
    sent = unfold(request.form, actor().zone) | request.files.to_dict()
    try:
        asked = Attach().load(sent, unknown=EXCLUDE)
        given = (asked["requirement"], asked["file"])
        papers.attach(actor(), reservation_id, *given, key=asked["request_key"])
    except ValidationError as error:
        return _wrong(reservation_id, error.messages_dict)
    except Invalid as refusal:
        return _wrong(reservation_id, refusal.facts["errors"])
    flash("La pièce est jointe.")
    return _back(reservation_id)


@blueprint.post("/fichiers/<int:file_id>/retrait-de-la-demande")
@in_view(files.show)
def detach(file_id: int) -> Response:
    """Take back a paper that nobody saw yet."""
    key = Act().load(unfold(request.form, actor().zone), unknown=EXCLUDE)["request_key"]
    reservation_id = papers.detach(actor(), file_id, key=key)
    flash("La pièce est retirée.")
    return _back(reservation_id)


def _wrong(reservation_id: int, errors: object) -> tuple[str, int]:
    named = request.form.get("requirement", "")
    wrong = {"act": "attach", "requirement": named, "errors": errors}
    return again(reservation_id, wrong), 422


def _back(reservation_id: int) -> Response:
    request_id = reservations.show(actor(), reservation_id).request_id
    place = url_for("reservations.show", request_id=request_id, _anchor=f"pieces-{reservation_id}")
    return redirect(place)

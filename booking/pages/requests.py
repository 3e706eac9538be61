"""What becomes of the rest of a request once a part of it is lost."""

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from marshmallow import EXCLUDE, Schema, ValidationError
from werkzeug.wrappers import Response

from booking.errors import Invalid
from booking.pages.reservations import show_page
from booking.queries import reservations
from booking.schemas.reservations import Act, Cancel
from booking.usecases import requests as acts
from booking.web import actor, in_view, unfold

blueprint = Blueprint("requests", __name__)

Page = str | tuple[str, int] | Response
WHOLE = 0
"""No part has this number: what is wrong is of the request as a whole."""


@blueprint.post("/demandes/<int:request_id>/garder")
@in_view(reservations.show_request)
def keep(request_id: int) -> Response:
    """Keep what is left of a request."""
    acts.keep_rest(actor(), request_id, key=_read(Act())["request_key"])
    flash("C’est noté : vous gardez le reste.")
    return redirect(url_for("reservations.show", request_id=request_id))


@blueprint.post("/demandes/<int:request_id>/annuler-le-reste")
@in_view(reservations.show_request)
def cancel(request_id: int) -> Page:
    """Give up what is left of a request; with a reason, when it is late."""
    try:
        asked = _read(Cancel())
        acts.cancel_rest(actor(), request_id, asked["reason"], key=asked["request_key"])
    except ValidationError as error:
        return _again(request_id, error.messages_dict)
    except Invalid as refusal:
        return _again(request_id, refusal.facts["errors"])
    flash("Le reste de la demande est annulé ; les gestionnaires sont prévenus.")
    return redirect(url_for("reservations.show", request_id=request_id))


def _again(request_id: int, errors: Any) -> tuple[str, int]:
    typed = {"typed": request.form.get("reason", "")}
    return show_page(request_id, {WHOLE: errors | typed}), 422


def _read(schema: Schema) -> dict[str, Any]:
    read: dict[str, Any] = schema.load(unfold(request.form, actor().zone), unknown=EXCLUDE)
    return read

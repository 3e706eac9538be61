"""The convention for programs."""

from flask import Response
from flask_smorest import Blueprint

from booking import clock
from booking.documents import paper
from booking.queries import conventions
from booking.web import actor

blueprint = Blueprint("api-conventions", __name__, description="Conventions")


@blueprint.get("/reservations/<int:reservation_id>/convention.pdf")
@blueprint.response(200, content_type="application/pdf")
def show(reservation_id: int) -> Response:
    """Donner la convention de prêt ; avant la validation, un PROJET."""
    issued = conventions.issued(actor(), reservation_id)
    if issued and issued.pdf:
        return Response(issued.pdf, mimetype="application/pdf")
    draft = conventions.draft(actor(), reservation_id, clock.now())
    return Response(paper.render(draft.paper, draft.logos), mimetype="application/pdf")

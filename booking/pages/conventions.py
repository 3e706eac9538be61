"""The convention, to print and sign."""

from flask import Blueprint, Response

from booking import clock
from booking.documents import paper
from booking.queries import conventions
from booking.web import actor

blueprint = Blueprint("conventions", __name__)


@blueprint.get("/reservations/<int:reservation_id>/convention.pdf")
def show(reservation_id: int) -> Response:
    """Give the issued convention as it was issued, or a draft marked PROJET."""
    issued = conventions.issued(actor(), reservation_id)
    if issued and issued.pdf:
        return _pdf(issued.pdf, f"convention-{issued.number}")
    draft = conventions.draft(actor(), reservation_id, clock.now())
    return _pdf(
        paper.render(draft.paper, draft.logos),
        f"projet-de-convention-{reservation_id}",
    )


def _pdf(content: bytes, name: str) -> Response:
    response = Response(content, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response

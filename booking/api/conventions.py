"""The convention for programs."""

from typing import Any

from flask import Response
from flask_smorest import Blueprint

from booking import clock
from booking.documents import paper
from booking.queries import conventions, reservations
from booking.queries.views import ReservationView
from booking.schemas.drafting import IssueForLoan
from booking.schemas.reservations import Reservation
from booking.usecases import drafting
from booking.web import actor, in_view

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


@blueprint.post("/reservations/<int:reservation_id>/convention")
@in_view(reservations.show)
@blueprint.arguments(IssueForLoan)
@blueprint.response(200, Reservation)
@blueprint.alt_response(409, description="`lender_act`, `framework_missing`, `paper_issued`…")
def issue(asked: dict[str, Any], reservation_id: int) -> ReservationView:
    """Établir la convention d’un prêt, ou son bon sous la convention-cadre en vigueur."""
    key = asked["request_key"]
    done = drafting.issue_for_loan(actor(), reservation_id, asked["kind"], key=key)
    return reservations.show(actor(), done)

"""Papers for programs."""

from typing import Any

from flask import Response
from flask_smorest import Blueprint

from booking import clock
from booking.documents import paper
from booking.queries import conventions, paper_search, reservations
from booking.queries.composing import Composed
from booking.queries.paper_search import Found
from booking.queries.paper_views import PaperView
from booking.queries.views import ReservationView
from booking.schemas.conventions import LookFor, ReadPaper, ReadPapers
from booking.schemas.drafting import IssueForLoan
from booking.schemas.reservations import Act, Reservation
from booking.usecases import drafting, reports
from booking.web import actor, in_view

blueprint = Blueprint("api-conventions", __name__, description="Conventions")

PDF = "application/pdf"


@blueprint.get("/conventions")
@blueprint.arguments(LookFor, location="query")
@blueprint.response(200, ReadPapers)
def index(asked: dict[str, Any]) -> Found:
    """Donner les documents de son organisme, les derniers d’abord, par pages de 50."""
    return paper_search.search(actor(), asked["filters"], asked["page"])


@blueprint.get("/conventions/<int:convention_id>")
@blueprint.response(200, ReadPaper)
def show(convention_id: int) -> PaperView:
    """Donner un document : son état, ses signatures dans l’ordre, ses avenants, ses empreintes."""
    return conventions.show(actor(), convention_id)


@blueprint.get("/conventions/<int:convention_id>.pdf")
@blueprint.response(200, content_type=PDF)
def pdf(convention_id: int) -> Response:
    """Donner le document tel qu’établi ; d’un projet, un PROJET."""
    kept = conventions.content(actor(), convention_id)
    if kept is None:
        return _drawn(conventions.draft_of(actor(), convention_id, clock.now()))
    return _kept(*kept)


@blueprint.get("/reservations/<int:reservation_id>/convention.pdf")
@blueprint.response(200, content_type=PDF)
def of_reservation(reservation_id: int) -> Response:
    """Donner la convention de prêt ; avant la validation, un PROJET."""
    issued = conventions.issued(actor(), reservation_id)
    if issued and issued.pdf:
        return _kept(issued.pdf, issued.sha256)
    return _drawn(conventions.draft(actor(), reservation_id, clock.now()))


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


@blueprint.post("/reservations/<int:reservation_id>/passages/<int:passage_id>/report")
@in_view(reservations.show)
@blueprint.arguments(Act)
@blueprint.response(200, ReadPaper)
@blueprint.alt_response(409, description="`paper_issued`")
def issue_report(asked: dict[str, Any], reservation_id: int, passage_id: int) -> PaperView:
    """Établir l’état des lieux d’une remise ou d’un retour qui n’en a pas."""
    who = actor()
    made = reports.issue(who, reservation_id, passage_id, key=asked["request_key"])
    return conventions.show(who, made)


def _kept(content: bytes, sha256: str) -> Response:
    response = Response(content, mimetype=PDF)
    response.set_etag(sha256)
    return response


def _drawn(composed: Composed) -> Response:
    return Response(paper.render(composed.paper, composed.logos), mimetype=PDF)

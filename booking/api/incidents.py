"""Incidents for programs: told, read, closed."""

from typing import Any

from flask_smorest import Blueprint

from booking.queries import incident_views, incidents
from booking.queries.incident_views import IncidentView, Sought
from booking.schemas.incidents import (
    AskedIncidents,
    CloseIncident,
    ReadIncident,
    ReadIncidents,
    ReportIncident,
)
from booking.usecases import incidents as acts
from booking.web import actor, in_view

blueprint = Blueprint("api-incidents", __name__, description="Incidents sur le matériel")


@blueprint.get("/incidents")
@blueprint.arguments(AskedIncidents, location="query")
@blueprint.response(200, ReadIncidents)
def index(asked: dict[str, Any]) -> dict[str, object]:
    """Donner les incidents qui concernent son organisme, ceux qui ne sont pas clos d’abord."""
    sought = Sought(asked["state"], asked["depot"], asked["pool"])
    return {"incidents": incident_views.index(actor(), sought).found}


@blueprint.get("/incidents/<int:incident_id>")
@blueprint.response(200, ReadIncident)
def show(incident_id: int) -> IncidentView:
    """Donner un incident."""
    return incident_views.show(actor(), incident_id)


@blueprint.post("/incidents")
@blueprint.arguments(ReportIncident(exclude=("photos",)))
@blueprint.response(201, ReadIncident)
@blueprint.alt_response(409, description="`unit_withheld`, `incident_too_early`")
def report(asked: dict[str, Any]) -> IncidentView:
    """Signaler un incident ; `out_of_service` retire aussitôt du prêt ce qui n’est pas sorti."""
    made = acts.report(actor(), asked["told"], key=asked["key"])
    return incident_views.show(actor(), made)


@blueprint.post("/incidents/<int:incident_id>/close")
@in_view(incidents.row)
@blueprint.arguments(CloseIncident)
@blueprint.response(200, ReadIncident)
@blueprint.alt_response(409, description="`incident_closed`, `incident_out`")
def close(asked: dict[str, Any], incident_id: int) -> IncidentView:
    """Clore un incident : `repaired` et `found` remettent en service, `lost` sort du stock."""
    acts.close(actor(), incident_id, asked["ended"], key=asked["key"])
    return incident_views.show(actor(), incident_id)

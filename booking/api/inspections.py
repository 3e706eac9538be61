"""Controls for programs: what was done to an item, what is planned, and to write more."""

from typing import Any

from flask_smorest import Blueprint

from booking.queries import catalogue, inspections
from booking.queries.inspections import Register
from booking.schemas.inspections import Inspect, Inspections, planned, recorded
from booking.usecases import inspections as acts
from booking.web import actor, in_view

blueprint = Blueprint("api-inspections", __name__, description="Contrôles du matériel")

PROMISED = "`stock_promised` : les `reservations` en danger ; `despite` permet de déroger"


def _register(name: str) -> Register:
    return inspections.register(actor(), catalogue.find(actor(), name).id)


in_register = in_view(lambda _who, name: _register(str(name)))


@blueprint.get("/items/<string:name>/inspections")
@blueprint.response(200, Inspections)
def index(name: str) -> Register:
    """Donner les contrôles prévus et faits d’un matériel."""
    return _register(name)


@blueprint.post("/items/<string:name>/inspections")
@in_register
@blueprint.arguments(Inspect)
@blueprint.response(201, Inspections)
@blueprint.alt_response(409, description=PROMISED)
def write(asked: dict[str, Any], name: str) -> Register:
    """Enregistrer un contrôle fait (avec `finding`), ou le prévoir (sans)."""
    item = catalogue.find(actor(), name).reference
    if asked["finding"]:
        acts.record(actor(), recorded(asked, item), key=asked["request_key"])
    else:
        acts.plan(actor(), planned(asked, item), key=asked["request_key"])
    return _register(name)

"""The register of qualifications for the employer's own programs."""

from typing import Any

from flask_smorest import Blueprint

from booking.queries import qualifications
from booking.queries.qualifications import QualificationView
from booking.schemas.qualifications import Qualify, ReadQualification, ReadQualifications
from booking.usecases import qualifications as acts
from booking.web import actor

blueprint = Blueprint(
    "api-qualifications", __name__, description="Habilitations de son propre organisme"
)


@blueprint.get("/qualifications")
@blueprint.response(200, ReadQualifications)
def index() -> dict[str, object]:
    """Donner le registre de son organisme, ce qui prend fin d’abord."""
    return {"qualifications": qualifications.of_organization(actor())}


@blueprint.post("/qualifications")
@blueprint.arguments(Qualify)
@blueprint.response(201, ReadQualification)
def add(asked: dict[str, Any]) -> QualificationView:
    """Noter qui peut quoi jusqu’à quand, au vu de quelle pièce ; `unit` nomme un exemplaire."""
    made = acts.add(actor(), asked["facts"], key=asked["key"])
    return qualifications.show(actor(), made)

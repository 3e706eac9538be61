"""Organizations for programs: who is who, whom to call."""

from typing import Any

from flask_smorest import Blueprint
from marshmallow import EXCLUDE

from booking.queries import directory
from booking.queries.directory import OrganizationView
from booking.schemas.organizations import Find, ReadOrganizations, ReadWhole
from booking.web import actor

blueprint = Blueprint("api-organizations", __name__, description="Organismes et contacts")


@blueprint.get("/organizations")
@blueprint.arguments(Find(unknown=EXCLUDE), location="query")
@blueprint.response(200, ReadOrganizations)
def index(asked: dict[str, Any]) -> dict[str, object]:
    """Donner les organismes du territoire, par mots et par nature si l’on veut."""
    return {"organizations": directory.index(actor(), asked["q"], asked["kind"])}


@blueprint.get("/organizations/<int:organization_id>")
@blueprint.response(200, ReadWhole)
def show(organization_id: int) -> OrganizationView:
    """Donner un organisme, ses contacts par fonction et ses dépôts."""
    return directory.show(actor(), organization_id)

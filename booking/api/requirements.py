"""The requirements of the territory for programs."""

from flask_smorest import Blueprint

from booking.queries import requirement_table
from booking.schemas.requirements import Requirements
from booking.web import actor

blueprint = Blueprint("api-requirements", __name__, description="Exigences")


@blueprint.get("/requirements")
@blueprint.response(200, Requirements)
def index() -> dict[str, object]:
    """Donner les exigences du territoire : la table livrée, ce qu’il a modifié ou ajouté."""
    groups = requirement_table.table(actor())
    return {"requirements": [line for _, lines in groups for line in lines]}

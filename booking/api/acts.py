"""The register of acts for programs: a delegation or a délibération enters with its number."""

from typing import Any

from flask_smorest import Blueprint

from booking.queries import act_register
from booking.queries.act_register import ActView, Sought
from booking.schemas.acts import Asked, EnterAct, ReadAct, ReadActs
from booking.usecases import acts
from booking.web import actor

blueprint = Blueprint("api-acts", __name__, description="Registre des actes d’un organisme")


@blueprint.get("/acts")
@blueprint.arguments(Asked, location="query")
@blueprint.response(200, ReadActs)
def index(asked: dict[str, Any]) -> dict[str, object]:
    """Donner les actes d’un organisme, le sien par défaut, le plus récent d’abord."""
    mine = asked["organization"] or actor().organization_id
    return {"acts": act_register.index(actor(), mine, Sought())}


@blueprint.post("/acts")
@blueprint.arguments(EnterAct)
@blueprint.response(201, ReadAct)
def add(asked: dict[str, Any]) -> ActView:
    """Enregistrer un acte de son organisme ; la copie se joint depuis sa page."""
    made = acts.add(actor(), actor().organization_id, asked["facts"], key=asked["key"])
    return act_register.show(actor(), made)

"""The rules that validate at once, for programs: read, added, ended, never edited."""

from typing import Any

from flask_smorest import Blueprint

from booking.errors import NotFound
from booking.queries import approvals
from booking.queries.approvals import RuleView
from booking.schemas.approvals import AddRule, ApprovalRule, ApprovalRules
from booking.usecases import approvals as acts
from booking.web import actor, in_view

blueprint = Blueprint("api-approvals", __name__, description="Validation automatique")


@blueprint.get("/pools/<int:pool_id>/approval-rules")
@blueprint.response(200, ApprovalRules)
def index(pool_id: int) -> dict[str, object]:
    """Donner les règles de validation automatique d’un parc, celles en vigueur d’abord."""
    return {"rules": approvals.of_pool(actor(), pool_id)}


@blueprint.post("/pools/<int:pool_id>/approval-rules")
@in_view(approvals.readable)
@blueprint.arguments(AddRule)
@blueprint.response(201, ApprovalRule)
def add(asked: dict[str, Any], pool_id: int) -> RuleView:
    """Ajouter une règle ; `borrowers` et `items` sont des `id`, aucun : tous."""
    return _rule(pool_id, acts.add(actor(), pool_id, asked["rule"], key=asked["key"]))


@blueprint.delete("/pools/<int:pool_id>/approval-rules/<int:rule_id>")
@blueprint.response(200, ApprovalRule)
@blueprint.alt_response(409, description="`rule_ended` : elle a déjà pris fin")
def end(pool_id: int, rule_id: int) -> RuleView:
    """Mettre fin à une règle ; ce qu’elle a validé le reste."""
    _rule(pool_id, rule_id)
    return _rule(pool_id, acts.end(actor(), rule_id))


def _rule(pool_id: int, rule_id: int) -> RuleView:
    found = [each for each in approvals.of_pool(actor(), pool_id) if each.id == rule_id]
    if not found:
        raise NotFound("rule_not_found")
    return found[0]

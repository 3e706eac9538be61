"""The rules by which a pool validates at once: listed in sentences, added, ended."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from marshmallow import EXCLUDE, ValidationError
from werkzeug.wrappers import Response

from booking import web
from booking.errors import Invalid
from booking.queries import approvals, pools
from booking.rules import access
from booking.schemas.approvals import AddRule
from booking.schemas.reservations import Act
from booking.usecases import approvals as acts
from booking.web import actor, in_view

blueprint = Blueprint("approvals", __name__)

Page = str | tuple[str, int] | Response


@blueprint.route("/parcs/<int:pool_id>/validation-automatique", methods=["GET", "POST"])
@in_view(approvals.readable)
def index(pool_id: int) -> Page:
    """List the rules of a pool, and add one."""
    if request.method != "POST":
        return _page(pool_id, {}, {})
    data = web.unfold(request.form, actor().zone) | {
        name: [each for each in request.form.getlist(name) if each]
        for name in ("borrowers", "items")
    }
    try:
        asked = AddRule().load(data, unknown=EXCLUDE)
        acts.add(actor(), pool_id, asked["rule"], key=asked["key"])
    except ValidationError as error:
        return _page(pool_id, data, _errors(error)), 422
    except Invalid as refusal:
        errors: Any = refusal.facts["errors"]
        return _page(pool_id, data, errors), refusal.status
    flash("La règle est en vigueur : elle vaut pour les demandes à venir.")
    return redirect(url_for("approvals.index", pool_id=pool_id))


def _errors(error: ValidationError) -> dict[str, Any]:
    """Return the messages by field; those of a list are one sentence of the list."""
    return {
        name: inner if isinstance(inner, list) else ["Ce choix ne se lit pas."]
        for name, inner in error.messages_dict.items()
    }


def _page(pool_id: int, data: dict[str, Any], errors: dict[str, Any]) -> str:
    pool = approvals.readable(actor(), pool_id)
    return render_template(
        "approvals/index.html",
        pool=pools.show(actor(), pool_id),
        rules=approvals.of_pool(actor(), pool_id),
        may_change=access.may(actor(), "rule.change", pools.parties(pool)),
        borrowers=[(str(each), name) for each, name in approvals.borrowers(pool)],
        things=[(str(each), name) for each, name in approvals.items(pool)],
        data=data,
        errors=errors,
        key=data.get("request_key") or web.new_key(),
    )


@blueprint.post("/validation-automatique/<int:rule_id>/arreter")
@in_view(approvals.row)
def end(rule_id: int) -> Response:
    """End a rule."""
    rule = approvals.row(actor(), rule_id)
    pool_id, name = rule.pool_id, rule.name
    asked = Act().load(web.unfold(request.form, actor().zone), unknown=EXCLUDE)
    acts.end(actor(), rule_id, key=asked["request_key"])
    flash(f"La règle « {name} » a pris fin. Ce qu’elle a validé le reste.")
    return redirect(url_for("approvals.index", pool_id=pool_id))

"""Who stands in for the manager of a pool."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from marshmallow import EXCLUDE, ValidationError
from werkzeug.wrappers import Response

from booking.errors import Invalid
from booking.queries import pools, substitutes
from booking.schemas.reservations import Act
from booking.schemas.substitutes import Substitute
from booking.usecases import substitutes as acts
from booking.web import actor, in_view, unfold

blueprint = Blueprint("substitutes", __name__)

Page = str | tuple[str, int] | Response


@blueprint.route("/parcs/<int:pool_id>/suppleance", methods=["GET", "POST"])
@in_view(pools.show)
def show(pool_id: int) -> Page:
    """Say who stands in for the manager, and while it is away on which days."""
    if request.method != "POST":
        return _page(pool_id, _kept(pool_id), {})
    data = unfold(request.form, actor().zone)
    try:
        asked = Substitute().load(data, unknown=EXCLUDE)
        acts.name(actor(), pool_id, asked["named"], key=asked["key"])
    except ValidationError as error:
        return _page(pool_id, data, error.messages_dict), 422
    except Invalid as refusal:
        return _page(pool_id, data, dict(refusal.facts["errors"])), refusal.status  # type: ignore[call-overload]
    flash("La suppléance est enregistrée ; la personne est prévenue.")
    return redirect(url_for("substitutes.show", pool_id=pool_id))


@blueprint.post("/parcs/<int:pool_id>/suppleance/fin")
@in_view(pools.show)
def remove(pool_id: int) -> Response:
    """End it."""
    asked = Act().load(unfold(request.form, actor().zone), unknown=EXCLUDE)
    acts.remove(actor(), pool_id, key=asked["request_key"])
    flash("La suppléance prend fin ; la personne est prévenue.")
    return redirect(url_for("substitutes.show", pool_id=pool_id))


def _kept(pool_id: int) -> dict[str, Any]:
    """Return the form as it was last filled in."""
    known = substitutes.of_pool(actor(), pool_id)
    if known is None:
        return {}
    return {"person": known.person_id, "starts_on": known.starts_on, "ends_on": known.ends_on}


def _page(pool_id: int, data: dict[str, Any], errors: dict[str, Any]) -> str:
    known = substitutes.people(actor(), pool_id)
    people = [(str(each.id), f"{each.name}, {each.organization}") for each in known]
    return render_template(
        "substitutes/show.html",
        pool=pools.show(actor(), pool_id),
        substitute=substitutes.of_pool(actor(), pool_id),
        people=[("", "Choisir"), *people],
        data=data,
        errors=errors,
    )

"""Depots: where things are kept, when they open, when they close for a while."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from marshmallow import EXCLUDE, ValidationError
from werkzeug.wrappers import Response

from booking import web
from booking.documents.hours import DAYS
from booking.errors import Invalid, NotAllowed
from booking.queries import depots, history, pools, upkeep
from booking.queries.depots import DepotView
from booking.rules.access import Actor, Parties, may
from booking.schemas.depots import DAY_FIELDS, Close, Describe, typed
from booking.usecases import depots as acts
from booking.web import actor, in_view, unfold

blueprint = Blueprint("depots", __name__)

Page = str | tuple[str, int] | Response


@blueprint.get("/depots")
def index() -> str:
    """List the depots of the territory."""
    return render_template(
        "depots/index.html", depots=depots.of_territory(actor()), may_add=_may_add(actor())
    )


def _may_add(who: Actor) -> bool:
    mine = Parties(who.territory_id, custodian_ids=frozenset({who.organization_id}))
    return may(who, "depot.add", mine)


@blueprint.get("/depots/<int:depot_id>")
def show(depot_id: int) -> str:
    """Show one depot."""
    return _show(depot_id, {}, {})


def _show(depot_id: int, data: dict[str, Any], errors: dict[str, Any]) -> str:
    return render_template(
        "depots/show.html",
        depot=depots.show(actor(), depot_id),
        upkeep=upkeep.at(actor(), depot_id),
        events=history.of(actor(), "depot", depot_id),
        data=data,
        errors=errors,
    )


@blueprint.route("/depots/nouveau", methods=["GET", "POST"])
def add() -> Page:
    """Open a depot."""
    if request.method != "POST":
        return _form({"custodian": actor().organization_name})
    try:
        asked = Describe().load(_typed(), unknown=EXCLUDE)
        depot_id = acts.add(actor(), asked["described"], key=asked["key"])
    except ValidationError as error:
        return _form(_typed(), errors=error.messages_dict), 422
    except Invalid as refusal:
        return _form(_typed(), errors=dict(refusal.facts["errors"])), 422  # type: ignore[call-overload]
    flash("Le dépôt est enregistré.")
    return redirect(url_for("depots.show", depot_id=depot_id))


@blueprint.route("/depots/<int:depot_id>/fiche", methods=["GET", "POST"])
@in_view(depots.show)
def describe(depot_id: int) -> Page:
    """Change what is said of a depot."""
    depot = depots.show(actor(), depot_id)
    if request.method != "POST":
        return _form(_kept(depot), depot)
    try:
        asked = Describe().load(_typed() | {"custodian": depot.custodian}, unknown=EXCLUDE)
        acts.describe(actor(), depot_id, asked["described"], key=asked["key"])
    except ValidationError as error:
        return _form(_typed(), depot, error.messages_dict), 422
    except Invalid as refusal:
        return _form(_typed(), depot, dict(refusal.facts["errors"])), 422  # type: ignore[call-overload]
    flash("Le dépôt est enregistré.")
    return redirect(url_for("depots.show", depot_id=depot_id))


def _typed() -> dict[str, Any]:
    return unfold(request.form, actor().zone)


def _kept(depot: DepotView) -> dict[str, Any]:
    texts = {"name": depot.name, "address": depot.address, "access": depot.access}
    return texts | {"contact": depot.contact, "hours": depot.remark} | typed(depot.slots)


def _form(
    data: dict[str, Any], depot: DepotView | None = None, errors: dict[str, Any] | None = None
) -> str:
    return render_template(
        "depots/describe.html" if depot else "depots/add.html",
        depot=depot,
        data=data,
        errors=errors or {},
        days=list(zip(DAY_FIELDS, DAYS, strict=True)),
        key=data.get("request_key") or web.new_key(),
    )


@blueprint.post("/depots/<int:depot_id>/fermetures")
@in_view(depots.show)
def close(depot_id: int) -> Page:
    """Close a depot for some days."""
    try:
        asked = Close().load(_typed(), unknown=EXCLUDE)
    except ValidationError as error:
        return _show(depot_id, _typed(), error.messages_dict), 422
    key = asked.pop("request_key", None)
    acts.close(actor(), depot_id, asked["starts_on"], asked["ends_on"], asked["reason"], key=key)
    _announce(depots.concerned(actor(), asked["starts_on"], asked["ends_on"], depot_id=depot_id))
    return redirect(url_for("depots.show", depot_id=depot_id))


@blueprint.route("/parcs/<int:pool_id>/fermetures", methods=["GET", "POST"])
@in_view(pools.show)
def close_pool(pool_id: int) -> Page:
    """Close a whole pool for some days, or take that back."""
    if not pools.page(actor(), pool_id).may_edit:
        raise NotAllowed("not_allowed", act="pool.close")
    if request.method != "POST":
        return _pool_page(pool_id, {}, {})
    try:
        asked = Close().load(_typed(), unknown=EXCLUDE)
    except ValidationError as error:
        return _pool_page(pool_id, _typed(), error.messages_dict), 422
    days = asked["starts_on"], asked["ends_on"]
    acts.close_pool(actor(), pool_id, *days, asked["reason"], key=asked["request_key"])
    _announce(depots.concerned(actor(), *days, pool_id=pool_id))
    return redirect(url_for("depots.close_pool", pool_id=pool_id))


def _announce(loans: list[str]) -> None:
    """Say that it is closed, and which loans were to leave or come back on these days."""
    flash("La fermeture est enregistrée.")
    if loans:
        flash(f"Des prêts partent ou rentrent ces jours-là : {', '.join(loans)}.", "warning")


def _pool_page(pool_id: int, data: dict[str, Any], errors: dict[str, Any]) -> str:
    return render_template(
        "depots/close_pool.html",
        pool=pools.show(actor(), pool_id),
        closures=depots.closures_of_pool(actor(), pool_id),
        data=data,
        errors=errors,
    )


@blueprint.post("/fermetures/<int:closure_id>/annuler")
def reopen(closure_id: int) -> Response:
    """Take a closure back."""
    acts.reopen(actor(), closure_id)
    flash("Ces jours sont de nouveau ouverts.")
    depot_id, pool_id = (web.small_number(request.form.get(name, "")) for name in ("depot", "pool"))
    if pool_id:
        return redirect(url_for("depots.close_pool", pool_id=pool_id))
    return redirect(
        url_for("depots.show", depot_id=depot_id) if depot_id else url_for("depots.index")
    )

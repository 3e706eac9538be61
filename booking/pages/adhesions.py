"""Who adheres to the EPCI and to a pool: the dated places, and leaving them."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from marshmallow import EXCLUDE, ValidationError
from werkzeug.wrappers import Response

from booking import clock, web
from booking.documents import messages
from booking.errors import Invalid, WrongMoment
from booking.pages.organizations import wrong
from booking.queries import adhesions, directory
from booking.rules.access import may
from booking.schemas.organizations import Join, Leave, joined
from booking.usecases import adhesions as acts
from booking.web import actor, in_view

blueprint = Blueprint("adhesions", __name__)

Page = str | tuple[str, int] | Response


@blueprint.get("/administration/organismes/<int:organization_id>/adhesions")
def show(organization_id: int) -> str:
    """Show the places of an organization in the EPCI and its pools."""
    return _of_organization(organization_id, {})


@blueprint.post("/administration/organismes/<int:organization_id>/adhesions")
@in_view(directory.show)
def join(organization_id: int) -> Page:
    """Let an organization join the EPCI from a day on."""
    try:
        asked = Join().load(_form() | {"organizations": [organization_id]}, unknown=EXCLUDE)
        acts.join(actor(), joined(asked, None), key=asked["request_key"])
    except (ValidationError, Invalid) as refusal:
        return _of_organization(organization_id, _typed("join", wrong(refusal))), 422
    flash("L’adhésion est enregistrée.")
    return redirect(url_for("adhesions.show", organization_id=organization_id))


@blueprint.get("/parcs/<int:pool_id>/adherents")
def circle(pool_id: int) -> str:
    """Show who adheres to a pool."""
    return _of_pool(pool_id, {})


@blueprint.post("/parcs/<int:pool_id>/adherents")
@in_view(adhesions.pool)
def enter(pool_id: int) -> Page:
    """Let several organizations adhere to a pool at once."""
    try:
        asked = Join().load(_form(), unknown=EXCLUDE)
        acts.join(actor(), joined(asked, pool_id), key=asked["request_key"])
    except (ValidationError, Invalid) as refusal:
        return _of_pool(pool_id, _typed("join", wrong(refusal))), 422
    flash("Les adhésions sont enregistrées.")
    return redirect(url_for("adhesions.circle", pool_id=pool_id))


@blueprint.post("/adhesions/<int:adhesion_id>/fin")
@in_view(adhesions.find)
def leave(adhesion_id: int) -> Page:
    """End an adhesion on a day, once the loans that come after it were read."""
    mine = adhesions.find(actor(), adhesion_id)
    organization_id, pool_id = mine.organization_id, mine.pool_id
    typed: dict[str, Any] = {}
    status = 422
    try:
        asked = Leave().load(_form(), unknown=EXCLUDE)
        acts.leave(actor(), adhesion_id, asked["facts"], key=asked["key"])
    except (ValidationError, Invalid) as refusal:
        typed = _typed(str(adhesion_id), wrong(refusal))
    except WrongMoment as refusal:
        sentence = messages.refusal(refusal.code, refusal.facts)
        typed = _typed(str(adhesion_id), {"ends_on": [sentence]})
        typed["loans"], status = refusal.facts.get("reservations", []), refusal.status
    if typed:
        again = _of_pool(pool_id, typed) if pool_id else _of_organization(organization_id, typed)
        return again, status
    flash("La fin de l’adhésion est enregistrée.")
    if pool_id:
        return redirect(url_for("adhesions.circle", pool_id=pool_id))
    return redirect(url_for("adhesions.show", organization_id=organization_id))


def _form() -> dict[str, Any]:
    """Return the form; it is confirmed only by the button that says so."""
    data = web.unfold(request.form, actor().zone)
    data["organizations"] = request.form.getlist("organizations")
    data["confirmed"] = data.pop("then", "") == "confirm"
    return data


def _typed(place: str, errors: Any) -> dict[str, Any]:
    return {
        **request.form.to_dict(),
        "chosen": request.form.getlist("organizations"),
        "place": place,
        "errors": errors,
    }


def _summary(typed: dict[str, Any]) -> list[tuple[str, str]]:
    found = web.summary({name: inner for name, inner in typed.get("errors", {}).items() if inner})
    return [(f"{name.partition('-')[0]}-{typed['place']}", message) for name, message in found]


def _of_organization(organization_id: int, typed: dict[str, Any]) -> str:
    who = actor()
    parties = adhesions.decides(who.territory_id, None)
    return render_template(
        "adhesions/show.html",
        view=directory.show(who, organization_id),
        adhesions=adhesions.of_organization(who, organization_id),
        may_join=may(who, "adhesion.change", parties),
        typed=typed,
        summary_of=_summary(typed),
        today=clock.today(who.zone),
    )


def _of_pool(pool_id: int, typed: dict[str, Any]) -> str:
    who = actor()
    return render_template(
        "adhesions/circle.html",
        circle=adhesions.circle(who, pool_id),
        typed=typed,
        summary_of=_summary(typed),
        today=clock.today(who.zone),
    )

"""When those who operate are not there: their own word, their employer's, the manager's."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from marshmallow import EXCLUDE, ValidationError
from werkzeug.wrappers import Response

from booking import clock, web
from booking.documents import messages
from booking.errors import Invalid, WrongMoment
from booking.queries import absences
from booking.schemas.absences import Away, Link, absent
from booking.schemas.reservations import Act
from booking.usecases import absences as acts
from booking.web import actor, in_view, unfold

blueprint = Blueprint("absences", __name__, url_prefix="/absences")

Page = str | tuple[str, int] | Response


@blueprint.get("")
def index() -> str:
    """Show who is away when, oneself first, and which reservations then lack somebody."""
    return _page({})


@blueprint.post("/personnes/<int:unit_id>")
@in_view(absences.unit_of)
def declare(unit_id: int) -> Page:
    """Note that somebody is away, for days or hours."""
    unit = absences.unit_of(actor(), unit_id)
    try:
        asked = Away().load(_typed() | {"unit": unit.number}, unknown=EXCLUDE)
        away = absent(asked, unit.stock.item.reference, actor().zone)
        hold_id = acts.declare(actor(), away, key=asked["request_key"])
    except (ValidationError, Invalid) as refusal:
        return _again(unit_id, _errors(refusal)), 422
    except WrongMoment as refusal:
        said = messages.refusal(refusal.code, refusal.facts)
        return _again(unit_id, {_first_field(): [said]}), refusal.status
    flash("C’est noté : indisponible à ces dates.")
    _warn(hold_id)
    return redirect(url_for("absences.index", _anchor=f"personne-{unit_id}"))


def _warn(hold_id: int) -> None:
    """Say that reservations find nobody any more: the managers have just been told which."""
    count = len(absences.dangers_of(actor(), {hold_id}))
    if count:
        lacking = f"{count} réservations n’ont" if count > 1 else "Une réservation n’a"
        flash(f"{lacking} plus personne. Le gestionnaire du parc en est prévenu.", "warning")


@blueprint.post("/<int:hold_id>/fin")
@in_view(absences.hold)
def end(hold_id: int) -> Response:
    """Note that somebody is back, or will not be away."""
    asked = Act().load(_typed(), unknown=EXCLUDE)
    unit_id = acts.end(actor(), hold_id, key=asked["request_key"])
    flash("C’est noté : de nouveau disponible.")
    return redirect(url_for("absences.index", _anchor=f"personne-{unit_id}"))


@blueprint.post("/personnes/<int:unit_id>/compte")
@in_view(absences.unit_of)
def link(unit_id: int) -> Page:
    """Say which account is a person's own."""
    try:
        asked = Link().load(_typed(), unknown=EXCLUDE)
        acts.link(actor(), unit_id, asked["email"], key=asked["request_key"])
    except (ValidationError, Invalid) as refusal:
        return _again(unit_id, _errors(refusal)), 422
    flash("C’est noté." if asked["email"] else "Plus aucun compte n’est relié.")
    return redirect(url_for("absences.index", _anchor=f"personne-{unit_id}"))


def _typed() -> dict[str, Any]:
    return unfold(request.form, actor().zone)


def _first_field() -> str:
    return "starts_at" if request.form.get("starts_at") else "first_on"


def _errors(error: ValidationError | Invalid) -> dict[str, Any]:
    if isinstance(error, Invalid):
        errors: dict[str, Any] = dict(error.facts["errors"])  # type: ignore[call-overload]
        if "ends_at" in errors and _first_field() == "first_on":
            errors["last_on"] = errors.pop("ends_at")
        return errors
    return dict(error.messages_dict)


def _again(unit_id: int, errors: dict[str, Any]) -> str:
    return _page({**request.form.to_dict(), "person": unit_id, "errors": errors})


def _page(typed: dict[str, Any]) -> str:
    people = absences.of_actor(actor())
    errors = typed.get("errors", {})
    return render_template(
        "absences/index.html",
        people=people,
        mine=any(each.mine for each in people),
        typed=typed,
        summary_of=[(f"{name}-{typed['person']}", said) for name, said in web.summary(errors)],
        today=clock.today(actor().zone),
    )

"""The register of qualifications of one's own organization."""

from collections import Counter
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from marshmallow import EXCLUDE, ValidationError
from werkzeug.wrappers import Response

from booking import clock, web
from booking.errors import Invalid, NotAllowed
from booking.fitness import Skill
from booking.queries import history, qualifications
from booking.queries.qualifications import QualificationView
from booking.schemas.qualifications import Qualify
from booking.schemas.reservations import Act
from booking.usecases import qualifications as acts
from booking.web import actor, in_view, unfold

blueprint = Blueprint("qualifications", __name__, url_prefix="/habilitations")

Page = str | tuple[str, int] | Response


@blueprint.get("")
def index() -> str:
    """List who may do what, what ends first before the others."""
    found = qualifications.of_organization(actor())
    return render_template(
        "qualifications/index.html",
        found=found,
        counts=Counter(line.standing.value for line in found),
        events=history.of_all(actor(), {"qualification": [line.id for line in found]}),
        may_change=qualifications.may_change(actor()),
        today=clock.today(actor().zone),
    )


@blueprint.route("/nouvelle", methods=["GET", "POST"])
def add() -> Page:
    """Write a line."""
    _require_writer()
    if request.method != "POST":
        today = clock.today(actor().zone)
        return _form({"seen_by": actor().function or actor().name, "seen_on": today.isoformat()})
    try:
        asked = Qualify().load(_typed(), unknown=EXCLUDE)
        acts.add(actor(), asked["facts"], key=asked["key"])
    except (ValidationError, Invalid) as error:
        return _form(_typed(), errors=_errors(error)), 422
    flash("L’habilitation est notée.")
    return redirect(url_for("qualifications.index"))


@blueprint.route("/<int:qualification_id>/modifier", methods=["GET", "POST"])
@in_view(qualifications.show)
def edit(qualification_id: int) -> Page:
    """Correct or renew a line."""
    _require_writer()
    line = qualifications.show(actor(), qualification_id)
    if request.method != "POST":
        return _form(_kept(line), line)
    try:
        asked = Qualify().load(_typed(), unknown=EXCLUDE)
        acts.edit(actor(), qualification_id, asked["facts"], key=asked["key"])
    except (ValidationError, Invalid) as error:
        return _form(_typed(), line, _errors(error)), 422
    flash("L’habilitation est à jour.")
    return redirect(url_for("qualifications.index"))


@blueprint.route("/<int:qualification_id>/retirer", methods=["GET", "POST"])
@in_view(qualifications.show)
def remove(qualification_id: int) -> Page:
    """Ask, then take a line off the register."""
    _require_writer()
    if request.method != "POST":
        line = qualifications.show(actor(), qualification_id)
        return render_template("qualifications/remove.html", line=line)
    asked = Act().load(_typed(), unknown=EXCLUDE)
    acts.remove(actor(), qualification_id, key=asked["request_key"])
    flash("L’habilitation est retirée du registre.")
    return redirect(url_for("qualifications.index"))


def _require_writer() -> None:
    if not qualifications.may_change(actor()):
        raise NotAllowed("not_allowed", act="qualification.change")


def _typed() -> dict[str, Any]:
    return unfold(request.form, actor().zone)


def _kept(line: QualificationView) -> dict[str, Any]:
    names = ("holder", "skill", "ends_on", "seen_by", "seen_on", "unit")
    return {name: getattr(line, name) for name in names}


def _errors(error: ValidationError | Invalid) -> dict[str, Any]:
    if isinstance(error, Invalid):
        return dict(error.facts["errors"])  # type: ignore[call-overload, no-any-return]
    return dict(error.messages_dict)


def _form(
    data: dict[str, Any],
    line: QualificationView | None = None,
    errors: dict[str, Any] | None = None,
) -> str:
    people = qualifications.operators(actor())
    return render_template(
        "qualifications/edit.html" if line else "qualifications/add.html",
        line=line,
        data=data,
        errors=errors or {},
        skills=[(skill.value, _capital(skill.label)) for skill in Skill],
        people=[("", "Non")]
        + [(unit.number, f"{unit.stock.item.name}, {unit.number}") for unit in people],
        key=data.get("request_key") or web.new_key(),
    )


def _capital(label: str) -> str:
    return label[:1].upper() + label[1:]

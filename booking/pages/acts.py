"""The register of acts: délibérations, décisions, délégations, règlement, convention-cadre."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from marshmallow import EXCLUDE, ValidationError
from werkzeug.wrappers import Response

from booking import clock, web
from booking.documents import sheets
from booking.errors import Invalid
from booking.pages.organizations import named, wrong
from booking.queries import act_register, history
from booking.queries.act_register import ActView, Sought
from booking.schemas.acts import Enter
from booking.schemas.organizations import End
from booking.usecases import acts
from booking.vocabulary import ActKind, Standing
from booking.web import actor, in_view

blueprint = Blueprint("acts", __name__, url_prefix="/administration/actes")

Page = str | tuple[str, int] | Response
STATES = {
    "en-vigueur": ("En vigueur", Standing.CURRENT),
    "bientot": ("Se termine sous 60 jours", Standing.ENDING),
    "a-venir": ("À venir", Standing.COMING),
    "terminees": ("Terminés", Standing.OVER),
}
FILTERS = ("organisme", "nature", "etat", "transmission")
TOLD = {"oui": ("Transmis", True), "non": ("Non transmis", False)}
COLUMNS = (
    "Organisme",
    "Nature",
    "Numéro",
    "Objet",
    "Date de l’acte",
    "Prend effet le",
    "Jusqu’au",
    "Transmis le",
    "Donnée à, ou signée avec",
    "État",
    "Copie",
)


@blueprint.get("")
def index() -> str:
    """List the acts of one's organization, or of another whose acts one may read."""
    who, mine = actor(), _asked()
    found = act_register.index(who, mine, _sought())
    return render_template(
        "acts/index.html",
        found=found,
        organization=act_register.readable(who, mine),
        choices=act_register.choices(who),
        filters={name: request.args[name] for name in FILTERS if name in request.args},
        filtered=_sought() != Sought(),
        kinds=named(ActKind),
        states=[(value, label) for value, (label, _) in STATES.items()],
        told=[(value, label) for value, (label, _) in TOLD.items()],
        may_change=act_register.may_change(who, mine),
        may_record=act_register.may_record_framework(who, mine),
        events=history.of_all(who, {"act": [each.id for each in found]}),
        today=clock.today(who.zone),
    )


@blueprint.get("/export.csv")
def export() -> Response:
    """Give the acts that are listed, as a table."""
    found = act_register.index(actor(), _asked(), _sought())
    answer = make_response(sheets.as_csv([COLUMNS, *_rows(found)]))
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    name = f"actes-{clock.today(actor().zone):%Y-%m-%d}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _rows(found: Sequence[ActView]) -> Iterator[Sequence[sheets.Value]]:
    for each in found:
        yield (
            each.organization,
            each.kind.label,
            each.number,
            each.title,
            each.taken_on,
            each.starts_on,
            each.ends_on,
            each.transmitted_on,
            each.partner,
            each.standing.label,
            each.file,
        )


def _asked() -> int:
    """Return the organization that the address asks for, one's own unless told otherwise."""
    return web.small_number(request.args.get("organisme", "")) or actor().organization_id


def _sought() -> Sought:
    kind = request.args.get("nature", "")
    return Sought(
        kind=next((each for each in ActKind if each.value == kind), None),
        standing=STATES.get(request.args.get("etat", ""), ("", None))[1],
        transmitted=TOLD.get(request.args.get("transmission", ""), ("", None))[1],
    )


@blueprint.route("/nouveau", methods=["GET", "POST"])
def add() -> Page:
    """Enter an act."""
    mine = act_register.require_entry(actor(), _asked())
    if request.method != "POST":
        kind = request.args.get("nature", "")
        return _form({"kind": kind}, mine.id, name=mine.name)
    try:
        asked = Enter().load(_sent(), unknown=EXCLUDE)
        made = acts.add(actor(), mine.id, asked["facts"], asked["sent"], key=asked["key"])
    except (ValidationError, Invalid) as refusal:
        return _form(_typed(), mine.id, name=mine.name, errors=wrong(refusal)), 422
    flash("L’acte est enregistré.")
    return redirect(url_for("acts.show", act_id=made))


@blueprint.get("/<int:act_id>")
def show(act_id: int) -> str:
    """Show an act, its copy and its history."""
    return _page(act_id, {})


@blueprint.route("/<int:act_id>/modifier", methods=["GET", "POST"])
@in_view(act_register.show)
def edit(act_id: int) -> Page:
    """Correct an act, note its transmission or give a copy of it."""
    seen = act_register.show(actor(), act_id)
    act_register.require_change(actor(), seen.organization_id)
    if request.method != "POST":
        return _form(_kept(seen), seen.organization_id, seen=seen)
    try:
        asked = Enter().load(_sent(), unknown=EXCLUDE)
        acts.edit(actor(), act_id, asked["facts"], asked["sent"], key=asked["key"])
    except (ValidationError, Invalid) as refusal:
        return _form(_typed(), seen.organization_id, seen=seen, errors=wrong(refusal)), 422
    flash("L’acte est à jour.")
    return redirect(url_for("acts.show", act_id=act_id))


@blueprint.post("/<int:act_id>/fin")
@in_view(act_register.show)
def end(act_id: int) -> Page:
    """Say until when an act is in force."""
    try:
        asked = End().load(_typed(), unknown=EXCLUDE)
        acts.end(actor(), act_id, asked["ends_on"], key=asked["request_key"])
    except (ValidationError, Invalid) as refusal:
        return _page(act_id, wrong(refusal)), 422
    flash("La fin de l’acte est enregistrée.")
    return redirect(url_for("acts.show", act_id=act_id))


def _page(act_id: int, errors: dict[str, Any]) -> str:
    seen = act_register.show(actor(), act_id)
    return render_template(
        "acts/show.html",
        seen=seen,
        title=f"{dict(named(ActKind))[seen.kind.value]} n° {seen.number}",
        typed=request.form,
        errors=errors,
        events=history.of_all(actor(), {"act": [act_id]}),
    )


def _typed() -> dict[str, Any]:
    return web.unfold(request.form, actor().zone)


def _sent() -> dict[str, Any]:
    """Return the form, with the file when one was chosen: a browser sends an empty one."""
    chosen = {name: file for name, file in request.files.items() if file.filename}
    return _typed() | chosen


def _kept(seen: ActView) -> dict[str, Any]:
    names = ("number", "title", "taken_on", "starts_on", "ends_on", "transmitted_on", "partner_id")
    return {name: getattr(seen, name) for name in names} | {"kind": seen.kind.value}


def _form(
    data: dict[str, Any],
    organization_id: int,
    *,
    name: str = "",
    seen: ActView | None = None,
    errors: dict[str, Any] | None = None,
) -> str:
    return render_template(
        "acts/edit.html" if seen else "acts/add.html",
        seen=seen,
        organization_id=organization_id,
        organization=seen.organization if seen else name,
        data=data,
        errors=errors or {},
        kinds=named(ActKind),
        partners=act_register.partners(actor(), organization_id),
        key=data.get("request_key") or web.new_key(),
    )

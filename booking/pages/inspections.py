"""Controls of equipment: what falls due, the register of each item, planning and recording."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from marshmallow import EXCLUDE
from werkzeug.wrappers import Response

from booking import clock, web
from booking.documents import sheets
from booking.errors import Refusal
from booking.fitness import Finding, Standing
from booking.pages import promised
from booking.pages.promised import Page
from booking.queries import history, inspections, schedule
from booking.queries.inspections import ControlView, Register
from booking.queries.schedule import Schedule, Wanted
from booking.schemas.inspections import Move, Plan, Record, Report, planned, recorded
from booking.schemas.reservations import Act
from booking.usecases import inspections as acts
from booking.web import actor, in_view

blueprint = Blueprint("inspections", __name__, url_prefix="/controles")

HEADER = (
    "Matériel",
    "Référence",
    "Exemplaire",
    "Dépôt",
    "Famille",
    "Contrôle",
    "État",
    "Dernier contrôle",
    "Valable jusqu’au",
    "Prévu le",
    "Prestataire",
)


@blueprint.get("")
def index() -> str:
    """List what is to be controlled, what is urgent first."""
    wanted = _wanted()
    found = schedule.schedule(actor(), wanted)
    return render_template(
        "inspections/index.html",
        found=found,
        wanted=wanted,
        families=[(name, name) for name in found.families],
        standings=[(each.value, each.label.capitalize()) for each in Standing],
        endless=inspections.ENDLESS,
    )


@blueprint.get("/export.csv")
def export() -> Response:
    """Give the same list as a table."""
    answer = make_response(sheets.as_csv(_lines(schedule.schedule(actor(), _wanted()))))
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    name = f"controles-{clock.today(actor().zone):%Y-%m-%d}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _wanted() -> Wanted:
    given = request.args
    return Wanted(
        depot_id=web.small_number(given.get("depot", "")),
        family=given.get("famille", ""),
        standing=given.get("etat", ""),
    )


def _lines(found: Schedule) -> list[tuple[sheets.Value, ...]]:
    rows: list[tuple[sheets.Value, ...]] = [HEADER]
    for each in found.rows:
        until = None if each.until == inspections.ENDLESS else each.until
        thing = (each.name, each.reference, each.unit, each.depot, each.family)
        stands = (each.label, each.standing.label, each.last, until)
        rows.append((*thing, *stands, each.planned_on, each.provider))
    return rows


@blueprint.get("/<int:item_id>")
def show(item_id: int) -> str:
    """Show all controls of an item, and the forms to plan and to record one."""
    return _page(item_id, {})


@blueprint.post("/<int:item_id>/planifier")
@in_view(inspections.register)
def plan(item_id: int) -> Page:
    """Plan a control: the thing stays at home that day."""

    def act() -> str:
        asked = Plan().load(_form(), unknown=EXCLUDE)
        acts.plan(actor(), planned(asked, str(item_id)), key=asked["request_key"])
        return "Le contrôle est prévu : ce matériel ne se prête pas ce jour-là."

    return _try(item_id, "plan", act)


@blueprint.post("/<int:item_id>/enregistrer")
@in_view(inspections.register)
def record(item_id: int) -> Page:
    """Record a control that was done, with its report."""

    def act() -> str:
        asked = Record().load(_form(), unknown=EXCLUDE)
        report = None
        if request.files.get("file"):
            report = Report().load(request.files.to_dict(), unknown=EXCLUDE)["file"]
        acts.record(actor(), recorded(asked, str(item_id)), report, key=asked["request_key"])
        return "Le contrôle est enregistré."

    return _try(item_id, "record", act)


@blueprint.post("/prevus/<int:inspection_id>/deplacer")
@in_view(inspections.find)
def move(inspection_id: int) -> Page:
    """Give a planned control another day."""

    def act() -> str:
        asked = Move().load(_form(), unknown=EXCLUDE)
        acts.move(actor(), inspection_id, asked["day"], asked["despite"], key=asked["request_key"])
        return "Le contrôle est déplacé."

    return _try(inspections.item_of(actor(), inspection_id), f"move-{inspection_id}", act)


@blueprint.post("/prevus/<int:inspection_id>/annuler")
@in_view(inspections.find)
def cancel(inspection_id: int) -> Response:
    """Give a planned control up."""
    item_id = inspections.item_of(actor(), inspection_id)
    asked = Act().load(_form(), unknown=EXCLUDE)
    acts.cancel(actor(), inspection_id, key=asked["request_key"])
    flash("Le contrôle prévu est annulé.")
    return redirect(url_for("inspections.show", item_id=item_id))


def _form() -> dict[str, Any]:
    """Return the form: the thing chosen is a depot and a copy; a reason counts on its button."""
    data = promised.form()
    depot, _, unit = data.pop("thing", "").partition(":")
    if depot:
        data |= {"depot": depot, "unit": unit}
    return data


def _try(item_id: int, name: str, act: Callable[[], str]) -> Page:
    """Do an act of a form of the page, or draw the page again with what is wrong and as typed."""

    def again(errors: dict[str, Any], refusal: Refusal | None) -> str:
        errors = {"thing": errors.pop("unit", None) or errors.pop("depot", None)} | errors
        return _page(item_id, promised.typed(name, errors, refusal))

    here = url_for("inspections.show", item_id=item_id)
    return promised.attempt(act, here, again, copies="unit")


def _page(item_id: int, typed: dict[str, Any]) -> str:
    found = inspections.register(actor(), item_id)
    chosen = typed or _chosen(found)
    return render_template(
        "inspections/show.html",
        item=found,
        due=schedule.schedule(actor(), Wanted(item_id=item_id)).rows,
        typed=chosen,
        recording=_recording(found, chosen),
        findings=[(each.value, each.label.capitalize()) for each in Finding],
        summary_of=promised.summary(typed, typed["act"]) if typed else [],
        today=clock.today(actor().zone),
        endless=inspections.ENDLESS,
        events=history.of_all(
            actor(), {"inspection": [each.id for each in (*found.planned, *found.done)]}
        ),
    )


def _chosen(found: Register) -> dict[str, Any]:
    """Return what the address asks the forms to begin with."""
    first = found.things[0][0] if len(found.things) == 1 else ""
    return {
        "thing": request.args.get("quoi", first),
        "control": request.args.get("controle", found.controls[0][0]),
        "planned": request.args.get("prevu", ""),
        "act": {"enregistrer": "record", "planifier": "plan"}.get(request.args.get("faire", "")),
        "errors": {},
    }


def _recording(found: Register, typed: dict[str, Any]) -> ControlView | None:
    """Return the planned control that the form is about to record, if any."""
    return next((each for each in found.planned if str(each.id) == typed.get("planned")), None)

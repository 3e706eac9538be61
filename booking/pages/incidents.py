"""Incidents: the register, telling of one from a phone, following it, closing it."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from marshmallow import EXCLUDE, ValidationError
from werkzeug.wrappers import Response

from booking import clock, web
from booking.documents import messages, sheets
from booking.errors import Invalid, NotFound, WrongMoment
from booking.handling import Charged, IncidentKind, IncidentState, Outcome
from booking.queries import contests, history, incident_views, incidents, reportable, shots
from booking.queries.incident_views import IncidentView, Sought
from booking.queries.reportable import Reportable
from booking.schemas.incidents import CloseIncident, FollowIncident, ReportIncident
from booking.schemas.reservations import Act
from booking.schemas.shots import sent
from booking.usecases import incidents as acts
from booking.web import actor, in_view

blueprint = Blueprint("incidents", __name__, url_prefix="/incidents")

Page = str | tuple[str, int] | Response
FILTERS = ("etat", "depot", "parc")
NAMED = ("item", "depot", "unit")
"""What one choice of the form says of a thing."""
COLUMNS = (
    "N°",
    "Nature",
    "État",
    "Survenu le",
    "Signalé le",
    "Matériel",
    "Référence",
    "Exemplaire",
    "Quantité",
    "Dépôt",
    "Parc",
    "Emprunteur",
    "Réservation",
    "Estimation (€)",
    "Imputation proposée",
    "Issue",
    "Clos le",
)


@blueprint.get("")
def index() -> str:
    """List the incidents that concern the organization, those not closed first."""
    return render_template(
        "incidents/index.html",
        register=incident_views.index(actor(), _sought()),
        filters={name: request.args[name] for name in FILTERS if request.args.get(name)},
        states=[(each.value, each.label) for each in IncidentState],
        counts=IncidentState,
        may_report=incident_views.may_report_some(actor()),
    )


@blueprint.get("/export.csv")
def export() -> Response:
    """Give the incidents that are listed, as a table; no witness and nobody hurt is in it."""
    found = incident_views.index(actor(), _sought()).found
    answer = make_response(sheets.as_csv([COLUMNS, *_rows(found)]))
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    name = f"incidents-{clock.today(actor().zone):%Y-%m-%d}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _rows(found: Sequence[IncidentView]) -> Iterator[Sequence[sheets.Value]]:
    zone = actor().zone
    for each in found:
        happened = each.occurred_at.astimezone(zone).date() if each.occurred_at else None
        cents = each.estimate_cents
        yield (
            each.id,
            each.kind.label,
            each.state.label,
            happened,
            each.reported_at.astimezone(zone).date(),
            each.item,
            each.reference,
            each.unit,
            each.quantity,
            each.depot,
            each.pool,
            each.borrower,
            each.reservation,
            None if cents is None else Decimal(cents) / 100,
            each.charged.label if each.charged else "",
            each.outcome.label if each.outcome else "",
            each.closed_at.astimezone(zone).date() if each.closed_at else None,
        )


def _sought() -> Sought:
    state = request.args.get("etat", "")
    return Sought(
        state=next((each for each in IncidentState if each.value == state), None),
        depot_id=web.small_number(request.args.get("depot", "")),
        pool_id=web.small_number(request.args.get("parc", "")),
    )


@blueprint.route("/nouveau", methods=["GET", "POST"])
def report() -> Page:
    """Tell what happened: from a loan, from a thing, or of all that one tends."""
    asked = _asked()
    if request.method != "POST":
        return _report_page(asked, {"thing": _chosen(asked)}, {})
    form = web.unfold(request.form, actor().zone)
    named = zip(("depot", "unit", "item"), form.pop("thing", "").split("|", 2), strict=False)
    try:
        told = ReportIncident().load(
            form | {key: value for key, value in named if value} | sent(request.files),
            unknown=EXCLUDE,
        )
        made = acts.report(actor(), told["told"], key=told["key"])
    except (ValidationError, Invalid, NotFound, WrongMoment) as refusal:
        return _refused(refusal, lambda errors: _report_page(asked, request.form, errors))
    flash("L’incident est signalé ; le gestionnaire et le propriétaire sont prévenus.")
    return redirect(url_for("incidents.show", incident_id=made), 303)


def _asked() -> Reportable:
    """Return what the address asks about; raises NotFound out of view."""
    given = request.args
    for name, read in (
        ("reservation", reportable.of_reservation),
        ("materiel", reportable.of_item),
    ):
        if name in given:
            number = web.small_number(given[name])
            return read(actor(), number if number is not None else 0)
    return reportable.everything(actor())


def _chosen(asked: Reportable) -> str:
    """Return the thing that the address names by its number, or the only one."""
    unit = request.args.get("exemplaire", "")
    named = [each.value for each in asked.things if unit and each.unit == unit]
    known = named or [each.value for each in asked.things if len(asked.things) == 1]
    return known[0] if known else ""


def _report_page(asked: Reportable, typed: Any, errors: dict[str, Any]) -> str:
    named = [message for name in NAMED for message in errors.pop(name, ())]
    return render_template(
        "incidents/report.html",
        asked=asked,
        typed=typed,
        errors=({"thing": named} if named else {}) | errors,
        here=request.full_path.rstrip("?"),
        kinds=[(each.value, each.label.capitalize()) for each in IncidentKind],
        now=clock.now(),
    )


def _refused(refusal: Exception, again: Callable[[dict[str, Any]], str]) -> tuple[str, int]:
    """Draw a form again with what is wrong; raises what is out of view."""
    if isinstance(refusal, ValidationError):
        return again(refusal.messages_dict), 422
    if isinstance(refusal, Invalid):
        errors: Any = refusal.facts["errors"]
        return again(dict(errors)), refusal.status
    if isinstance(refusal, WrongMoment) or (
        isinstance(refusal, NotFound) and "unit" in refusal.facts
    ):
        said = messages.refusal(refusal.code, refusal.facts)
        return again({"": [said]}), 409
    raise refusal


@blueprint.get("/<int:incident_id>")
def show(incident_id: int) -> str:
    """Show what happened, what became of it, and the one thing to do next."""
    return _page(incident_id, "", {})


@blueprint.post("/<int:incident_id>/suivre")
@in_view(incidents.row)
def follow(incident_id: int) -> Page:
    """Write what it costs, who should pay, the files opened elsewhere."""

    def act() -> None:
        asked = FollowIncident().load(web.unfold(request.form, actor().zone), unknown=EXCLUDE)
        acts.follow(actor(), incident_id, asked["followed"], key=asked["key"])

    return _try(incident_id, "follow", act, "Le suivi est enregistré.")


@blueprint.post("/<int:incident_id>/clore")
@in_view(incidents.row)
def close(incident_id: int) -> Page:
    """Say what became of the things."""

    def act() -> None:
        asked = CloseIncident().load(web.unfold(request.form, actor().zone), unknown=EXCLUDE)
        acts.close(actor(), incident_id, asked["ended"], key=asked["key"])

    return _try(incident_id, "close", act, "L’incident est clos ; les parties sont prévenues.")


@blueprint.post("/<int:incident_id>/proces-verbal")
@in_view(incidents.row)
def draw_up(incident_id: int) -> Page:
    """Prepare the report of the incident, filled, and lead to it."""
    asked = Act().load(web.unfold(request.form, actor().zone), unknown=EXCLUDE)
    try:
        made = acts.draw_up(actor(), incident_id, key=asked["request_key"])
    except WrongMoment as refusal:
        return _refused(refusal, lambda errors: _page(incident_id, "draw_up", errors))
    flash("Le procès-verbal est prêt : relisez-le, puis établissez-le pour signature.")
    return redirect(url_for("conventions.show", convention_id=made), 303)


def _try(incident_id: int, name: str, act: Callable[[], None], sentence: str) -> Page:
    try:
        act()
    except Invalid as refusal:  # of the stock: no field of this page is wrong
        errors: Any = refusal.facts["errors"]
        said = [message for each in errors.values() for message in each]
        return _page(incident_id, name, {"": said}), refusal.status
    except (ValidationError, NotFound, WrongMoment) as refusal:
        return _refused(refusal, lambda errors: _page(incident_id, name, errors))
    flash(sentence)
    return redirect(url_for("incidents.show", incident_id=incident_id), 303)


def _page(incident_id: int, act: str, errors: dict[str, Any]) -> str:
    mine = incident_views.show(actor(), incident_id)
    loan = mine.reservation_id
    return render_template(
        "incidents/show.html",
        mine=mine,
        contests=contests.of_loan(actor(), loan) if loan else [],
        shots=shots.of_incident(actor(), incident_id),
        events=history.of_incident(actor(), incident_id),
        charged=[(each.value, each.label.capitalize()) for each in Charged],
        outcomes=[(each.value, each.label.capitalize()) for each in Outcome],
        act=act,
        typed=request.form if act else {},
        errors=errors,
    )

"""A breakdown: said once, then each reservation it leaves short is settled, and all are told."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from marshmallow import EXCLUDE, ValidationError

from booking import clock, web
from booking.documents import messages
from booking.errors import Refusal, WrongMoment
from booking.pages import promised
from booking.pages.promised import Page
from booking.queries import breakdowns, catalogue, incident_views, stocks
from booking.queries.views import reference
from booking.rules.asking import Settled
from booking.schemas.breakdowns import Report, Settle, reported
from booking.usecases import breakdowns as acts
from booking.web import actor, in_view

blueprint = Blueprint("breakdowns", __name__)


@blueprint.route("/materiel/<int:item_id>/panne", methods=["GET", "POST"])
@in_view(catalogue.show)
def report(item_id: int) -> Page:
    """Say what is broken, and go and see whom it leaves short."""
    if request.method != "POST":
        return _report_page(item_id, {"depot": request.args.get("depot", ""), "errors": {}})
    made: list[int] = []

    def act() -> str:
        asked = Report().load(_form(), unknown=EXCLUDE)
        item = catalogue.show(actor(), item_id).reference
        made.append(acts.report(actor(), reported(asked, item), key=asked["request_key"]))
        return "La panne est notée : ce n’est plus prêté."

    def again(errors: dict[str, Any], refusal: Refusal | None) -> str:
        shown = promised.typed("report", errors, refusal)
        return _report_page(item_id, shown | {"chosen": request.form.getlist("units")})

    answer = promised.attempt(act, "", again, copies="units")
    return redirect(url_for("breakdowns.show", hold_id=made[0])) if made else answer


def _form() -> dict[str, Any]:
    return promised.form() | {"units": request.form.getlist("units")}


def _report_page(item_id: int, typed: dict[str, Any]) -> str:
    found = stocks.show(actor(), item_id)
    mine = [each for each in found.stocks if each.may_withhold]
    return render_template(
        "breakdowns/report.html",
        item=found,
        depots=[(each.depot_id, each.depot) for each in mine],
        units=[
            (unit.number, f"{unit.number}, {each.depot}" if len(mine) > 1 else unit.number)
            for each in mine
            for unit in each.units
        ],
        typed=typed,
        now=clock.now(),
    )


@blueprint.get("/pannes/<int:hold_id>")
@in_view(breakdowns.hold)
def show(hold_id: int) -> str:
    """Show whom a breakdown leaves short, what is settled and what remains."""
    return _page(hold_id, {}, {})


def _page(hold_id: int, typed: dict[str, Any], errors: dict[str, Any]) -> str:
    found = breakdowns.show(actor(), hold_id)
    incident = incident_views.of_hold(actor(), hold_id)
    shown = {"found": found, "incident": incident, "typed": typed, "errors": errors}
    return render_template("breakdowns/show.html", **shown)


@blueprint.post("/pannes/<int:hold_id>/reglement")
@in_view(breakdowns.hold)
def settle(hold_id: int) -> Page:
    """Settle the reservations chosen, one by one, then tell their borrowers at once."""
    form = web.unfold(request.form, actor().zone, ("decisions",))
    try:
        asked = Settle().load(form, unknown=EXCLUDE)
    except ValidationError as error:
        typed = {each.get("reservation"): each.get("choice") for each in form.get("decisions", ())}
        return _page(hold_id, form | {"choices": typed}, error.messages_dict), 422
    key, message = asked["request_key"], asked["message"]
    done = [_settled(hold_id, each, message, key) for each in asked["decisions"] if each]
    untold = breakdowns.untold(actor(), hold_id)
    if not done and not untold:
        flash("Choisissez une décision pour au moins une réservation.", "warning")
    if untold:
        acts.notify(actor(), hold_id, message, key=f"{key}-avis"[:100] if key else None)
    if sum(done):
        many = sum(done)
        flash(
            f"{many} réservations sont réglées, les emprunteurs prévenus."
            if many > 1
            else "La réservation est réglée, l’emprunteur prévenu."
        )
    return redirect(url_for("breakdowns.show", hold_id=hold_id))


def _settled(hold_id: int, decided: Settled, message: str, key: str | None) -> bool:
    """Settle one reservation; say why when it is no longer possible, and leave it as it was."""
    mine = f"{key}-{decided.reservation_id}"[:100] if key else None
    try:
        acts.settle(actor(), hold_id, replace(decided, reason=message), key=mine)
    except WrongMoment as refusal:
        said = [messages.refusal(refusal.code, refusal.facts), *messages.details(refusal.facts)]
        flash(f"{reference(decided.reservation_id)} : {' '.join(said)}", "warning")
        return False
    return True

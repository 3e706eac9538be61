"""Reading one's requests, answering those of others."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from marshmallow import EXCLUDE, Schema, ValidationError
from werkzeug.wrappers import Response

from booking import clock
from booking.documents import messages
from booking.errors import Invalid, NotEnoughAvailable, WrongMoment
from booking.fitness import Moment
from booking.pages import progress, settling, shortages
from booking.queries import (
    amendments,
    declared,
    judgements,
    planning,
    reservations,
    reviews,
)
from booking.schemas.reservations import Act, Approve, Cancel, Override, Refuse, See
from booking.usecases import fitness, loans
from booking.usecases import reservations as acts
from booking.vocabulary import Role, Status
from booking.web import actor, in_view, unfold

blueprint = Blueprint("reservations", __name__)

SOON = timedelta(days=2)
Page = str | tuple[str, int] | Response


@blueprint.get("/demandes")
def index() -> str:
    """List what the town hall asked for."""
    past = request.args.get("etat") == "passees"
    over = {Status.CLOSED, Status.REFUSED, Status.CANCELLED, Status.EXPIRED, Status.RETURNED}
    found = [each for each in reservations.of_borrower(actor()) if (each.status in over) is past]
    return render_template("reservations/index.html", found=found, past=past)


@blueprint.get("/a-traiter")
def queue() -> str:
    """List what waits for the manager's answer, the most urgent first."""
    found = reservations.to_answer(actor())
    again = [
        (each.reservation, [messages.verdict(verdict) for verdict in each.verdicts])
        for each in reviews.to_review(actor())
    ]
    may_bring = Role.MANAGER in actor().roles
    return render_template("reservations/queue.html", found=found, again=again, may_bring=may_bring)


@blueprint.get("/demandes/<int:request_id>")
def show(request_id: int) -> str:
    """Show a request: its state, who must act, by when, and all one needs to decide."""
    asked = reservations.show_request(actor(), request_id)
    return show_page(asked.id, {})


def show_page(request_id: int, errors: dict[int, Any]) -> str:
    """Show a request, with what is wrong with what was sent about one of its parts."""
    who = actor()
    asked = reservations.show_request(who, request_id)
    parts = asked.reservations
    return render_template(
        "reservations/show.html",
        asked=asked,
        title=progress.title(parts),
        steps={each.id: progress.steps(each, who.zone) for each in parts},
        next={each.id: progress.next_act(each, who.zone) for each in parts},
        verdicts={each.id: settling.drawn(each.id, errors.get(each.id)) for each in parts},
        able={each.id: declared.for_loan(who, each.id) for each in parts},
        judged={each.id: judgements.of_reservation(who, each.id) for each in parts},
        around={each.id: planning.around(who, each.id) for each in parts},
        rivals={each.id: planning.rivals(who, each.id) for each in parts},
        amended={each.id: amendments.latest(who, each.id) for each in parts},
        question={each.id: amendments.question(who, each.id) for each in parts},
        errors=errors,
        soon=clock.now() + SOON,
    )


def _done(reservation_id: int, sentence: str) -> Response:
    flash(sentence)
    request_id = reservations.show(actor(), reservation_id).request_id
    return redirect(url_for("reservations.show", request_id=request_id))


def _read(schema: Schema) -> dict[str, Any]:
    read: dict[str, Any] = schema.load(unfold(request.form, actor().zone), unknown=EXCLUDE)
    return read


@blueprint.post("/reservations/<int:reservation_id>/valider")
@in_view(reservations.show)
def approve(reservation_id: int) -> Page:
    """Agree to a request, even beyond the stock when the manager says why."""
    try:
        asked = _read(Approve())
        acts.approve(actor(), reservation_id, asked["despite"], key=asked["request_key"])
    except ValidationError as error:
        return _again(reservation_id, "approve", error.messages_dict, "despite")
    except (NotEnoughAvailable, WrongMoment) as refusal:
        if refusal.code not in {"not_enough_available", "unfit"}:
            raise
        short = {"short": shortages.sentences(refusal)}
        return _again(reservation_id, "approve", short, "despite")[0], refusal.status
    mine = reservations.show(actor(), reservation_id)
    return _done(
        reservation_id, f"La demande est validée ({mine.reference}) ; l’emprunteur est prévenu."
    )


@blueprint.post("/reservations/<int:reservation_id>/refuser")
@in_view(reservations.show)
def refuse(reservation_id: int) -> Page:
    """Decline a request, with a reason."""
    try:
        asked = _read(Refuse())
    except ValidationError as error:
        return _again(reservation_id, "refuse", error.messages_dict)
    acts.refuse(actor(), reservation_id, asked["reason"], key=asked["request_key"])
    return _done(reservation_id, "La demande est refusée ; l’emprunteur est prévenu.")


@blueprint.post("/reservations/<int:reservation_id>/annuler")
@in_view(reservations.show)
def cancel(reservation_id: int) -> Page:
    """Withdraw a reservation."""
    try:
        asked = _read(Cancel())
    except ValidationError as error:
        return _again(reservation_id, "cancel", error.messages_dict)
    try:
        acts.cancel(actor(), reservation_id, asked["reason"], key=asked["request_key"])
    except Invalid as refusal:
        known: Any = refusal.facts["errors"]
        return _again(reservation_id, "cancel", known)
    return _done(reservation_id, "La réservation est annulée ; le matériel est libre.")


def _again(
    reservation_id: int, act: str, errors: dict[str, Any], field: str = "reason"
) -> tuple[str, int]:
    """Show the page again with the reason as it was typed and what is wrong with it."""
    wrong = {"act": act, "typed": request.form.get(field, ""), **errors}
    request_id = reservations.show(actor(), reservation_id).request_id
    return show_page(request_id, {reservation_id: wrong}), 422


@blueprint.post("/reservations/<int:reservation_id>/remettre")
@in_view(reservations.show)
def hand_over(reservation_id: int) -> Page:
    """Record that everything left, or say why it may not."""
    try:
        loans.hand_over(actor(), reservation_id, key=_read(Act())["request_key"])
    except WrongMoment as refusal:
        if refusal.code != "unfit":
            raise
        leaving = {"at": Moment.HAND_OVER.value}
        return _again(reservation_id, "hand_over", leaving)[0], refusal.status
    return _done(reservation_id, "Le matériel est remis.")


@blueprint.post("/reservations/<int:reservation_id>/rendre")
@in_view(reservations.show)
def take_back(reservation_id: int) -> Response:
    """Record that everything is back."""
    loans.take_back(actor(), reservation_id, key=_read(Act())["request_key"])
    return _done(reservation_id, "Le retour est enregistré.")


@blueprint.post("/reservations/<int:reservation_id>/piece-vue")
@in_view(reservations.show)
def see(reservation_id: int) -> Response:
    """Write that a paper was seen, or that a thing is done."""
    asked = _read(See())
    fitness.see(actor(), reservation_id, asked["requirement"], key=asked["request_key"])
    return _done(reservation_id, "C’est noté : vu ce jour.")


@blueprint.post("/reservations/<int:reservation_id>/deroger")
@in_view(reservations.show)
def override(reservation_id: int) -> Page:
    """Let what a requirement blocks go all the same, and say why."""
    try:
        asked = _read(Override())
    except ValidationError as error:
        kept = {name: request.form.get(name, "") for name in ("requirement", "at")}
        wrong = error.messages_dict | kept
        return _again(reservation_id, "override", wrong)
    acts_asked = (asked["requirement"], asked["reason"])
    fitness.override(actor(), reservation_id, *acts_asked, key=asked["request_key"])
    return _done(reservation_id, "La dérogation est notée, avec votre nom et son motif.")

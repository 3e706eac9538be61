"""Reading one's requests, answering those of others."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from marshmallow import EXCLUDE, Schema, ValidationError
from werkzeug.wrappers import Response

from booking import clock
from booking.errors import Invalid, NotFound, Refusal, WrongMoment
from booking.pages import decisions, late, progress, rests, settling
from booking.pages.catalogue import may_ask
from booking.queries import (
    amendments,
    comments,
    contests,
    conventions,
    declared,
    deposits,
    drafts,
    history,
    incident_views,
    judgements,
    papers,
    planning,
    reservations,
    waiting,
)
from booking.schemas.reservations import Approve, Cancel, Override, Refuse, See, as_seen
from booking.usecases import fitness
from booking.usecases import reservations as acts
from booking.vocabulary import Status
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
    return render_template(
        "reservations/index.html",
        found=found,
        past=past,
        late=late.since(actor(), found),
        awaited=late.waited(actor(), found),
        drafts=[] if past else drafts.of(actor()),
        may_ask=may_ask(actor()),
    )


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
        may_redo=may_ask(who) and parts[0].borrower_id == who.organization_id,
        title=progress.title(parts),
        steps={each.id: progress.steps(each, who.zone) for each in parts},
        awaited=late.waited(who, parts),
        next={each.id: progress.next_act(each, who.zone) for each in parts},
        contested=contests.unanswered([each.id for each in parts]),
        unsigned={each.reservation.id: each for each in contests.to_contest(who)},
        verdicts={each.id: settling.drawn(each.id) for each in parts},
        able={each.id: declared.for_loan(who, each.id) for each in parts},
        judged={each.id: judgements.of_reservation(who, each.id) for each in parts},
        around={each.id: planning.around(who, each.id) for each in parts},
        rivals={each.id: planning.rivals(who, each.id) for each in parts},
        incidents=incident_views.of_reservations(who, [each.id for each in parts]),
        may_report={each.id: incident_views.may_report(who, each.id) for each in parts},
        histories={each.id: history.of_reservation(who, each.id) for each in parts},
        waits={each.id: waiting.of_reservation(who, each.id) for each in parts},
        answer=decisions.drawn(who, parts),
        amended={each.id: amendments.latest(who, each.id) for each in parts},
        question={each.id: amendments.question(who, each.id) for each in parts},
        wrote={each.id: conventions.of_reservation(who, each.id) for each in parts},
        asked_papers={each.id: papers.of_reservation(who, each.id) for each in parts},
        agreed={each.id: deposits.of_reservation(who, each.id) for each in parts},
        talks={each.id: comments.of_reservation(who, each.id) for each in parts},
        overall=rests.overall(parts),
        rest=rests.question(request_id, parts),
        errors=errors,
        soon=clock.now() + SOON,
    )


def again(reservation_id: int, wrong: dict[str, Any]) -> str:
    """Return the page of a request with what is wrong in a form of one of its parts."""
    request_id = reservations.show(actor(), reservation_id).request_id
    return show_page(request_id, {reservation_id: wrong})


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
    """Agree to a request, in part or even beyond the stock when the manager says why."""
    try:
        asked = _read(Approve())
        granted = (asked["despite"], asked["quantities"])
        given = {"reason": asked["reason"], "elected": asked["elected"], **as_seen(asked)}
        acts.approve(actor(), reservation_id, *granted, **given)
    except ValidationError as error:
        wrong = error.messages_dict | {"granted": decisions.typed(request.form)}
        if "lines" in wrong:
            wrong["lines"] = ["Donnez une quantité à chaque ligne, zéro pour la laisser."]
        return _again(reservation_id, "approve", wrong, "despite")
    except (Invalid, NotFound, WrongMoment) as refusal:
        return _declined(reservation_id, "approve", refusal, "despite")
    mine = reservations.show(actor(), reservation_id)
    return _done(
        reservation_id, f"La demande est validée ({mine.reference}) ; l’emprunteur est prévenu."
    )


@blueprint.post("/reservations/<int:reservation_id>/refuser")
@in_view(reservations.show)
def refuse(reservation_id: int) -> Page:
    """Decline a request, with a usual reason, another or both."""
    try:
        asked = _read(Refuse())
        said = (asked["reason"], asked["usual"])
        acts.refuse(actor(), reservation_id, *said, **as_seen(asked))
    except ValidationError as error:
        return _again(reservation_id, "refuse", error.messages_dict)
    except WrongMoment as refusal:
        return _declined(reservation_id, "refuse", refusal)
    return _done(reservation_id, "La demande est refusée ; l’emprunteur est prévenu.")


def _declined(reservation_id: int, act: str, refusal: Refusal, field: str = "reason") -> Page:
    """Show the page again with why an answer was not taken; raises what no page explains."""
    if refusal.code == "request_key_reused":
        raise refusal
    shown = decisions.wrong(refusal, actor().zone, request.form)
    return _again(reservation_id, act, shown, field)[0], refusal.status


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
    wrong |= {f"{name}_typed": request.form.get(name, "") for name in ("elected", "reason")}
    request_id = reservations.show(actor(), reservation_id).request_id
    return show_page(request_id, {reservation_id: wrong}), 422


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
        wrong = error.messages_dict | {"requirement": request.form.get("requirement", "")}
        return _again(reservation_id, "override", wrong)
    acts_asked = (asked["requirement"], asked["reason"])
    fitness.override(actor(), reservation_id, *acts_asked, key=asked["request_key"])
    return _done(reservation_id, "La dérogation est notée, avec votre nom et son motif.")

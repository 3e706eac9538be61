"""Asking the borrower for what is missing, and its answer."""

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from marshmallow import EXCLUDE, Schema, ValidationError
from werkzeug.wrappers import Response

from booking.errors import Refusal
from booking.pages import decisions
from booking.pages.reservations import show_page
from booking.queries import reservations
from booking.schemas.replies import Answer, AskDetails, Resume
from booking.usecases import replies as acts
from booking.web import actor, in_view, unfold

blueprint = Blueprint("replies", __name__)

Page = tuple[str, int] | Response


@blueprint.post("/reservations/<int:reservation_id>/demander-des-precisions")
@in_view(reservations.show)
def ask_details(reservation_id: int) -> Page:
    """Ask the borrower for what is missing."""
    try:
        asked = read(AskDetails())
    except ValidationError as error:
        return again(reservation_id, "ask_details", error.messages_dict, "question")
    acts.ask_details(actor(), reservation_id, asked["question"], key=asked["request_key"])
    return done(reservation_id, "La question est posée ; l’emprunteur est prévenu.")


@blueprint.post("/reservations/<int:reservation_id>/repondre")
@in_view(reservations.show)
def answer(reservation_id: int) -> Page:
    """Answer the manager's question."""
    try:
        asked = read(Answer())
    except ValidationError as error:
        return again(reservation_id, "answer", error.messages_dict, "text")
    acts.answer(actor(), reservation_id, asked["text"], key=asked["request_key"])
    return done(reservation_id, "La réponse est transmise ; le gestionnaire reprend l’examen.")


@blueprint.post("/reservations/<int:reservation_id>/reprendre")
@in_view(reservations.show)
def resume(reservation_id: int) -> Page:
    """No longer wait for the borrower."""
    try:
        asked = read(Resume())
    except ValidationError as error:
        return again(reservation_id, "resume", error.messages_dict, "text")
    acts.resume(actor(), reservation_id, asked["text"], key=asked["request_key"])
    return done(reservation_id, "La demande est de nouveau à traiter ; l’emprunteur est prévenu.")


def read(schema: Schema) -> dict[str, Any]:
    """Return the form as a schema reads it; raises ValidationError."""
    found: dict[str, Any] = schema.load(unfold(request.form, actor().zone), unknown=EXCLUDE)
    return found


def changed(reservation_id: int, act: str, refusal: Refusal, field: str = "") -> tuple[str, int]:
    """Show a request as it has become since it was read; raises any other refusal."""
    if refusal.code not in {"changed_meanwhile", "wrong_moment"}:
        raise refusal
    told = {"told": decisions.said(refusal, actor().zone)}
    return again(reservation_id, act, told, field, refusal.status)


def done(reservation_id: int, sentence: str) -> Response:
    """Go back to the request, and say what was done."""
    flash(sentence)
    request_id = reservations.show(actor(), reservation_id).request_id
    return redirect(url_for("reservations.show", request_id=request_id))


def again(
    reservation_id: int, act: str, errors: dict[str, Any], field: str = "", status: int = 422
) -> tuple[str, int]:
    """Show the request again with what was typed and what is wrong with it."""
    wrong = {"act": act, "typed": request.form.get(field, ""), **errors}
    request_id = reservations.show(actor(), reservation_id).request_id
    return show_page(request_id, {reservation_id: wrong}), status

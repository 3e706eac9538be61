"""Proposing another version of a reservation; accepting, declining or withdrawing one."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, render_template, request
from marshmallow import EXCLUDE, ValidationError
from werkzeug.wrappers import Response

from booking import web
from booking.documents import messages
from booking.errors import NotAllowed, NotEnoughAvailable, Refusal, WrongMoment
from booking.pages import shortages
from booking.pages.changes import Typed, changing, kept, proposed, version_form, wanted
from booking.pages.replies import again, changed, done, read
from booking.queries import reservations
from booking.schemas.amendments import Decline, Propose, RefuseChange
from booking.schemas.reservations import Act, Seen, as_seen
from booking.usecases import amendments as acts
from booking.web import actor, in_view

blueprint = Blueprint("amendments", __name__)

Page = str | tuple[str, int] | Response


@blueprint.route("/reservations/<int:reservation_id>/proposer", methods=["GET", "POST"])
@in_view(reservations.show)
def propose(reservation_id: int) -> Page:
    """Propose other dates, quantities or depots to the borrower."""
    if request.method != "POST":
        return _propose_page(reservation_id, Typed(None))
    data = wanted(web.unfold(request.form, actor().zone))
    if notice := proposed(data):
        return _propose_page(reservation_id, Typed(data, notice=notice))
    try:
        asked = Propose().load(kept(data), unknown=EXCLUDE)
        given = {"elected": asked["elected"], "key": asked["key"]}
        acts.propose(actor(), reservation_id, asked["edited"], **given)
    except ValidationError as error:
        return _propose_page(reservation_id, Typed(data, error.messages_dict)), 422
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _propose_page(reservation_id, _typed(data, refusal)), refusal.status
    return done(reservation_id, "La proposition est transmise ; l’emprunteur l’accepte ou non.")


def _typed(data: dict[str, Any], refusal: Refusal) -> Typed:
    """Return what was typed with why it was not taken, beside its field where it has one."""
    if refusal.code == "elected_needed":
        return Typed(data, {"elected": [messages.refusal(refusal.code, refusal.facts)]})
    return Typed(data, refusal=refusal)


def _propose_page(reservation_id: int, typed: Typed) -> str:
    found = changing(reservation_id, "propose")
    return render_template("amendments/propose.html", **version_form(found, typed))


@blueprint.post("/reservations/<int:reservation_id>/accepter")
@in_view(reservations.show)
def accept(reservation_id: int) -> Page:
    """Accept what the manager proposes."""
    return _agreed(reservation_id, acts.accept, "La proposition est acceptée et validée.")


@blueprint.post("/reservations/<int:reservation_id>/decliner")
@in_view(reservations.show)
def decline(reservation_id: int) -> Page:
    """Decline what the manager proposes."""
    try:
        asked = read(Decline())
        acts.decline(actor(), reservation_id, asked["text"], **as_seen(asked))
    except ValidationError as error:
        return again(reservation_id, "decline", error.messages_dict, "text")
    except WrongMoment as refusal:
        return changed(reservation_id, "decline", refusal, "text")
    return done(reservation_id, "La proposition est déclinée ; votre demande reste à traiter.")


@blueprint.post("/reservations/<int:reservation_id>/accepter-le-changement")
@in_view(reservations.show)
def accept_change(reservation_id: int) -> Page:
    """Agree to what the borrower asks to change."""
    said = "Le changement est accepté ; l’emprunteur est prévenu."
    return _agreed(reservation_id, acts.accept_change, said)


@blueprint.post("/reservations/<int:reservation_id>/refuser-le-changement")
@in_view(reservations.show)
def refuse_change(reservation_id: int) -> Page:
    """Decline what the borrower asks to change, with a reason."""
    try:
        asked = read(RefuseChange())
        acts.refuse_change(actor(), reservation_id, asked["reason"], **as_seen(asked))
    except ValidationError as error:
        return again(reservation_id, "refuse_change", error.messages_dict, "reason")
    except WrongMoment as refusal:
        return changed(reservation_id, "refuse_change", refusal, "reason")
    return done(reservation_id, "Le changement est refusé ; la réservation reste comme convenu.")


@blueprint.post("/reservations/<int:reservation_id>/retirer-le-changement")
@in_view(reservations.show)
def withdraw_change(reservation_id: int) -> Page:
    """Ask for the change no longer."""
    acts.withdraw_change(actor(), reservation_id, key=read(Act())["request_key"])
    return done(reservation_id, "Le changement est retiré ; la réservation reste comme convenu.")


def _agreed(reservation_id: int, act: Callable[..., int], sentence: str) -> Page:
    """Agree to another version, or say why it can no longer be."""
    try:
        act(actor(), reservation_id, **as_seen(read(Seen())))
    except (NotEnoughAvailable, WrongMoment) as refusal:
        if refusal.code not in {"not_enough_available", "unfit", "not_lent"}:
            return changed(reservation_id, "agree", refusal)
        short = {"short": [("", each) for each in shortages.sentences(refusal)]}
        return again(reservation_id, "agree", short, status=refusal.status)
    return done(reservation_id, sentence)

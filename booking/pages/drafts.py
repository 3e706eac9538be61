"""Drafts of requests: kept by the script as one types, or by a button, resumed, thrown away."""

from typing import Any

from flask import Blueprint, flash, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response

from booking import clock, web
from booking.documents import words
from booking.errors import Invalid
from booking.pages import kept
from booking.pages.asking import LISTS
from booking.queries import drafts as reads
from booking.usecases import drafts
from booking.web import actor, in_view, unfold

blueprint = Blueprint("drafts", __name__)

LONGEST_KEY = 100


@blueprint.post("/demandes/brouillon")
def save() -> Response:
    """Keep the form as it is typed; the script is answered in JSON, a browser comes back to it."""
    who = actor()
    typed: dict[str, Any] = unfold(request.form, who.zone, LISTS)
    key = typed.setdefault("request_key", web.new_key())
    if len(key) > LONGEST_KEY:
        raise Invalid("invalid", errors={"request_key": ["Formulaire inconnu."]})
    draft_id = drafts.save(who, typed)
    kept.follow(who, typed)
    said = f"Brouillon enregistré à {words.hour(clock.now().astimezone(who.zone))}."
    if request.accept_mimetypes.best == "application/json":
        return jsonify(said=said)
    flash(said)
    return redirect(url_for("asking.ask", brouillon=draft_id))


@blueprint.post("/demandes/brouillons/<int:draft_id>/supprimer")
@in_view(reads.data)
def discard(draft_id: int) -> Response:
    """Throw a draft away."""
    drafts.discard(actor(), draft_id)
    flash("Le brouillon est supprimé.")
    return redirect(url_for("reservations.index"))

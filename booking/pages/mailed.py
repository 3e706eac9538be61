"""The page that a link in a mail opens: one act, one person, one button; opening does nothing."""

import hashlib

from flask import Blueprint, render_template, request

from booking import clock
from booking.documents import words
from booking.links import Errand, Signer
from booking.queries import errands
from booking.queries.errands import Found
from booking.usecases.mailed import perform
from booking.web import settings

blueprint = Blueprint("mailed", __name__)

Page = str | tuple[str, int]

ACTS = {
    "cancel": ("Retirer la demande", "La demande est retirée ; le matériel est libre."),
    "accept": ("Accepter la proposition", "La proposition est acceptée ; la demande est validée."),
    "decline": ("Décliner la proposition", "La proposition est déclinée ; la demande reste posée."),
    "confirm": ("Confirmer la place", "La place est confirmée ; la demande est déposée."),
}
"""What the button says of each act, and what is said once it is done."""


@blueprint.route("/courriel/<string:token>", methods=["GET", "POST"])
def show(token: str) -> Page:
    """Show what a link would do, and do it only when the button is pressed."""
    errand = Signer(settings().secret_key).read_errand(token, clock.now())
    found = errands.find(errand) if errand else None
    if errand is None or found is None:
        return render_template("mailed/show.html", found=None), 404
    if request.method == "POST":
        perform(found, errand, hashlib.sha256(token.encode()).hexdigest())
    return _drawn(errand, found, done=request.method == "POST")


def _drawn(errand: Errand, found: Found, *, done: bool) -> str:
    """Draw the page in the time zone of the person, who is not signed in."""
    label, said = ACTS[errand.act]
    mine, zone = found.reservation, found.actor.zone
    return render_template(
        "mailed/show.html",
        found=found,
        mine=mine,
        label=label,
        said=said if done else "",
        span=words.span(mine.starts_at.astimezone(zone), mine.ends_at.astimezone(zone)),
    )

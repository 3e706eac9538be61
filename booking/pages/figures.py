"""The yearly refresh of the official figures: what would change, then one button."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from marshmallow import EXCLUDE
from werkzeug.wrappers import Response

from booking import web
from booking.documents import messages
from booking.errors import WrongMoment
from booking.queries import figures
from booking.schemas.organizations import Apply
from booking.usecases import figures as acts
from booking.web import actor

blueprint = Blueprint("figures", __name__, url_prefix="/administration/chiffres")


@blueprint.get("")
def show() -> str:
    """Show what the official figures would change."""
    review = figures.review(actor(), figures.of_actor(actor()))
    return render_template("figures/show.html", review=review)


@blueprint.post("")
def refresh() -> Response:
    """Apply what was read."""
    found = figures.of_actor(actor())
    asked = Apply().load(web.unfold(request.form, actor().zone), unknown=EXCLUDE)
    try:
        acts.refresh(actor(), found, asked["seen"], key=asked["request_key"])
    except WrongMoment as refusal:
        flash(messages.refusal(refusal.code, refusal.facts), "error")
    else:
        flash("Les chiffres officiels sont appliqués.")
    return redirect(url_for("figures.show"))

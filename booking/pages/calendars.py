"""Subscribing one's own agenda."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from booking.queries import calendars
from booking.schemas.calendars import Subscribe
from booking.usecases import accounts
from booking.usecases import calendars as acts
from booking.web import actor, feed_url, unfold

blueprint = Blueprint("calendars", __name__)


@blueprint.get("/calendriers")
def index() -> str:
    """List one's subscriptions and offer a new one."""
    return render_template("calendars/index.html", feeds=calendars.of_person(actor()), url="")


@blueprint.post("/calendriers")
def create() -> str:
    """Make a secret address and show it, this once."""
    asked = Subscribe().load(
        unfold(request.form, actor().zone) | {"scope": "me"}, unknown="exclude"
    )
    secret = accounts.new_secret()
    name = asked["name"] or f"Parc commun {actor().organization_name}"
    acts.create(actor(), asked["scope"], name, secret)
    return render_template(
        "calendars/index.html", feeds=calendars.of_person(actor()), url=feed_url(secret, name)
    )


@blueprint.post("/calendriers/<int:feed_id>/revoquer")
def revoke(feed_id: int) -> Response:
    """End a subscription."""
    acts.revoke(actor(), feed_id)
    flash("L’abonnement est révoqué : son adresse ne donne plus rien.")
    return redirect(url_for("calendars.index"))

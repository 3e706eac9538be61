"""Subscribing one's own agenda."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from marshmallow import ValidationError
from werkzeug.wrappers import Response

from booking.queries import calendars
from booking.schemas.calendars import Subscribe
from booking.usecases import calendars as acts
from booking.web import actor, feed_secret, feed_url, new_key, unfold

blueprint = Blueprint("calendars", __name__)


@blueprint.get("/calendriers")
def index() -> str:
    """List one's subscriptions and offer a new one."""
    return _page()


def _page(url: str = "", errors: dict[str, list[str]] | None = None, name: str = "") -> str:
    return render_template(
        "calendars/index.html",
        feeds=calendars.of_person(actor()),
        url=url,
        errors=errors or {},
        name=name,
    )


@blueprint.post("/calendriers")
def create() -> str | tuple[str, int]:
    """Make a secret address and show it, this once."""
    try:
        asked = Subscribe().load(unfold(request.form, actor().zone))
    except ValidationError as error:
        return _page(errors=error.messages_dict, name=request.form.get("name", "")), 422
    key = asked["request_key"] or new_key()
    secret = feed_secret(key)
    name = asked["name"] or f"Parc commun {actor().organization_name}"
    acts.create(actor(), asked["scope"], name, secret, key=key)
    return _page(feed_url(secret, name))


@blueprint.post("/calendriers/<int:feed_id>/revoquer")
def revoke(feed_id: int) -> Response:
    """End a subscription."""
    acts.revoke(actor(), feed_id)
    flash("L’abonnement est révoqué : son adresse ne donne plus rien.")
    return redirect(url_for("calendars.index"))

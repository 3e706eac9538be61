"""Subscribing one's own agenda."""

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from marshmallow import ValidationError
from werkzeug.wrappers import Response

from booking import clock
from booking.documents import calendar as ics
from booking.documents.calendar_links import links
from booking.queries import calendars, scopes, subscriptions
from booking.rules import agendas
from booking.schemas.calendars import Rotate, Subscribe
from booking.usecases import calendars as acts
from booking.web import actor, feed_secret, feed_url, new_key, settings, unfold

blueprint = Blueprint("calendars", __name__)


@blueprint.get("/calendriers")
def index() -> str:
    """List one's subscriptions and offer a new one, to the thing whose page one comes from."""
    return _page(about=request.args.get("contenu", ""))


def _page(
    made: tuple[int, str] | None = None,
    errors: dict[str, list[str]] | None = None,
    about: str = "",
    typed: Mapping[str, str] | None = None,
) -> str:
    """Draw the page; `made` is the subscription whose secret address is shown, this once."""
    feed = subscriptions.show(actor(), made[0]) if made else None
    return render_template(
        "calendars/index.html",
        feeds=subscriptions.of_person(actor()),
        feed=feed,
        opens=agendas.opens(request.user_agent.string),
        links=links(feed_url(made[1], feed.name)) if made and feed else None,
        choices=scopes.choices(actor(), about),
        about=about,
        errors=errors or {},
        typed=typed or {},
    )


@blueprint.post("/calendriers")
def create() -> str | tuple[str, int]:
    """Make a secret address and show it, this once."""
    form = unfold(request.form, actor().zone)
    try:
        asked = Subscribe().load(form)
    except ValidationError as error:
        about = request.form.get("scope", "")
        return _page(errors=error.messages_dict, about=about, typed=request.form), 422
    key = asked["request_key"] or new_key()
    secret = feed_secret(key)
    wanted = {"thing": asked["thing"], "anonymous": asked["anonymous"]}
    made = acts.create(actor(), asked["scope"], asked["name"], secret, key=key, **wanted)
    return _page((made, secret))


@blueprint.post("/calendriers/<int:feed_id>/renouveler")
def rotate(feed_id: int) -> str:
    """Give a subscription another secret address and show it, this once."""
    key = Rotate().load(unfold(request.form, actor().zone))["request_key"] or new_key()
    secret = feed_secret(key)
    return _page((acts.rotate(actor(), feed_id, secret, key=key), secret))


@blueprint.post("/calendriers/<int:feed_id>/revoquer")
def revoke(feed_id: int) -> Response:
    """End a subscription."""
    acts.revoke(actor(), feed_id)
    flash("L’abonnement est révoqué : pendant trente jours, son adresse annonce la révocation.")
    return redirect(url_for("calendars.index"))


@blueprint.get("/calendriers/<int:feed_id>/archive")
def archive(feed_id: int) -> Response:
    """Give all that a subscription ever showed, which readers forget beyond sixty days."""
    found = calendars.archive(actor(), feed_id, clock.now(), settings().public_url)
    answer = Response(ics.render(found, whole=True), mimetype="text/calendar")
    name = found.name.replace("/", "-")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{name}.ics")
    return answer

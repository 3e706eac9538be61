"""Choosing one's messages: which ones, when, and for one's agenda."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from marshmallow import ValidationError
from werkzeug.wrappers import Response

from booking.queries import preferences, subscriptions
from booking.rules.preferences import OPTIONAL, Wants
from booking.schemas.preferences import Choose
from booking.usecases.preferences import choose
from booking.vocabulary import Role
from booking.web import actor

blueprint = Blueprint("preferences", __name__, url_prefix="/compte/courriels")

Page = str | tuple[str, int] | Response

PACES: tuple[tuple[str, ...], ...] = (
    ("at_once", "Chaque courriel tout de suite"),
    (
        "daily",
        "Un résumé par jour ouvré",
        "Vers 7 h. Les relances, les pannes et les places offertes arrivent tout de suite.",
    ),
)
ADVISED = "Un résumé par jour ouvré (conseillé si vous gérez un parc)"


@blueprint.route("", methods=["GET", "POST"])
def show() -> Page:
    """Show what one chose, and keep another choice."""
    wants = preferences.of(actor())
    if request.method != "POST":
        return _drawn(wants, {})
    try:
        asked = Choose().load(
            {
                "pace": request.form.get("pace", ""),
                "wanted": request.form.getlist("wanted"),
                "invitations": bool(request.form.getlist("agenda")),
            }
        )
    except ValidationError as error:
        return _drawn(wants, error.messages_dict), 422
    muted = frozenset(kind.value for kind in OPTIONAL) - frozenset(asked["wanted"])
    choose(actor(), Wants(asked["pace"] == "daily", asked["invitations"], muted))
    flash("Vos choix sont enregistrés.")
    return redirect(url_for("preferences.show"))


def _drawn(wants: Wants, errors: dict[str, Any]) -> str:
    """Draw the page; to who manages a pool, the summary is offered first."""
    paces = PACES
    if Role.MANAGER in actor().roles:
        paces = (("daily", ADVISED, *PACES[1][2:]), PACES[0])
    return render_template(
        "preferences/show.html",
        email=actor().email,
        wants=wants,
        paces=paces,
        kinds=[(kind.value, kind.label) for kind in OPTIONAL],
        wanted=[kind.value for kind in OPTIONAL if wants.reaches(kind)],
        subscribed=bool(subscriptions.of_person(actor())),
        errors=errors,
    )

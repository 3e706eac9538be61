"""Composing kits: things asked for together, under one reference."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from marshmallow import EXCLUDE, ValidationError
from werkzeug.wrappers import Response

from booking import web
from booking.documents import messages
from booking.errors import Invalid, NotAllowed, NotFound, Refusal
from booking.queries import search
from booking.queries.catalogue import ItemView
from booking.queries.search import Search
from booking.rules.access import Actor
from booking.schemas.kits import MakeKit
from booking.usecases import kits as acts
from booking.vocabulary import Role, Tracking
from booking.web import actor

blueprint = Blueprint("kits", __name__)

Page = str | tuple[str, int] | Response
ROWS = 6
"""So many blank rows are offered; the form grows as they fill."""


@blueprint.route("/materiel/lots/nouveau", methods=["GET", "POST"])
def make() -> Page:
    """Name a set of things that are asked for together."""
    if not may_make(actor()):
        raise NotAllowed("not_allowed", act="kit.make")
    if request.method != "POST":
        return _page({})
    data = web.unfold(request.form, actor().zone)
    rows = data.pop("lines", [])
    data["parts"] = rows
    try:
        asked = MakeKit().load(data, unknown=EXCLUDE)
        kit_id = acts.make(actor(), asked["kit"], key=asked["key"])
    except ValidationError as error:
        return _page(data, error.messages_dict), 422
    except (Invalid, NotFound) as refusal:
        return _page(data, _errors(refusal)), refusal.status
    flash("Le lot est composé : il paraît au catalogue.")
    return redirect(url_for("catalogue.show", item_id=kit_id))


def may_make(who: Actor) -> bool:
    """Tell whether the actor manages something of which a kit could be made."""
    return Role.MANAGER in who.roles and search.manages(who)


def _parts(who: Actor) -> list[ItemView]:
    return [
        item
        for item in search.every(who, Search(manager_id=who.organization_id))
        if item.tracking is not Tracking.KIT
    ]


def _errors(refusal: Refusal) -> dict[str, Any]:
    if isinstance(refusal, Invalid):
        return dict(refusal.facts["errors"])  # type: ignore[call-overload,no-any-return]
    return {"parts": [messages.refusal(refusal.code, refusal.facts)]}


def _page(data: dict[str, Any], errors: dict[str, Any] | None = None) -> str:
    who = actor()
    rows = data.get("parts", [])
    return render_template(
        "kits/make.html",
        data=data,
        rows=[*rows, *[{}] * max(2, ROWS - len(rows))],
        errors=errors or {},
        items=_parts(who),
        families=search.families(who),
        key=data.get("request_key") or web.new_key(),
    )

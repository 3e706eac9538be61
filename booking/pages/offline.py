"""Working without network: the worker, the day a phone keeps, and what waits to be sent."""

from typing import Any

from flask import (
    Blueprint,
    Response,
    jsonify,
    render_template,
    request,
    send_from_directory,
    url_for,
)
from flask_login import current_user
from flask_wtf.csrf import generate_csrf

from booking import clock, web
from booking.config import ROOT
from booking.documents import words
from booking.handling import Direction
from booking.queries import offline
from booking.queries.offline import Crossing, DepotDay, Tag
from booking.web import actor

blueprint = Blueprint("offline", __name__)

SHELL = (
    "styles/parc.css",
    "styles/counter.css",
    "scripts/parc.js",
    "scripts/outbox.js",
    "scripts/offline.js",
    "scripts/checks.js",
    "scripts/posting.js",
    "scripts/envois.js",
    "scripts/calls.js",
    "scripts/scan.js",
    "scripts/sign.js",
    "scripts/counter.js",
    "scripts/photos.js",
    "images/favicon.svg",
)
"""What the kept pages are drawn with; the worker leaves out what a page does not have."""


@blueprint.get("/service-worker.js")
def worker() -> Response:
    """Give the worker from the root, for all pages are its own; always asked for again."""
    answer = send_from_directory(ROOT / "static" / "scripts", "worker.js", max_age=0)
    answer.headers["Cache-Control"] = "no-cache"
    answer.headers["Service-Worker-Allowed"] = f"{request.script_root}/"
    return answer


@blueprint.get("/comptoir/jeton.json")
def token() -> tuple[Response, int]:
    """Say who is signed in, with what a form kept on a phone needs to be sent."""
    signed = current_user.is_authenticated and web.account().places
    if not signed:
        login = url_for("accounts.login", suite=url_for("offline.outbox"))
        return jsonify(code="not_signed_in", login=login), 401
    who = web.actor()
    if web.account().shared and not who.function:
        login = url_for("accounts.ask_function", suite=url_for("offline.outbox"))
        return jsonify(code="not_signed_in", login=login), 401
    told = {"user": who.user_id, "organization": who.organization_id, "name": who.name}
    return jsonify(**told, csrf=generate_csrf()), 200


@blueprint.get("/comptoir/journee.json")
def day() -> Response:
    """Give what a phone keeps of a depot's day: its pages, what draws them, and its labels."""
    kept = offline.day(actor(), web.small_number(request.args.get("depot", "")))
    versions = _versions(kept)
    return jsonify(
        depot={"id": kept.depot_id, "name": kept.depot},
        day=kept.day.isoformat(),
        said=words.day(kept.day),
        made_at=clock.now().isoformat(),
        user=actor().user_id,
        organization=actor().organization_id,
        pages=list(versions),
        versions=versions,
        shell=_shell(),
        tags={_label(each): _told(each, kept.crossings) for each in kept.tags},
    )


@blueprint.get("/comptoir/envois")
def outbox() -> str:
    """List what this phone has not sent yet; its script fills it."""
    return render_template("offline/outbox.html")


LISTS = ("counter.index", "counter.preparation")
"""Pages that say where every loan stands: always fetched again."""
BESIDE = ("offline.outbox", "incidents.report")
"""Pages that are of no loan."""


def _versions(kept: DepotDay) -> dict[str, int | None]:
    """Return the addresses that open without network, the counter first, with their versions.

    A page kept a moment ago is fetched again when its version differs; a list, always.
    """
    own: dict[str, int | None] = {url_for(each): None for each in LISTS}
    own |= {url_for(each): 0 for each in BESIDE}
    forms = {_form(each): each.version for each in kept.crossings}
    near = [each for each in kept.crossings if each.direction is Direction.BACK and each.near]
    loans = {
        url_for("incidents.report", reservation=each.reservation_id): each.version
        for each in near
        if not each.ahead
    }
    return own | forms | loans


def _form(each: Crossing) -> str:
    mine, ahead = each.reservation_id, 1 if each.ahead else None
    if each.direction is Direction.OUT:
        return url_for("handing.record", reservation_id=mine)
    return url_for("returning.record", reservation_id=mine, avance=ahead)


def _shell() -> list[str]:
    bootstrap = url_for("bootstrap.static", filename="css/bootstrap.min.css")
    return [bootstrap, *(url_for("static", filename=each) for each in SHELL)]


def _label(tag: Tag) -> str:
    """Return what is read on a label, without the host: phones may know the service by another."""
    if tag.unit_id is None:
        return url_for("catalogue.show", item_id=tag.item_id)
    return url_for("labels.unit", unit_id=tag.unit_id)


def _told(tag: Tag, crossings: tuple[Crossing, ...]) -> dict[str, Any]:
    """Return what a scan says: the thing, whether it is out, and the forms that it may go into."""
    forms = [
        {"address": _form(each), "way": str(each.direction), "said": each.said, "ahead": each.ahead}
        for each in crossings
        if tag.item_id in each.item_ids and (tag.unit_id is None or _fits(tag.out_with, each))
    ]
    return {
        "item": tag.item,
        "name": tag.name,
        "number": tag.number,
        "unit": tag.unit_id,
        "out_with": tag.said,
        "forms": forms,
    }


def _fits(out_with: int | None, each: Crossing) -> bool:
    """Tell whether a copy may pass: out if it is here, back if it left with that loan."""
    if each.direction is Direction.OUT or each.ahead:
        return out_with is None
    return out_with == each.reservation_id

"""Promises made elsewhere, brought in: deposit, what would become of each, confirm, correct."""

from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from marshmallow import EXCLUDE, ValidationError
from werkzeug.wrappers import Response

from booking import clock, web
from booking.documents import messages, sheets
from booking.documents import promises as told
from booking.errors import Invalid, WrongMoment
from booking.intake import ImportKind, ImportState
from booking.pages import tables
from booking.queries import brought, imports
from booking.rules.access import Actor
from booking.rules.promises import TITLES
from booking.schemas.promises import Insist
from booking.schemas.reservations import Act
from booking.usecases import imports as files
from booking.usecases import promises as acts
from booking.web import actor, in_view

blueprint = Blueprint("promises", __name__, url_prefix="/demandes/reprise")

KIND = ImportKind.PROMISES
AT_WORK = (ImportState.READING, ImportState.APPLYING)


def _mine(who: Actor, import_id: int) -> object:
    return imports.find(who, import_id, KIND)


@blueprint.get("")
def index() -> str:
    """Show the form, and what was brought in."""
    return _page({})


@blueprint.post("")
def deposit() -> Response | tuple[str, int]:
    """Take a table, and go and see what would become of it."""
    imports.of_organization(actor(), KIND)  # refuses those who may not, before the file is read
    try:
        name, content = tables.received()
        packed = sheets.pack(sheets.read(content))
        made = acts.deposit(actor(), name, packed, key=_sent_key())
    except ValidationError as error:
        return _page(error.messages_dict), 422
    except Invalid as refusal:
        sentence = messages.refusal(refusal.code, refusal.facts)
        return _page({"file": [sentence]}), refusal.status
    return redirect(url_for("promises.show", import_id=made))


def _page(errors: dict[str, Any]) -> str:
    found = imports.of_organization(actor(), KIND)
    return render_template(
        "promises/index.html", found=found, errors=errors, columns=TITLES.values()
    )


def _sent_key() -> str | None:
    key: str | None = _sent(Act())["request_key"]
    return key


def _sent(schema: Act) -> dict[str, Any]:
    found: dict[str, Any] = schema.load(web.unfold(request.form, actor().zone), unknown=EXCLUDE)
    return found


@blueprint.get("/modele.xlsx")
def model() -> Response:
    """Give an empty table with the columns to fill."""
    imports.of_organization(actor(), KIND)
    rows = told.model(clock.today(actor().zone))
    return tables.attached(sheets.as_xlsx("Promesses", rows), "promesses-modele.xlsx")


@blueprint.get("/<int:import_id>")
def show(import_id: int) -> Response:
    """Read or enter some more lines when some are left, and show what becomes of each."""
    found = brought.show(actor(), import_id)
    if found.seen.state is ImportState.READING:
        acts.advance(actor(), import_id)
    elif found.seen.state is ImportState.APPLYING:
        acts.take(actor(), import_id)
    return make_response(_lines(import_id, {}))


def _lines(import_id: int, wrong: dict[int, Any]) -> Response:
    whole, only = "tout" in request.args, request.args.get("lignes", "")
    page = web.small_number(request.args.get("page", "")) or 1
    found = brought.show(actor(), import_id, only, None if whole else page)
    drawn = render_template(
        "promises/show.html", plan=found, only=only, page=page, whole=whole, wrong=wrong
    )
    answer = make_response(drawn)
    if found.seen.state in AT_WORK:
        answer.headers["Refresh"] = tables.SECONDS
    return answer


@blueprint.post("/<int:import_id>/enregistrer")
@in_view(_mine)
def confirm(import_id: int) -> Response:
    """Begin to enter what was shown."""
    try:
        acts.confirm(actor(), import_id, key=_sent_key())
    except WrongMoment as refusal:
        flash(messages.refusal(refusal.code, refusal.facts), "warning")
    return redirect(url_for("promises.show", import_id=import_id))


@blueprint.post("/<int:import_id>/lignes/<int:number>")
@in_view(_mine)
def insist(import_id: int, number: int) -> Response:
    """Keep one promise although too few are free, and say why."""
    try:
        asked = _sent(Insist())
    except ValidationError as error:
        answer = _lines(import_id, {number: error.messages_dict})
        answer.status_code = 422
        return answer
    acts.insist(actor(), import_id, number, asked["despite"], key=asked["request_key"])
    flash(f"La promesse de la ligne {number} sera honorée malgré le manque.")
    return redirect(url_for("promises.show", import_id=import_id))


@blueprint.post("/<int:import_id>/abandonner")
@in_view(_mine)
def drop(import_id: int) -> Response:
    """Give a table up."""
    files.drop(actor(), import_id, KIND, key=_sent_key())
    flash("La reprise est abandonnée : rien n’a changé.")
    return redirect(url_for("promises.index"))


@blueprint.get("/<int:import_id>/a-corriger.xlsx")
def left(import_id: int) -> Response:
    """Give back what was not entered, with why, to be corrected and brought again."""
    rows = told.left(brought.left(actor(), import_id))
    return tables.attached(sheets.as_xlsx("À corriger", rows), "promesses-a-corriger.xlsx")

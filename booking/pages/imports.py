"""Inventories brought in: deposit, what would change, confirm; and the inventory taken out."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_login import current_user
from marshmallow import EXCLUDE, ValidationError
from werkzeug.wrappers import Response

from booking import clock, web
from booking.documents import messages, sheets
from booking.errors import Invalid, WrongMoment
from booking.intake import ImportState
from booking.pages import tables
from booking.queries import imports, inventory
from booking.schemas.imports import Deposit, choices
from booking.schemas.reservations import Act
from booking.usecases import imports as acts
from booking.web import actor, in_view

blueprint = Blueprint("imports", __name__, url_prefix="/administration/inventaire")

HEAVIEST_FORM = 64_000_000
"""A file too heavy is received whole, so that the form may be shown again as it was filled."""


@blueprint.url_value_preprocessor
def _admit_files(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Let a file through before the form is read, to those who are known."""
    if endpoint == "imports.deposit" and current_user.is_authenticated:
        request.max_content_length = HEAVIEST_FORM


@blueprint.get("")
def index() -> str:
    """Show the form, and what was brought in."""
    return _page({}, {})


@blueprint.post("")
def deposit() -> Response | tuple[str, int]:
    """Take a file, and go and see what it would change."""
    imports.of_organization(actor())  # refuses those who may not, before the form is read
    form = web.unfold(request.form, actor().zone)
    try:
        asked = Deposit().load(form, unknown=EXCLUDE)
        name, content = tables.received()
        made = acts.deposit(
            actor(), name, sheets.pack(sheets.read(content)), choices(asked), key=_key(asked)
        )
    except ValidationError as error:
        return _page(form, error.messages_dict), 422
    except Invalid as refusal:
        sentence = messages.refusal(refusal.code, refusal.facts)
        return _page(form, {"file": [sentence]}), refusal.status
    return redirect(url_for("imports.show", import_id=made))


def _key(asked: dict[str, Any]) -> str | None:
    key: str | None = asked["request_key"]
    return key


def _sent_key() -> str | None:
    return _key(Act().load(web.unfold(request.form, actor().zone), unknown=EXCLUDE))


def _page(typed: dict[str, Any], errors: dict[str, list[str]]) -> str:
    found, offered = imports.of_organization(actor()), imports.offered(actor())
    named = {"pools": offered.pools, "owners": offered.owners, "depots": offered.depots}
    return render_template(
        "imports/index.html",
        found=found,
        families=offered.families,
        options={
            kind: [("", "Dans le tableau"), *((name, name) for name in names)]
            for kind, names in named.items()
        },
        typed=typed,
        errors=errors,
    )


@blueprint.get("/<int:import_id>")
def show(import_id: int) -> Response:
    """Read some more lines when some are left, and show what they would change."""
    whole, only = "tout" in request.args, request.args.get("lignes", "")
    page = web.small_number(request.args.get("page", "")) or 1
    plan = imports.show(actor(), import_id, only, None if whole else page)
    if plan.seen.state is ImportState.READING:
        acts.advance(actor(), import_id)
        plan = imports.show(actor(), import_id, only, None if whole else page)
    drawn = render_template("imports/show.html", plan=plan, only=only, page=page, whole=whole)
    answer = make_response(drawn)
    if plan.seen.state is ImportState.READING:
        answer.headers["Refresh"] = tables.SECONDS
    return answer


@blueprint.post("/<int:import_id>/enregistrer")
@in_view(imports.find)
def confirm(import_id: int) -> Response:
    """Apply what was shown, whole; when it has changed meanwhile, show it again."""
    try:
        acts.confirm(actor(), import_id, key=_sent_key())
        flash("L’inventaire est enregistré. Ce qui est recensé se publie depuis « Mon matériel ».")
    except WrongMoment as refusal:
        if refusal.code == "import_outdated":
            acts.reread(actor(), import_id)
        flash(messages.refusal(refusal.code, refusal.facts), "warning")
    return redirect(url_for("imports.show", import_id=import_id))


@blueprint.post("/<int:import_id>/abandonner")
@in_view(imports.find)
def drop(import_id: int) -> Response:
    """Give an inventory up."""
    acts.drop(actor(), import_id, key=_sent_key())
    flash("La reprise est abandonnée : rien n’a changé.")
    return redirect(url_for("imports.index"))


@blueprint.get("/export.csv")
def export_text() -> Response:
    """Give the inventory back as a text, with the columns that an import reads."""
    return _attached(sheets.as_csv(_rows()), "csv")


@blueprint.get("/export.xlsx")
def export_workbook() -> Response:
    """Give the inventory back as a workbook, with the columns that an import reads."""
    return _attached(sheets.as_xlsx("Inventaire", _rows()), "xlsx")


def _rows() -> list[Sequence[sheets.Value]]:
    imports.of_organization(actor())  # refuses those who may not load it
    return inventory.export(actor())


def _attached(content: bytes, kind: str) -> Response:
    name = f"inventaire-{clock.today(actor().zone):%Y-%m-%d}.{kind}"
    return tables.attached(content, name)

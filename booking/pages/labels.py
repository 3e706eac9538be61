"""Labels with QR codes, printed on sheets; what a scanned label leads to."""

from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from marshmallow import ValidationError
from werkzeug.wrappers import Response as Answer

from booking import clock, web
from booking.documents import labels as paper
from booking.documents.labels import SHEETS, Label
from booking.queries import labels, search
from booking.queries.labels import Thing
from booking.schemas.labels import PrintLabels
from booking.web import actor

blueprint = Blueprint("labels", __name__)


@blueprint.get("/etiquettes")
def choose() -> str | tuple[str, int]:
    """Choose what to label and the sheet."""
    try:
        asked = PrintLabels().load(_given())
    except ValidationError as error:
        return _page(PrintLabels().load({}), errors=error.messages_dict), 422
    return _page(asked)


@blueprint.get("/etiquettes.pdf")
def sheet() -> Answer | tuple[str, int]:
    """Give the labels as a PDF."""
    try:
        asked = PrintLabels().load(_given())
    except ValidationError as error:
        return _page(PrintLabels().load({}), errors=error.messages_dict), 422
    found = labels.things(actor(), asked["depot_id"], asked["family"])
    today = clock.today(actor().zone)
    made = [_label(thing) for thing in found]
    pdf = paper.render(made, SHEETS[asked["sheet"]], today, asked["skipped"])
    answer = Response(pdf, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = 'inline; filename="etiquettes.pdf"'
    return answer


@blueprint.get("/exemplaires/<int:unit_id>")
def unit(unit_id: int) -> Answer:
    """Lead from the label of a numbered copy to its item."""
    return redirect(url_for("catalogue.show", item_id=labels.item_of(actor(), unit_id)))


def _given() -> dict[str, str]:
    return {name: value for name, value in request.args.items() if value.strip()}


def _page(asked: dict[str, Any], errors: dict[str, Any] | None = None) -> str:
    who = actor()
    return render_template(
        "labels/choose.html",
        asked=asked,
        given=request.args,
        errors=errors or {},
        sheets=[(code, each.label) for code, each in SHEETS.items()],
        depots=search.depots(who),
        families=[(name, name) for name in search.families(who)],
        things=labels.things(who, asked["depot_id"], asked["family"]),
    )


def _label(thing: Thing) -> Label:
    path = (
        url_for("catalogue.show", item_id=thing.item_id)
        if thing.unit_id is None
        else url_for("labels.unit", unit_id=thing.unit_id)
    )
    address = web.settings().public_url + path
    return Label(thing.name, thing.reference, f"{thing.owner}, {thing.depot}", address)

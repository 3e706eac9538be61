"""The settings of papers: the act required before signing, and how each paper is signed."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from marshmallow import EXCLUDE, ValidationError
from werkzeug.wrappers import Response

from booking import web
from booking.errors import Invalid
from booking.pages.organizations import named, wrong
from booking.paperwork import WAYS
from booking.queries import history, paperwork
from booking.rules.paper_settings import SIGNED
from booking.schemas.paperwork import Settle
from booking.usecases import paperwork as acts
from booking.web import actor

blueprint = Blueprint("paperwork", __name__, url_prefix="/administration/papiers")

Page = str | tuple[str, int] | Response


@blueprint.route("", methods=["GET", "POST"])
def edit() -> Page:
    """Settle what papers need and how they are signed, for the whole territory."""
    seen = paperwork.show(actor())
    if request.method != "POST":
        chosen = {f"admitted_{each.kind}": list(each.admitted) for each in seen.kinds}
        return _form({"needs_act": seen.needs_act, "owners_word": seen.owners_word} | chosen, {})
    try:
        asked = Settle().load(_typed(), unknown=EXCLUDE)
        acts.set_papers(actor(), asked["facts"], key=asked["key"])
    except (ValidationError, Invalid) as refusal:
        errors = {name: _flat(said) for name, said in wrong(refusal).items()}
        return _form(_typed(), errors), 422
    flash("C’est enregistré : les prochains documents suivent ces réglages.")
    return redirect(url_for("paperwork.edit"))


def _typed() -> dict[str, Any]:
    """Return the form; a box that is not ticked is not sent."""
    data = web.unfold(request.form, actor().zone)
    names = [f"admitted_{kind}" for kind in SIGNED]
    return data | {name: request.form.getlist(name) for name in names}


def _flat(said: Any) -> list[str]:
    """Return what is wrong with a field; of a list, with any of its values."""
    rows = said.values() if isinstance(said, Mapping) else [said]
    return list(dict.fromkeys(each for row in rows for each in row))


def _form(data: dict[str, Any], errors: dict[str, Any]) -> str:
    seen = paperwork.show(actor())
    return render_template(
        "paperwork/edit.html",
        kinds=seen.kinds,
        data=data,
        errors=errors,
        means=named(WAYS),
        events=history.of(actor(), "territory", seen.territory_id),
        key=data.get("request_key") or web.new_key(),
    )

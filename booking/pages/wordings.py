"""The models of papers: their articles edited, previewed, and taken back to an older version."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_login import current_user
from marshmallow import ValidationError
from werkzeug.wrappers import Response as Answer

from booking import clock, web
from booking.documents import messages, paper, rewording, words
from booking.documents.paper import UndrawableTextError
from booking.documents.wordings import shipped
from booking.errors import Invalid, NotAllowed, WrongMoment
from booking.pages import worded
from booking.pages.worded import Typed
from booking.paperwork import PaperKind
from booking.queries import previews, wordings
from booking.queries.composing import Composed
from booking.queries.wordings import Model
from booking.rules.variables import VARIABLES, serving
from booking.schemas.wordings import Seen, Write, as_read
from booking.usecases import wordings as acts
from booking.web import actor

blueprint = Blueprint("wordings", __name__, url_prefix="/administration/modeles")

Page = str | tuple[str, int] | Answer
HEAVIEST_FORM = 8_000_000
"""Forty long articles, whose accents weigh six bytes each in a form."""


@blueprint.url_value_preprocessor
def _admit_long_texts(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Let a long model through before the form is read, to those who are known."""
    if endpoint in ("wordings.edit", "wordings.preview") and current_user.is_authenticated:
        request.max_content_length = request.max_form_memory_size = HEAVIEST_FORM


@blueprint.get("")
def index() -> str:
    """List every kind of paper, and whose words apply to it."""
    who = actor()
    return render_template(
        "wordings/index.html", models=wordings.applying(who), may_change=wordings.may_change(who)
    )


@blueprint.route("/<string:kind>", methods=["GET", "POST"])
def edit(kind: str) -> Page:
    """Write the articles of a kind of paper, or read them."""
    model = wordings.model(actor(), kind)
    if request.method != "POST":
        rows = tuple(worded.row(each) for each in model.articles)
        return _editor(model, Typed(rows, seen=str(model.seen)))
    _require_change(model)
    typed, pressed = worded.read(request.form), request.form.get("do", "")
    if pressed == "save":
        return _save(model, typed)
    rows, at = worded.turned(typed.rows, pressed)
    return _editor(model, replace(typed, rows=rows), at=at, unsaved=True)


def _save(model: Model, typed: Typed) -> Page:
    try:
        asked = Write().load(typed.as_data())
        acts.write(
            actor(),
            actor().organization_id,
            model.kind,
            tuple(asked["articles"]),
            note=asked["note"],
            **as_read(asked),
        )
    except ValidationError as error:
        return _editor(model, typed, typed.placed(error.messages_dict)), 422
    except Invalid as refusal:
        found: Mapping[str, Any] = refusal.facts["errors"]  # type: ignore[assignment]
        return _editor(model, typed, typed.placed(found)), refusal.status
    except WrongMoment as refusal:
        said = messages.refusal("wording_changed", {"version": model.seen})
        again = replace(typed, seen=str(model.seen), key="")
        return _editor(model, again, {"": [said]}), refusal.status
    flash("Le modèle est enregistré : il vaut pour les documents établis désormais.")
    return redirect(url_for("wordings.edit", kind=model.kind))


@blueprint.post("/<string:kind>/apercu")
def preview(kind: str) -> Page:
    """Show what is typed as it would be printed; as a draft to download, when that is asked."""
    model = wordings.model(actor(), kind)
    _require_change(model)
    typed, faults = worded.read(request.form), list[str]()
    composed = _composed(model.kind, typed)
    if request.form.get("do") == "pdf":
        try:
            return _pdf(model.kind, paper.render(composed.paper, composed.logos))
        except UndrawableTextError as error:
            faults = [f"Ces caractères ne peuvent pas être imprimés : {error.characters}"]
    return render_template(
        "wordings/preview.html",
        model=model,
        typed=typed,
        tree=composed.paper.as_dict(),
        faults=faults + worded.wrong(model.kind, typed.articles),
        holes=[VARIABLES[each] for each in composed.missing if each in VARIABLES],
        choices=_choices(model.kind),
    )


@blueprint.get("/<string:kind>/versions/<int:number>")
def version(kind: str, number: int) -> str:
    """Show an older version, and what differs from the words that apply."""
    return _old(wordings.model(actor(), kind), number)


@blueprint.post("/<string:kind>/versions/<int:number>/reprendre")
def go_back(kind: str, number: int) -> Page:
    """Write an older version again."""
    model = wordings.model(actor(), kind)
    _require_change(model)
    try:
        asked = Seen().load(web.unfold(request.form, actor().zone))
        acts.go_back(actor(), actor().organization_id, model.kind, number, **as_read(asked))
    except (Invalid, WrongMoment) as refusal:
        facts = {"version": model.seen}
        said = [
            messages.refusal(refusal.code, facts | refusal.facts),
            *worded.wrong(model.kind, wordings.version(model, number).articles or ()),
        ]
        return _old(model, number, said), refusal.status
    flash(f"La version {number} s’applique de nouveau aux documents établis désormais.")
    return redirect(url_for("wordings.edit", kind=kind))


@blueprint.route("/<string:kind>/abandon", methods=["GET", "POST"])
def give_up(kind: str) -> Page:
    """Give one's own words up, once it is seen what would apply instead."""
    model = wordings.model(actor(), kind)
    _require_change(model)
    refused = ""
    if request.method == "POST":
        try:
            asked = Seen().load(web.unfold(request.form, actor().zone))
            acts.give_up(actor(), actor().organization_id, model.kind, **as_read(asked))
            flash("Votre texte est abandonné ; ses versions restent à lire.")
            return redirect(url_for("wordings.edit", kind=kind))
        except WrongMoment as refusal:
            refused = messages.refusal(refusal.code, refusal.facts)
    changes = rewording.compare(model.articles, model.inherited)
    page = render_template(
        "wordings/give_up.html",
        model=model,
        changes=changes,
        refused=refused,
        whens=dict(worded.whens()),
    )
    return page, 409 if refused else 200


def _require_change(model: Model) -> None:
    if not model.may_change:
        raise NotAllowed("owners_word_closed")


def _old(model: Model, number: int, refused: list[str] | None = None) -> str:
    old = wordings.version(model, number)
    return render_template(
        "wordings/version.html",
        model=model,
        old=old,
        whens=dict(worded.whens()),
        changes=rewording.compare(model.articles, old.articles or ()),
        refused=refused or [],
    )


def _editor(
    model: Model,
    typed: Typed,
    errors: dict[str, Any] | None = None,
    *,
    at: int | None = None,
    unsaved: bool = False,
) -> str:
    return render_template(
        "wordings/edit.html",
        model=model,
        title=shipped(model.kind).title,
        typed=typed,
        errors=errors or {},
        at=at,
        unsaved=unsaved or bool(errors),
        whens=dict(worded.whens()),
        variables=serving(model.kind),
        choices=_choices(model.kind) if model.may_change else [],
        key=typed.key or web.new_key(),
    )


def _choices(kind: PaperKind) -> list[tuple[str, str]]:
    found = previews.choices(actor(), kind)
    zone = actor().zone
    return [("", "Sans réservation : chaque variable est un blanc")] + [
        (
            str(each.id),
            f"{each.borrower}, « {each.purpose} », "
            + words.span(each.starts_at.astimezone(zone), each.ends_at.astimezone(zone)),
        )
        for each in found
    ]


def _composed(kind: PaperKind, typed: Typed) -> Composed:
    chosen = web.small_number(typed.reservation)
    if chosen is None or kind in previews.ABOUT_NO_LOAN:
        return previews.blank(actor(), kind, typed.articles, clock.now())
    return previews.on_reservation(actor(), kind, typed.articles, chosen, now=clock.now())


def _pdf(kind: PaperKind, content: bytes) -> Response:
    response = Response(content, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="projet-{kind}.pdf"'
    return response

"""Photos and papers: given to who may see them, changed by who tends them."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from marshmallow import EXCLUDE, ValidationError
from werkzeug.wrappers import Response

from booking import web
from booking.deliveries import deliver
from booking.errors import Invalid
from booking.queries import catalogue, files, history, stocks
from booking.queries.files import FileView
from booking.schemas.files import AddDocument, AddPhoto, Describe, SendPicture
from booking.schemas.reservations import Act
from booking.usecases import files as acts
from booking.web import actor, in_view

blueprint = Blueprint("files", __name__)

Page = str | tuple[str, int] | Response
KINDS = [(kind.value, kind.label.capitalize()) for kind in acts.OF_ITEMS]


@blueprint.get("/fichiers/<int:file_id>")
def show(file_id: int) -> Response:
    """Give a photo, or a paper to save."""
    return deliver(files.show(actor(), file_id), files.content(actor(), file_id))


@blueprint.get("/fichiers/<int:file_id>/vignette")
def small(file_id: int) -> Response:
    """Give the small picture of a photo."""
    content = files.content(actor(), file_id, small=True)
    return deliver(files.show(actor(), file_id), content, small=True)


@blueprint.get("/materiel/<int:item_id>/photos")
def photos(item_id: int) -> str:
    """Show the photos and documents of an item to who may change them."""
    return _photos(item_id, "", {})


@blueprint.post("/materiel/<int:item_id>/photos")
@in_view(catalogue.by_id)
def add_photo(item_id: int) -> Page:
    """Add a photo."""

    def act() -> str:
        asked = AddPhoto().load(_sent(), unknown=EXCLUDE)
        key = asked["request_key"]
        acts.add_photo(actor(), item_id, asked["file"], asked["alt"], key=key)
        return "La photo est ajoutée."

    return _try(item_id, "photo", act)


@blueprint.post("/materiel/<int:item_id>/documents")
@in_view(catalogue.by_id)
def add_document(item_id: int) -> Page:
    """Add a document."""

    def act() -> str:
        asked = AddDocument().load(_sent(), unknown=EXCLUDE)
        key = asked["request_key"]
        acts.add_document(actor(), item_id, asked["file"], asked["kind"], key=key)
        return "Le document est ajouté."

    return _try(item_id, "document", act)


@blueprint.post("/fichiers/<int:file_id>/description")
@in_view(files.show)
def describe(file_id: int) -> Page:
    """Say what a photo shows and which place it has."""
    item_id = files.show(actor(), file_id).item_id
    if item_id is None:
        return redirect(url_for("files.logo"))

    def act() -> str:
        asked = Describe().load(_form(), unknown=EXCLUDE)
        key = asked["request_key"]
        acts.describe(actor(), file_id, asked["alt"], asked["place"], key=key)
        return "C’est enregistré."

    return _try(item_id, f"file-{file_id}", act)


@blueprint.post("/fichiers/<int:file_id>/retrait")
@in_view(files.show)
def remove(file_id: int) -> Response:
    """Take a photo or a document away."""
    acts.remove(actor(), file_id, key=_key())
    flash("C’est retiré. Vous pouvez le remettre.")
    return _back(files.show(actor(), file_id))


@blueprint.post("/fichiers/<int:file_id>/retour")
@in_view(files.show)
def restore(file_id: int) -> Response:
    """Bring back what was taken away."""
    try:
        acts.restore(actor(), file_id, key=_key())
        flash("C’est remis.")
    except Invalid as refusal:
        errors: Any = refusal.facts["errors"]
        flash(" ".join(errors["file"]), "error")
    return _back(files.show(actor(), file_id))


@blueprint.route("/administration/blason", methods=["GET", "POST"])
def logo() -> Page:
    """Show the logo of one's organization, and take another."""
    files.require_papers(actor())
    errors: Any = {}
    if request.method == "POST":
        try:
            asked = SendPicture().load(_sent(), unknown=EXCLUDE)
            acts.add_logo(actor(), asked["file"], key=asked["request_key"])
        except (ValidationError, Invalid) as error:
            errors = _errors(error)
        else:
            flash("Le blason ou logo est enregistré.")
            return redirect(url_for("files.logo"))
    page = render_template(
        "files/logo.html",
        logo=files.logo(actor()),
        former=files.former_logo(actor()),
        errors=errors,
        events=history.of(actor(), "organization", actor().organization_id),
    )
    return (page, 422) if errors else page


def _form() -> dict[str, Any]:
    return web.unfold(request.form, actor().zone)


def _key() -> str | None:
    key: str | None = Act().load(_form(), unknown=EXCLUDE)["request_key"]
    return key


def _sent() -> dict[str, Any]:
    """Return the file that was sent and the other fields."""
    return _form() | request.files.to_dict()


def _try(item_id: int, name: str, act: Callable[[], str]) -> Page:
    """Do an act of a form of the page, or draw the page again with what is wrong and as typed."""
    try:
        flash(act())
    except (ValidationError, Invalid) as error:
        return _photos(item_id, name, _errors(error)), 422
    return redirect(url_for("files.photos", item_id=item_id))


def _errors(error: ValidationError | Invalid) -> Any:
    return error.messages_dict if isinstance(error, ValidationError) else error.facts["errors"]


def _photos(item_id: int, name: str, errors: Any) -> str:
    item = files.require_change(actor(), item_id)
    return render_template(
        "files/photos.html",
        item=item,
        files=files.of_item(actor(), item_id),
        may_tend=stocks.may_tend(actor(), item_id),
        act=name,
        typed=request.form.to_dict() if name else {},
        errors=errors,
        summary_of=[(f"{field}-{name}", message) for field, message in web.summary(errors)],
        kinds=KINDS,
        events=history.of(actor(), "item", item_id),
    )


def _back(found: FileView) -> Response:
    if found.item_id is None:
        return redirect(url_for("files.logo"))
    return redirect(url_for("files.photos", item_id=found.item_id))

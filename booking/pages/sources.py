"""Agendas of elsewhere that take some of a stock: followed and read from the stock's page."""

from flask import Blueprint, flash, redirect, request, url_for
from marshmallow import EXCLUDE
from werkzeug.wrappers import Response

from booking import web
from booking.documents.words import thing
from booking.pages import stocks
from booking.pages.promised import Page
from booking.queries import catalogue, sources
from booking.schemas.reservations import Act
from booking.schemas.sources import Follow, followed
from booking.usecases import sources as acts
from booking.web import actor, in_view

blueprint = Blueprint("sources", __name__)

NOTHING_HELD = "Rien n’est encore retenu d’après lui : il est relu chaque heure."


@blueprint.post("/materiel/<int:item_id>/stock/agendas")
@in_view(catalogue.show)
def follow(item_id: int) -> Page:
    """Follow an agenda, and read it a first time."""

    def act() -> None:
        asked = Follow().load(web.unfold(request.form, actor().zone), unknown=EXCLUDE)
        item = catalogue.show(actor(), item_id).reference
        made = acts.follow(actor(), followed(asked, item), key=asked["request_key"])
        _read(made)

    return stocks.attempt(item_id, "follow", act)


@blueprint.post("/agendas-suivis/<int:source_id>/lecture")
@in_view(sources.item_of)
def refresh(source_id: int) -> Response:
    """Read an agenda again."""
    _read(source_id)
    return _back(sources.item_of(actor(), source_id))


@blueprint.post("/agendas-suivis/<int:source_id>/fin")
@in_view(sources.item_of)
def stop(source_id: int) -> Response:
    """Follow an agenda no more."""
    asked = Act().load(web.unfold(request.form, actor().zone), unknown=EXCLUDE)
    item_id = sources.item_of(actor(), source_id)
    acts.stop(actor(), source_id, key=asked["request_key"])
    flash("Cet agenda n’est plus suivi : ses périodes à venir sont de nouveau libres.")
    return _back(item_id)


def _read(source_id: int) -> None:
    """Read an agenda, and say what came of it."""
    acts.refresh(actor(), source_id)
    found = sources.show(actor(), source_id)
    if found.failure is None:
        flash(f"L’agenda « {found.name} » est lu : {thing(found.count, 'période')} à venir.")
        return
    why = f"{found.failure.label[:1].upper()}{found.failure.label[1:]}."
    held = "Les périodes déjà lues restent occupées." if found.count else NOTHING_HELD
    flash(f"L’agenda « {found.name} » n’a pas pu être lu. {why} {held}", "warning")


def _back(item_id: int) -> Response:
    return redirect(url_for("stocks.show", item_id=item_id))

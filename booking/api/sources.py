"""Agendas of elsewhere for programs: followed, read again, followed no more."""

from typing import Any

from flask_smorest import Blueprint

from booking.queries import catalogue, sources
from booking.queries.sources import SourceView
from booking.schemas.reservations import Act
from booking.schemas.sources import Follow, Source, Sources, followed
from booking.usecases import sources as acts
from booking.web import actor, in_view

blueprint = Blueprint("api-sources", __name__, description="Agendas extérieurs")

in_catalogue = in_view(lambda who, name: catalogue.find(who, str(name)))


@blueprint.get("/items/<string:name>/agendas")
@blueprint.response(200, Sources)
def index(name: str) -> dict[str, object]:
    """Donner les agendas extérieurs qui occupent un matériel ; jamais leur adresse."""
    item = catalogue.find(actor(), name)
    return {"agendas": sources.of_item(actor(), item.id)}


@blueprint.post("/items/<string:name>/agendas")
@in_catalogue
@blueprint.arguments(Follow)
@blueprint.response(201, Source)
def follow(asked: dict[str, Any], name: str) -> SourceView:
    """Suivre un agenda extérieur (https, .ics), et le lire une première fois."""
    item = catalogue.find(actor(), name).reference
    made = acts.follow(actor(), followed(asked, item), key=asked["request_key"])
    acts.refresh(actor(), made)
    return sources.show(actor(), made)


@blueprint.post("/agendas/<int:source_id>/refresh")
@in_view(sources.item_of)
@blueprint.response(200, Source)
def refresh(source_id: int) -> SourceView:
    """Relire un agenda extérieur, une fois par minute au plus ; `failure` dit ce qui a manqué."""
    acts.refresh(actor(), source_id)
    return sources.show(actor(), source_id)


@blueprint.post("/agendas/<int:source_id>/stop")
@in_view(sources.item_of)
@blueprint.arguments(Act, required=False)
@blueprint.response(200, Sources)
def stop(asked: dict[str, Any], source_id: int) -> dict[str, object]:
    """Cesser de suivre un agenda extérieur ; donner ceux qui restent."""
    item_id = sources.item_of(actor(), source_id)
    acts.stop(actor(), source_id, key=asked["request_key"])
    return {"agendas": sources.of_item(actor(), item_id)}

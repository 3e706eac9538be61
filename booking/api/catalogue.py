"""The catalogue for programs."""

from typing import Any

from flask_smorest import Blueprint

from booking.queries import catalogue
from booking.queries.catalogue import Search
from booking.schemas.catalogue import Item, Items, SearchItems
from booking.web import actor

blueprint = Blueprint("api-catalogue", __name__, description="Matériel")


@blueprint.get("/items")
@blueprint.arguments(SearchItems, location="query")
@blueprint.response(200, Items)
def index(asked: dict[str, Any]) -> dict[str, object]:
    """Donner le matériel et ce qui est libre aux dates voulues."""
    search: Search = asked["search"]
    found = catalogue.search(actor(), search)
    size, page = asked["page_size"] or len(found), asked["page"]
    return {"items": found[(page - 1) * size : page * size], "count": len(found)}


@blueprint.get("/items/<string:name>")
@blueprint.response(200, Item)
def show(name: str) -> catalogue.ItemView:
    """Donner un matériel, par sa référence ou son identifiant."""
    return catalogue.show(actor(), catalogue.find(actor(), name).id)

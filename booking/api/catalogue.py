"""The catalogue for programs."""

from typing import Any

from flask_smorest import Blueprint

from booking.queries import catalogue, search
from booking.queries.search import Search
from booking.schemas.catalogue import Item, Items, SearchItems
from booking.web import actor

blueprint = Blueprint("api-catalogue", __name__, description="Matériel")


@blueprint.get("/items")
@blueprint.arguments(SearchItems, location="query")
@blueprint.response(200, Items)
def index(asked: dict[str, Any]) -> dict[str, object]:
    """Donner le matériel et ce qui est libre aux dates voulues."""
    wanted: Search = asked["search"]
    if asked["page_size"] is None:
        whole = search.every(actor(), wanted)
        return {"items": whole, "count": len(whole)}
    found = search.page(actor(), wanted, asked["page"], asked["page_size"])
    return {"items": found.items if found.page == asked["page"] else [], "count": found.count}


@blueprint.get("/items/<string:name>")
@blueprint.response(200, Item)
def show(name: str) -> catalogue.ItemView:
    """Donner un matériel, par sa référence ou son identifiant."""
    return catalogue.show(actor(), catalogue.find(actor(), name).id)

"""Describing items and moving them through their life, for programs."""

from typing import Any

from flask_smorest import Blueprint

from booking.queries import catalogue
from booking.queries.catalogue import ItemView
from booking.schemas.catalogue import Item
from booking.schemas.items import AddItem, EditItem, SetStage
from booking.usecases import items as acts
from booking.web import actor, in_view

blueprint = Blueprint("api-items", __name__, description="Fiches du matériel")

PROMISED = "`item_promised` : les `reservations` qui comptent dessus ; `confirmed` passe outre"
in_catalogue = in_view(lambda who, name: catalogue.find(who, str(name)))


@blueprint.post("/items")
@blueprint.arguments(AddItem)
@blueprint.response(201, Item)
def add(asked: dict[str, Any]) -> ItemView:
    """Recenser un matériel, avec les premiers exemplaires dans un dépôt."""
    return catalogue.show(actor(), acts.add(actor(), asked["facts"], key=asked["key"]))


@blueprint.patch("/items/<string:name>")
@in_catalogue
@blueprint.arguments(EditItem(partial=True))
@blueprint.response(200, Item)
def edit(asked: dict[str, Any], name: str) -> ItemView:
    """Changer la fiche d’un matériel ; ce qui n’est pas donné reste."""
    item_id = acts.edit(actor(), name, asked["facts"], key=asked["key"])
    return catalogue.show(actor(), item_id)


@blueprint.post("/items/<string:name>/stage")
@in_catalogue
@blueprint.arguments(SetStage)
@blueprint.response(200, Item)
@blueprint.alt_response(409, description=PROMISED)
def set_stage(asked: dict[str, Any], name: str) -> ItemView:
    """Vérifier, publier, suspendre ou réformer un matériel."""
    item_id = acts.set_stage(
        actor(),
        name,
        asked["stage"],
        asked["reason"],
        confirmed=asked["confirmed"],
        key=asked["request_key"],
    )
    return catalogue.show(actor(), item_id)

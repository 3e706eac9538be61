"""Kits for programs."""

from typing import Any

from flask_smorest import Blueprint

from booking.queries import catalogue
from booking.queries.catalogue import ItemView
from booking.schemas.catalogue import Item
from booking.schemas.kits import MakeKit
from booking.usecases import kits
from booking.web import actor

blueprint = Blueprint("api-kits", __name__, description="Lots")


@blueprint.post("/kits")
@blueprint.arguments(MakeKit)
@blueprint.response(201, Item)
def make(asked: dict[str, Any]) -> ItemView:
    """Composer un lot : une référence, et tant de chaque matériel du même prêteur."""
    return catalogue.show(actor(), kits.make(actor(), asked["kit"], key=asked["key"]))

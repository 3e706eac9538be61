"""Stocks for programs: what is free and when, what comes, what goes, what rests."""

from typing import Any

from flask_smorest import Blueprint

from booking.period import Period
from booking.queries import breakdowns, catalogue, levels, stocks
from booking.schemas.breakdowns import Report, Reported, reported
from booking.schemas.stocks import (
    Availabilities,
    Availability,
    Move,
    MovedStock,
    Restore,
    Span,
    Withhold,
    Withholdings,
    moved,
    withheld,
)
from booking.usecases import breakdowns as breaking
from booking.usecases import stocks as acts
from booking.web import actor, in_view

blueprint = Blueprint("api-stocks", __name__, description="Stocks et disponibilité")

PROMISED = "`stock_promised` : les `reservations` en danger ; `despite` permet de déroger"
in_catalogue = in_view(lambda who, name: catalogue.find(who, str(name)))


@blueprint.get("/availability")
@blueprint.arguments(Span, location="query")
@blueprint.response(200, Availabilities)
def index(period: Period) -> dict[str, object]:
    """Donner ce qui est libre de tout le matériel, à chaque instant où cela change."""
    return {"items": levels.of_catalogue(actor(), period)}


@blueprint.get("/items/<string:name>/availability")
@in_catalogue
@blueprint.arguments(Span, location="query")
@blueprint.response(200, Availability)
def show(period: Period, name: str) -> dict[str, object]:
    """Donner ce qui est libre d’un matériel, à chaque instant où cela change."""
    item = catalogue.find(actor(), name)
    return {
        "id": item.id,
        "item": item.reference,
        "steps": levels.of_item(actor(), item.id, period),
    }


@blueprint.post("/items/<string:name>/movements")
@in_catalogue
@blueprint.arguments(Move)
@blueprint.response(201, MovedStock)
@blueprint.alt_response(409, description=PROMISED)
def move(asked: dict[str, Any], name: str) -> dict[str, object]:
    """Enregistrer une entrée (positive), une perte (négative) ou un inventaire."""
    item = catalogue.find(actor(), name).reference
    stock = acts.move(actor(), moved(asked, item), key=asked["key"])
    return {"item": item, "stock": stock}


@blueprint.get("/items/<string:name>/withholdings")
@blueprint.response(200, Withholdings)
def withholdings(name: str) -> dict[str, object]:
    """Donner ce qui est retiré du prêt, maintenant et à venir."""
    item = catalogue.find(actor(), name)
    return {"withholdings": stocks.withheld(actor(), item.id)}


@blueprint.post("/items/<string:name>/withholdings")
@in_catalogue
@blueprint.arguments(Withhold)
@blueprint.response(201, Withholdings)
@blueprint.alt_response(409, description=PROMISED)
def withhold(asked: dict[str, Any], name: str) -> dict[str, object]:
    """Retirer du prêt : entretien, panne, réserve du propriétaire."""
    item = catalogue.find(actor(), name)
    what = withheld(asked, item.reference, actor().zone)
    first = acts.withhold(actor(), what, key=asked["request_key"])
    return {"withholdings": stocks.made_with(actor(), first)}


@blueprint.post("/items/<string:name>/breakdown")
@in_catalogue
@blueprint.arguments(Report)
@blueprint.response(201, Reported)
def report(asked: dict[str, Any], name: str) -> dict[str, object]:
    """Signaler une panne ; donner les réservations que le reste ne sert plus toutes."""
    item = catalogue.find(actor(), name).reference
    made = breaking.report(actor(), reported(asked, item), key=asked["request_key"])
    short = breakdowns.short_of(breakdowns.hold(actor(), made))
    found = [each.as_fact() for each in short]
    return {"id": made, "item": item, "reservations": found}


@blueprint.post("/withholdings/<int:hold_id>/end")
@in_view(stocks.item_of_hold)
@blueprint.arguments(Restore, required=False)
@blueprint.response(200, Withholdings)
def restore(asked: dict[str, Any], hold_id: int) -> dict[str, object]:
    """Remettre en service, seul ou avec toute la suite de la série ; donner ce qui reste."""
    item_id = stocks.item_of_hold(actor(), hold_id)
    acts.restore(actor(), hold_id, asked["following"], key=asked["request_key"])
    return {"withholdings": stocks.withheld(actor(), item_id)}

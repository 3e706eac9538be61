"""The planning for programs: what is free of each item, day by day, and what takes the rest."""

from typing import Any

from flask_smorest import Blueprint

from booking.queries import park
from booking.rules import planning as rules
from booking.rules.planning import Grouping
from booking.schemas.planning import AskPlanning, PlannedDays
from booking.web import actor

blueprint = Blueprint("api-planning", __name__, description="Planning")


@blueprint.get("/planning")
@blueprint.arguments(AskPlanning, location="query")
@blueprint.response(200, PlannedDays)
def index(asked: dict[str, Any]) -> dict[str, object]:
    """Donner, jour par jour, ce qui est libre et ce qui est pris.

    Un jour libre l’est en entier, remise en état comprise. Ce que d’autres empruntent est
    « Occupé », sans leur nom.
    """
    who = actor()
    shown = rules.days(asked["first"], asked["last"], who.zone)
    found = park.groups(who, asked["search"], shown, Grouping.FAMILY)
    return {
        "days": [each.day for each in shown],
        "items": [row for group in found for row in group.rows],
    }

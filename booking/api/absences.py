"""Absences of those who operate, for programs: from when to when, never why."""

from typing import Any

from flask_smorest import Blueprint

from booking.queries import absences, catalogue
from booking.queries.absences import PersonView
from booking.schemas.absences import Absences, Away, absent
from booking.schemas.reservations import Act
from booking.usecases import absences as acts
from booking.web import actor, in_view

blueprint = Blueprint("api-absences", __name__, description="Absences des personnes")

in_catalogue = in_view(lambda who, name: catalogue.find(who, str(name)))


@blueprint.get("/absences")
@blueprint.response(200, Absences)
def index() -> dict[str, object]:
    """Donner qui est absent, maintenant et à venir, et les réservations qui n’ont plus personne."""
    return {"absences": _read(absences.of_actor(actor()))}


@blueprint.post("/items/<string:name>/absences")
@in_catalogue
@blueprint.arguments(Away)
@blueprint.response(201, Absences)
def declare(asked: dict[str, Any], name: str) -> dict[str, object]:
    """Noter l’absence de la personne `unit`, en jours inclus ou en instants ; sans motif."""
    item = catalogue.find(actor(), name).reference
    acts.declare(actor(), absent(asked, item, actor().zone), key=asked["request_key"])
    people = [each for each in absences.of_actor(actor()) if each.reference == item]
    return {"absences": _read(people)}


@blueprint.post("/absences/<int:hold_id>/end")
@in_view(absences.hold)
@blueprint.arguments(Act, required=False)
@blueprint.response(200, Absences)
def end(asked: dict[str, Any], hold_id: int) -> dict[str, object]:
    """Mettre fin à une absence, ou y renoncer ; donner celles qui restent."""
    acts.end(actor(), hold_id, key=asked["request_key"])
    return {"absences": _read(absences.of_actor(actor()))}


def _read(people: list[PersonView]) -> list[dict[str, object]]:
    return [
        {
            "id": away.id,
            "item": person.reference,
            "unit": person.number,
            "starts_at": away.starts_at,
            "ends_at": away.ends_at,
            "in_danger": [each.reference for each in away.dangers],
        }
        for person in people
        for away in person.absences
    ]

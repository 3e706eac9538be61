"""Subscriptions for programs."""

from typing import Any

from flask_smorest import Blueprint

from booking.schemas.calendars import Subscribe, Subscription
from booking.usecases import calendars
from booking.web import actor, feed_secret, feed_url, new_key

blueprint = Blueprint("api-calendars", __name__, description="Agendas")


@blueprint.post("/feeds")
@blueprint.arguments(Subscribe)
@blueprint.response(201, Subscription)
def create(asked: dict[str, Any]) -> dict[str, object]:
    """Créer une adresse secrète d’agenda ; elle n’est donnée qu’une fois."""
    key = asked["request_key"] or new_key()
    secret = feed_secret(key)
    name = asked["name"] or "Parc commun"
    feed_id = calendars.create(actor(), asked["scope"], name, secret, key=key)
    return {
        "id": feed_id,
        "scope": asked["scope"],
        "name": name,
        "url": feed_url(secret, name),
    }

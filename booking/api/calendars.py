"""Subscriptions for programs."""

from typing import Any

from flask_smorest import Blueprint

from booking.queries import subscriptions
from booking.schemas.calendars import Rotate, Subscribe, Subscription
from booking.usecases import calendars as acts
from booking.web import actor, feed_secret, feed_url, new_key

blueprint = Blueprint("api-calendars", __name__, description="Agendas")


@blueprint.post("/feeds")
@blueprint.arguments(Subscribe)
@blueprint.response(201, Subscription)
def create(asked: dict[str, Any]) -> dict[str, object]:
    """Créer une adresse secrète d’agenda ; elle n’est donnée qu’une fois."""
    key = asked["request_key"] or new_key()
    secret = feed_secret(key)
    wanted = {"thing": asked["thing"], "anonymous": asked["anonymous"]}
    made = acts.create(actor(), asked["scope"], asked["name"], secret, key=key, **wanted)
    return _shown(made, secret)


@blueprint.post("/feeds/<int:feed_id>/rotate")
@blueprint.arguments(Rotate)
@blueprint.response(200, Subscription)
def rotate(asked: dict[str, Any], feed_id: int) -> dict[str, object]:
    """Changer l’adresse secrète d’un abonnement ; l’ancienne est révoquée."""
    key = asked["request_key"] or new_key()
    secret = feed_secret(key)
    return _shown(acts.rotate(actor(), feed_id, secret, key=key), secret)


@blueprint.post("/feeds/<int:feed_id>/revoke")
@blueprint.response(204)
def revoke(feed_id: int) -> None:
    """Révoquer un abonnement : son adresse le dit trente jours, puis ne donne plus rien."""
    acts.revoke(actor(), feed_id)


def _shown(feed_id: int, secret: str) -> dict[str, object]:
    feed = subscriptions.show(actor(), feed_id)
    url = feed_url(secret, feed.name)
    return {"id": feed.id, "scope": feed.scope, "name": feed.name, "url": url}

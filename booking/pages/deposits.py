"""The price and the deposit of a loan, from its page."""

from flask import Blueprint, flash, redirect, request, url_for
from marshmallow import EXCLUDE, ValidationError
from werkzeug.wrappers import Response

from booking.pages.reservations import again
from booking.queries import reservations
from booking.schemas.deposits import Price
from booking.schemas.reservations import Act
from booking.usecases import deposits
from booking.usecases.deposits import Priced
from booking.web import actor, in_view, unfold

blueprint = Blueprint("deposits", __name__)

Page = str | tuple[str, int] | Response


@blueprint.post("/reservations/<int:reservation_id>/prix")
@in_view(reservations.show)
def set_price(reservation_id: int) -> Page:
    """Say what a loan costs and which deposit it asks."""
    typed = unfold(request.form, actor().zone)
    try:
        asked = Price().load(typed, unknown=EXCLUDE)
    except ValidationError as error:
        wrong = {"act": "set_price", "typed": typed, "errors": error.messages_dict}
        return again(reservation_id, wrong), 422
    deposits.set_price(actor(), reservation_id, Priced(**asked["typed"]), key=asked["key"])
    return _back(reservation_id, "Le prix et le dépôt de garantie sont enregistrés.")


@blueprint.post("/reservations/<int:reservation_id>/garantie/recue")
@in_view(reservations.show)
def take(reservation_id: int) -> Response:
    """Note that the deposit is received."""
    deposits.take_deposit(actor(), reservation_id, key=_key())
    return _back(reservation_id, "Le dépôt de garantie est noté comme reçu ce jour.")


@blueprint.post("/reservations/<int:reservation_id>/garantie/rendue")
@in_view(reservations.show)
def give_back(reservation_id: int) -> Response:
    """Note that the deposit is given back."""
    deposits.give_back_deposit(actor(), reservation_id, key=_key())
    return _back(reservation_id, "Le dépôt de garantie est noté comme rendu ce jour.")


def _key() -> str | None:
    key: str | None = Act().load(unfold(request.form, actor().zone), unknown=EXCLUDE)["request_key"]
    return key


def _back(reservation_id: int, sentence: str) -> Response:
    flash(sentence)
    request_id = reservations.show(actor(), reservation_id).request_id
    place = url_for(
        "reservations.show", request_id=request_id, _anchor=f"garantie-{reservation_id}"
    )
    return redirect(place)

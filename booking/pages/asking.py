"""Asking: what for, for whom, when; the form keeps all that was typed."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from marshmallow import ValidationError
from werkzeug.wrappers import Response

from booking import web
from booking.dealings import Transport
from booking.errors import NotAllowed, Refusal
from booking.pages import entering, shortages
from booking.pages.catalogue import cart, may_ask, read_dates, taken
from booking.queries import depots, search
from booking.queries.search import Search
from booking.schemas.reservations import Ask
from booking.usecases import asking
from booking.vocabulary import BeneficiaryKind
from booking.web import actor, unfold

blueprint = Blueprint("asking", __name__)

Page = str | tuple[str, int] | Response


@blueprint.route("/demandes/nouvelle", methods=["GET", "POST"])
def ask() -> Page:
    """Let a town hall say what for and for whom, then submit."""
    if not may_ask(actor()):
        raise NotAllowed("not_allowed")
    if request.method != "POST":
        return _ask_page(_from_cart())
    data = unfold(request.form, actor().zone)
    if "dates" in data:
        data["starts_at"], _, data["ends_at"] = data.pop("dates").partition("/")
        return _ask_page(data, notice="Les dates sont remplacées. Vérifiez, puis déposez.")
    if "take" in data:
        return _ask_page(
            _with_quantity(data), notice="La quantité est changée. Vérifiez, puis déposez."
        )
    if "instead" in data:
        return _ask_page(_with_another(data), notice="C’est remplacé. Vérifiez, puis déposez.")
    try:
        asked = Ask().load(data)
        request_id = asking.request(actor(), asked["asked"], key=asked["key"])
    except ValidationError as error:
        return _ask_page(data, errors=error.messages_dict), 422
    except Refusal as refusal:
        return _ask_page(data, refusal=refusal), refusal.status
    session.pop("cart", None)
    flash(entering.submitted(actor(), request_id))
    return redirect(url_for("reservations.show", request_id=request_id))


def _from_cart() -> dict[str, Any]:
    dates = read_dates(actor(), "", "")
    return {
        "starts_at": dates.starts_at,
        "ends_at": dates.ends_at,
        "lines": [
            {"item": reference, "quantity": str(quantity)} for reference, quantity in cart().items()
        ],
    }


def _with_quantity(data: dict[str, Any]) -> dict[str, Any]:
    for reference, quantity in taken(data).items():
        for line in data.get("lines", []):
            if line.get("item") == reference:
                line["quantity"] = str(quantity)
        session["cart"] = {
            name: each for name, each in (cart() | {reference: quantity}).items() if each
        }
    data["lines"] = [line for line in data.get("lines", []) if line.get("quantity") != "0"]
    return data


def _with_another(data: dict[str, Any]) -> dict[str, Any]:
    """Put one thing in the place of another, in the form and in the choice kept."""
    old, _, rest = data.pop("instead").partition(":")
    new, _, typed = rest.rpartition(":")
    quantity = web.small_number(typed) or 1
    for line in data.get("lines", []):
        if line.get("item") == old:
            line |= {"item": new, "quantity": str(quantity)}
    kept = {name: each for name, each in cart().items() if name != old}
    session["cart"] = kept | {new: quantity}
    return data


def _ask_page(
    data: dict[str, Any],
    *,
    errors: dict[str, Any] | None = None,
    refusal: Refusal | None = None,
    notice: str = "",
) -> str:
    who = actor()
    dates = read_dates(who, data.get("starts_at", "-"), data.get("ends_at", "-"))
    named = {line.get("item", "") for line in data.get("lines", [])}
    chosen = search.every(who, Search(dates.period, references=named))
    known = {item.reference: item for item in chosen}
    return render_template(
        "asking/ask.html",
        data=data
        | {
            "lines": data.get("lines", []),
            "starts_at": dates.starts_at[:16],
            "ends_at": dates.ends_at[:16],
        },
        dates=dates,
        items=known,
        errors=errors or {},
        refusal=shortages.sentences(refusal),
        lacks=shortages.by_line(data.get("lines", []), known, refusal),
        notes=depots.notes(who, named, dates.period) if dates.period else [],
        alternatives=refusal.facts.get("alternatives", []) if refusal else [],
        notice=notice,
        names=entering.names(who, named, dates.period, data.get("borrower", "")),
        mixed=entering.is_mixed(who, named),
        transports=[(each.value, each.label.capitalize()) for each in Transport],
        kinds=[(kind.value, kind.label.capitalize()) for kind in BeneficiaryKind],
        key=_next_key(data, refusal),
    )


def _next_key(data: dict[str, Any], refusal: Refusal | None) -> str:
    """Return the form's key, or another when that one has already served."""
    served = refusal is not None and refusal.code == "request_key_reused"
    return web.new_key() if served else data.get("request_key") or web.new_key()

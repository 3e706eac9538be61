"""Asking: what for, for whom, when; the form keeps all that was typed."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from marshmallow import ValidationError
from werkzeug.wrappers import Response

from booking import web
from booking.dealings import Transport
from booking.errors import Invalid, NotAllowed, NotEnoughAvailable, Refusal
from booking.pages import again, entering, kept, shortages, typed
from booking.pages.catalogue import cart, may_ask, read_dates, taken
from booking.pages.typed import EVENT, LOAN, Data
from booking.period import Period
from booking.queries import drafts
from booking.schemas.reservations import Ask
from booking.usecases import asking
from booking.vocabulary import BeneficiaryKind
from booking.web import actor, unfold

blueprint = Blueprint("asking", __name__)

Page = str | tuple[str, int] | Response
LISTS = ("lines", "parts")
OF_PAGES = {"by", "parts_for"}
"""What the form says of itself, and no schema reads."""


@blueprint.route("/demandes/nouvelle", methods=["GET", "POST"])
def ask() -> Page:
    """Let a town hall say what for and for whom, then submit."""
    if not may_ask(actor()):
        raise NotAllowed("not_allowed")
    if request.method != "POST":
        return _first_page()
    data = unfold(request.form, actor().zone, LISTS)
    outdated = _is_outdated(data)
    if outdated:
        data.pop("parts", None)
    for name, (change, notice) in CHANGES.items():
        if name in data:
            changed = change(data)
            around = name == "dating" and typed.by_event(changed)
            return _ask_page(changed, notice=PROPOSED if around else notice)
    return _ask_page(data, notice=PROPOSED) if outdated else _submit(data)


def _submit(data: Data) -> Page:
    try:
        asked = Ask().load(_for_schema(data))
        request_id = asking.request(actor(), asked["asked"], key=asked["key"], drafted=True)
    except ValidationError as error:
        return _ask_page(data, errors=error.messages_dict), 422
    except Invalid as refusal:
        return _ask_page(data, errors=dict(refusal.facts["errors"])), 422  # type: ignore[call-overload]
    except Refusal as refusal:
        return _ask_page(data, refusal=refusal), refusal.status
    kept.leave()
    flash(entering.submitted(actor(), request_id))
    return redirect(url_for("reservations.show", request_id=request_id))


INSTEAD = ("pour", "materiel", "quantite")
"""What an address names that asks for one thing in place of another: loan, item, how many."""


def _number(name: str) -> int | None:
    return web.small_number(request.args.get(name, ""))


def _first_page() -> str:
    """Draw the form from a draft, from an earlier request, else from what is chosen."""
    draft, like = _number("brouillon"), _number("comme")
    if draft is not None:
        data = drafts.data(actor(), draft)
        kept.follow(actor(), data)
        return _ask_page(data, notice="Votre brouillon est repris.")
    if like is not None:
        return _ask_page(*again.prefilled(actor(), like))
    mine, item, many = (_number(name) for name in INSTEAD)
    if mine and item and many:
        return _ask_page(*again.instead(actor(), mine, item, many))
    if item and "du" in request.args:
        dates = (request.args.get(name, "") for name in ("du", "au"))
        return _ask_page(kept.of_item(actor(), item, *dates), notice=PROPOSED)
    if "autre" in request.args:
        kept.start_another()
    data = kept.from_choice(actor())
    return _ask_page(data, notice=CONTINUED if "request_key" in data else "")


def _for_schema(data: Data) -> Data:
    """Return what the schema reads; what is required of the event and empty is said so."""
    kept = {name: value for name, value in data.items() if name not in OF_PAGES}
    if typed.by_event(data):
        return dict.fromkeys(EVENT) | {n: v for n, v in kept.items() if n not in LOAN}
    return {name: value for name, value in kept.items() if name not in (*EVENT, "parts")}


def _is_outdated(data: Data) -> bool:
    """Tell whether the event moved since its pick-ups and returns were proposed."""
    if not typed.by_event(data) or data.get("parts_for") == typed.of_event(data):
        return False
    return read_dates(actor(), *(data.get(name, "-") for name in EVENT)).period is not None


def _with_dates(data: Data) -> Data:
    dates = data.pop("dates").partition("/")[::2]
    data.pop("parts", None)
    return data | dict(zip(typed.names(data), dates, strict=True))


def _with_quantity(data: Data) -> Data:
    for reference, quantity in taken(data).items():
        for line in data.get("lines", []):
            if line.get("item") == reference:
                line["quantity"] = str(quantity)
        session["cart"] = {
            name: each for name, each in (cart() | {reference: quantity}).items() if each
        }
    data["lines"] = [line for line in data.get("lines", []) if line.get("quantity") != "0"]
    return data


def _at_one_depot(data: Data) -> Data:
    """Take what one depot has, from there: fewer, in one place."""
    reference, _, rest = data.pop("only").partition(":")
    depot, _, quantity = rest.partition(":")
    for line in data.get("lines", []):
        if line.get("item") == reference:
            line |= {"depot": depot, "quantity": str(web.small_number(quantity) or 1)}
    return data


def _with_another(data: Data) -> Data:
    """Put one thing in the place of another, in the form and in the choice kept."""
    old, _, rest = data.pop("instead").partition(":")
    new, _, number = rest.rpartition(":")
    quantity = web.small_number(number) or 1
    for line in data.get("lines", []):
        if line.get("item") == old:
            line |= {"item": new, "quantity": str(quantity)}
            line.pop("depot", None)
    kept = {name: each for name, each in cart().items() if name != old}
    session["cart"] = kept | {new: quantity}
    return data


def _dated(data: Data) -> Data:
    """Go over to the dates of the event, or back to those of the loan, or propose them anew."""
    wanted = data.pop("dating")
    parts = data.pop("parts", [])
    if wanted == "event" and not typed.by_event(data):
        dates = [data.pop(name, "") for name in LOAN]
        return data | {"by": "event", **dict(zip(EVENT, dates, strict=True))}
    if wanted == "loan" and data.pop("by", ""):
        dates = [data.pop(name, "") for name in EVENT]
        first = min([each["starts_at"] for each in parts if "starts_at" in each], default=dates[0])
        last = max([each["ends_at"] for each in parts if "ends_at" in each], default=dates[1])
        return data | {"starts_at": first, "ends_at": last}
    return data


CONTINUED = "Votre brouillon continue ici, avec ce que vous venez de choisir."
PROPOSED = "Les retraits et les retours sont proposés pour ces dates. Vérifiez, puis déposez."
CHANGES: dict[str, tuple[Callable[[Data], Data], str]] = {
    "dates": (_with_dates, "Les dates sont remplacées. Vérifiez, puis déposez."),
    "take": (_with_quantity, "La quantité est changée. Vérifiez, puis déposez."),
    "instead": (_with_another, "C’est remplacé. Vérifiez, puis déposez."),
    "only": (_at_one_depot, "Tout est pris au même endroit. Vérifiez, puis déposez."),
    "dating": (_dated, "Les dates sont changées. Vérifiez, puis déposez."),
}
"""What a button of the form changes before anything is submitted, and what is then said."""


def _ask_page(
    data: Data,
    *notices: str,
    errors: dict[str, Any] | None = None,
    refusal: Refusal | None = None,
    notice: str = "",
) -> str:
    drawn = typed.draw(actor(), data)
    lines = data.get("lines", [])
    shown = {name: data.get(name, "")[:16] for name in typed.names(data)}
    return render_template(
        "asking/ask.html",
        data=data | {"lines": lines} | shown,
        by_event=typed.by_event(data),
        parts_for=typed.of_event(data),
        drawn=drawn,
        errors=errors or {},
        refusal=shortages.sentences(refusal),
        lacks=shortages.by_line(lines, drawn.items, refusal),
        alternatives=_elsewhen(refusal, data, drawn),
        may_wait=isinstance(refusal, NotEnoughAvailable) or bool(data.get("if_short")),
        notices=[each for each in (notice, *notices) if each],
        continued=notice == CONTINUED,
        unsaved=request.method == "POST",
        names=entering.names(actor(), drawn.items, drawn.whole, data.get("borrower", "")),
        mixed=entering.is_mixed(actor(), drawn.items),
        transports=[(each.value, each.label.capitalize()) for each in Transport],
        kinds=[(kind.value, kind.label.capitalize()) for kind in BeneficiaryKind],
        key=_next_key(data, refusal),
    )


def _elsewhen(refusal: Refusal | None, data: Data, drawn: typed.Drawn) -> list[Period]:
    """Return the other dates that a refusal proposes: of the event, where that is what is typed."""
    found: Any = refusal.facts.get("alternatives", []) if refusal else []
    if not typed.by_event(data) or drawn.period is None or drawn.whole is None:
        return list(found)
    zone = actor().zone
    first = drawn.whole.starts_at.astimezone(zone).date()
    days = [(each.starts_at.astimezone(zone).date() - first).days for each in found]
    return [drawn.period.shifted(count, zone) for count in days]


def _next_key(data: Data, refusal: Refusal | None) -> str:
    """Return the form's key, or another when that one has already served."""
    served = refusal is not None and refusal.code == "request_key_reused"
    return web.new_key() if served else data.get("request_key") or web.new_key()

"""Lending at the counter: who stands there takes it along, under the same rules as any request."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from marshmallow import ValidationError
from werkzeug.wrappers import Response

from booking import clock, web
from booking.errors import Invalid, NotAllowed, Refusal
from booking.pages import shortages
from booking.pages.catalogue import read_dates
from booking.pages.counter import form_at
from booking.period import Period
from booking.queries import counter, reservations, scanned, search
from booking.queries import lending as known
from booking.queries.search import Search
from booking.schemas.lending import Lend
from booking.usecases import lending
from booking.vocabulary import BeneficiaryKind
from booking.web import actor, unfold

blueprint = Blueprint("lending", __name__)

Data = dict[str, Any]
Page = str | tuple[str, int] | Response
ADDING = ("add", "add_code", "add_item", "add_quantity")
CHANGING = ("add", "take", "instead")
"""The buttons that change the things, before anything is lent."""
UNKNOWN = "Aucun matériel de vos parcs ne porte ce numéro."
WITHOUT_PAPER = (
    "Le prêt est validé, mais aucun document n’a pu être établi : établissez-le ici, puis remettez."
)
SEVERAL = "Les prêts sont validés, un par propriétaire : remettez-les l’un après l’autre."


@blueprint.route("/comptoir/pret-immediat", methods=["GET", "POST"])
def lend() -> Page:
    """Let somebody at the counter lend at once, then hand over."""
    if not counter.lends(actor()):
        raise NotAllowed("not_allowed", act="reservation.lend")
    if request.method != "POST":
        item = request.args.get("materiel", "")
        lines = [{"item": item, "quantity": "1"}] if item else []
        return _page({"lines": lines, "ends_at": _next_return(item)})
    data = unfold(request.form, actor().zone)
    changes = any(name in data for name in CHANGING)
    errors = _changed(data)
    if errors:
        return _page(data, errors=errors), 422
    return _page(data) if changes else _submit(data)


def _submit(data: Data) -> Page:
    try:
        asked = Lend().load(data)
        request_id = lending.lend(actor(), asked["lent"], key=asked["key"])
    except ValidationError as error:
        return _page(data, errors=error.messages_dict), 422
    except Invalid as refusal:
        return _page(data, errors=dict(refusal.facts["errors"])), 422  # type: ignore[call-overload]
    except Refusal as refusal:
        return _page(data, refusal=refusal), refusal.status
    return _lent(request_id)


def _lent(request_id: int) -> Response:
    """Lead to the hand-over; to the papers when one lacks, to the counter when several wait."""
    parts = reservations.show_request(actor(), request_id).reservations
    if not all(each.paper_id for each in parts):
        flash(WITHOUT_PAPER, "warning")
        return redirect(url_for("reservations.show", request_id=request_id))
    if len(parts) > 1:
        flash(SEVERAL)
        return redirect(url_for("counter.index"))
    return redirect(form_at("hand_over", parts[0].id))


def _changed(data: Data) -> dict[str, list[str]]:
    """Put into the lines what is added, changed or taken out; return what is wrong with it."""
    lines: list[dict[str, str]] = data.setdefault("lines", [])
    code, item = data.get("add_code", ""), data.get("add_item", "")
    found = scanned.item_of(actor(), code) if code else item
    if code and not found:
        return {"add_code": [UNKNOWN]}
    quantity = data.get("add_quantity", "1")
    if found:
        _set(lines, found, str(_many(lines, found) + (web.small_number(quantity) or 1)))
    for name in ADDING:
        data.pop(name, None)
    if taken := data.pop("take", ""):
        reference, _, many = taken.rpartition(":")
        _set(lines, reference, many)
    if instead := data.pop("instead", ""):
        old, _, rest = instead.partition(":")
        new, _, many = rest.rpartition(":")
        _set(lines, old, "0")
        _set(lines, new, many)
    data["lines"] = [each for each in lines if each.get("quantity", "0") != "0"]
    return {}


def _many(lines: list[dict[str, str]], reference: str) -> int:
    typed = (each.get("quantity", "") for each in lines if each.get("item") == reference)
    return next((web.small_number(each) or 0 for each in typed), 0)


def _set(lines: list[dict[str, str]], reference: str, quantity: str) -> None:
    """Give a thing a quantity, in its line or in a new one."""
    for line in lines:
        if line.get("item") == reference:
            line["quantity"] = quantity
            return
    lines.append({"item": reference, "quantity": quantity})


def _page(
    data: Data, *, errors: dict[str, Any] | None = None, refusal: Refusal | None = None
) -> str:
    who, lines = actor(), data.get("lines", [])
    period, references = _period(data), {line.get("item", "") for line in lines}
    found = search.every(who, Search(period, references=references))
    drawn = {each.reference: each for each in found}
    served = refusal is not None and refusal.code == "request_key_reused"
    return render_template(
        "lending/lend.html",
        data=data | {"lines": lines, "ends_at": data.get("ends_at", "")[:16]},
        drawn=drawn,
        errors=errors or {},
        refusal=shortages.sentences(refusal),
        lacks=shortages.by_line(lines, drawn, refusal),
        elsewhen=refusal.facts.get("alternatives", ()) if refusal else (),
        items=_choices(period),
        borrowers=[
            (str(each.id), each.name)
            for each in known.borrowers(who, references, period, data.get("borrower", ""))
        ],
        kinds=[(kind.value, kind.label.capitalize()) for kind in BeneficiaryKind],
        key=web.new_key() if served else data.get("request_key") or web.new_key(),
    )


def _period(data: Data) -> Period | None:
    """Return from now to the return that is typed, when that one is to come."""
    now = f"{clock.now().astimezone(actor().zone):%Y-%m-%dT%H:%M}"
    return read_dates(actor(), now, data.get("ends_at", "-")).period


def _next_return(item: str) -> str:
    """Return when the depots next take things back, as its field shows it."""
    return f"{known.proposed_return(actor(), item).astimezone(actor().zone):%Y-%m-%dT%H:%M}"


def _choices(period: Period | None) -> list[tuple[str, str]]:
    """Return what may be lent, with how many of it are free until then."""
    offered = known.items(actor())
    asked = Search(period, references={each.reference for each in offered})
    free = {each.reference: each.available for each in search.every(actor(), asked)}
    return [
        (each.reference, f"{each.name} ({each.reference}), {_free(free.get(each.reference, 0))}")
        for each in offered
    ]


def _free(count: int) -> str:
    return f"{count} libre{'s' if count > 1 else ''}"

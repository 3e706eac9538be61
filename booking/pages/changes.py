"""Changing what was asked: dates, quantities and depots, an exchange, the copies."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from marshmallow import EXCLUDE, ValidationError
from werkzeug.wrappers import Response

from booking import web
from booking.documents import messages
from booking.errors import Invalid, NotAllowed, NotEnoughAvailable, NotFound, Refusal
from booking.pages import shortages
from booking.pages.catalogue import read_dates
from booking.queries import changes, reservations, search
from booking.queries.changes import ChangeView
from booking.queries.search import Search
from booking.rules import lifecycle
from booking.schemas.changes import Edit, NameCopies, Swap
from booking.usecases import changes as acts
from booking.vocabulary import Status, Tracking
from booking.web import actor, in_view

blueprint = Blueprint("changes", __name__)

Page = str | tuple[str, int] | Response


@dataclass(frozen=True)
class Typed:
    """What was typed in the form of another version (None: nothing yet), and what came of it."""

    data: dict[str, Any] | None
    errors: dict[str, Any] | None = None
    refusal: Refusal | None = None
    notice: str = ""


def changing(reservation_id: int, act: str) -> ChangeView:
    """Return a reservation that the actor may change; raises WrongMoment, then NotAllowed."""
    found = changes.show(actor(), reservation_id)
    if act not in found.mine.possible:
        lifecycle.move(found.mine.status, act, found.mine.awaited)
        raise NotAllowed("not_allowed", act=f"reservation.{act}")
    return found


def _done(reservation_id: int, sentence: str) -> Response:
    flash(sentence)
    request_id = reservations.show(actor(), reservation_id).request_id
    return redirect(url_for("reservations.show", request_id=request_id))


@blueprint.route("/reservations/<int:reservation_id>/modifier", methods=["GET", "POST"])
@in_view(reservations.show)
def edit(reservation_id: int) -> Page:
    """Change the dates, the quantities or the depots of a reservation."""
    if request.method != "POST":
        return _edit_page(reservation_id, Typed(None))
    data = wanted(web.unfold(request.form, actor().zone))
    if notice := proposed(data):
        return _edit_page(reservation_id, Typed(data, notice=notice))
    try:
        asked = Edit().load(kept(data), unknown=EXCLUDE)
        acts.edit(actor(), reservation_id, asked["edited"], key=asked["key"])
    except ValidationError as error:
        return _edit_page(reservation_id, Typed(data, error.messages_dict)), 422
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _edit_page(reservation_id, Typed(data, refusal=refusal)), refusal.status
    return _done(reservation_id, _edited(reservation_id))


def _edited(reservation_id: int) -> str:
    mine = reservations.show(actor(), reservation_id)
    if "withdraw_change" not in mine.possible:
        return "La réservation est modifiée ; l’autre partie est prévenue."
    return (
        f"Le changement est demandé à {mine.manager}. "
        "D’ici sa réponse, la réservation reste comme convenu."
    )


def _edit_page(reservation_id: int, typed: Typed) -> str:
    found = changing(reservation_id, "edit")
    return render_template("changes/edit.html", **version_form(found, typed))


def wanted(data: dict[str, Any]) -> dict[str, Any]:
    """Return the form, its rows complete and its blank rows left out."""
    rows = [row for row in data.get("lines", []) if row.get("item")]
    return data | {"lines": [{"quantity": "", "depot": ""} | row for row in rows]}


def kept(data: dict[str, Any]) -> dict[str, Any]:
    """Return what the schema reads: a line of none is no line; what is out keeps its lines."""
    kept = {name: value for name, value in data.items() if name != "lines"}
    if "only_return" not in data:
        kept["lines"] = [
            {name: value for name, value in row.items() if value}
            for row in data["lines"]
            if row["quantity"] != "0"
        ]
    return kept


def proposed(data: dict[str, Any]) -> str:
    """Apply what a button proposes; return what was changed, empty when no such button was."""
    if "dates" in data:
        data["starts_at"], _, data["ends_at"] = data.pop("dates").partition("/")
        return "Les dates sont remplacées. Vérifiez, puis enregistrez."
    for name in {"take", "instead"} & data.keys():
        reference, _, rest = data.pop(name).partition(":")
        item, _, quantity = rest.rpartition(":")
        for row in data["lines"]:
            if row["item"] == reference:
                row |= {"item": item or reference, "quantity": quantity}
        return "La ligne est changée. Vérifiez, puis enregistrez."
    return ""


def version_form(found: ChangeView, typed: Typed) -> dict[str, Any]:
    """Return what the form of another version shows: as it is, or as it was typed."""
    mine, refusal = found.mine, typed.refusal
    data = typed.data or _as_it_is(found)
    dates = read_dates(actor(), data.get("starts_at", "-"), data.get("ends_at", "-"))
    named = {line["item"] for line in data.get("lines", []) if "item" in line}
    chosen = search.every(actor(), Search(dates.period, references=named))
    known = {item.reference: item for item in chosen}
    served = refusal is not None and refusal.code == "request_key_reused"
    return {
        "found": found,
        "mine": mine,
        "out": mine.status is Status.OUT,
        "data": data | {"starts_at": dates.starts_at[:16], "ends_at": dates.ends_at[:16]},
        "items": known,
        "errors": _errors(typed.errors, refusal),
        "refusal": [] if isinstance(refusal, Invalid) else shortages.sentences(refusal),
        "lacks": shortages.by_line(data["lines"], known, refusal),
        "alternatives": refusal.facts.get("alternatives", []) if refusal else [],
        "notice": typed.notice,
        "key": web.new_key() if served else data.get("request_key") or web.new_key(),
    }


def _as_it_is(found: ChangeView) -> dict[str, Any]:
    """Return a reservation as its form carries it."""
    return {
        "starts_at": f"{found.mine.starts_at.astimezone(actor().zone):%Y-%m-%dT%H:%M}",
        "ends_at": f"{found.mine.ends_at.astimezone(actor().zone):%Y-%m-%dT%H:%M}",
        "lines": [
            {"item": line.item, "quantity": str(line.quantity), "depot": line.depot}
            for line in found.lines
        ],
    }


def _errors(errors: dict[str, Any] | None, refusal: Refusal | None) -> Any:
    return refusal.facts["errors"] if isinstance(refusal, Invalid) else errors or {}


@blueprint.route("/reservations/<int:reservation_id>/echanger", methods=["GET", "POST"])
@in_view(reservations.show)
def swap(reservation_id: int) -> Page:
    """Exchange the dates of two reservations."""
    if request.method != "POST":
        return _swap_page(reservation_id, {})
    data = web.unfold(request.form, actor().zone)
    try:
        asked = Swap().load(data, unknown=EXCLUDE)
        acts.swap(actor(), reservation_id, asked["other"], key=asked["request_key"])
    except ValidationError as error:
        return _swap_page(reservation_id, data, errors=error.messages_dict), 422
    except (Invalid, NotEnoughAvailable) as refusal:
        return _swap_page(reservation_id, data, refusal=refusal), refusal.status
    return _done(reservation_id, "Les dates sont échangées ; les emprunteurs sont prévenus.")


def _swap_page(
    reservation_id: int,
    data: dict[str, Any],
    *,
    errors: dict[str, Any] | None = None,
    refusal: Refusal | None = None,
) -> str:
    mine = changing(reservation_id, "swap").mine
    return render_template(
        "changes/swap.html",
        mine=mine,
        others=changes.partners(actor(), mine),
        data=data,
        errors=_errors(errors, refusal),
        refusal=[] if isinstance(refusal, Invalid) else shortages.sentences(refusal),
        key=data.get("request_key") or web.new_key(),
    )


@blueprint.route("/reservations/<int:reservation_id>/exemplaires", methods=["GET", "POST"])
@in_view(reservations.show)
def name_copies(reservation_id: int) -> Page:
    """Say which numbered copies a line will get."""
    if request.method != "POST":
        return _copies_page(reservation_id)
    data = web.unfold(request.form, actor().zone) | {"units": request.form.getlist("units")}
    try:
        asked = NameCopies().load(data, unknown=EXCLUDE)
        line, units = asked["line"], tuple(asked["units"])
        acts.name_copies(actor(), reservation_id, line, units, key=asked["request_key"])
    except ValidationError as error:
        return _copies_page(reservation_id, error.messages_dict), 422
    except (Invalid, NotEnoughAvailable, NotFound) as refusal:
        return _copies_page(reservation_id, _of_copies(refusal)), refusal.status
    return _done(reservation_id, "Les exemplaires sont choisis.")


def _of_copies(refusal: Refusal) -> dict[str, Any]:
    """Return why copies cannot be named, as the errors of their field."""
    if isinstance(refusal, Invalid):
        return dict(refusal.facts["errors"])  # type: ignore[call-overload,no-any-return]
    if isinstance(refusal, NotEnoughAvailable):
        return {"units": [TAKEN]}
    return {"units": [messages.refusal(refusal.code, refusal.facts)]}


TAKEN = (
    "Ces exemplaires ne sont pas tous libres à ces dates, ou un autre prêt n’en trouverait plus."
)


def _copies_page(reservation_id: int, errors: dict[str, Any] | None = None) -> str:
    found = changing(reservation_id, "name_copies")
    lines = [line for line in found.lines if line.tracking is Tracking.NUMBERED]
    return render_template(
        "changes/name_copies.html",
        mine=found.mine,
        lines=lines,
        errors=errors or {},
        line=request.form.get("line", ""),
        chosen=request.form.getlist("units"),
    )

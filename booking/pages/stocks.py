"""The stock of an item for those who tend it: what comes, what goes, what rests."""

import re
from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from marshmallow import EXCLUDE, ValidationError
from werkzeug.wrappers import Response

from booking import clock, web
from booking.documents import messages
from booking.errors import Invalid, NotFound, Refusal, StockPromised, WrongMoment
from booking.queries import catalogue, items, reservations, stocks
from booking.queries.stocks import StocksView
from booking.rules.recurrence import Rhythm
from booking.schemas.stocks import Move, Restore, Withhold, moved, withheld
from booking.usecases import stocks as acts
from booking.vocabulary import STAFF, HoldReason
from booking.web import actor, in_view

blueprint = Blueprint("stocks", __name__)

Page = str | tuple[str, int] | Response
KINDS = (
    ("purchase", "Entrée : achat, don, retour"),
    ("loss", "Perte, vol ou mise au rebut"),
    ("more", "Inventaire : il y en a plus"),
    ("less", "Inventaire : il y en a moins"),
)
COUNTED = {"more": "count", "less": "count"}
OUTWARD = {"loss", "less"}
RHYTHMS = (
    (Rhythm.ONCE.value, "une seule fois"),
    (Rhythm.WEEKLY.value, "chaque semaine"),
    (Rhythm.FORTNIGHTLY.value, "toutes les deux semaines"),
    (Rhythm.MONTHLY.value, "chaque mois, le même jour (par exemple le 2e samedi)"),
)


@blueprint.get("/materiel/<int:item_id>/stock")
def show(item_id: int) -> str:
    """Show what each depot has of an item, what is withheld and what came and went."""
    return _page(item_id, {})


@blueprint.post("/materiel/<int:item_id>/stock/mouvements")
@in_view(catalogue.show)
def move(item_id: int) -> Page:
    """Record that so many came in or went for good."""

    def act() -> str:
        asked = Move().load(_movement(), unknown=EXCLUDE)
        acts.move(actor(), moved(asked, _reference(item_id)), key=asked["key"])
        return "Le mouvement est enregistré."

    return _try(item_id, "move", act)


@blueprint.post("/materiel/<int:item_id>/stock/retraits")
@in_view(catalogue.show)
def withhold(item_id: int) -> Page:
    """Keep so many, or some copies, from being lent."""

    def act() -> str:
        asked = Withhold().load(_form(), unknown=EXCLUDE)
        what = withheld(asked, _reference(item_id), actor().zone)
        acts.withhold(actor(), what, key=asked["request_key"])
        return "C’est retiré du prêt."

    return _try(item_id, "withhold", act)


@blueprint.post("/retraits/<int:hold_id>/fin")
@in_view(stocks.item_of_hold)
def restore(hold_id: int) -> Response:
    """Let what was withheld be lent again."""
    item_id = stocks.item_of_hold(actor(), hold_id)
    asked = Restore().load(web.unfold(request.form, actor().zone), unknown=EXCLUDE)
    acts.restore(actor(), hold_id, asked["following"], key=asked["request_key"])
    flash("C’est remis en service.")
    return redirect(url_for("stocks.show", item_id=item_id))


def _reference(item_id: int) -> str:
    return catalogue.show(actor(), item_id).reference


def _form() -> dict[str, Any]:
    """Return the form; a reason to go on counts only when the button for it was pressed."""
    data = web.unfold(request.form, actor().zone)
    data["units"] = request.form.getlist("units")
    if data.get("then") != "despite":
        data.pop("despite", None)
    return data


def _movement() -> dict[str, Any]:
    """Return the movement with the sign of what goes, and the copies named by tick or by word."""
    data = _form()
    movement, quantity = data.get("movement", ""), data.get("quantity", "")
    data["kind"] = COUNTED.get(movement, movement)
    if movement not in OUTWARD:
        data["units"] = re.findall(r"[^\s,;]+", data.get("numbers", ""))
        if data["units"] and not quantity:
            data["quantity"] = str(len(data["units"]))
    elif data["units"]:
        data.pop("quantity", None)
    elif quantity:
        data["quantity"] = f"-{quantity}"
    return data


def _try(item_id: int, name: str, act: Callable[[], str]) -> Page:
    """Do an act of a form of the page, or draw the page again with what is wrong and as typed."""
    try:
        flash(act())
    except ValidationError as error:
        return _again(item_id, name, error.messages_dict), 422
    except Invalid as refusal:
        return _again(item_id, name, refusal.facts["errors"]), refusal.status
    except StockPromised as refusal:
        return _again(item_id, name, _unsaid(), refusal), refusal.status
    except (WrongMoment, NotFound) as refusal:
        if "unit" not in refusal.facts:
            raise
        errors = {"units": [messages.refusal(refusal.code, refusal.facts)]}
        return _again(item_id, name, errors), refusal.status
    return redirect(url_for("stocks.show", item_id=item_id))


def _unsaid() -> dict[str, Any]:
    """Return what is missing when one goes on without saying why."""
    asked = request.form.get("then") == "despite"
    return {"despite": ["Dites pourquoi : ce motif est conservé."]} if asked else {}


def _again(item_id: int, name: str, errors: Any, refusal: Refusal | None = None) -> str:
    promised: Any = refusal.facts["reservations"] if refusal else []
    seen = reservations.by_ids(actor(), [each["id"] for each in promised])
    return _page(
        item_id,
        {
            **request.form.to_dict(),
            "act": name,
            "chosen": request.form.getlist("units"),
            "errors": {"movement": errors.pop("kind", None)} | errors,
            "refusal": messages.refusal(refusal.code, refusal.facts) if refusal else "",
            "promised": promised,
            "requests": {each.id: each.request_id for each in seen},
        },
    )


def _page(item_id: int, typed: dict[str, Any]) -> str:
    found = stocks.show(actor(), item_id)
    return render_template(
        "stocks/show.html",
        item=found,
        parts=catalogue.show(actor(), item_id).parts,
        may_edit=items.may_edit(actor(), item_id),
        typed=typed,
        summary_of=_summary(typed),
        kinds=KINDS,
        reasons=_reasons(found),
        rhythms=RHYTHMS,
        now=clock.now(),
    )


def _summary(typed: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what the page says first: each message leads to its field, in its own form."""
    if not typed:
        return []
    place = f"{typed['act']}-{typed.get('depot', '')}"
    errors = {name: inner for name, inner in typed["errors"].items() if inner}
    found = [(f"{name}-{place}", message) for name, message in web.summary(errors)]
    if typed["refusal"]:
        found.insert(0, (f"despite-{place}", typed["refusal"]))
    return found


def _reasons(found: StocksView) -> list[tuple[str, str]]:
    reasons = [HoldReason.MAINTENANCE, HoldReason.BREAKDOWN, HoldReason.OWNER]
    if found.family == STAFF:
        reasons = [HoldReason.OWNER]
    return [(reason.value, reason.label.capitalize()) for reason in reasons]

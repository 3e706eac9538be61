"""The stock of an item for those who tend it: what comes, what goes, what rests."""

import re
from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from marshmallow import EXCLUDE
from werkzeug.wrappers import Response

from booking import clock, web
from booking.errors import Refusal
from booking.pages import promised
from booking.pages.promised import Page
from booking.queries import catalogue, items, reportable, serving, sources, stocks
from booking.queries.stocks import StocksView
from booking.rules.recurrence import Rhythm
from booking.schemas.stocks import Move, Restore, Withhold, moved, withheld
from booking.usecases import stocks as acts
from booking.vocabulary import STAFF, HoldReason
from booking.web import actor, in_view

blueprint = Blueprint("stocks", __name__)

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

    return attempt(item_id, "move", act)


@blueprint.post("/materiel/<int:item_id>/stock/retraits")
@in_view(catalogue.show)
def withhold(item_id: int) -> Page:
    """Keep so many, or some copies, from being lent."""

    def act() -> str:
        asked = Withhold().load(_form(), unknown=EXCLUDE)
        what = withheld(asked, _reference(item_id), actor().zone)
        acts.withhold(actor(), what, key=asked["request_key"])
        return "C’est retiré du prêt."

    return attempt(item_id, "withhold", act)


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
    """Return the form, in which several copies may be ticked."""
    return promised.form() | {"units": request.form.getlist("units")}


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


def attempt(item_id: int, name: str, act: Callable[[], str | None]) -> Page:
    """Do an act of a form of the page, or draw the page again with what is wrong and as typed."""

    def again(errors: dict[str, Any], refusal: Refusal | None) -> str:
        errors = {"movement": errors.pop("kind", None)} | errors
        shown = promised.typed(name, errors, refusal)
        return _page(item_id, shown | {"chosen": request.form.getlist("units")})

    here = url_for("stocks.show", item_id=item_id)
    return promised.attempt(act, here, again, copies="units")


def _page(item_id: int, typed: dict[str, Any]) -> str:
    found = stocks.show(actor(), item_id)
    return render_template(
        "stocks/show.html",
        item=found,
        parts=catalogue.show(actor(), item_id).parts,
        tellable=reportable.stocks_of(actor(), item_id),
        may_edit=items.may_edit(actor(), item_id),
        typed=typed,
        summary_of=_summary(typed),
        kinds=KINDS,
        reasons=_reasons(found),
        rhythms=RHYTHMS,
        now=clock.now(),
        aside=serving.out_of_service(item_id),
        agendas=sources.of_item(actor(), item_id),
        followable=sources.may_follow(actor(), item_id),
    )


def _summary(typed: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what the page says first: each depot has its forms."""
    if not typed:
        return []
    return promised.summary(typed, f"{typed['act']}-{typed.get('depot', '')}")


def _reasons(found: StocksView) -> list[tuple[str, str]]:
    reasons = [HoldReason.MAINTENANCE, HoldReason.BREAKDOWN, HoldReason.OWNER]
    if found.family == STAFF:
        reasons = [HoldReason.OWNER]
    return [(reason.value, reason.label.capitalize()) for reason in reasons]

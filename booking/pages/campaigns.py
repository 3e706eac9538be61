"""Verification campaigns: by depot, then thing by thing on a phone, then a sheet."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from marshmallow import EXCLUDE, ValidationError
from werkzeug.wrappers import Response

from booking import web
from booking.documents import messages, sheets
from booking.errors import Invalid, NotFound, Refusal, StockPromised, WrongMoment
from booking.queries import campaigns, history, reservations, upkeep
from booking.queries.campaigns import CampaignView, ThingView
from booking.queries.verified import Thing
from booking.rules.asking import Checked
from booking.rules.campaigns import MONTHS
from booking.schemas.campaigns import Check, OfThing, Open
from booking.usecases import campaigns as acts
from booking.web import actor, in_view

blueprint = Blueprint("campaigns", __name__, url_prefix="/controles/campagnes")

Page = str | tuple[str, int] | Response
CHOICES = (6, 12, 24, 36)
"""After how many months without a look one may ask what is to be verified."""
TYPED = {"found", "broken", "withhold", "note"}
COLUMNS = (
    "Référence",
    "Désignation",
    "Exemplaire",
    "Attendus",
    "Trouvés",
    "Résultat",
    "Vérifié le",
    "Par",
    "Note",
    "Retiré du prêt",
)


@blueprint.get("")
def index() -> str:
    """List the depots whose things the actor's commune keeps or lends."""
    asked = web.small_number(request.args.get("mois", ""))
    months = asked if asked in CHOICES else MONTHS
    waiting: dict[int, list[tuple[Thing, date | None]]] = {}
    for thing, last in upkeep.unverified(actor(), months):
        waiting.setdefault(thing.depot_id, []).append((thing, last))
    return render_template(
        "campaigns/index.html",
        depots=upkeep.of_depots(actor(), months),
        waiting=waiting,
        months=months,
        choices=[(each, f"{each} mois") for each in CHOICES],
    )


@blueprint.post("")
def start() -> Response:
    """Begin to verify everything at a depot; where that is under way, lead there."""
    asked = Open().load(_form(), unknown=EXCLUDE)
    try:
        campaign_id = acts.open_campaign(actor(), asked["depot"], key=asked["request_key"])
    except WrongMoment as refusal:
        if "campaign" not in refusal.facts:
            raise
        flash(messages.refusal(refusal.code, refusal.facts), "warning")
        return redirect(url_for("campaigns.show", campaign_id=refusal.facts["campaign"]))
    return redirect(url_for("campaigns.show", campaign_id=campaign_id))


@blueprint.get("/<int:campaign_id>")
def show(campaign_id: int) -> str:
    """Show what is left to verify and what was, or how it ended."""
    return _page(campaign_id, {}, {})


@blueprint.post("/<int:campaign_id>/verifications")
@in_view(campaigns.row)
def check(campaign_id: int) -> Page:
    """Say how a thing was found."""
    typed = _form()
    try:
        asked = Check().load(typed, unknown=EXCLUDE)
        acts.check(actor(), campaign_id, asked["checked"], key=asked["key"])
    except ValidationError as error:
        return _page(campaign_id, typed, error.messages_dict), 422
    except Invalid as refusal:
        errors: Any = refusal.facts["errors"]
        name = "broken" if asked["checked"].broken else "found"
        return _page(campaign_id, typed, {name: errors.get("quantity", [])}), refusal.status
    except StockPromised as refusal:
        return _page(campaign_id, typed, _promised(asked["checked"], refusal), refusal), 409
    except (WrongMoment, NotFound) as refusal:
        if "unit" not in refusal.facts:
            raise
        return _page(campaign_id, typed, {"note": [_said(refusal)]}), refusal.status
    flash("C’est noté.")
    return redirect(url_for("campaigns.show", campaign_id=campaign_id, _anchor="reste"))


def _promised(checked: Checked, refusal: Refusal) -> dict[str, list[str]]:
    """Return beside which field it is said that others count on what is not there."""
    if checked.found is not None and checked.unit_id is None:
        return {"found": [f"{_said(refusal)} Prévenez qui gère le parc."]}
    return {"withhold" if checked.unit_id else "broken": [_said(refusal)]}


def _said(refusal: Refusal) -> str:
    return messages.refusal(refusal.code, refusal.facts)


@blueprint.post("/<int:campaign_id>/annuler")
@in_view(campaigns.row)
def undo(campaign_id: int) -> Response:
    """Take the last check of a thing back."""
    asked = OfThing().load(_form(), unknown=EXCLUDE)
    thing = asked["stock"], asked["unit"]
    try:
        acts.undo(actor(), campaign_id, *thing, key=asked["request_key"])
        flash("La vérification est annulée.")
    except StockPromised as refusal:
        flash(_said(refusal), "warning")
    return redirect(url_for("campaigns.show", campaign_id=campaign_id, _anchor="reste"))


@blueprint.post("/<int:campaign_id>/cloture")
@in_view(campaigns.row)
def close(campaign_id: int) -> Response:
    """End a campaign; its summary is then its page."""
    acts.close(actor(), campaign_id, key=_form().get("request_key"))
    flash("La vérification est close.")
    return redirect(url_for("campaigns.show", campaign_id=campaign_id))


@blueprint.get("/<int:campaign_id>/export.csv")
def export(campaign_id: int) -> Response:
    """Give what was found, as a table."""
    seen = campaigns.show(actor(), campaign_id)
    answer = make_response(sheets.as_csv([COLUMNS, *_rows(seen)]))
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    name = f"verification-{seen.opened_at.astimezone(actor().zone):%Y-%m-%d}-{campaign_id}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _rows(seen: CampaignView) -> Iterator[Sequence[sheets.Value]]:
    for each in seen.things:
        thing, found = each.thing, each.check
        yield (
            thing.reference,
            thing.name,
            thing.number,
            found.expected if found else thing.quantity,
            found.found if found else None,
            _words(each),
            found.day if found else None,
            found.by if found else "",
            found.note if found else "",
            "oui" if found and found.withheld else "",
        )


def _words(each: ThingView) -> str:
    if each.check and each.check.finding == "remarks" and each.outcome == "in_order":
        return "en ordre, avec remarque"
    return each.outcome.label


def _form() -> dict[str, Any]:
    return web.unfold(request.form, actor().zone)


def _page(
    campaign_id: int, typed: dict[str, Any], errors: dict[str, Any], refusal: Refusal | None = None
) -> str:
    """Draw a campaign; a check that was refused stands open, as it was typed."""
    promised: Any = refusal.facts.get("reservations", []) if refusal else []
    seen = reservations.by_ids(actor(), [each["id"] for each in promised])
    place = f"{typed.get('stock', '')}-{typed.get('unit', 0)}"
    campaign = campaigns.show(actor(), campaign_id)
    return render_template(
        "campaigns/show.html",
        campaign=campaign,
        events=history.of(actor(), "campaign", campaign_id),
        typed={**typed, "place": place, "errors": errors} if errors else {},
        summary_of=_summary(campaign, place, errors),
        promised=promised,
        requests={each.id: each.request_id for each in seen},
    )


def _summary(campaign: CampaignView, place: str, errors: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what the page says first; a message leads to its field where the page has it."""
    shown = not campaign.closed_at and place in {each.place for each in campaign.things}
    return [
        (f"{name}-{place}" if shown and name in TYPED else "", message)
        for name, message in web.summary(errors)
    ]

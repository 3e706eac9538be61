"""The catalogue: what is free on which dates, and the choice one carries along."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, cast

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from marshmallow import ValidationError
from werkzeug.wrappers import Response

from booking import clock, web
from booking.documents import rulebook
from booking.pages import kits, late
from booking.period import Period
from booking.queries import (
    catalogue,
    entering,
    files,
    inspections,
    levels,
    proposals,
    reportable,
    requirement_table,
    schedule,
    search,
    serving,
    stocks,
)
from booking.queries import items as own
from booking.queries.catalogue import ItemView
from booking.queries.search import Search
from booking.rules.access import Actor, Parties, may
from booking.schemas import Instant
from booking.vocabulary import Role
from booking.web import actor

blueprint = Blueprint("catalogue", __name__)

FRIDAY = 4
SOON = 5
SIZE = 40
"""So many items on a page: what a phone loads on a bad line."""
LONGEST = 80


@dataclass(frozen=True)
class Dates:
    """The dates as typed, and the period when they make one."""

    starts_at: str
    ends_at: str
    period: Period | None
    error: str = ""


@blueprint.get("/materiel")
def index() -> str:
    """Show the catalogue with what is free on the dates, and what is chosen so far."""
    who = actor()
    dates = read_dates(who, request.args.get("du", ""), request.args.get("au", ""))
    if dates.period and dates.period.ends_at <= clock.now():
        dates = Dates(dates.starts_at, dates.ends_at, None, "Ces dates sont passées.")
    if dates.period:
        remember(dates.period)
    depots = search.depots(who)
    asked = read_search(dates.period, depots)
    found = search.page(who, asked, web.small_number(request.args.get("page", "")) or 1, SIZE)
    chosen = cart()
    return render_template(
        "catalogue/index.html",
        dates=dates,
        asked=asked,
        depots=depots,
        found=found,
        cart=chosen,
        names=catalogue.names(who, chosen),
        may_ask=may_ask(who),
        entered=entering.pools(who),
        may_label=bool(who.roles & {Role.MANAGER, Role.TECHNICIAN}),
        may_make=kits.may_make(who),
        late=late.of_items(who, [item.id for item in found.items], dates.period),
        elsewhere=_elsewhere(who, found.items, chosen, dates.period),
    )


@blueprint.get("/materiel/liste")
def listed() -> str:
    """Show what was searched on one sheet to print."""
    who = actor()
    dates = read_dates(who, request.args.get("du", ""), request.args.get("au", ""))
    asked = read_search(dates.period, search.depots(who))
    return render_template(
        "catalogue/listed.html", dates=dates, asked=asked, items=search.every(who, asked)
    )


def read_search(period: Period | None, depots: list[tuple[int, str]]) -> Search:
    """Return what the address asks for; a depot that does not exist is none."""
    depot = request.args.get("depot", "")
    return Search(
        period=period,
        words=request.args.get("q", "")[:LONGEST],
        family=request.args.get("famille", ""),
        quantity=web.small_number(request.args.get("quantite", "")) or 0,
        depot_id=next((id for id, _ in depots if str(id) == depot), None),
    )


def _elsewhere(
    who: Actor, items: list[ItemView], chosen: dict[str, int], period: Period | None
) -> dict[str, list[Period]]:
    """Return, for each choice that does not fit, the nearest periods in which it would."""
    if period is None:
        return {}
    return {
        item.reference: proposals.elsewhen(who, {item.id: chosen[item.reference]}, period)
        for item in items
        if item.available < chosen.get(item.reference, 0) <= item.quantity
    }


@blueprint.post("/materiel")
def choose() -> Response:
    """Keep the quantities typed, then search again or go on to the request."""
    who = actor()
    form = web.unfold(request.form, who.zone)
    chosen = cart()
    for line in form.get("lines", []):
        item, typed = line.get("item", ""), line.get("quantity", "0")
        quantity = web.small_number(typed)
        if quantity is None:
            flash(f"« {typed[:20]} » n’est pas une quantité.", "error")
        elif item and item.isprintable() and quantity:
            chosen[item] = quantity
        else:
            chosen.pop(item, None)
    chosen |= taken(form)
    session["cart"] = chosen
    typed = request.form.get("starts_at", ""), request.form.get("ends_at", "")
    if all(typed) and (period := read_dates(who, *typed).period):
        remember(period)
    if form.get("then") == "ask" and chosen:
        return redirect(url_for("asking.ask"))
    if form.get("then") == "ask":
        flash("Choisissez d’abord une quantité.", "error")
    return redirect(
        url_for(
            "catalogue.index",
            du=request.form.get("starts_at") or None,
            au=request.form.get("ends_at") or None,
            q=form.get("q"),
            depot=form.get("depot"),
            quantite=form.get("quantity"),
            page=form.get("page"),
            famille=(request.form.getlist("family") or [""])[-1]
            or None,  # a button pressed comes last,
        )
    )


@blueprint.get("/materiel/<int:item_id>")
def show(item_id: int) -> str:
    """Show one item: where it is, what it asks for, what is free on the dates."""
    dates = read_dates(actor(), "", "")
    item = catalogue.show(actor(), item_id, dates.period)
    return render_template(
        "catalogue/show.html",
        item=item,
        offered=search.offered(actor(), item_id, dates.period),
        dates=dates,
        late=late.of_items(actor(), [item_id], dates.period),
        chosen=cart(),
        may_ask=may_ask(actor()),
        entered=entering.pools(actor()),
        may_edit=own.may_edit(actor(), item_id),
        may_report=bool(reportable.stocks_of(actor(), item_id)),
        may_tend=stocks.may_tend(actor(), item_id),
        weeks=levels.weeks(actor(), item_id),
        aside=serving.out_of_service(item_id),
        files=files.of_item(actor(), item_id),
        applying=requirement_table.of_item(actor(), item_id),
        words=rulebook,
        controls=schedule.told(actor(), item_id),
        may_inspect=not item.parts and inspections.may_read(actor(), item_id),
    )


def may_ask(who: Actor) -> bool:
    """Tell whether the actor's role asks for equipment; others only look."""
    mine = Parties(who.territory_id, borrower_id=who.organization_id)
    return may(who, "reservation.request", mine)


def cart() -> dict[str, int]:
    """Return what is chosen so far, by reference."""
    return dict(session.get("cart", {}))


def taken(form: dict[str, Any]) -> dict[str, int]:
    """Return the quantity that a button proposed, by reference."""
    reference, _, typed = form.get("take", "").rpartition(":")
    quantity = web.small_number(typed)
    return {reference: quantity} if quantity is not None and reference.isprintable() else {}


def remember(period: Period) -> None:
    """Keep the dates while one moves about."""
    session["period"] = [period.starts_at.isoformat(), period.ends_at.isoformat()]


def read_dates(who: Actor, starts_at: str, ends_at: str) -> Dates:
    """Return the dates given, else those kept, else the next convenient weekend."""
    if not starts_at and not ends_at:
        period = _kept() or _next_weekend(who)
        first, last = (
            f"{at.astimezone(who.zone):%Y-%m-%dT%H:%M}" for at in (period.starts_at, period.ends_at)
        )
        return Dates(first, last, period)
    try:
        first_at, last_at = (
            Instant().deserialize(web.localized(text, who.zone)) for text in (starts_at, ends_at)
        )
    except ValidationError:
        return Dates(
            starts_at, ends_at, None, "Donnez une date et une heure de retrait et de retour."
        )
    if last_at.astimezone(UTC) <= first_at.astimezone(UTC):
        return Dates(starts_at, ends_at, None, "Le retour doit venir après le retrait.")
    return Dates(starts_at, ends_at, Period(first_at, last_at))


def _kept() -> Period | None:
    kept = cast(list[str], session.get("period", []))
    if not kept:
        return None
    period = Period(*(datetime.fromisoformat(text) for text in kept))
    return period if period.starts_at > clock.now() else None


def _next_weekend(who: Actor) -> Period:
    """Return the first weekend that is not too close, from Friday afternoon to Monday morning."""
    day = clock.today(who.zone) + timedelta(days=SOON)
    friday = day + timedelta(days=(FRIDAY - day.weekday()) % 7)
    return Period(
        datetime.combine(friday, time(14), who.zone),
        datetime.combine(friday + timedelta(days=3), time(10), who.zone),
    )

"""Today at the counter: what leaves, what comes back, and the sheet to prepare it by."""

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, redirect, render_template, request, session, url_for
from marshmallow import ValidationError
from werkzeug.wrappers import Response

from booking import clock
from booking.queries import counter, incident_views, reportable, scanned
from booking.queries import preparation as prepared
from booking.queries.counter import Entry
from booking.schemas.counter import Counter
from booking.web import actor

blueprint = Blueprint("counter", __name__)

A_DAY = timedelta(days=1)
MOST = 40
"""So many rows a group: what a phone loads on a bad line."""
FORMS = {
    "hand_over": "handing.record",
    "hand_over_more": "handing.record",
    "take_back": "returning.record",
    "close": "returning.state",
}
"""Where each act of the counter is done."""


@blueprint.get("/comptoir")
def index() -> str | Response | tuple[str, int]:
    """Show what the counter has to do; a number scanned or typed leads to its form."""
    try:
        asked = Counter().load(_given())
    except ValidationError as error:
        return _page({"depot": None, "jour": None}, error=_said(error)), 422
    if not asked["code"]:
        return _page(asked)
    found = scanned.find(actor(), asked["code"])
    if found and len(found.ready) == 1:
        return redirect(form_of(found.ready[0]))
    return _page(asked, code=asked["code"], found=found)


@blueprint.get("/comptoir/preparation")
def preparation() -> str:
    """Draw the sheet by which a day is prepared, to be printed."""
    asked = _read()
    who = actor()
    day = asked["jour"] or clock.today(who.zone)
    around = _around(asked, day)
    return render_template(
        "counter/preparation.html", sheets=prepared.sheets(who, day, around["depot"]), **around
    )


def form_of(entry: Entry) -> str:
    """Return the address of the form by which an entry passes the counter, or is settled."""
    return form_at(entry.act, entry.reservation.id)


def form_at(act: str, reservation_id: int) -> str:
    """Return the address of the form of an act of the counter."""
    return url_for(FORMS[act], reservation_id=reservation_id)


def _given() -> dict[str, str]:
    """Return what the address says; the depot last chosen stays chosen."""
    if "depot" in request.args:
        session["depot"] = request.args["depot"]
    given = {name: value for name, value in request.args.items() if value.strip()}
    kept = str(session.get("depot", ""))
    return {"depot": kept, **given} if kept else given


def _read() -> dict[str, Any]:
    """Return what the address says; what cannot be read is as if nothing was said."""
    given = _given()
    wrong = Counter().validate(given)
    asked: dict[str, Any] = Counter().load({n: v for n, v in given.items() if n not in wrong})
    return asked


def _page(
    asked: dict[str, Any], *, code: str = "", found: scanned.Found | None = None, error: str = ""
) -> str:
    who = actor()
    around = _around(asked, asked["jour"] or clock.today(who.zone))
    return render_template(
        "counter/index.html",
        **around,
        known=counter.today(who, asked["jour"], around["depot"]),
        code=code,
        found=found,
        error=error,
        form_of=form_of,
        lends=counter.lends(who),
        reports=incident_views.may_report_some(who),
        tellable=bool(found and found.item_id and reportable.stocks_of(who, found.item_id)),
        most=MOST,
    )


def _around(asked: dict[str, Any], day: date) -> dict[str, Any]:
    """Return what both pages show around: the day, those beside it, the depots to choose from."""
    depots = counter.my_depots(actor())
    return {
        "day": day,
        "today": clock.today(actor().zone),
        "before": day - A_DAY,
        "after": day + A_DAY,
        "depots": depots,
        "depot": asked["depot"] if asked["depot"] in dict(depots) else None,
    }


def _said(error: ValidationError) -> str:
    """Return what is wrong with an address, in one sentence."""
    return " ".join(each for messages in error.messages_dict.values() for each in messages)

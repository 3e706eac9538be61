"""Keeping longer what is out: one screen and one button, signed in or by a link in a mail."""

from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from marshmallow import EXCLUDE, ValidationError
from werkzeug.wrappers import Response

from booking import clock, web
from booking.documents import lateness as words
from booking.documents.words import due
from booking.errors import Invalid, NotAllowed, NotEnoughAvailable, Refusal, WrongMoment
from booking.pages import shortages
from booking.queries import extending, reservations
from booking.rules import lifecycle
from booking.rules.access import Actor
from booking.schemas.changes import Extend
from booking.schemas.reservations import as_seen
from booking.usecases import lateness
from booking.web import actor, in_view

blueprint = Blueprint("extending", __name__)

Page = str | tuple[str, int] | Response
REDRAWN = (Invalid, NotEnoughAvailable, WrongMoment)
"""What is said on the form itself, nothing lost."""


@dataclass(frozen=True)
class Typed:
    """What was typed, and what came of it; `by_mail`: nobody is signed in."""

    data: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, Any] = field(default_factory=dict)
    refusal: Refusal | None = None
    by_mail: bool = False


@blueprint.route("/reservations/<int:reservation_id>/prolonger", methods=["GET", "POST"])
@in_view(reservations.show)
def ask(reservation_id: int) -> Page:
    """Keep things longer, or ask for it."""
    who = actor()
    _require_possible(who, reservation_id)
    if request.method != "POST":
        return form(who, reservation_id, Typed())
    data = web.unfold(request.form, who.zone)
    try:
        asked = read(data)
        given = (asked["ends_at"], asked["reason"])
        lateness.extend(who, reservation_id, *given, **as_seen(asked))
    except ValidationError as error:
        return form(who, reservation_id, Typed(data, error.messages_dict)), 422
    except REDRAWN as refusal:
        return form(who, reservation_id, Typed(data, refusal=refusal)), refusal.status
    flash(done(who, reservation_id))
    request_id = reservations.show(who, reservation_id).request_id
    return redirect(url_for("reservations.show", request_id=request_id))


def _require_possible(who: Actor, reservation_id: int) -> None:
    mine = reservations.show(who, reservation_id)
    if "extend" not in mine.possible:
        lifecycle.move(mine.status, "extend", mine.awaited)
        raise NotAllowed("not_allowed", act="reservation.extend")


def read(data: dict[str, Any]) -> dict[str, Any]:
    """Return what a form asks; raises ValidationError."""
    asked: dict[str, Any] = Extend().load(data, unknown=EXCLUDE)
    return asked


def done(who: Actor, reservation_id: int) -> str:
    """Return what became of it: granted, or asked of the manager."""
    mine = reservations.show(who, reservation_id)
    if mine.change_due_at is None:
        return "La prolongation est accordée ; l’autre partie est prévenue."
    return (
        f"La prolongation est demandée à {mine.manager}. "
        "D’ici sa réponse, la date de retour convenue reste la même."
    )


def form(who: Actor, reservation_id: int, typed: Typed) -> str:
    """Draw the form: the next return possible, until when the things are free, who waits."""
    found, refusal = extending.show(who, reservation_id), typed.refusal
    known = refusal.facts.get("errors", {}) if isinstance(refusal, Invalid) else {}
    proposed = f"{found.proposed.astimezone(who.zone):%Y-%m-%dT%H:%M}"
    mine, now = found.mine, clock.now()
    return render_template(
        "extending/ask.html",
        found=found,
        mine=mine,
        who=who,
        ends=due(mine.ends_at.astimezone(who.zone)),
        free=due(found.free_until.astimezone(who.zone)) if found.free_until else "",
        late=words.since(mine.ends_at, now, who.zone) if mine.ends_at < now else "",
        next_ones=words.next_ones(found.awaited.next, who.zone),
        data={
            "ends_at": typed.data.get("ends_at", proposed)[:16],
            "reason": typed.data.get("reason", ""),
        },
        errors=known or typed.errors,
        refusal=[] if known else shortages.sentences(refusal),
        by_mail=typed.by_mail,
        key=typed.data.get("request_key") or web.new_key(),
    )

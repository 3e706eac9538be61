"""The page that a link in a mail opens: one act, one person, one button; opening does nothing."""

import hashlib
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, request
from marshmallow import ValidationError

from booking import clock, web
from booking.documents import words
from booking.errors import WrongMoment
from booking.links import Errand, Signer
from booking.pages import extending
from booking.pages.extending import Typed
from booking.queries import amendments, errands
from booking.queries.amendments import AmendmentView
from booking.queries.errands import Found
from booking.usecases.mailed import perform
from booking.web import settings

blueprint = Blueprint("mailed", __name__)

Page = str | tuple[str, int]

ACTS = {
    "cancel": ("Retirer la demande", "La demande est retirée ; le matériel est libre."),
    "accept": ("Accepter la proposition", "La proposition est acceptée ; la demande est validée."),
    "decline": ("Décliner la proposition", "La proposition est déclinée ; la demande reste posée."),
    "extend": ("Prolonger le prêt", "La demande de prolongation est enregistrée."),
    "confirm": ("Confirmer la place", "La place est confirmée ; la demande est déposée."),
}
"""What the button says of each act, and what is said once it is done."""
OF_PROPOSALS = frozenset({"accept", "decline"})
"""The acts that answer another version."""
EXTENDS = "extend"
"""The act that asks for more than a button: until when."""


@blueprint.route("/courriel/<string:token>", methods=["GET", "POST"])
def show(token: str) -> Page:
    """Show what a link would do, and do it only when the button is pressed."""
    errand = Signer(settings().secret_key).read_errand(token, clock.now())
    if errand is None:
        return _dead(404)
    if request.method == "POST":
        return _done(errand, hashlib.sha256(token.encode()).hexdigest())
    found = errands.find(errand)
    if found and errand.act == EXTENDS:
        return extending.form(found.actor, found.reservation.id, Typed(by_mail=True))
    return _asked(errand, found) if found else _dead(404)


def _dead(status: int) -> Page:
    return render_template("mailed/show.html", label=""), status


def _done(errand: Errand, key: str) -> Page:
    """Do what is asked, once; whoever presses again reads that it is done."""
    if not errands.is_done(errand, key):
        found = errands.find(errand)
        if found is None:
            return _dead(404)
        try:
            if errand.act == EXTENDS:
                return _extended(found, errand, key)
            perform(found, errand, key)
        except WrongMoment as refusal:
            if refusal.code != "changed_meanwhile":
                raise
            return _dead(refusal.status)
    label, said = ACTS[errand.act]
    return render_template("mailed/show.html", label=label, said=said)


def _extended(found: Found, errand: Errand, key: str) -> Page:
    """Keep things longer, or draw the form again with what stops it, nothing lost."""
    who, mine = found.actor, found.reservation.id
    data = web.unfold(request.form, who.zone)
    try:
        asked = extending.read(data)
        perform(found, errand, key, ends_at=asked["ends_at"], reason=asked["reason"])
    except ValidationError as error:
        typed = Typed(data, error.messages_dict, by_mail=True)
        return extending.form(who, mine, typed), 422
    except extending.REDRAWN as refusal:
        if refusal.code == "changed_meanwhile":
            raise
        typed = Typed(data, refusal=refusal, by_mail=True)
        return extending.form(who, mine, typed), refusal.status
    label, said = ACTS[EXTENDS][0], extending.done(who, mine)
    return render_template("mailed/show.html", label=label, said=said)


def _asked(errand: Errand, found: Found) -> str:
    """Draw what the link does, in the time zone of the person, who is not signed in."""
    mine, zone = found.reservation, found.actor.zone
    change = amendments.latest(found.actor, mine.id) if errand.act in OF_PROPOSALS else None
    offered = mine.reply_due_at if errand.act == "confirm" else None
    return render_template(
        "mailed/show.html",
        found=found,
        mine=mine,
        label=ACTS[errand.act][0],
        span=words.span(mine.starts_at.astimezone(zone), mine.ends_at.astimezone(zone)),
        changes=list(_compared(change, zone)) if change else [],
        place=words.moment(offered.astimezone(zone)) if offered else "",
    )


def _compared(change: AmendmentView, zone: ZoneInfo) -> Iterator[tuple[str, str, str]]:
    """Yield what would change: its name, what was asked for, what is proposed."""
    for what, said, before, after in (
        ("Retrait", words.moment, change.starts_before, change.starts_at),
        ("Retour", words.due, change.ends_before, change.ends_at),
    ):
        yield what, said(before.astimezone(zone)), said(after.astimezone(zone))
    for line in change.lines:
        yield (
            line.name,
            _counted(line.before, line.depot_before),
            _counted(line.after, line.depot_after),
        )


def _counted(quantity: int, depot: str) -> str:
    return ", ".join(filter(None, [str(quantity or "aucun"), depot]))

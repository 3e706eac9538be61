"""The queue of a manager: what to answer, the most urgent first, one by one or several at once."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from marshmallow import EXCLUDE, ValidationError
from werkzeug.wrappers import Response

from booking import web
from booking.documents import messages
from booking.errors import Refusal
from booking.pages import decisions
from booking.queries import contests, queue, reservations, reviews
from booking.rules import turns
from booking.schemas.reservations import Refuse
from booking.usecases import reservations as acts
from booking.vocabulary import Role
from booking.web import actor

blueprint = Blueprint("queue", __name__)

Page = str | tuple[str, int] | Response
TITLES = {
    "late": "Réponses en retard",
    "today": "À répondre aujourd’hui",
    "tomorrow": "À répondre demain",
    "week": "À répondre dans les sept jours",
    "later": "À répondre plus tard",
}


@blueprint.get("/a-traiter")
def index() -> str:
    """List what waits for the manager's answer, then for the borrower's reply."""
    return _page({})


def _page(errors: dict[str, Any], **shown: Any) -> str:
    who = actor()
    found = queue.awaiting_us(who)
    again = [
        (each.reservation, [messages.verdict(verdict) for verdict in each.verdicts])
        for each in reviews.to_review(who)
    ]
    return render_template(
        "queue/index.html",
        sections=[
            (TITLES[when], when, [each for each in found if each.when == when])
            for when in turns.WHEN
            if any(each.when == when for each in found)
        ],
        contested=contests.to_answer(who),
        count=len(found),
        several=any(not each.reservation.change_due_at for each in found),
        waiting=queue.awaiting_borrowers(who),
        again=again,
        usual=decisions.USUAL,
        may_bring=Role.MANAGER in who.roles,
        errors=errors,
        chosen=request.form.getlist("chosen"),
        typed=request.form,
        **shown,
    )


@blueprint.post("/a-traiter")
def decide() -> Page:
    """Answer each of those that are ticked, apart; say of which that was not possible, and why."""
    ids = [int(each) for each in request.form.getlist("chosen") if _is_id(each)]
    refusing = request.form.get("act") == "refuse"
    try:
        said = _reason() if refusing else ()
    except ValidationError as error:
        return _page(error.messages_dict), 422
    if not ids:
        return _page({"chosen": ["Cochez au moins une demande."]}), 422
    names = {each.id: each for each in reservations.by_ids(actor(), ids)}
    outcomes = {each: _answer(each, said) for each in dict.fromkeys(ids)}
    failures = [(names.get(each), why) for each, why in outcomes.items() if why]
    sentence = _counted(len(outcomes) - len(failures), "refusée" if refusing else "validée")
    if failures:
        return _page({}, done=sentence, failures=failures), 409
    flash(sentence)
    return redirect(url_for("queue.index"))


def _is_id(text: str) -> bool:
    return text.isdecimal() and len(text) < 10


def _reason() -> tuple[Any, ...]:
    read = Refuse().load(web.unfold(request.form, actor().zone), unknown=EXCLUDE)
    return read["reason"], read["usual"]


def _answer(reservation_id: int, said: tuple[Any, ...]) -> str:
    """Approve one request, or refuse it for a reason; return why not, when it is not possible."""
    given: dict[str, Any] = {
        "seen": web.small_number(request.form.get(f"revision-{reservation_id}", "")),
        "key": request.form.get(f"key-{reservation_id}") or None,
    }
    try:
        if said:
            acts.refuse(actor(), reservation_id, *said, **given)
        else:
            acts.approve(actor(), reservation_id, **given)
    except Refusal as refusal:
        return decisions.said(refusal, actor().zone)
    return ""


def _counted(count: int, done: str) -> str:
    if not count:
        return f"Aucune demande n’est {done}."
    if count == 1:
        return f"Une demande est {done} ; l’emprunteur est prévenu."
    return f"{count} demandes sont {done}s ; les emprunteurs sont prévenus."

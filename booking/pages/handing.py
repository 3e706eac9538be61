"""The hand-over at the counter: count, choose the copies, sign."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from marshmallow import EXCLUDE, ValidationError
from werkzeug.wrappers import Response

from booking.documents import messages
from booking.errors import Invalid, NotAllowed, NotFound, Refusal, WrongMoment
from booking.fitness import Moment
from booking.handling import Direction, Wear
from booking.pages import passed, settling
from booking.queries import declared, handing, reservations
from booking.queries import loans as loans_read
from booking.queries.handing import LineToLeave, ToLeave
from booking.queries.views import ReservationView
from booking.rules.handing import ACCEPT
from booking.schemas import shots
from booking.schemas.handing import NOBODY, SIGNED, HandOver
from booking.usecases import loans
from booking.web import actor, in_view, summary, unfold

blueprint = Blueprint("handing", __name__)

Page = str | tuple[str, int] | Response
LISTS = ("lines", "accessories")
WEARS = [(each.value, each.label) for each in Wear if each is not Wear.OUT_OF_SERVICE]
"""What is out of service does not leave."""
TOLD = frozenset({"block", "owed", "warn", "overridden"})
"""What one must know, or settle, before things leave."""


@blueprint.route("/comptoir/remise/<int:reservation_id>", methods=["GET", "POST"])
@in_view(reservations.show)
def record(reservation_id: int) -> Page:
    """Count what leaves, choose the copies, have the instructions accepted, sign."""
    if request.method != "POST":
        return _fresh(reservation_id)
    loans_read.require_keeper(actor(), reservation_id)
    before, data = reservations.show(actor(), reservation_id), _typed()
    try:
        asked = HandOver().load(data | shots.sent(request.files), unknown=EXCLUDE)
        # not by its status: the same form sent again is the same act
        act = loans.hand_over_more if request.form.get("rest") else loans.hand_over
        act(actor(), reservation_id, asked["passing"], key=asked["key"])
    except ValidationError as error:
        return _page(handing.show(actor(), reservation_id), data, error.messages_dict), 422
    except (Invalid, NotFound, WrongMoment) as refusal:
        return _refused(reservation_id, data, refusal)
    after = reservations.show(actor(), reservation_id)
    flash(_done(before, after), "counter")
    return redirect(url_for("reservations.show", request_id=after.request_id), 303)


def _done(before: ReservationView, after: ReservationView) -> str:
    """Return what became of the hand-over, and of what did not leave."""
    freed = sum(line.quantity for line in before.lines) - sum(line.quantity for line in after.lines)
    kept = sum(line.kept for line in after.lines)
    said = [
        "La remise est enregistrée ; l’emprunteur est prévenu.",
        f"Ce qui n’est pas parti ({freed}) est libre pour les autres." if freed > 0 else "",
        f"Ce qui reste à remettre ({kept}) lui est gardé." if kept else "",
    ]
    return " ".join(filter(None, said))


def _fresh(reservation_id: int) -> Page:
    try:
        return _page(handing.show(actor(), reservation_id), {}, {})
    except WrongMoment as refusal:
        return passed.page(refusal, reservation_id, Direction.OUT)


def _typed() -> dict[str, Any]:
    data = unfold(request.form, actor().zone, LISTS)
    return data | {"seen": request.form.getlist("seen")}


def _refused(reservation_id: int, data: dict[str, Any], refusal: Refusal) -> Page:
    """Show the form again with why nothing was recorded; raises what no form explains."""
    if refusal.code in {"request_key_reused", "nothing_kept"}:
        raise refusal
    if refusal.code == "wrong_moment":
        return passed.page(refusal, reservation_id, Direction.OUT)
    try:
        form = handing.show(actor(), reservation_id)
    except NotAllowed:
        raise refusal from None
    except WrongMoment as late:
        return passed.page(late, reservation_id, Direction.OUT)
    return _page(form, data, _beside(form, data, refusal), refusal), refusal.status


def _beside(form: ToLeave, data: Mapping[str, Any], refusal: Refusal) -> dict[str, Any]:
    """Return a refusal as errors of the fields that it is about."""
    known: Any = refusal.facts.get("errors")
    if known:
        return dict(known)
    rows: list[Any] = data.get("lines", [])
    if unit := refusal.facts.get("unit"):
        said = [messages.refusal(refusal.code, refusal.facts)]
        named = [rank for rank, row in enumerate(rows) if row.get("unit") == unit]
        return {"lines": {rank: {"unit": said} for rank in named}} if named else {}
    most: Any = refusal.facts.get("at_most", ())
    at_most = {str(each["line"]): each["quantity"] for each in most}
    found = {
        rank: {"quantity": [f"{at_most[row['line']]} au plus sont libres jusqu’au retour."]}
        for rank, row in enumerate(rows)
        if row.get("line") in at_most
    }
    return {"lines": found} if found else {}


def _page(
    form: ToLeave, data: dict[str, Any], errors: dict[str, Any], refusal: Refusal | None = None
) -> str:
    mine = form.mine
    judged = settling.drawn(mine.id, Moment.HAND_OVER)
    told = [each for each in judged if each["level"] in TOLD]
    people = {each.holder for each in declared.for_loan(actor(), mine.id)}
    return render_template(
        "handing/record.html",
        form=form,
        mine=mine,
        lines=_lines(form, data, errors),
        accessories=_accessories(form, data, errors),
        told=told,
        to_see=[(each["requirement"], each["text"]) for each in told if each["may_see"]],
        may_waive=any(each["may_override"] for each in told),
        blocked=any(
            each["level"] == "block" and not (each["may_override"] or each["may_see"])
            for each in told
        ),
        drivers=[(name, name) for name in sorted(people)],
        wears=WEARS,
        data=data,
        errors=errors,
        wrong=[("", each) for each in _said(refusal, errors)] + summary(errors),
        keeper=data.get("keeper_name", "") or actor().name,
        borrower=data.get("borrower_name", ""),
        signed=SIGNED,
        nobody=NOBODY,
        accept=ACCEPT,
    )


def _said(refusal: Refusal | None, errors: Mapping[str, Any]) -> list[str]:
    """Return what no field says of a refusal."""
    if refusal is None or errors:
        return []
    return [messages.refusal(refusal.code, refusal.facts), *messages.details(refusal.facts)]


def _lines(form: ToLeave, data: Mapping[str, Any], errors: Mapping[str, Any]) -> list[Any]:
    """Return each line with its rows of the form: one, or one for each copy and one more."""
    typed: list[dict[str, Any]] = list(data.get("lines", ()))
    wrong: Any = errors.get("lines", {})
    wrong = wrong if isinstance(wrong, Mapping) else {}
    found, place = [], 0
    for line in form.lines:
        rows = []
        for default in _defaults(line):
            row = typed[place] if place < len(typed) else {}
            mine = row if row.get("line") == str(line.id) else None
            values = default if mine is None else mine
            rows.append({"place": place, "typed": values, "errors": wrong.get(place, {})})
            place += 1
        found.append({"line": line, "rows": rows, "open": any(each["errors"] for each in rows)})
    return found


def _defaults(line: LineToLeave) -> list[dict[str, Any]]:
    if not line.numbered:
        return [{"quantity": line.quantity, "wear": Wear.GOOD}]
    proposed = [*line.proposed, *[""] * (line.quantity - len(line.proposed))]
    spare = [""] if len(line.copies) > line.quantity else []
    return [{"unit": unit, "wear": Wear.GOOD} for unit in proposed + spare]


def _accessories(
    form: ToLeave, data: Mapping[str, Any], errors: Mapping[str, Any]
) -> dict[int, list[dict[str, Any]]]:
    """Return what goes with each line, to be counted for all of it."""
    typed: list[dict[str, Any]] = list(data.get("accessories", ()))
    wrong: Any = errors.get("accessories", {})
    wrong = wrong if isinstance(wrong, Mapping) else {}
    found: dict[int, list[dict[str, Any]]] = {}
    place = 0
    for line in form.lines:
        for goes in line.accessories:
            row = typed[place] if place < len(typed) else {}
            expected = goes.quantity * line.quantity
            counted = row.get("counted", 0) if row else expected
            facts = {"place": place, "line": line.id, "name": goes.name, "expected": expected}
            error = wrong.get(place, {}).get("counted")
            found.setdefault(line.id, []).append(facts | {"counted": counted, "error": error})
            place += 1
    return found

"""Taking things back, a loan's departure beside its return, contesting it, closing it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from marshmallow import EXCLUDE, Schema, ValidationError
from werkzeug.wrappers import Response

from booking import web
from booking.documents import messages
from booking.errors import Invalid, NotAllowed, NotFound, WrongMoment
from booking.handling import Direction, IncidentState, Rating, Wear
from booking.pages import passed
from booking.queries import incident_views, reservations, returning
from booking.queries import loans as readings
from booking.queries.returning import Row, StateView
from booking.rules.lateness import days_late
from booking.schemas.returning import (
    NOBODY,
    SIGNED,
    AnswerContest,
    Close,
    Contest,
    TakeBackSigned,
)
from booking.schemas.shots import sent
from booking.usecases import closing, loans
from booking.vocabulary import Status
from booking.web import actor, in_view

blueprint = Blueprint("returning", __name__)

Page = str | tuple[str, int] | Response
LISTS = ("lines", "accessories")
WEAR = [(each.value, each.label.capitalize()) for each in Wear]
RATINGS = [(each.value, each.label.capitalize()) for each in Rating]


@blueprint.route("/comptoir/retour/<int:reservation_id>", methods=["GET", "POST"])
@in_view(reservations.show)
def record(reservation_id: int) -> Page:
    """Count what comes back, have it signed, record it; or say why that cannot be."""
    if request.method != "POST":
        return _form(reservation_id)
    readings.require_keeper(actor(), reservation_id)
    data = web.unfold(request.form, actor().zone, LISTS)
    try:
        asked = TakeBackSigned().load(data | sent(request.files), unknown=EXCLUDE)
        loans.take_back(actor(), reservation_id, asked["passing"], key=asked["key"])
    except ValidationError as error:
        return _page(reservation_id, data, error.messages_dict), 422
    except Invalid as refusal:
        wrong: Any = refusal.facts["errors"]
        return _page(reservation_id, data, wrong), refusal.status
    except (NotFound, WrongMoment) as refusal:
        said = {"": [passed.said(refusal, reservation_id, Direction.BACK)]}
        return _page(reservation_id, data, said), WrongMoment.status
    rest = reservations.show(actor(), reservation_id).status is Status.OUT
    flash("Le retour est enregistré. Le reste est encore attendu." if rest else RECORDED, "counter")
    return redirect(url_for("returning.state", reservation_id=reservation_id), 303)


RECORDED = "Le retour est enregistré ; l’emprunteur est prévenu."


def _form(reservation_id: int) -> Page:
    mine = reservations.show(actor(), reservation_id)
    if mine.status is Status.APPROVED and "avance" in request.args:
        return _page(reservation_id, {}, {})
    if mine.status is not Status.OUT:
        return redirect(url_for("returning.state", reservation_id=reservation_id))
    if "take_back" not in mine.possible:
        raise NotAllowed("not_allowed", act="reservation.take_back")
    return _page(reservation_id, {}, {})


def _page(reservation_id: int, data: Mapping[str, Any], errors: Mapping[str, Any]) -> str:
    left = reservations.show(actor(), reservation_id).status is not Status.APPROVED
    found = (returning.show if left else returning.ahead)(actor(), reservation_id)
    rows = [row for row in found.rows if row.awaited]
    typed = {_place(each): each for each in data.get("lines", ())}
    wrong = _by_place(data.get("lines", ()), errors.get("lines", {}))
    along = {(*_place(each), each.get("name")): each for each in data.get("accessories", ())}
    return render_template(
        "returning/record.html",
        found=found,
        left=left,
        rows=rows,
        data=data,
        typed=typed,
        wrong=wrong,
        accessories=_accessories(rows, along),
        errors=errors,
        summary=_summary(errors, wrong, rows),
        wear=WEAR,
        ratings=RATINGS,
        signed=SIGNED,
        nobody=NOBODY,
    )


def _place(row: Mapping[str, Any]) -> tuple[str, str]:
    """Return which line, and which copy of it, a posted row is of."""
    return str(row.get("line", "")), str(row.get("unit", ""))


def _by_place(lines: Sequence[Mapping[str, Any]], errors: Any) -> dict[tuple[str, str], Any]:
    """Return what is wrong with each row; it stays beside its thing if others are gone since."""
    known = errors if isinstance(errors, Mapping) else {}
    return {_place(lines[rank]): each for rank, each in known.items() if rank in range(len(lines))}


def _summary(
    errors: Mapping[str, Any], wrong: Mapping[tuple[str, str], Any], rows: Sequence[Row]
) -> list[tuple[str, str]]:
    """Return what the page says first: each message leads to its field."""
    plain = {name: each for name, each in errors.items() if name not in ("lines", "accessories")}
    found = [(place.replace("_drawn", "_name"), said) for place, said in web.summary(plain)]
    for rank, row in enumerate(rows):
        for name, said in wrong.get((str(row.line_id), row.unit), {}).items():
            found += [(f"lines-{rank}-{name}", message) for message in said]
    return found


def _accessories(
    rows: Sequence[Row], along: Mapping[tuple[str, str, Any], Mapping[str, Any]]
) -> dict[tuple[int, str], list[dict[str, Any]]]:
    """Return the accessories to count of each row, as they left, with their place in the list."""
    found: dict[tuple[int, str], list[dict[str, Any]]] = {}
    place = 0
    for row in rows:
        for name, _, counted in row.out.accessories:
            known = along.get((str(row.line_id), row.unit, name), {})
            told = {"name": name, "expected": counted, "counted": known.get("counted", counted)}
            mine = found.setdefault((row.line_id, row.unit), [])
            mine.append({"place": place, "line": row.line_id, "unit": row.unit, **told})
            place += 1
    return found


@blueprint.get("/reservations/<int:reservation_id>/etat")
@in_view(reservations.show)
def state(reservation_id: int) -> str:
    """Show how things left beside how they are back, line by line, with both signatures."""
    return _state(reservation_id, {}, {})


def _state(reservation_id: int, data: Mapping[str, Any], errors: Mapping[str, Any]) -> str:
    found = returning.show(actor(), reservation_id)
    incidents = incident_views.of_reservations(actor(), [reservation_id]).get(reservation_id, [])
    return render_template(
        "returning/state.html",
        found=found,
        incidents=incidents,
        open_incident=any(each.state is not IncidentState.CLOSED for each in incidents),
        late=_days_late(found),
        asked=web.small_number(request.args.get("contester", "")),
        data=data,
        errors=errors,
        summary=web.summary(errors),
    )


def _days_late(found: StateView) -> int:
    """Return by how many days things came back too late, once they are."""
    if found.returned_at is None or found.returned_at <= found.mine.ends_at:
        return 0
    return days_late(found.mine.ends_at, found.returned_at, actor().zone)


@blueprint.post("/comptoir/passages/<int:passage_id>/contester")
@in_view(readings.passage)
def contest(passage_id: int) -> Page:
    """Contest a report that one did not sign."""
    mine = readings.passage(actor(), passage_id).loan.reservation_id

    def act(asked: dict[str, Any]) -> None:
        closing.contest(actor(), passage_id, asked["contest"], key=asked["request_key"])

    said = "Votre contestation est enregistrée ; le gestionnaire est prévenu et vous répond."
    return _settle(mine, Contest(), act, said)


@blueprint.post("/reservations/<int:reservation_id>/repondre-contestation")
@in_view(reservations.show)
def answer(reservation_id: int) -> Page:
    """Answer the borrower who contests a return; what else is to be settled may wait."""

    def act(asked: dict[str, Any]) -> None:
        closing.answer_contest(actor(), reservation_id, asked["answer"], key=asked["request_key"])

    return _settle(reservation_id, AnswerContest(), act, "L’emprunteur reçoit votre réponse.")


@blueprint.post("/reservations/<int:reservation_id>/cloturer")
@in_view(reservations.show)
def close(reservation_id: int) -> Page:
    """Close a loan that is back and checked; or say what is still to be settled."""

    def act(asked: dict[str, Any]) -> None:
        closing.close(actor(), reservation_id, asked["answer"], key=asked["request_key"])

    return _settle(reservation_id, Close(), act, "Le prêt est clôturé.")


def _settle(
    reservation_id: int, schema: Schema, act: Callable[[dict[str, Any]], None], done: str
) -> Page:
    """Act on a loan that is back, and say it is done; or show the page again with what is wrong."""
    data = web.unfold(request.form, actor().zone)
    try:
        act(schema.load(data, unknown=EXCLUDE))
    except ValidationError as error:
        return _state(reservation_id, data, error.messages_dict), 422
    except WrongMoment as refusal:
        said = {"": [messages.refusal(refusal.code, refusal.facts)]}
        return _state(reservation_id, data, said), refusal.status
    flash(done)
    return redirect(url_for("returning.state", reservation_id=reservation_id), 303)

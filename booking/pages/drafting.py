"""Preparing papers, issuing them, cancelling them; choosing under which paper a loan goes."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from marshmallow import EXCLUDE, ValidationError
from werkzeug.wrappers import Response

from booking import web
from booking.documents import messages
from booking.errors import Invalid, NotAllowed, Refusal, WrongMoment
from booking.pages.reservations import show_page
from booking.paperwork import STANDALONE, ActsOf, PaperKind
from booking.queries import drafting, reservations
from booking.queries.drafting import DraftView
from booking.rules.options import options
from booking.rules.paperwork import FIELDS, NEEDED
from booking.schemas.drafting import Draft, IssueForLoan, Void
from booking.schemas.reservations import Act
from booking.usecases import drafting as acts
from booking.usecases import reports
from booking.web import actor, in_view

blueprint = Blueprint("drafting", __name__)

Page = str | tuple[str, int] | Response
OPTION = ("options-", "-value")
"""Around the name of what is typed for a kind, in the names of its fields."""
ASKED = {
    "type": "kind",
    "preteur": "owner",
    "partenaire": "partner",
    "reservation": "reservation",
    "modifie": "amends",
}
"""What an address may say of the draft to come."""


@blueprint.route("/conventions/nouvelle", methods=["GET", "POST"])
def prepare() -> Page:
    """Prepare a paper: its kind first, then whom it binds and what it says."""
    if not drafting.drafts_of(actor()):
        raise NotAllowed("not_allowed", act="convention.prepare")
    if request.method != "POST":
        return _new(_asked())
    data = _form()
    try:
        asked = Draft().load(data, unknown=EXCLUDE)
        made = acts.prepare(actor(), asked["drafted"], key=asked["key"])
    except ValidationError as error:
        return _new(data, error.messages_dict), 422
    except Invalid as refusal:
        return _new(data, _errors(refusal)), refusal.status
    except WrongMoment as refusal:
        return _new(data, told=_said(refusal)), refusal.status
    flash("Le projet est prêt : relisez-le, puis établissez-le pour signature.")
    return redirect(_address(made))


@blueprint.route("/conventions/<int:convention_id>/modifier", methods=["GET", "POST"])
@in_view(drafting.draft)
def describe(convention_id: int) -> Page:
    """Change what a draft says; what is issued is only read."""
    mine = drafting.draft(actor(), convention_id)
    if request.method != "POST":
        return _draft(mine, _typed(mine))
    data = {**_form(), "kind": mine.kind.value}
    try:
        asked = Draft().load(data, unknown=EXCLUDE)
        acts.describe(actor(), convention_id, asked["drafted"], key=asked["key"])
    except ValidationError as error:
        return _draft(mine, data, error.messages_dict), 422
    except Invalid as refusal:
        return _draft(mine, data, _errors(refusal)), refusal.status
    except WrongMoment as refusal:
        return _draft(mine, data, told=_said(refusal)), refusal.status
    flash("Le projet est enregistré.")
    return redirect(_address(convention_id))


@blueprint.post("/conventions/<int:convention_id>/etablir")
@in_view(drafting.draft)
def issue(convention_id: int) -> Page:
    """Issue a draft for signature, or say what it lacks."""
    asked = Act().load(_form(), unknown=EXCLUDE)
    try:
        acts.issue(actor(), convention_id, key=asked["request_key"])
    except (Invalid, WrongMoment) as refusal:
        mine = drafting.draft(actor(), convention_id)
        return _draft(mine, _typed(mine), told=_said(refusal)), refusal.status
    flash("Le document est établi : il a son numéro et attend ses signatures.")
    return redirect(_address(convention_id))


@blueprint.post("/conventions/<int:convention_id>/annuler")
@in_view(drafting.draft)
def cancel(convention_id: int) -> Page:
    """Cancel a paper, saying why once it is issued."""
    data = _form()
    try:
        asked = Void().load(data, unknown=EXCLUDE)
        acts.cancel(actor(), convention_id, asked["reason"], key=asked["request_key"])
    except ValidationError as error:
        return _cancel_page(convention_id, data, error.messages_dict), 422
    except Invalid as refusal:
        return _cancel_page(convention_id, data, _errors(refusal)), refusal.status
    except WrongMoment as refusal:
        return _cancel_page(convention_id, data, {"reason": [_said(refusal)]}), refusal.status
    flash("Le document est annulé ; son numéro reste pris.")
    return redirect(_address(convention_id))


@blueprint.post("/reservations/<int:reservation_id>/convention")
@in_view(reservations.show)
def issue_for_loan(reservation_id: int) -> Page:
    """Issue the paper under which a loan goes, or say what keeps it from being issued."""
    try:
        asked = IssueForLoan().load(_form(), unknown=EXCLUDE)
        acts.issue_for_loan(actor(), reservation_id, asked["kind"], key=asked["request_key"])
    except ValidationError as error:
        return _loan_page(reservation_id, " ".join(error.messages_dict["kind"])), 422
    except (Invalid, WrongMoment) as refusal:
        return _loan_page(reservation_id, _said(refusal)), refusal.status
    return _issued(reservation_id, "Le document est établi : il attend ses signatures.")


@blueprint.post("/reservations/<int:reservation_id>/avenant")
@in_view(reservations.show)
def amend(reservation_id: int) -> Page:
    """Issue the amendment that a loan is due, or say what keeps it from being issued."""
    asked = Act().load(_form(), unknown=EXCLUDE)
    try:
        acts.amend(actor(), reservation_id, key=asked["request_key"])
    except (Invalid, WrongMoment) as refusal:
        return _loan_page(reservation_id, _said(refusal)), refusal.status
    return _issued(reservation_id, "L’avenant est établi : il attend ses signatures.")


@blueprint.post("/reservations/<int:reservation_id>/passages/<int:passage_id>/etat-des-lieux")
@in_view(reservations.show)
def issue_report(reservation_id: int, passage_id: int) -> Page:
    """Issue the report of what passed the counter, or say what keeps it from being issued."""
    asked = Act().load(_form(), unknown=EXCLUDE)
    try:
        made = reports.issue(actor(), reservation_id, passage_id, key=asked["request_key"])
    except (Invalid, WrongMoment) as refusal:
        return _loan_page(reservation_id, _said(refusal)), refusal.status
    flash("L’état des lieux est établi.")
    return redirect(_address(made))


def _asked() -> dict[str, Any]:
    asked = {name: request.args[key] for key, name in ASKED.items() if request.args.get(key)}
    return {"kind": PaperKind.AMENDMENT.value, **asked} if "amends" in asked else asked


def _form() -> dict[str, Any]:
    """Return the form, what is typed for the kind gathered under its names."""
    data = web.unfold(request.form, actor().zone)
    first, last = OPTION
    typed = {
        name.removeprefix(first).removesuffix(last): data.pop(name)
        for name in [*data]
        if name.startswith(first) and name.endswith(last)
    }
    return data | {"options": typed}


def _address(convention_id: int) -> str:
    return url_for("conventions.show", convention_id=convention_id)


def _issued(reservation_id: int, sentence: str) -> Response:
    flash(sentence)
    request_id = reservations.show(actor(), reservation_id).request_id
    return redirect(url_for("reservations.show", request_id=request_id))


def _errors(refusal: Refusal) -> dict[str, Any]:
    errors: Any = refusal.facts["errors"]
    return dict(errors)


def _said(refusal: Refusal) -> str:
    return messages.refusal(refusal.code, refusal.facts)


def _kind(name: object) -> PaperKind | None:
    known = [*STANDALONE, PaperKind.AMENDMENT, *_beside()]
    return next((each for each in known if each.value == name), None)


def _beside() -> list[PaperKind]:
    return [each for each in drafting.drafts_of(actor()) if each not in STANDALONE]


def _new(data: dict[str, Any], errors: Mapping[str, Any] | None = None, told: str = "") -> str:
    """Draw the form of a paper to come; without its kind, the kinds there are."""
    kind = _kind(data.get("kind"))
    amended = web.small_number(str(data.get("amends", "")))
    if amended is not None and "ends_on" not in data:
        before = drafting.draft(actor(), amended)
        data = {**_typed(before), **data}
    framed = _frame(kind, errors or {}, told)
    if data.get("reservation") and kind not in STANDALONE:  # all it says comes from the loan
        framed["fields"] = ()
    return render_template(
        "drafting/prepare.html",
        data=data,
        kinds=[(each.value, each.label) for each in STANDALONE],
        about=_about(data),
        **framed,
    )


def _about(data: Mapping[str, Any]) -> str:
    """Return what the paper to come goes with; raises NotFound when that is out of view."""
    amended = web.small_number(str(data.get("amends", "")))
    beside = web.small_number(str(data.get("reservation", "")))
    if amended is not None:
        return drafting.cited(actor(), amended)
    if beside is not None:
        mine = reservations.show(actor(), beside)
        return f"« {mine.purpose} » ({mine.reference}), {mine.borrower}"
    return ""


def _draft(
    mine: DraftView,
    data: dict[str, Any],
    errors: Mapping[str, Any] | None = None,
    told: str = "",
) -> str:
    return render_template(
        "drafting/describe.html", mine=mine, data=data, **_frame(mine.kind, errors or {}, told)
    )


def _frame(kind: PaperKind | None, errors: Mapping[str, Any], told: str) -> dict[str, Any]:
    """Return what both forms need: the fields of the kind, what may be chosen, what is wrong."""
    offered = drafting.choices(actor(), kind) if kind in STANDALONE else None
    lists = vars(offered) if offered else {}
    return {
        "kind": kind,
        "fields": FIELDS.get(kind, ()) if kind else (),
        "needed": NEEDED.get(kind, ()) if kind else (),
        "lists": {name: [("", "Choisir"), *found] for name, found in lists.items()},
        "acts_of": [(each.value, each.label) for each in ActsOf],
        "options": options(kind) if kind else (),
        "errors": errors,
        "told": told,
    }


def _typed(mine: DraftView) -> dict[str, Any]:
    """Return a draft as its form is filled."""
    return {
        "owner": mine.owner_id,
        "partner": mine.partner_id,
        "pool": mine.pool_id,
        "depot": mine.depot_id,
        "starts_on": mine.starts_on,
        "ends_on": mine.ends_on,
        "renewable": "true" if mine.renewable else "",
        "acts_of": mine.acts_of,
        "options": mine.options,
    }


def _cancel_page(convention_id: int, data: dict[str, Any], errors: Mapping[str, Any]) -> str:
    mine = drafting.draft(actor(), convention_id)
    return render_template("drafting/cancel.html", mine=mine, data=data, errors=errors)


def _loan_page(reservation_id: int, told: str) -> str:
    """Draw the request again, saying why the paper of one of its loans is not issued."""
    request_id = reservations.show(actor(), reservation_id).request_id
    return show_page(request_id, {reservation_id: {"act": "paper", "told": told}})

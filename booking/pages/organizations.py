"""The organizations one administers: who they are, who represents them, whom to call."""

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from marshmallow import EXCLUDE, Schema, ValidationError
from werkzeug.wrappers import Response

from booking import web
from booking.errors import Invalid
from booking.queries import administered
from booking.queries.administered import Sheet
from booking.rules.organizations import ANSWERED_FOR
from booking.schemas.organizations import Add, Describe, DescribeOfficial
from booking.usecases import organizations as acts
from booking.vocabulary import ContactFunction, OrganizationKind, Word
from booking.web import actor

blueprint = Blueprint("organizations", __name__, url_prefix="/administration/organismes")

Page = str | tuple[str, int] | Response


@blueprint.get("")
def index() -> str:
    """List the organizations that the actor administers."""
    who, words = actor(), request.args.get("q", "")
    kind = chosen_kind()
    rows = administered.index(who, words, kind)
    return render_template(
        "organizations/index.html",
        rows=rows,
        words=words,
        kind=kind,
        kinds=named(OrganizationKind) if administered.administers_all(who) else [],
    )


def named(words: Iterable[Word]) -> list[tuple[str, str]]:
    """Return words of a closed list as a form offers them: value and label."""
    return [(each.value, each.label[0].upper() + each.label[1:]) for each in words]


def chosen_kind() -> OrganizationKind | None:
    """Return the kind of organization that the address asks for."""
    asked = request.args.get("nature", "")
    return next((kind for kind in OrganizationKind if kind.value == asked), None)


@blueprint.route("/nouveau", methods=["GET", "POST"])
def add() -> Page:
    """Add an association or a CCAS for its commune, or any other body for the office."""
    kinds = administered.addable(actor())
    if request.method != "POST":
        return _form("add", kinds=kinds)
    try:
        asked = Add().load(_typed(), unknown=EXCLUDE)
        made = acts.add(actor(), asked["kind"], asked["facts"], key=asked["key"])
    except (ValidationError, Invalid) as refusal:
        return _form("add", errors=wrong(refusal), kinds=kinds), 422
    flash("L’organisme est ajouté.")
    return redirect(url_for("organizations.show", organization_id=made))


@blueprint.get("/<int:organization_id>")
def show(organization_id: int) -> str:
    """Show an organization with its people, its certificates and its history."""
    return page(organization_id)


@blueprint.route("/<int:organization_id>/modifier", methods=["GET", "POST"])
def edit(organization_id: int) -> Page:
    """Bring the description of an organization up to date."""
    sheet = administered.show(actor(), organization_id)
    if request.method != "POST":
        return _form("edit", sheet=sheet)
    schema: type[Schema] = DescribeOfficial if sheet.official else Describe
    try:
        asked = schema().load(_typed(), unknown=EXCLUDE)
        acts.edit(actor(), organization_id, asked["facts"], key=asked["key"])
    except (ValidationError, Invalid) as refusal:
        return _form("edit", errors=wrong(refusal), sheet=sheet), 422
    flash("C’est enregistré.")
    return redirect(url_for("organizations.show", organization_id=organization_id))


def _typed() -> dict[str, Any]:
    """Return the form; a commune answers for what it adds itself."""
    data = web.unfold(request.form, actor().zone)
    if not administered.administers_all(actor()):
        data["answerable_id"] = str(actor().organization_id)
    return data


def wrong(refusal: ValidationError | Invalid) -> Any:
    """Return the messages of a form by field."""
    if isinstance(refusal, ValidationError):
        return refusal.messages_dict
    return refusal.facts["errors"]


def _form(
    name: str,
    *,
    errors: Any = None,
    sheet: Sheet | None = None,
    kinds: list[OrganizationKind] | None = None,
) -> str:
    who = actor()
    template = "organizations/add.html" if name == "add" else "organizations/edit.html"
    all_of_it = administered.administers_all(who)
    return render_template(
        template,
        sheet=sheet,
        data=request.form if request.method == "POST" else described(sheet),
        errors=errors or {},
        kinds=named(kinds or ()),
        communes=administered.communes(who) if all_of_it else [],
        answered=sheet.view.kind in ANSWERED_FOR if sheet else True,
        key=request.form.get("request_key") or web.new_key(),
    )


def described(sheet: Sheet | None) -> dict[str, object]:
    """Return what the form of an organization starts from."""
    if sheet is None:
        return {}
    view = sheet.view
    names = ("name", "siren", "address", "postal_code", "phone", "email", "answerable_id")
    return {name: getattr(view, name) for name in names} | {
        "rna": sheet.rna,
        "mention": sheet.mention,
    }


def page(organization_id: int, typed: dict[str, Any] | None = None) -> str:
    """Draw an organization; `typed` is what was sent when it was refused, and its errors."""
    typed = typed or {}
    errors = {name: inner for name, inner in typed.get("errors", {}).items() if inner}
    place = typed.get("place", "")
    return render_template(
        "organizations/show.html",
        sheet=administered.show(actor(), organization_id),
        typed=typed,
        summary_of=[(f"{name}-{place}", message) for name, message in web.summary(errors)],
        functions=named(ContactFunction),
    )

"""The requirements of the territory: read by every member, changed by those who may."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from marshmallow import EXCLUDE, ValidationError
from werkzeug.wrappers import Response

from booking import web
from booking.documents import messages
from booking.documents import rulebook as words
from booking.errors import Invalid, NotAllowed, NotFound, Refusal
from booking.fitness import Effect, Equipment, Measure, Scope, Skill
from booking.queries import requirement_table
from booking.queries.requirement_table import Sheet
from booking.rules import rulebook
from booking.rules.access import Parties, may
from booking.rules.requirements import Rule
from booking.schemas.requirements import Add, Change, End
from booking.usecases import requirements as acts
from booking.vocabulary import OrganizationKind, Word
from booking.web import actor, in_view

blueprint = Blueprint("requirements", __name__, url_prefix="/administration/exigences")

Page = str | tuple[str, int] | Response
LONGEST = 80
in_table = in_view(lambda who, name: requirement_table.find(who, str(name)))


@blueprint.get("")
def index() -> str:
    """Show the whole table, by what it is about; the filters stay in the address."""
    who = actor()
    asked, sort = request.args.get("q", "")[:LONGEST], request.args.get("genre", "")
    groups = requirement_table.table(who, asked, sort)
    lines = [line for _, group in groups for line in group]
    return render_template(
        "requirements/index.html",
        groups=groups,
        count=len(lines),
        unverified=sum(not line.rule.verified for line in lines),
        moved=[line for line in lines if line.moved],
        asked=asked,
        sort=sort,
        sorts=requirement_table.sorts(),
        may_add=requirement_table.may_add(who),
        words=words,
    )


@blueprint.route("/nouvelle", methods=["GET", "POST"])
def add() -> Page:
    """Write one of the territory's own, or of a thing of one's own."""
    if not requirement_table.may_add(actor()):
        raise NotAllowed("not_allowed", act="requirement.change")
    if request.method != "POST":
        return _add_page({"item": request.args.get("materiel", "")[:30], "at_hand_over": "paper"})
    data = _form()
    try:
        asked = Add().load(data, unknown=EXCLUDE)
        made = acts.add(actor(), asked["said"], key=asked["key"])
    except ValidationError as error:
        return _add_page(data, error.messages_dict), 422
    except (Invalid, NotFound, NotAllowed) as refusal:
        return _add_page(data, _errors(refusal)), refusal.status
    flash("L’exigence est ajoutée : elle vaut pour les prêts qui commencent désormais.")
    return redirect(url_for("requirements.show", name=str(made)))


@blueprint.route("/<string:name>", methods=["GET", "POST"])
@in_table
def show(name: str) -> Page:
    """Show one requirement, what the territory changed of it; and change it."""
    sheet = requirement_table.show(actor(), name)
    if request.method != "POST":
        return _page(sheet, _written(sheet.line.rule))
    data = _form()

    def act() -> str:
        asked = Change().load(data, unknown=EXCLUDE)
        acts.change(actor(), name, asked["said"], key=asked["key"])
        return "L’exigence est enregistrée."

    return _try(name, act, lambda errors: _page(sheet, data, errors))


@blueprint.post("/<string:name>/fin")
@in_table
def end(name: str) -> Page:
    """Apply a requirement no more after a day."""
    data = web.unfold(request.form, actor().zone)

    def act() -> str:
        asked = End().load(data, unknown=EXCLUDE)
        acts.end(actor(), name, asked["last_day"], key=asked["request_key"])
        return "Le dernier jour est enregistré."

    return _try(name, act, lambda errors: _ending(name, data, errors))


def _try(name: str, act: Callable[[], str], again: Callable[[dict[str, Any]], str]) -> Page:
    """Do an act of a form of the page, or draw the page again with what is wrong."""
    try:
        flash(act())
    except ValidationError as error:
        return again(error.messages_dict), 422
    except Invalid as refusal:
        return again(_errors(refusal)), refusal.status
    return redirect(url_for("requirements.show", name=name))


def _ending(name: str, data: dict[str, Any], errors: dict[str, Any]) -> str:
    sheet = requirement_table.show(actor(), name)
    return _page(sheet, _written(sheet.line.rule), end_data=data, end_errors=errors)


@blueprint.post("/<string:name>/table-livree")
@in_table
def restore(name: str) -> Response:
    """Come back to what the shipped table says."""
    acts.restore(actor(), name, key=request.form.get("request_key"))
    flash("Le texte de la table livrée s’applique de nouveau.")
    return redirect(url_for("requirements.index"))


@blueprint.post("/<string:name>/garder")
@in_table
def keep(name: str) -> Response:
    """Keep the territory's text, the shipped one having changed."""
    acts.keep(actor(), name, key=request.form.get("request_key"))
    flash("Votre texte est gardé.")
    return redirect(url_for("requirements.show", name=name))


def _form() -> dict[str, Any]:
    """Return the form, of which several borrowers may be ticked."""
    data = web.unfold(request.form, actor().zone)
    return data | {"borrowers": request.form.getlist("borrowers")}


def _errors(refusal: Refusal) -> dict[str, Any]:
    if isinstance(refusal, Invalid):
        return dict(refusal.facts["errors"])  # type: ignore[call-overload,no-any-return]
    place = "" if refusal.code == "not_allowed" else "item"
    return {place: [messages.refusal(refusal.code, refusal.facts)]}


def _written(rule: Rule) -> dict[str, Any]:
    """Return the form of a requirement as it is now."""
    return rulebook.plain(rule)


def _choices(data: dict[str, Any], errors: dict[str, Any] | None) -> dict[str, object]:
    """Return what the fields of both forms choose among, and what was typed."""
    return {
        "data": data,
        "errors": errors or {},
        "words": words,
        "skills": [("", "Aucun"), *_words(Skill)],
        "effects": _words(Effect),
        "measures": [("", "Rien"), *_words(Measure)],
        "kinds": _words(OrganizationKind),
        "key": data.get("request_key") or web.new_key(),
    }


def _words(words: type[Word]) -> list[tuple[str, str]]:
    return [(each.value, each.label[:1].upper() + each.label[1:]) for each in words]


def _add_page(data: dict[str, Any], errors: dict[str, Any] | None = None) -> str:
    return render_template(
        "requirements/add.html",
        **_choices(data, errors),
        scopes=_words(Scope),
        sorts=[("", "Tout ce qui est prêté"), *_words(Equipment)],
        for_all=may(actor(), "requirement.change", Parties(actor().territory_id)),
    )


def _page(
    sheet: Sheet, data: dict[str, Any], errors: dict[str, Any] | None = None, **ending: Any
) -> str:
    return render_template(
        "requirements/show.html",
        **_choices(data, errors),
        sheet=sheet,
        line=sheet.line,
        rule=sheet.line.rule,
        end_data=ending.get("end_data", {}),
        end_errors=ending.get("end_errors", {}),
    )

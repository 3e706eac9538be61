"""Pools: the list, one pool and its conditions, opening one, the page for everybody."""

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from marshmallow import EXCLUDE, ValidationError
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from booking import web
from booking.documents import messages
from booking.documents import pools as words
from booking.errors import Invalid, NotAllowed, NotFound, WrongMoment
from booking.queries import depots, history, pools, published
from booking.queries.pools import PoolView
from booking.rules.access import Actor, Parties, may
from booking.schemas.pools import Conditions, Fill, OpenPool
from booking.usecases import pools as acts
from booking.vocabulary import LegalBasis, OrganizationKind, Role, SchoolRule
from booking.web import actor, in_view

blueprint = Blueprint("pools", __name__)

Page = str | tuple[str, int] | Response
BASES = [(basis.value, basis.label[:1].upper() + basis.label[1:]) for basis in LegalBasis]
KINDS = [(kind.value, kind.label[:1].upper() + kind.label[1:]) for kind in OrganizationKind]
TICKED = ("kinds", "neighbours", "items")
"""Fields of which several may be ticked."""


@blueprint.get("/parcs")
def index() -> str:
    """List the pools one may know of, one's own first."""
    found = pools.index(actor())
    circles = {pool.id: words.borrowers(pool.terms, pool.adherents) for pool in found}
    return render_template(
        "pools/index.html", found=found, circles=circles, may_open=may_open(actor())
    )


def may_open(who: Actor) -> bool:
    """Tell whether the actor may open a pool for neighbours."""
    return may(who, "pool.open", Parties(who.territory_id, organization_id=who.organization_id))


@blueprint.get("/parcs/<int:pool_id>")
def show(pool_id: int) -> str:
    """Show a pool: its terms, its circle, whom to call, on which legal basis."""
    return _show_page(pool_id, {}, {})


def _show_page(pool_id: int, data: dict[str, Any], errors: dict[str, Any]) -> str:
    found = pools.page(actor(), pool_id)
    return render_template(
        "pools/show.html",
        page=found,
        pool=found.pool,
        fillable=_choices(found.fillable),
        lines=[
            *words.lines(found.pool.terms, found.pool.adherents),
            *words.replies(found.pool.reply_days, found.pool.cancel_days),
            *words.returns(found.pool.remind_days, found.pool.contest_days),
            *words.days(found.pool.school_rule, open_on_holidays=found.pool.open_on_holidays),
        ],
        closures=depots.closures_of_pool(actor(), pool_id),
        data=data,
        errors=errors,
        key=data.get("request_key") or web.new_key(),
        events=history.of(actor(), "pool", pool_id),
    )


@blueprint.post("/parcs/<int:pool_id>/materiel")
@in_view(pools.show)
def fill(pool_id: int) -> Page:
    """Put things of one's own into a pool."""
    data = _form()
    try:
        asked = Fill().load(data, unknown=EXCLUDE)
        acts.fill(actor(), pool_id, tuple(sorted(set(asked["items"]))), key=asked["request_key"])
    except ValidationError as error:
        return _show_page(pool_id, data, _errors(error)), 422
    except (Invalid, NotFound, WrongMoment) as refusal:
        return _show_page(pool_id, data, _said(refusal)), refusal.status
    flash("C’est dans le parc : ses conditions s’appliquent désormais.")
    return redirect(url_for("pools.show", pool_id=pool_id))


@blueprint.route("/parcs/<int:pool_id>/conditions", methods=["GET", "POST"])
@in_view(pools.show)
def edit(pool_id: int) -> Page:
    """Set the terms of a pool."""
    pool = pools.show(actor(), pool_id)
    if not pools.page(actor(), pool_id).may_edit:
        raise NotAllowed("not_allowed", act="pool.edit")
    if request.method != "POST":
        return _edit_page(pool, _kept(pool), {})
    data = _form()
    if "published" not in data:
        data.pop("slug", None)
    try:
        if "published" in data and "slug" not in data:
            raise ValidationError({"slug": ["Donnez la fin de l’adresse de la page publique."]})
        asked = Conditions().load(data, unknown=EXCLUDE)
        acts.edit(actor(), pool_id, asked["conditions"], key=asked["key"])
    except ValidationError as error:
        return _edit_page(pool, data, _errors(error)), 422
    except Invalid as refusal:
        return _edit_page(pool, data, _said(refusal)), refusal.status
    flash("Les conditions sont enregistrées. Ce qui est déjà validé ne change pas.")
    return redirect(url_for("pools.show", pool_id=pool_id))


def _kept(pool: PoolView) -> dict[str, Any]:
    """Return the conditions as they are, as the form shows them."""
    terms = {
        name: getattr(pool.terms, name) for name in Conditions().fields if hasattr(pool.terms, name)
    }
    return terms | {
        "name": pool.name,
        "kinds": [kind.value for kind in pool.terms.kinds],
        "late_grace_hours": pool.late_grace_hours,
        "reply_days": pool.reply_days,
        "confirm_days": pool.confirm_days,
        "cancel_days": pool.cancel_days,
        "remind_days": ", ".join(str(day) for day in pool.remind_days),
        "contest_days": pool.contest_days,
        "legal_basis": pool.legal_basis.value,
        "needs_signed": pool.needs_signed,
        "hidden": pool.hidden,
        "slots_block": pool.slots_block,
        "open_on_holidays": pool.open_on_holidays,
        "school_rule": pool.school_rule.value,
        "published": pool.slug is not None,
        "slug": pool.slug,
    }


def _edit_page(pool: PoolView, data: dict[str, Any], errors: dict[str, Any]) -> str:
    return render_template(
        "pools/edit.html",
        pool=pool,
        data=data,
        errors=errors,
        kinds=KINDS,
        bases=BASES,
        school_rules=[(rule.value, rule.label[:1].upper() + rule.label[1:]) for rule in SchoolRule],
        public=web.settings().public_url + "/public/",
        key=data.get("request_key") or web.new_key(),
    )


@blueprint.route("/parcs/nouveau", methods=["GET", "POST"])
def make() -> Page:
    """Open a pool of one's own things for chosen neighbours."""
    if not may_open(actor()):
        raise NotAllowed("not_allowed", act="pool.open")
    if request.method != "POST":
        return _make_page({}, {})
    data = _form()
    was_manager = Role.MANAGER in actor().roles
    try:
        asked = OpenPool().load(data, unknown=EXCLUDE)
        pool_id = acts.open_pool(actor(), asked["pool"], key=asked["key"])
    except ValidationError as error:
        return _make_page(data, _errors(error)), 422
    except (Invalid, NotFound, WrongMoment) as refusal:
        return _make_page(data, _said(refusal)), refusal.status
    flash(_opened(was_manager))
    return redirect(url_for("pools.show", pool_id=pool_id))


def _opened(was_manager: bool) -> str:
    """Return what happens next."""
    given = "" if was_manager else " Vous en êtes gestionnaire : les demandes arrivent chez vous."
    return (
        f"Le parc est ouvert.{given} Les communes choisies peuvent demander dès maintenant ; "
        "les autres voient qu’il existe, sauf si vous le cachez dans ses conditions."
    )


def _make_page(data: dict[str, Any], errors: dict[str, Any]) -> str:
    return render_template(
        "pools/make.html",
        data=data,
        errors=errors,
        neighbours=_choices(pools.neighbours(actor())),
        things=_choices(pools.own_things(actor())),
        manages=Role.MANAGER in actor().roles,
        key=data.get("request_key") or web.new_key(),
    )


@blueprint.get("/public/<string:slug>")
def public(slug: str) -> str:
    """Show everybody what a pool lends and to whom, when it chose to."""
    found = published.pool(slug)
    lines = words.lines(found.terms, found.adherents)
    return render_template("pools/public.html", pool=found, lines=lines)


def _choices(found: Iterable[tuple[int, str]]) -> list[tuple[str, str]]:
    """Return what may be ticked, as a form sends it back."""
    return [(str(number), label) for number, label in found]


def _form() -> dict[str, Any]:
    """Return the form, with all that is ticked."""
    form: MultiDict[str, str] = request.form
    ticked = {name: [each for each in form.getlist(name) if each] for name in TICKED}
    return web.unfold(form, actor().zone) | ticked


def _errors(error: ValidationError) -> dict[str, Any]:
    """Return the messages by field; those of a list are one sentence of the list."""
    return {
        name: inner if isinstance(inner, list) else ["Ce choix ne se lit pas."]
        for name, inner in error.messages_dict.items()
    }


def _said(refusal: Invalid | NotFound | WrongMoment) -> dict[str, Any]:
    """Return what is refused, beside the field it is about."""
    if isinstance(refusal, Invalid):
        return dict(refusal.facts["errors"])  # type: ignore[call-overload,no-any-return]
    field = "neighbours" if refusal.code == "organization_not_found" else "items"
    return {field: [messages.refusal(refusal.code, refusal.facts)]}

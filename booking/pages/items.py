"""What one's own organization owns or manages: its list, each thing's sheet, its stages."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from marshmallow import EXCLUDE, ValidationError
from werkzeug.wrappers import Response

from booking import web
from booking.documents import messages
from booking.errors import Invalid, NotAllowed, NotFound, Refusal, WrongMoment
from booking.fitness import Equipment
from booking.queries import catalogue, history, items, reservations, stocks
from booking.queries.items import OwnItem, Sheet
from booking.rules import stages
from booking.schemas.items import AddItem, EditItem, SetStage
from booking.usecases import items as acts
from booking.vocabulary import Formality, LegalBasis, LifeStage, Tracking
from booking.web import actor, in_view

blueprint = Blueprint("items", __name__)

Page = str | tuple[str, int] | Response
LISTS = ("accessories", "companions", "shares")
NAMING = {"companions": "item"}
"""In these lists a row whose choices alone are set says nothing."""

FILTERS = ("etape", "parc", "famille", "verification")
TO_VERIFY = "a-faire"

BLANK = 3
"""So many blank rows are offered; the form grows as they fill."""

FIELD_OF = {
    "pool_not_found": "pool",
    "organization_not_found": "owner",
    "depot_not_found": "depot",
}
FIRST_STAGES = (LifeStage.LISTED, LifeStage.CHECKED, LifeStage.PUBLISHED)
DONE = {
    LifeStage.LISTED: "C’est de nouveau à vérifier.",
    LifeStage.CHECKED: "C’est vérifié.",
    LifeStage.PUBLISHED: "C’est publié : vos emprunteurs le voient au catalogue.",
    LifeStage.SUSPENDED: "C’est suspendu : plus aucune demande n’est acceptée.",
    LifeStage.RETIRED: "C’est réformé : plus aucune demande n’est acceptée.",
}


@blueprint.get("/mon-materiel")
def index() -> str:
    """List what one's own organization owns or manages, by stage, pool and family."""
    who = actor()
    everything = items.mine(who)
    chosen = {name: request.args.get(name, "") for name in FILTERS}
    found = [each for each in everything if _matches(each, chosen)]
    return render_template(
        "items/index.html",
        found=found,
        total=len(everything),
        chosen=chosen,
        stages=[(stage.value, stage.label) for stage in LifeStage],
        pools=sorted({(str(each.pool_id), each.pool) for each in everything}, key=lambda p: p[1]),
        families=[(name, name) for name in sorted({each.family for each in everything})],
        pieces=sum(each.quantity for each in found),
        worth=sum(each.quantity * each.replacement_cents for each in found),
        may_add=items.may_add(who),
    )


def _matches(each: OwnItem, chosen: dict[str, str]) -> bool:
    facts = {
        "etape": each.stage.value,
        "parc": str(each.pool_id),
        "famille": each.family,
        "verification": TO_VERIFY if each.unverified else "",
    }
    return all(not wanted or facts[name] == wanted for name, wanted in chosen.items())


@blueprint.route("/mon-materiel/nouveau", methods=["GET", "POST"])
def add() -> Page:
    """Write down something new, with the first ones at a depot."""
    if not items.may_add(actor()):
        raise NotAllowed("not_allowed", act="item.add")
    if request.method != "POST":
        return _add_page({"owner": str(actor().organization_id), "formality": Formality.SIMPLE})
    data = _form()
    try:
        asked = AddItem().load(data, unknown=EXCLUDE)
        item_id = acts.add(actor(), asked["facts"], key=asked["key"])
    except ValidationError as error:
        return _add_page(data, _by_field(error)), 422
    except (Invalid, NotFound) as refusal:
        return _add_page(data, _errors(refusal)), refusal.status
    flash("C’est enregistré.")
    return redirect(url_for("items.edit", item_id=item_id))


@blueprint.route("/materiel/<int:item_id>/fiche", methods=["GET", "POST"])
@in_view(items.show)
def edit(item_id: int) -> Page:
    """Describe an item anew, and see what its description was."""
    sheet = items.show(actor(), item_id)
    if request.method != "POST":
        return _edit_page(sheet, _data(sheet))
    data = _form()
    try:
        asked = _schema(sheet).load(data, unknown=EXCLUDE)
        acts.edit(actor(), sheet.item.reference, asked["facts"], key=asked["key"])
    except ValidationError as error:
        return _edit_page(items.show(actor(), item_id), data, _by_field(error)), 422
    except (Invalid, NotFound) as refusal:
        return _edit_page(items.show(actor(), item_id), data, _errors(refusal)), refusal.status
    flash("La fiche est enregistrée.")
    return redirect(url_for("items.edit", item_id=item_id))


def _schema(sheet: Sheet) -> EditItem:
    """Return the schema of the fields that the form of an item shows."""
    if sheet.item.tracking is Tracking.KIT:
        return EditItem(only=[*acts.OF_KITS, "request_key"])
    return EditItem(exclude=["tracking"] if sheet.item.stocks else [])


@blueprint.post("/materiel/<int:item_id>/etape")
@in_view(items.show)
def set_stage(item_id: int) -> Page:
    """Check, publish, suspend or retire an item."""
    sheet = items.show(actor(), item_id)
    typed = web.unfold(request.form, actor().zone)
    try:
        asked = SetStage().load(typed, unknown=EXCLUDE)
        acts.set_stage(
            actor(),
            sheet.item.reference,
            asked["stage"],
            asked["reason"],
            confirmed=asked["confirmed"],
            key=asked["request_key"],
        )
    except ValidationError as error:
        return _stage_page(item_id, typed, error.messages_dict), 422
    except Invalid as refusal:
        return _stage_page(item_id, typed, _errors(refusal)), refusal.status
    except WrongMoment as refusal:
        return _stage_page(item_id, typed, {}, refusal), refusal.status
    flash(DONE[asked["stage"]])
    return redirect(url_for("items.edit", item_id=item_id))


def _form() -> dict[str, Any]:
    """Return the form with its lists; what is to be shown stands one to a line."""
    data = web.unfold(request.form, actor().zone, LISTS)
    for name, naming in NAMING.items():
        data[name] = [row for row in data.get(name, []) if naming in row]
    labels = data.get("requirements", "").splitlines()
    data["requirements"] = [label.strip() for label in labels if label.strip()]
    return data


def _by_field(error: ValidationError) -> dict[str, Any]:
    """Return the messages of a form; all that is to be shown is typed into one field."""
    errors: dict[str, Any] = dict(error.messages_dict)
    rows = errors.get("requirements")
    if isinstance(rows, dict):
        errors["requirements"] = [message for row in rows.values() for message in row]
    return errors


def _errors(refusal: Refusal) -> dict[str, Any]:
    if isinstance(refusal, Invalid):
        return dict(refusal.facts["errors"])  # type: ignore[call-overload,no-any-return]
    return {FIELD_OF.get(refusal.code, ""): [messages.refusal(refusal.code, refusal.facts)]}


def _data(sheet: Sheet) -> dict[str, Any]:
    """Return the form of an item as it is now."""
    item = sheet.item
    plain = ("reference", "name", "family", "description", "transport", "contact", "tracking")
    counter = ("instructions", "pack_quantity", "pack_name")
    return {name: getattr(item, name) for name in plain + counter} | {
        "pool": item.pool_id,
        "owner": item.owner_id,
        "replacement_value": _euros(item.replacement_cents or None),
        "preparation_before_hours": item.preparation_before_hours or "",
        "preparation_after_hours": item.preparation_after_hours or "",
        "formality": item.formality,
        "legal_basis": item.legal_basis or "",
        "purchase_price": _euros(item.purchase_cents),
        "purchased_on": item.purchased_on,
        "renew_on": item.renew_on,
        "equipment": item.equipment or "none",
        "people": item.people,
        "seats": item.seats,
        "gross_kg": item.gross_kg,
        "accessories": [
            {"name": each.name, "quantity": each.quantity} for each in item.accessories
        ],
        "requirements": [each.label for each in item.requirements],
        "companions": [
            {"item": reference, "mandatory": str(mandatory).lower()}
            for reference, mandatory in sheet.companions
        ],
        "shares": [{"organization": owner, "share": part} for owner, part in sheet.shares],
    }


def _euros(cents: int | None) -> str:
    return "" if cents is None else f"{cents // 100},{cents % 100:02}"


def _rows(data: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    return {name: [*data.get(name, []), *[{}] * BLANK] for name in LISTS}


def _choices(data: dict[str, Any], errors: dict[str, Any]) -> dict[str, object]:
    """Return what the fields of both forms choose among, and what was typed."""
    return {
        "data": data,
        "rows": _rows(data),
        "errors": errors,
        "owners": items.owners(actor()),
        "families": items.families(actor()),
        "formalities": [(each.value, each.label.capitalize()) for each in Formality],
        "bases": [("", "Celle du parc"), *((each.value, each.label) for each in LegalBasis)],
        "sorts": [("none", "Aucun"), *((each.value, each.label) for each in Equipment)],
        "trackings": [
            (Tracking.BULK.value, "En nombre : on compte"),
            (Tracking.NUMBERED.value, "À l’unité : chaque exemplaire a son numéro"),
        ],
        "key": data.get("request_key") or web.new_key(),
    }


def _add_page(data: dict[str, Any], errors: dict[str, Any] | None = None) -> str:
    return render_template(
        "items/add.html",
        **_choices(data, errors or {}),
        pools=items.pools(actor()),
        along=items.companions(actor()),
        depots=[("", "Aucun pour l’instant"), *items.depots(actor())],
        stages=[(stage.value, stage.label) for stage in FIRST_STAGES],
    )


def _edit_page(
    sheet: Sheet, data: dict[str, Any], errors: dict[str, Any] | None = None, **stage: Any
) -> str:
    item = sheet.item
    pools = items.pools(actor())
    if item.pool_id not in [each for each, _ in pools]:
        pools.append((item.pool_id, item.pool.name))
    return render_template(
        "items/edit.html",
        **_choices(data, errors or {}),
        item=item,
        may_tend=stocks.may_tend(actor(), item.id),
        sheet=sheet,
        is_kit=item.tracking is Tracking.KIT,
        pools=pools,
        along=_along(sheet),
        events=history.of(actor(), "item", item.id),
        parts=catalogue.show(actor(), item.id).parts,
        ending=stages.ENDING,
        typed=stage.get("typed", {}),
        stage_errors=stage.get("stage_errors", {}),
        refusal=stage.get("refusal"),
        promised=stage.get("promised", []),
        requests=stage.get("requests", {}),
    )


def _along(sheet: Sheet) -> list[tuple[str, str]]:
    """Return what may go along with an item: others of its pool."""
    found = items.companions(actor(), sheet.item.pool_id)
    return [each for each in found if each[0] != sheet.item.reference]


def _stage_page(
    item_id: int, typed: dict[str, Any], errors: dict[str, Any], refusal: Refusal | None = None
) -> str:
    """Draw the sheet again with what keeps the item from the stage wanted."""
    sheet = items.show(actor(), item_id)
    promised: Any = refusal.facts.get("reservations", []) if refusal else []
    seen = reservations.by_ids(actor(), [each["id"] for each in promised])
    return _edit_page(
        sheet,
        _data(sheet),
        typed=typed,
        stage_errors=errors,
        refusal=messages.refusal(refusal.code, refusal.facts) if refusal else "",
        promised=promised,
        requests={each.id: each.request_id for each in seen},
    )

"""What is said of an item, read and written: its fields, its owners' shares, what goes along."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from booking.documents import messages
from booking.documents.words import share_of
from booking.errors import NotFound
from booking.models.catalogue import Accessory, Companion, Item, Pool, Share
from booking.models.organizations import Organization
from booking.models.requirements import Requirement
from booking.queries import catalogue, items, organizations
from booking.rules import equipment, shares
from booking.rules.access import Actor
from booking.vocabulary import Tracking

PLAIN = (
    "reference",
    "name",
    "family",
    "description",
    "transport",
    "replacement_cents",
    "preparation_before_hours",
    "preparation_after_hours",
    "formality",
    "legal_basis",
    "purchase_cents",
    "purchased_on",
    "renew_on",
    "contact",
    "instructions",
    "pack_quantity",
    "pack_name",
    "equipment",
    "people",
    "seats",
    "gross_kg",
)
"""The fields that are columns of the item."""

ROWS = ("accessories", "requirements", "companions", "shares")

FAULTS = {
    "not_positive": "Une part est plus grande que zéro.",
    "twice": "Cet organisme est déjà nommé.",
    "alone": "Une copropriété compte au moins deux organismes.",
    "lead": "L’organisme référent est l’un des copropriétaires.",
}


@dataclass
class Sheet:
    """A form read: what it names is found, what is wrong is named field by field."""

    pool: Pool
    owner: Organization
    values: dict[str, Any]
    rows: dict[str, list[Any]] = field(default_factory=dict)  # only the lists that were given
    errors: dict[str, Any] = field(default_factory=dict)


def read(
    actor: Actor, item: Item | None, facts: Mapping[str, Any], pool: Pool, owner: Organization
) -> Sheet:
    """Return what a form says of an item, new or known, with what is wrong in it."""
    sheet = Sheet(pool, owner, {name: facts[name] for name in PLAIN if name in facts})
    if item is None:
        _guess(sheet.values)
    _read_reference(actor, item, sheet)
    for name in ("accessories", "requirements"):
        if name in facts:
            sheet.rows[name] = list(facts[name])
    if "shares" in facts or (item and owner is not item.owner):
        _read_shares(actor, item, facts, sheet)
    if "companions" in facts or (item and pool is not item.pool):
        _read_companions(actor, item, facts, sheet)
    return sheet


def _guess(values: dict[str, Any]) -> None:
    """Say of something new what sort of equipment it is, and how large, when nobody did."""
    name, family = values["name"], values["family"]
    values.setdefault("equipment", equipment.of_new(name, family))
    guessed = equipment.figures(values["equipment"], name, values.get("description", ""))
    for measure, figure in guessed.items():
        if values.get(measure) is None:
            values[measure] = figure


def _read_reference(actor: Actor, item: Item | None, sheet: Sheet) -> None:
    reference = sheet.values.get("reference")
    if reference is None:
        return
    if reference.isdecimal():
        sheet.errors["reference"] = ["Une référence ne se compose pas que de chiffres."]
    elif items.reference_taken(actor, reference, item.id if item else 0):
        sheet.errors["reference"] = ["Cette référence est déjà prise."]


def _read_shares(actor: Actor, item: Item | None, facts: Mapping[str, Any], sheet: Sheet) -> None:
    """Read the shares given, or judge those there are under another lead."""
    if "shares" in facts:
        named = [row["organization"] for row in facts["shares"]]
        found, wrong = _find_all(
            named, "organization", lambda each: organizations.find(actor, each)
        )
        if wrong:
            sheet.errors["shares"] = wrong
            return
        rows = [(owner, row["share"]) for owner, row in zip(found, facts["shares"], strict=True)]
        sheet.rows["shares"] = rows
    else:
        kept = item.shares if item else []
        rows = [(each.organization, Fraction(each.numerator, each.denominator)) for each in kept]
    parts = [(owner.id, part) for owner, part in rows]
    for rank, code in shares.faults(parts, sheet.owner.id):
        said_of = FAULTS.get(code) or f"Les parts font {_whole(parts)}, et non 100 %."
        if rank is not None:
            place = "organization" if code == "twice" else "share"
            sheet.errors.setdefault("shares", {})[rank] = {place: [said_of]}
        else:
            sheet.errors["owner" if code == "lead" else "shares"] = [said_of]


def _whole(parts: Sequence[tuple[int, Fraction]]) -> str:
    total = sum((part for _, part in parts), Fraction(0))
    return share_of(total.numerator, total.denominator)


def _find_all(
    names: Sequence[str], place: str, find: Callable[[str], Any]
) -> tuple[list[Any], dict[int, dict[str, list[str]]]]:
    """Return what rows name, and which rows name nothing that exists."""
    found: list[Any] = []
    wrong: dict[int, dict[str, list[str]]] = {}
    for rank, name in enumerate(names):
        try:
            found.append(find(name))
        except NotFound as refusal:
            wrong[rank] = {place: [messages.refusal(refusal.code, refusal.facts)]}
    return found, wrong


def _read_companions(
    actor: Actor, item: Item | None, facts: Mapping[str, Any], sheet: Sheet
) -> None:
    """Read what goes along, or judge what does in another pool."""
    if "companions" in facts:
        named = [row["item"] for row in facts["companions"]]
        found, wrong = _find_all(named, "item", lambda each: catalogue.find(actor, each))
        if wrong:
            sheet.errors["companions"] = wrong
            return
        flags = [row["mandatory"] for row in facts["companions"]]
        sheet.rows["companions"] = list(zip(found, flags, strict=True))
    else:
        found = [each.companion for each in item.companions] if item else []
    for rank, each in enumerate(found):
        if problem := _misfit(each, item, sheet.pool, found[:rank]):
            sheet.errors.setdefault("companions", {})[rank] = {"item": [problem]}
    if found and item and items.goes_with(item.id):
        sheet.errors["companions"] = ["Ce matériel accompagne déjà autre chose."]


def _misfit(each: Item, item: Item | None, pool: Pool, earlier: Sequence[Item]) -> str:
    """Return why something may not go along, or nothing; what goes along takes nothing along."""
    wrong = {
        "Un matériel ne s’accompagne pas lui-même.": each is item,
        "Ce matériel est déjà nommé.": each in earlier,
        "Un lot n’accompagne rien.": each.tracking is Tracking.KIT,
        "Ce matériel est d’un autre parc.": each.pool_id != pool.id,
        "Ce matériel s’accompagne lui-même d’autre chose.": bool(each.companions),
    }
    return next((problem for problem, true in wrong.items() if true), "")


def rows_of(item: Item, sheet: Sheet) -> list[list[Any]]:
    """Return the lists of an item that a form gives anew."""
    return [getattr(item, name) for name in sheet.rows]


def write_rows(item: Item, sheet: Sheet) -> None:
    """Give an item the lists that a form gives; the old ones must be gone."""
    make: dict[str, Callable[[Any], Any]] = {
        "accessories": lambda row: Accessory(name=row["name"], quantity=row["quantity"]),
        "requirements": lambda label: Requirement(label=label),
        "companions": lambda row: Companion(companion=row[0], mandatory=row[1]),
        "shares": lambda row: Share(
            organization=row[0], numerator=row[1].numerator, denominator=row[1].denominator
        ),
    }
    for name, rows in sheet.rows.items():
        getattr(item, name).extend(make[name](row) for row in rows)


def said(item: Item, sheet: Sheet) -> dict[str, object]:
    """Return, as the journal keeps them, the lender of an item and the lists a form gives."""
    everything: dict[str, object] = {
        "accessories": [f"{each.quantity} × {each.name}" for each in item.accessories],
        "requirements": [each.label for each in item.requirements],
        "companions": [
            f"{each.companion.reference}{'' if each.mandatory else ' (proposé)'}"
            for each in item.companions
        ],
        "shares": [
            f"{each.organization.name} {share_of(each.numerator, each.denominator)}"
            for each in item.shares
        ],
    }
    kept = {name: each for name, each in everything.items() if name in sheet.rows}
    return kept | {"pool": item.pool.name, "owner": item.owner.name}

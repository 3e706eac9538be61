"""The requirements in force: those shipped with the service, as the territory changed them."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import and_, bindparam, exists, or_, select

from booking.db import db
from booking.fitness import Effect, Equipment, Measure, Moment, Scope, Skill
from booking.models.catalogue import Item
from booking.models.requirements import Requirement
from booking.rules.requirements import Rule, Thing
from booking.rules.rulebook import difference, plain
from booking.vocabulary import OrganizationKind, Word

W = TypeVar("W", bound=Word)
TABLE = Path(__file__).resolve().parent.parent / "data" / "requirements.csv"


OWN = (
    exists()
    .where(
        Requirement.territory_id == bindparam("territory"),
        Requirement.at_request != Effect.NONE,
        or_(
            Requirement.item_id == Item.id,
            Requirement.equipment == Item.equipment,
            and_(Requirement.item_id.is_(None), Requirement.equipment.is_(None)),
        ),
    )
    .correlate(Item)
)
"""Whether a territory wrote what may say something of an item at the request: a column."""


@dataclass(frozen=True)
class Entry:
    """A requirement as the territory has it, beside what is shipped under the same code.

    `shipped` is None for one of the territory's own, and for one no longer shipped; `based_on` is
    what the shipped one said when the territory changed it.
    """

    rule: Rule
    shipped: Rule | None = None
    based_on: Mapping[str, Any] | None = None
    row_id: int | None = None

    @property
    def own(self) -> bool:
        """Tell whether the territory wrote it, and replaced nothing shipped by it."""
        return self.shipped is None and self.based_on is None

    @property
    def moved(self) -> bool:
        """Tell whether the shipped one says something else since the territory changed it."""
        known, now = self.based_on, self.shipped
        return known is not None and now is not None and bool(difference(known, plain(now)))


@cache
def shipped() -> Mapping[str, Rule]:
    """Return the shipped table by code, in its order (`data/requirements.csv`, domain § 3)."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rules = [_from_table(row) for row in csv.DictReader(file, delimiter=";")]
    return {rule.key: rule for rule in rules}


def _from_table(row: Mapping[str, str]) -> Rule:
    return Rule(
        key=row["code"],
        label=row["label"],
        scope=_word(Scope, row["scope"]),
        equipment=_word(Equipment, row["equipment"]) if row["equipment"] else None,
        skill=_word(Skill, row["skill"]) if row["skill"] else None,
        months=_number(row["months"]),
        effects={
            Moment.REQUEST: _word(Effect, row["request"]),
            Moment.APPROVAL: _word(Effect, row["approval"]),
            Moment.HAND_OVER: _word(Effect, row["hand_over"]),
        },
        notice_days=_number(row["days"]),
        measure=_word(Measure, row["measure"]) if row["measure"] else None,
        at_least=_number(row["at_least"]),
        below=_number(row["below"]),
        borrowers=tuple(_word(OrganizationKind, each) for each in row["borrowers"].split()),
        source=row["source"],
        as_of=date.fromisoformat(row["as_of"]),
        verified=row["verified"] == "oui",
        starts_on=date.fromisoformat(row["starts_on"]) if row["starts_on"] else None,
    )


def _word(words: type[W], code: str) -> W:
    return next(word for word in words if word.value == code)


def _number(said: str) -> int | None:
    return int(said) if said else None


def entries(territory_id: int) -> list[Entry]:
    """Return every requirement of a territory: the shipped ones in their order, then its own.

    One that the territory changed, and that is shipped no more, is still among them.
    """
    kept = select(Requirement).filter_by(territory_id=territory_id).order_by(Requirement.id)
    rows = list(db.session.scalars(kept))
    changed = {row.code: row for row in rows if row.code}
    found = [_entry(changed.get(code), rule) for code, rule in shipped().items()]
    return found + [
        Entry(as_rule(row), None, row.based_on, row.id)
        for row in rows
        if not row.code or (row.code not in shipped() and row.based_on is not None)
    ]


def _entry(row: Requirement | None, rule: Rule) -> Entry:
    if row is None or row.based_on is None:
        return Entry(rule, rule, row_id=row.id if row else None)
    return Entry(as_rule(row), rule, row.based_on, row.id)


def rules(territory_id: int) -> list[Rule]:
    """Return the requirements of a territory, as they are judged."""
    return [entry.rule for entry in entries(territory_id)]


def as_rule(row: Requirement, effects: Mapping[Moment, Effect] | None = None) -> Rule:
    """Return a stored requirement as the rules read it, with its own effects unless told."""
    own = {
        Moment.REQUEST: row.at_request,
        Moment.APPROVAL: row.at_approval,
        Moment.HAND_OVER: row.at_hand_over,
    }
    return Rule(
        key=row.code or str(row.id),
        effects=effects or own,
        borrowers=tuple(_word(OrganizationKind, each) for each in row.borrowers),
        **{name: getattr(row, name) for name in _SAME},
    )


_SAME = tuple(
    each.name for each in fields(Rule) if each.name not in {"key", "effects", "borrowers"}
)


def thing(item: Item) -> Thing:
    """Return what of an item the requirements may depend on."""
    return Thing(item.id, item.name, item.equipment, item.people, item.seats, item.gross_kg)


def of_item(territory_id: int, item: Item) -> list[Rule]:
    """Return the requirements that are about an item, whatever their date."""
    asked = thing(item)
    return [rule for rule in rules(territory_id) if rule.concerns(asked) and rule.measures(asked)]

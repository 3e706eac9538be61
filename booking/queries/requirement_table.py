"""The requirements of a territory as its pages show them, in the actor's view."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from booking import clock
from booking.db import db
from booking.documents import history as words
from booking.errors import NotFound
from booking.fitness import Equipment
from booking.letters import plain
from booking.models.catalogue import Item
from booking.numbers import among
from booking.queries import catalogue, history, rulebook
from booking.queries.history import Event
from booking.queries.rulebook import Entry
from booking.rules import access
from booking.rules.access import Actor, Parties
from booking.rules.requirements import Rule
from booking.rules.rulebook import difference
from booking.rules.rulebook import plain as as_plain

EVERYTHING = "Tout prêt"
Differences = tuple[tuple[str, str, str], ...]
"""What differs, in French: the field, one text, the other."""


@dataclass(frozen=True)
class Line:
    """One requirement of the table; `group` is what it is about, `over` once it is past."""

    rule: Rule
    group: str
    item: str = ""  # the reference, when it is of one item
    changed: bool = False
    moved: bool = False
    own: bool = False
    dropped: bool = False  # changed here, and shipped no more
    over: bool = False

    @property
    def origin(self) -> str:
        """Return where it comes from, as programs read it."""
        return "own" if self.own else "changed" if self.changed else "shipped"


@dataclass(frozen=True)
class Sheet:
    """One requirement, what the territory changed of it, what the shipped table changed since."""

    line: Line
    shipped: Rule | None
    changes: Differences  # from the shipped one as it is now to the territory's
    moves: Differences  # from the shipped one as it was to what it is now
    may_change: bool
    events: list[Event]


def find(actor: Actor, name: str) -> Entry:
    """Return a requirement by its code or number, in the actor's view; raises NotFound."""
    for entry in _entries(actor):
        if entry.rule.key == name:
            return entry
    raise NotFound("requirement_not_found")


def _entries(actor: Actor) -> list[Entry]:
    """Return the requirements in view: those of an item of a hidden pool are its circle's."""
    everything = rulebook.entries(actor.territory_id)
    known = _items(actor, everything)
    return [each for each in everything if each.rule.item_id is None or each.rule.item_id in known]


def _items(actor: Actor, entries: Iterable[Entry]) -> dict[int, tuple[str, str]]:
    """Return the reference and the name of the items that requirements are about, by id."""
    ids = {each.rule.item_id for each in entries if each.rule.item_id is not None}
    if not ids:
        return {}
    found = catalogue.items_of(actor).where(among(Item.id, ids))
    rows = db.session.execute(found.with_only_columns(Item.id, Item.reference, Item.name))
    return {item_id: (reference, name) for item_id, reference, name in rows}


def decides(actor: Actor, rule: Rule) -> Parties:
    """Return whom changing a requirement concerns: the EPCI, and the people of its one item."""
    if rule.item_id is None:
        return Parties(actor.territory_id)
    return catalogue.parties(catalogue.by_id(actor, rule.item_id))


def may_add(actor: Actor) -> bool:
    """Tell whether the actor may write one, of the territory's or of a thing of one's own."""
    house = actor.organization_id
    own = Parties(actor.territory_id, manager_id=house, owner_id=house)
    return access.may(actor, "requirement.change", own)


def table(actor: Actor, asked: str = "", sort: str = "") -> list[tuple[str, list[Line]]]:
    """Return the requirements by what they are about, searched by words and sort of equipment."""
    access.require(actor, "requirement.read", Parties(actor.territory_id))
    entries = _entries(actor)
    names, today = _items(actor, entries), clock.today(actor.zone)
    wanted = plain(asked).split()
    groups: dict[str, list[Line]] = {}
    for entry in entries:
        line = _line(entry, names, today)
        said = plain(f"{line.rule.label} {line.rule.source} {line.group} {line.item}")
        if all(word in said for word in wanted) and sort in ("", _sort(entry.rule)):
            groups.setdefault(line.group, []).append(line)
    return list(groups.items())


def _sort(rule: Rule) -> str:
    if rule.item_id is not None:
        return "item"
    return rule.equipment.value if rule.equipment else "all"


def sorts() -> list[tuple[str, str]]:
    """Return what the table is filtered by: everything lent, each sort, single items."""
    each = [(sort.value, _capital(sort.label)) for sort in Equipment]
    return [("all", EVERYTHING), *each, ("item", "Un matériel en particulier")]


def _capital(said: str) -> str:
    return said[:1].upper() + said[1:]


def _line(entry: Entry, names: dict[int, tuple[str, str]], today: date) -> Line:
    rule = entry.rule
    reference, name = names.get(rule.item_id or 0, ("", ""))
    about = rule.equipment.label if rule.equipment else EVERYTHING
    return Line(
        rule=rule,
        group=_capital(name or about),
        item=reference,
        changed=entry.based_on is not None,
        moved=entry.moved,
        own=entry.own,
        dropped=entry.based_on is not None and entry.shipped is None,
        over=rule.ends_on is not None and rule.ends_on < today,
    )


def show(actor: Actor, name: str) -> Sheet:
    """Return one requirement whole; raises NotFound."""
    entry = find(actor, name)
    access.require(actor, "requirement.read", Parties(actor.territory_id))
    mine, known = as_plain(entry.rule), entry.based_on
    now = as_plain(entry.shipped) if entry.shipped else None
    return Sheet(
        line=_line(entry, _items(actor, [entry]), clock.today(actor.zone)),
        shipped=entry.shipped,
        changes=_said(difference(now, mine)) if now and known is not None else (),
        moves=_said(difference(known, now)) if now and known is not None else (),
        may_change=access.may(actor, "requirement.change", decides(actor, entry.rule)),
        events=history.of(actor, "requirement", entry.row_id) if entry.row_id else [],
    )


def _said(found: Iterable[tuple[str, object, object]]) -> Differences:
    return words.changes({"changes": {name: both for name, *both in found}})


def of_item(actor: Actor, item_id: int) -> list[Line]:
    """Return what applies to an item today, or may apply for want of a figure of its own."""
    item = db.session.scalars(catalogue.items_of(actor).where(Item.id == item_id)).one_or_none()
    if item is None:
        raise NotFound("item_not_found", item=str(item_id))
    thing, today = rulebook.thing(item), clock.today(actor.zone)
    lines = [_line(entry, {}, today) for entry in rulebook.entries(actor.territory_id)]
    return [
        line
        for line in lines
        if line.rule.concerns(thing) and line.rule.measures(thing) is not False and not line.over
    ]

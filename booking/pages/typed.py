"""A request as its form is typed: read as far as it can be, drawn with what it would take."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from booking import web
from booking.documents import words
from booking.errors import Invalid
from booking.pages.catalogue import read_dates
from booking.period import Period
from booking.queries import depots, plans, search
from booking.queries.availability import hull
from booking.queries.catalogue import ItemView
from booking.queries.plans import LinePlan, PartView, Plan, Taken
from booking.queries.search import Search
from booking.rules.access import Actor
from booking.rules.asking import Asked, AskedLine, AskedPart
from booking.rules.terms import Verdict

LOAN, EVENT = ("starts_at", "ends_at"), ("event_starts_at", "event_ends_at")
Data = dict[str, Any]


@dataclass(frozen=True)
class Row:
    """A line as drawn: what it is, where one may take it, where it would be taken."""

    item: ItemView | None
    choices: tuple[tuple[str, str], ...] = ()
    said: str = ""
    fewer: tuple[str, str] | None = None  # what a button takes of one depot, and its words


@dataclass(frozen=True)
class Drawn:
    """All that the form shows beside what is typed."""

    period: Period | None
    items: Mapping[str, ItemView]
    rows: tuple[Row, ...]
    parts: tuple[Data, ...]
    calls: tuple[str, ...]  # of each lender where one calls at several depots
    notes: tuple[Verdict, ...]
    whole: Period | None  # from the first pick-up to the last return


def by_event(data: Mapping[str, Any]) -> bool:
    """Tell whether the dates typed are those of the event."""
    return data.get("by") == "event"


def of_event(data: Mapping[str, Any]) -> str:
    """Return the dates of the event as typed, by which one sees whether they changed."""
    return "/".join(data.get(name, "")[:16] for name in EVENT)


def draw(who: Actor, data: Mapping[str, Any]) -> Drawn:
    """Return what the form shows of what is typed so far, right or wrong."""
    period = read_dates(who, *(data.get(name, "-") for name in names(data))).period
    lines: list[Mapping[str, str]] = data.get("lines", [])
    known = _items(who, [line.get("item", "") for line in lines], period)
    if period is None:
        rows = tuple(_row(known, line, None) for line in lines)
        return Drawn(None, known, rows, (), (), (), None)
    read = [(line, _line(line, known)) for line in lines]
    wanted = [each for _, each in read if each]
    plan = _plan(who, _asked(who, data, wanted, period))
    of = {part.lender: part for part in plan.parts}
    named = {line.item: mine.lender for line, mine in zip(wanted, plan.lines, strict=True)}
    known |= _apart(who, named, of, period)
    planned = iter(plan.lines)
    return Drawn(
        period,
        known,
        tuple(_row(known, line, next(planned) if each else None) for line, each in read),
        tuple(_part(who, part, data.get("parts", [])) for part in plan.parts),
        _calls(plan),
        tuple(_notes(who, named, of, period, known)),
        hull([part.period for part in plan.parts]) if plan.parts else period,
    )


def names(data: Mapping[str, Any]) -> tuple[str, str]:
    """Return which two fields hold the dates."""
    return EVENT if by_event(data) else LOAN


def local(who: Actor, at: datetime) -> str:
    """Return an instant as a field shows it."""
    return f"{at.astimezone(who.zone):%Y-%m-%dT%H:%M}"


def _items(who: Actor, references: Iterable[str], period: Period | None) -> dict[str, ItemView]:
    found = search.every(who, Search(period, references=set(references)))
    return {item.reference: item for item in found}


def _line(line: Mapping[str, str], known: Mapping[str, ItemView]) -> AskedLine | None:
    """Return a line as the act would take it; None when it is no line yet."""
    item, quantity = known.get(line.get("item", "")), web.small_number(line.get("quantity", ""))
    if item is None or not quantity:
        return None
    kept = {str(stock.depot_id) for stock in item.stocks}
    return AskedLine(
        item.reference, quantity, line.get("depot", "") if line.get("depot") in kept else ""
    )


def _asked(
    who: Actor, data: Mapping[str, Any], lines: Iterable[AskedLine], period: Period
) -> Asked:
    parts = [
        AskedPart(each.get("lender", ""), span)
        for each in data.get("parts", [])
        if (span := read_dates(who, *(each.get(name, "-") for name in LOAN)).period)
    ]
    return Asked(
        period.starts_at,
        period.ends_at,
        "",
        tuple(lines),
        by_event=by_event(data),
        parts=tuple(parts) if by_event(data) else (),
    )


def _plan(who: Actor, asked: Asked) -> Plan:
    try:
        return plans.plan(who, asked)
    except Invalid:  # dates of a lender of whom nothing is asked any more
        return plans.plan(who, replace(asked, parts=()))


def _apart(
    who: Actor, named: Mapping[str, str], of: Mapping[str, PartView], period: Period
) -> dict[str, ItemView]:
    """Return again the items that are borrowed over other dates than those typed."""
    found: dict[str, ItemView] = {}
    for lender, part in of.items():
        if part.period != period:
            mine = [reference for reference, each in named.items() if each == lender]
            found |= _items(who, mine, part.period)
    return found


def _notes(
    who: Actor,
    named: Mapping[str, str],
    of: Mapping[str, PartView],
    period: Period,
    known: Mapping[str, ItemView],
) -> list[Verdict]:
    """Return what is to be known of the dates, once each."""
    spans: dict[Period, set[str]] = {}
    for reference in known:
        part = of.get(named.get(reference, ""))
        spans.setdefault(part.period if part else period, set()).add(reference)
    judged = [each for span, mine in spans.items() for each in depots.notes(who, mine, span)]
    return [each for rank, each in enumerate(judged) if each not in judged[:rank]]


def _part(who: Actor, part: PartView, typed: Sequence[Mapping[str, str]]) -> Data:
    """Return the dates of a lender: as typed, else as proposed."""
    given = next((each for each in typed if each.get("lender") == part.lender), {})
    return {
        "lender": part.lender,
        "name": part.pool if part.owner in part.pool else f"{part.pool} ({part.owner})",
        "depots": words.several(part.depots),
        "starts_at": given.get("starts_at", local(who, part.period.starts_at))[:16],
        "ends_at": given.get("ends_at", local(who, part.period.ends_at))[:16],
    }


def _calls(plan: Plan) -> tuple[str, ...]:
    """Return of whom one would fetch things at several depots, once nothing lacks."""
    short = {line.lender for line in plan.lines if any(each.short for each in line.taken)}
    return tuple(
        f"{part.pool} : {words.spelled(len(part.depots))} enlèvements, "
        f"{words.several(part.depots)}."
        for part in plan.parts
        if len(part.depots) > 1 and part.lender not in short
    )


def _row(known: Mapping[str, ItemView], line: Mapping[str, str], plan: LinePlan | None) -> Row:
    item = known.get(line.get("item", ""))
    if item is None:
        return Row(None)
    taken = plan.taken if plan and not any(each.short for each in plan.taken) else ()
    choices = [(str(each.depot_id), f"{each.depot} : {_free(each.free)}") for each in item.stocks]
    several = len(choices) > 1
    return Row(
        item,
        (("", "Peu importe"), *choices) if several else (),
        _said(taken) if several or item.parts else "",
        _fewer(item, taken) if several and len(taken) > 1 else None,
    )


def _free(count: int) -> str:
    return "aucun libre" if not count else f"{count} libre{'s' if count > 1 else ''}"


def _said(taken: Sequence[Taken]) -> str:
    """Return where a line would be taken from: "100 à Maing, 60 à Hergnies : deux enlèvements."."""
    places = {each.depot_id: each for each in taken}
    if not places:
        return ""
    if len(places) == 1:
        return f"À retirer : {taken[0].depot}."
    communes = {each.custodian for each in places.values()}
    apart = len(communes) == len(places)
    counts = [
        (sum(each.quantity for each in taken if each.depot_id == depot_id), place)
        for depot_id, place in places.items()
    ]
    said = [
        f"{count} {words.at(place.custodian)}" if apart else f"{count} : {place.depot}"
        for count, place in counts
    ]
    return f"{', '.join(said)} : {words.spelled(len(places))} enlèvements."


def _fewer(item: ItemView, taken: Sequence[Taken]) -> tuple[str, str]:
    """Return what takes fewer, at the one depot that has the most of them."""
    best = max(taken, key=lambda each: each.quantity)
    where = words.at(best.custodian)
    if len({each.custodian for each in taken}) < len(taken):
        where = f"à « {best.depot} »"
    value = f"{item.reference}:{best.depot_id}:{best.quantity}"
    return value, f"Prendre {best.quantity}, {where} seulement"

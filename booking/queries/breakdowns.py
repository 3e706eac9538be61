"""Breakdowns: the reservations that each leaves short, and what could be done instead."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from booking import clock
from booking.db import db
from booking.dealings import Remedy
from booking.documents import breakdowns as said
from booking.errors import NotFound
from booking.models.catalogue import Item, Pool, Stock
from booking.models.incidents import Incident
from booking.models.journal import JournalEntry
from booking.models.reservations import Hold, Line
from booking.numbers import among
from booking.period import OPEN_ENDED, Period
from booking.queries import catalogue, counts, dangers, proposals, reservations
from booking.queries import stocks as readings
from booking.queries.availability import supplies
from booking.queries.dangers import Danger
from booking.queries.views import ReservationView
from booking.rules import access, availability
from booking.rules.access import Actor, Parties
from booking.vocabulary import HoldReason

SETTLING = ("settle_broken", "tell_broken")
REMEDIES = {each.value: each for each in Remedy}
MOST = 20
"""For so many reservations what could be done instead is looked for; then for the next ones."""


@dataclass(frozen=True)
class Decided:
    """What was decided of a reservation, when, and whether its borrower was told."""

    remedy: Remedy
    at: datetime
    told: bool
    sentence: str
    instead: Mapping[str, str]  # where the borrower may ask for what is proposed, if anything


@dataclass(frozen=True)
class Affected:
    """A reservation that may lack some, what may be decided of it, and what was."""

    mine: ReservationView
    missing: int
    options: tuple[tuple[str, str], ...]
    decided: Decided | None


@dataclass(frozen=True)
class BreakdownView:
    """Something broken: where, since when, whom it leaves short, whom others of it serve."""

    hold_id: int
    item_id: int
    item: str
    reference: str
    depot: str
    unit: str
    quantity: int
    note: str
    starts_at: datetime
    ends_at: datetime | None
    present: bool
    over: bool
    may_settle: bool
    affected: tuple[Affected, ...]
    fine: tuple[ReservationView, ...]
    settled: tuple[Affected, ...]  # those that lack nothing any more

    @property
    def left(self) -> int:
        """Return of how many nothing is decided yet."""
        return sum(each.decided is None for each in self.affected)

    @property
    def untold(self) -> int:
        """Return for how many something is decided that the borrower was not told."""
        known = (*self.affected, *self.settled)
        return sum(each.decided is not None and not each.decided.told for each in known)


@dataclass(frozen=True)
class Broken:
    """A breakdown that leaves reservations to settle, and the incident that told of it, if any."""

    hold_id: int
    item: str
    depot: str
    starts_at: datetime
    incident: int | None


def hold(actor: Actor, hold_id: int) -> Hold:
    """Return the hold of a breakdown that the actor tends; raises NotFound."""
    found = readings.hold(actor, hold_id)
    access.require(actor, "stock.withhold", catalogue.parties(found.stock.item, found.stock))
    if found.reason is not HoldReason.BREAKDOWN:
        raise NotFound("hold_not_found")
    return found


def to_settle(actor: Actor) -> list[Broken]:
    """Return what leaves reservations to settle in the pools that the actor's organization manages.

    What lacks because of several breakdowns of a stock is settled once, by the first of them.
    """
    rows = _lasting(actor)
    ahead = Period(clock.now(), OPEN_ENDED)
    items = {each.stock.item_id for each in rows}
    found = supplies(actor.territory_id, items, ahead, copies=True) if items else {}
    lacking = {
        supply.stock_id
        for group in found.values()
        for supply in group
        if [*availability.excess(supply, ahead)]
    }
    short = [each for each in rows if each.stock_id in lacking]
    told = select(Incident.hold_id, Incident.id).where(
        among(Incident.hold_id, [r.id for r in short])
    )
    incidents = {hold_id: mine for hold_id, mine in db.session.execute(told)}
    return [
        Broken(
            each.id,
            each.stock.item.name,
            each.stock.depot.name,
            each.starts_at,
            incidents.get(each.id),
        )
        for each in _first(short)
    ]


def _first(rows: Sequence[Hold]) -> Iterator[Hold]:
    """Yield those of the breakdowns by which some reservation is still to be settled."""
    settled = {
        (each.stock_id, mine)
        for each in rows
        for mine, decided in _decided(each).items()
        if decided.told
    }
    for each in rows:
        left = {(each.stock_id, danger.reservation_id) for danger in short_of(each)} - settled
        if left:
            yield each
        settled |= left


def _lasting(actor: Actor) -> Sequence[Hold]:
    found = (
        select(Hold)
        .join(Hold.stock)
        .join(Stock.item)
        .join(Item.pool)
        .where(
            Hold.territory_id == actor.territory_id,
            Hold.reason == HoldReason.BREAKDOWN,
            Hold.ends_at > clock.now(),
            Pool.manager_id == actor.organization_id,
        )
        .options(joinedload(Hold.stock).options(joinedload(Stock.item), joinedload(Stock.depot)))
        .order_by(Hold.starts_at, Hold.id)
    )
    return db.session.scalars(found).all()


def show(actor: Actor, hold_id: int) -> BreakdownView:
    """Return a breakdown with the reservations it concerns, the nearest first."""
    mine = hold(actor, hold_id)
    stock, over = mine.stock, mine.ends_at <= clock.now()
    short = [] if over else short_of(mine)
    lacking = {each.reservation_id for each in short}
    others = [] if over else _others(mine, lacking)
    decided = _decided(mine)
    found = reservations.by_ids(actor, {*decided, *others, *lacking})
    seen = {each.id: each for each in found}
    return BreakdownView(
        hold_id=mine.id,
        item_id=stock.item_id,
        item=stock.item.name,
        reference=stock.item.reference,
        depot=stock.depot.name,
        unit=mine.unit.number if mine.unit else "",
        quantity=mine.quantity,
        note=mine.note,
        starts_at=mine.starts_at,
        ends_at=None if mine.ends_at >= OPEN_ENDED else mine.ends_at,
        present=mine.starts_at <= clock.now(),
        over=over,
        may_settle=access.may(actor, "reservation.overbook", _managed(stock)),
        affected=tuple(_affected(actor, mine, short, seen)),
        fine=tuple(seen[each] for each in others if each in seen and each not in decided),
        settled=tuple(
            Affected(seen[each], 0, (), told)
            for each, told in decided.items()
            if each in seen and each not in lacking
        ),
    )


def _affected(
    actor: Actor, mine: Hold, short: Sequence[Danger], seen: Mapping[int, ReservationView]
) -> Iterator[Affected]:
    decided = _decided(mine)
    for rank, each in enumerate(short):
        if found := seen.get(each.reservation_id):
            options = _options(actor, mine, found, look=rank < MOST)
            yield Affected(found, each.missing, options, decided.get(found.id))


def _managed(stock: Stock) -> Parties:
    return Parties(stock.territory_id, manager_id=stock.item.pool.manager_id)


def short_of(mine: Hold) -> list[Danger]:
    """Return the reservations that a stock can no longer all serve while something is broken."""
    stock, now = mine.stock, clock.now()
    ahead = Period(max(mine.starts_at, now), mine.ends_at)
    found = supplies(stock.territory_id, [stock.item_id], ahead, copies=True)
    supply = next(each for each in found[stock.item_id] if each.stock_id == stock.id)
    return dangers.of_stock(stock, availability.excess(supply, ahead))


def _others(mine: Hold, short: set[int]) -> list[int]:
    """Return the reservations to come meanwhile that other copies of the stock serve."""
    return [
        each.reservation_id
        for each in dangers.counting_on(mine.stock)
        if each.reservation_id not in short
        and each.starts_at < mine.ends_at
        and each.ends_at > mine.starts_at
    ]


def _decided(mine: Hold) -> dict[int, Decided]:
    """Return the last decision on each reservation because of a breakdown, by the journal."""
    found = select(JournalEntry).where(
        JournalEntry.thing == "stock",
        JournalEntry.thing_id == mine.stock_id,
        JournalEntry.act.in_(SETTLING),
    )
    decided: dict[int, Decided] = {}
    for entry in db.session.scalars(found.order_by(JournalEntry.id)):
        if entry.facts["hold"] != mine.id:
            continue
        if entry.act == "settle_broken":
            remedy = REMEDIES[entry.facts["remedy"]]
            mine_id = entry.facts["reservation"]
            words = said.sentence(remedy, entry.facts), said.instead(remedy, entry.facts, mine_id)
            decided[mine_id] = Decided(remedy, entry.at, False, *words)
        for each in entry.facts.get("reservations", ()):
            if each in decided:
                decided[each] = replace(decided[each], told=True)
    return decided


def untold(actor: Actor, hold_id: int) -> dict[int, Decided]:
    """Return what was decided and not told yet, by reservation; raises NotFound."""
    found = _decided(hold(actor, hold_id))
    return {each: decided for each, decided in found.items() if not decided.told}


def _options(
    actor: Actor, broken: Hold, mine: ReservationView, *, look: bool
) -> tuple[tuple[str, str], ...]:
    """Return what may be decided of a reservation, with what the engine finds instead."""
    found = [("wait", "Attendre la réparation")]
    line = next((each for each in _lines(mine.id) if each.item_id == broken.stock.item_id), None)
    if line and look:
        if "edit" in mine.possible:
            found += _depots(line, broken.stock)
        who = replace(actor, organization_id=mine.borrower_id)
        found += _instead(who, line, mine.period)
        found += _dates(who, line, mine.period)
    if "cancel" in mine.possible:
        found.append(("withdraw", "Retirer la réservation"))
    return tuple(found)


def _lines(reservation_id: int) -> Sequence[Line]:
    return db.session.scalars(select(Line).filter_by(reservation_id=reservation_id)).all()


def _depots(line: Line, broken: Stock) -> Iterator[tuple[str, str]]:
    held = counts.want(line.item, line.quantity, line.reservation.period).held
    own = [each.id for each in line.holds]
    names = {stock.id: stock for stock in line.item.stocks}
    for supply in supplies(line.territory_id, [line.item_id], held, own)[line.item_id]:
        stock = names[supply.stock_id]
        if stock.id != broken.id and supply.free(held) >= line.quantity:
            yield f"depot:{stock.depot_id}", f"Servir de : {stock.depot.name}"


def _instead(who: Actor, line: Line, period: Period) -> Iterator[tuple[str, str]]:
    for each in proposals.instead(who, line.item, period, line.quantity, {line.item_id}):
        if each["free"] >= line.quantity:
            found = f"{each['name']}, {each['free']} libres ({each['pool']})"
            yield f"item:{each['item_id']}", f"Proposer, sans le retenir : {found}"


def _dates(who: Actor, line: Line, period: Period) -> Iterator[tuple[str, str]]:
    want = counts.want(line.item, line.quantity, period)
    own = [each.id for each in line.holds]
    for each in proposals.alternatives(who, [want], {line.item_id: line.item}, own)[:2]:
        ends = (each.starts_at.isoformat(), each.ends_at.isoformat())
        yield (
            f"dates:{'/'.join(ends)}",
            f"Proposer d’autres dates, sans retenir : {said.when(each, who.zone)}",
        )

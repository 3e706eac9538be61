"""Breakdowns: the reservations that each leaves short, and what could be done instead."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from booking import clock
from booking.db import db
from booking.dealings import Remedy
from booking.documents import breakdowns as said
from booking.errors import NotFound
from booking.models.catalogue import Stock
from booking.models.journal import JournalEntry
from booking.models.reservations import Hold, Line
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


def hold(actor: Actor, hold_id: int) -> Hold:
    """Return the hold of a breakdown that the actor tends; raises NotFound."""
    found = readings.hold(actor, hold_id)
    access.require(actor, "stock.withhold", catalogue.parties(found.stock.item, found.stock))
    if found.reason is not HoldReason.BREAKDOWN:
        raise NotFound("hold_not_found")
    return found


def show(actor: Actor, hold_id: int) -> BreakdownView:
    """Return a breakdown with the reservations it concerns, the nearest first."""
    mine = hold(actor, hold_id)
    stock, over = mine.stock, mine.ends_at <= clock.now()
    short = [] if over else short_of(mine)
    lacking = {each.reservation_id for each in short}
    others = [] if over else _others(mine, lacking)
    decided = decisions(mine)
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
    decided = decisions(mine)
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


def decisions(mine: Hold) -> dict[int, Decided]:
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
    found = decisions(hold(actor, hold_id))
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

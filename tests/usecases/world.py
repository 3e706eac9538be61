"""A small world in which anything may happen, and what must be true of it at any moment."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import combinations

from sqlalchemy import select

from booking.db import db
from booking.errors import Refusal
from booking.models.catalogue import Companion, Item, Stock, StockMovement, Unit
from booking.models.organizations import Organization, Territory
from booking.models.reservations import Hold, Reservation
from booking.period import Period
from booking.queries import health
from booking.rules.access import Actor
from booking.rules.asking import AskedKit, AskedLine, Moved
from booking.usecases import envelopes, kits, stocks
from booking.vocabulary import STAFF, Movement, Role, Status, Tracking
from tests.factories import add_stock, keep, make_actor, make_commune, make_item, make_scene

NOON = datetime(2027, 3, 22, 12, tzinfo=UTC)
"""A Monday, six days before the clocks change."""
HOLDING = {Status.REQUESTED, Status.NEEDS_INFO, Status.APPROVED, Status.OUT}
ENDED = {Status.REFUSED, Status.CANCELLED, Status.EXPIRED}


@dataclass
class World:
    """Twelve chairs over two depots, three numbered drones and their only pilot, and a kit."""

    manager: Actor
    secretaries: list[Actor]
    references: list[str]
    now: datetime = NOON
    reasons: dict[str, set[str]] = field(default_factory=dict)
    done: Counter[str] = field(default_factory=Counter)
    journal: list[str] = field(default_factory=list)

    @classmethod
    def make(cls) -> "World":
        """Make the parts, their items and who acts."""
        scene = make_scene(8)
        scene.pool.notice_days = 0
        scene.pool.late_grace_hours = 6
        add_stock(scene.chairs, 4)
        pilot = make_item(scene.pool, 1, name="Télépilote", family=STAFF)
        drone = make_item(
            scene.pool, 0, name="Drone", tracking=Tracking.NUMBERED, preparation_after_hours=12
        )
        keep(Companion(item_id=drone.id, companion_id=pilot.id))
        artres = make_actor(make_commune(scene.territory, "Artres"), Role.SECRETARY)
        world = cls(scene.manager, [scene.secretary, artres], [])
        came = Moved(
            drone.reference,
            drone.stocks[0].depot.name,
            Movement.PURCHASE,
            3,
            datetime(2020, 1, 1, tzinfo=UTC),
        )
        stocks.move(scene.manager, came)
        parts = (AskedLine(scene.chairs.reference, 2), AskedLine(drone.reference, 1))
        kits.make(scene.manager, AskedKit("KIT", "Kit de survol", "Fêtes", parts))
        world.references = [scene.chairs.reference, drone.reference, pilot.reference, "KIT"]
        return world

    def attempt(self, name: str, act: Callable[[], int], *, despite: str = "") -> None:
        """Do an act; a refusal is an answer, and must leave everything as it was."""
        before = everything()
        try:
            act()
        except Refusal as refusal:
            db.session.expire_all()
            assert everything() == before, f"{name} refused, yet something changed"
            self.done[f"{name} refused {refusal.code}"] += 1
            return
        self.done[name] += 1
        if despite:
            self.reasons.setdefault(despite, set()).add(name)

    def fewer(self, reservation_id: int, rank: int) -> dict[int, int]:
        """Return how many a manager grants of a line, when one in three is granted less of."""
        lines = db.session.get_one(Reservation, reservation_id).lines
        line = lines[rank % len(lines)]
        return {} if rank % 3 else {line.id: line.quantity - 1}

    def item(self, rank: int) -> Item:
        """Return one of the items."""
        return db.session.scalars(select(Item).filter_by(reference=self.references[rank])).one()

    @property
    def territory(self) -> Territory:
        """Return where all this happens."""
        return db.session.get_one(Territory, self.manager.territory_id)

    def organization(self, who: Actor) -> Organization:
        """Return for whom somebody acts."""
        return db.session.get_one(Organization, who.organization_id)

    def depot(self, rank: int) -> str:
        """Return the name of a depot of the chairs."""
        chairs = self.item(0)
        return chairs.stocks[rank % len(chairs.stocks)].depot.name


def everything() -> list[tuple[object, ...]]:
    """Return all that an act on stocks may change."""
    holds = select(
        Hold.id, Hold.stock_id, Hold.line_id, Hold.unit_id, Hold.quantity, Hold.starts_at
    ).add_columns(Hold.ends_at, Hold.planned_ends_at, Hold.beyond, Hold.change_id)
    reservations = select(
        Reservation.id, Reservation.status, Reservation.starts_at, Reservation.ends_at
    )
    units = select(Unit.id, Unit.number)
    rows = [
        *db.session.execute(holds.order_by(Hold.id)),
        *db.session.execute(reservations.order_by(Reservation.id)),
        *db.session.execute(units.order_by(Unit.id)),
    ]
    return [tuple(row) for row in rows]


def examine(world: World) -> None:
    """Check what must be true at any moment."""
    db.session.expire_all()
    for reservation in db.session.scalars(select(Reservation)):
        _examine_reservation(reservation)
    _examine_copies()
    found = health.excesses()
    for excess in found:
        _examine_explanation(world, excess)
    counted, naive = _counted(found), _naive_excess(world.now)
    assert naive.items() <= counted.items()
    without_copy = {item for item, _, _ in counted.keys() - naive.keys()}
    assert without_copy <= {world.references[1]}  # enough drones, but no dealing of them


def _examine_reservation(mine: Reservation) -> None:
    """What is asked is held whole until it ends; what has ended holds nothing."""
    granted: Counter[int] = Counter()
    for line in mine.lines:
        granted[line.item_id] += line.quantity
    for line in mine.lines:
        for along in line.item.companions:
            assert granted[along.companion_id] >= granted[line.item_id], "a drone without its pilot"
    for line in mine.lines:
        held = sum(hold.quantity for hold in line.holds)
        if mine.status in HOLDING:
            out = mine.status is Status.OUT
            assert held == line.quantity or out  # what is out is told by its passages
            lasting = [hold for hold in line.holds if hold.due_back_at or not out]
            assert all(hold.period.contains(_core(hold, mine)) for hold in lasting)
        if mine.status in ENDED:
            assert held == 0
        due = {hold.due_back_at for hold in line.holds} - {None}
        later = envelopes.open_change(mine)  # a return asked later is late after that one only
        ends_at = later.ends_at if later else mine.ends_at
        assert due <= ({ends_at} if mine.status is Status.OUT else set())


def _core(hold: Hold, mine: Reservation) -> Period:
    """Return what a hold must at least last: the loan, from its hand-over when it came early."""
    return Period(max(hold.starts_at, mine.starts_at), mine.ends_at)


def _examine_copies() -> None:
    """A copy is never named for two at once, nor when it is not there."""
    named = db.session.scalars(select(Hold).where(Hold.unit_id.is_not(None))).all()
    for one, other in combinations(named, 2):
        assert one.unit_id != other.unit_id or not one.period.overlaps(other.period)
    for hold in named:
        assert hold.quantity == 1
        assert hold.unit
        assert hold.unit.stock_id == hold.stock_id


def _examine_explanation(world: World, excess: health.Excess) -> None:
    """Every excess has a cause, and each cause is something that happened."""
    assert excess.cause, excess.sentence
    stock = _stock(excess)
    for cause in excess.cause.split(", "):
        if cause == health.LATE:
            assert any(_late(hold, world.now) for hold in _holds(stock)), excess.sentence
        else:
            reason = cause.rpartition(" : ")[2]
            assert reason in world.reasons, excess.sentence


def _late(hold: Hold, now: datetime) -> bool:
    overdue = hold.due_back_at is not None and hold.due_back_at < now
    return overdue or hold.ends_at > hold.planned_ends_at


def _stock(excess: health.Excess) -> Stock:
    found = select(Stock).join(Item).where(Item.reference == excess.item)
    return next(each for each in db.session.scalars(found) if each.depot.name == excess.depot)


def _holds(stock: Stock) -> list[Hold]:
    return list(db.session.scalars(select(Hold).where(Hold.stock_id == stock.id)))


Instants = dict[tuple[str, str, datetime], int]


def _counted(found: list[health.Excess]) -> Instants:
    return {(each.item, each.depot, each.at): each.missing for each in found}


def _naive_excess(now: datetime) -> Instants:
    """Count, at each instant where something changes, what is taken beyond what there is."""
    found: Instants = {}
    for stock in db.session.scalars(select(Stock)):
        taken = [(hold.starts_at, _end(hold, now), hold.quantity) for hold in _holds(stock)]
        moved = [(each.at, each.quantity) for each in _movements(stock)]
        marks = {at for at, _ in moved} | {at for start, end, _ in taken for at in (start, end)}
        for at in marks:
            there = sum(quantity for since, quantity in moved if since <= at)
            used = sum(quantity for start, end, quantity in taken if start <= at < end)
            if used > there:
                found[stock.item.reference, stock.depot.name, at] = used - there
    return found


def _movements(stock: Stock) -> list[StockMovement]:
    return list(db.session.scalars(select(StockMovement).where(StockMovement.stock_id == stock.id)))


def _end(hold: Hold, now: datetime) -> datetime:
    """Return when a hold ends: what is late, six hours of grace and its preparation from now."""
    if hold.due_back_at is None or hold.due_back_at >= now:
        return hold.ends_at
    return max(hold.ends_at, now + timedelta(hours=6) + (hold.ends_at - hold.due_back_at))

"""One reservation in every state, everybody who may look at it, and how each act is done."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, select

from booking import clock
from booking.db import db
from booking.dealings import Awaited
from booking.models.catalogue import Depot, Item, Pool, Stock, StockMovement
from booking.models.conventions import Act
from booking.models.requirements import Requirement
from booking.models.reservations import Reservation
from booking.period import Period
from booking.queries import conventions, modifications, signatures
from booking.rules.access import SERVICE, Actor
from booking.rules.asking import Edited
from booking.usecases import (
    amendments,
    changes,
    envelopes,
    loans,
    replies,
    reservations,
    silence,
)
from booking.vocabulary import ActKind, Movement, Role, Status
from tests.factories import (
    ask,
    keep,
    make_actor,
    make_commune,
    make_item,
    make_pool,
    make_territory,
)
from tests.issued import paper_of, sign

NOW = datetime(2027, 3, 22, 9, tzinfo=UTC)
"""A Monday morning."""
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
CODES = {
    Status.REQUESTED: "rq",
    Status.WAITLISTED: "wa",
    Status.OUT: "ou",
    Status.RETURNED: "re",
    Status.CLOSED: "cl",
    Status.REFUSED: "rf",
    Status.CANCELLED: "ca",
}
AWAITED = {Awaited.DETAILS: "de", Awaited.PROPOSAL: "pr", Awaited.PLACE: "pl"}
EXPIRED = {"no_answer": "xn", "no_reply": "xr", "no_place": "xp"}


def state_of(reservation_id: int) -> str:
    """Return the state of a reservation, as the tables of verdicts name it."""
    mine = db.session.get_one(Reservation, reservation_id)
    if mine.status is Status.NEEDS_INFO:
        return AWAITED[mine.awaited] if mine.awaited else "?"
    if mine.status is Status.APPROVED:
        return "ch" if envelopes.open_change(mine) else _agreed(mine)
    return EXPIRED[mine.reason] if mine.status is Status.EXPIRED else CODES[mine.status]


def _agreed(mine: Reservation) -> str:
    """Return whether what is agreed has its paper, signed where that is asked for."""
    if conventions.kind_of(mine) is None and not modifications.papers(mine.id):
        return "np"
    if not mine.pool.needs_signed:
        return "ap"
    return "sg" if signatures.is_signed(mine.id) else "ns"


@dataclass
class Everything:
    """A pool of Maing's, a thing of the EPCI's stored at Hergnies, asked for by Quérénaing."""

    people: dict[str, Actor]
    chairs: Item
    tents: Item
    control: str
    substitute_id: int
    connection: Connection
    mine: dict[str, int] = field(default_factory=dict)
    other: int = 0
    now: datetime = NOW
    weeks: int = 5

    def asked(self, item: Item, quantity: int = 4) -> int:
        """Let the secretary ask for a thing over a weekend of its own."""
        self.weeks += 1
        return self.again(item, quantity)

    def again(self, item: Item, quantity: int = 4) -> int:
        """Let the secretary ask for a thing over the same weekend."""
        friday = NOW + self.weeks * WEEK + 4 * DAY
        period = Period(friday, friday + 3 * DAY)
        (made,) = ask(self.people["bs"], (item, quantity), period=period, if_short="waitlist")
        return made

    def agreed(self) -> int:
        """Return a reservation that the manager agreed to."""
        made = self.asked(self.chairs)
        reservations.approve(self.people["mm"], made)
        return made

    @contextmanager
    def undone(self) -> Iterator[None]:
        """Undo all that is done inside."""
        db.session.remove()
        point = self.connection.begin_nested()
        try:
            yield
        finally:
            db.session.remove()
            point.rollback()
            self.now = NOW


def make_everything(connection: Connection, patch: pytest.MonkeyPatch) -> Everything:
    """Make the parts and a reservation in every state."""
    people, maing, owner, custodian = _people()
    patch.setattr(clock, "now", lambda: NOW)
    pool = make_pool(maing, substitute_id=people["s-"].user_id)
    chairs = make_item(pool, 0, owner=owner)
    tents = make_item(pool, 0, owner=owner, name="Tente")
    depot = keep(Depot(territory_id=pool.territory_id, custodian=custodian, name="Hergnies"))
    for item, quantity in ((chairs, 200), (tents, 4)):
        _store(item, depot, quantity)
    every = Requirement(territory_id=pool.territory_id, label="Plan d’implantation")
    world = Everything(people, chairs, tents, str(keep(every).id), people["s-"].user_id, connection)
    patch.setattr(clock, "now", lambda: world.now)
    for state, make in STATES.items():
        world.mine[state] = make(world)
        ask_signed(pool, asked=state in SIGNED_FIRST)
        assert state_of(world.mine[state]) == state
    ask_signed(pool, asked=False)
    world.other = world.asked(chairs)
    return world


def ask_signed(pool: Pool, *, asked: bool) -> None:
    """Let a pool ask, or not, that papers be signed before things leave."""
    pool = db.session.get_one(Pool, pool.id)
    pool.needs_signed = asked
    db.session.commit()


def _people() -> tuple[dict[str, Actor], object, object, object]:
    ours, elsewhere = make_territory(), make_territory()
    names = ("Quérénaing", "Maing", "CC du Val", "Hergnies", "Artres", "Anzin")
    towns = [make_commune(ours, name) for name in names]
    borrower, maing, owner, custodian, artres, anzin = towns
    roles = {"s": Role.SECRETARY, "m": Role.MANAGER, "t": Role.TECHNICIAN}
    roles |= {"e": Role.ELECTED, "o": Role.OBSERVER}
    people = {f"b{each}": make_actor(borrower, roles[each]) for each in "smeo"}
    people |= {f"m{each}": make_actor(maing, roles[each]) for each in "mts"}
    people |= {each: make_actor(artres) for each in ("s-",)}
    people |= {"o-": make_actor(owner, Role.MANAGER), "os": make_actor(owner)}
    people |= {"ct": make_actor(custodian, Role.TECHNICIAN), "cs": make_actor(custodian)}
    people |= {"ne": make_actor(anzin, Role.SECRETARY, Role.MANAGER), "sv": SERVICE}
    people["fo"] = make_actor(make_commune(elsewhere, "Arras"), Role.SECRETARY, Role.MANAGER)
    people |= {"sa": people["s-"], "st": people["s-"], "ot": people["o-"]}
    return people, maing, owner, custodian


def _store(item: Item, depot: Depot, quantity: int) -> None:
    stock: Stock = item.stocks[0]
    stock.depot_id = depot.id
    keep(
        StockMovement(
            territory_id=item.territory_id,
            stock_id=stock.id,
            kind=Movement.PURCHASE,
            quantity=quantity,
            at=datetime(2020, 1, 1, tzinfo=UTC),
        )
    )


def _details(world: Everything) -> int:
    return replies.ask_details(world.people["mm"], world.asked(world.chairs), "Combien ?")


def _proposal(world: Everything) -> int:
    mine = world.asked(world.chairs)
    return amendments.propose(world.people["mm"], mine, later(mine))


def _place(world: Everything) -> int:
    first, second = world.asked(world.tents, 3), world.again(world.tents, 3)
    reservations.cancel(world.people["bs"], first)
    return second


def _waiting(world: Everything) -> int:
    world.asked(world.tents, 3)
    return world.again(world.tents, 3)


def _changing(world: Everything) -> int:
    mine = world.agreed()
    return changes.edit(world.people["bs"], mine, later(mine))


def _out(world: Everything) -> int:
    return loans.hand_over(world.people["mm"], world.agreed())


def _returned(world: Everything) -> int:
    mine = _out(world)
    at(world, NOW + HOUR, lambda: loans.take_back(world.people["mm"], mine))
    return mine


def _closed(world: Everything) -> int:
    mine = _returned(world)
    db.session.get_one(Reservation, mine).status = Status.CLOSED
    db.session.commit()
    return mine


def _unanswered(world: Everything) -> int:
    return begun(world, world.asked(world.chairs), reservations.lapse)


def _silent(world: Everything) -> int:
    return begun(world, _details(world), silence.expire)


def _placeless(world: Everything) -> int:
    return begun(world, _waiting(world), silence.expire)


def _signed(world: Everything) -> int:
    mine = world.agreed()
    sign(paper_of(mine))
    return mine


def _without_paper(world: Everything) -> int:
    """Return what is agreed to, for after the end of the framework: nobody chose a paper."""
    mine = world.asked(world.chairs)
    row = db.session.get_one(Reservation, mine)
    found = {"organization_id": row.request.borrower_id, "kind": ActKind.FRAMEWORK}
    framework = db.session.scalars(select(Act).filter_by(**found)).one()
    framework.ends_on = row.starts_at.date() - DAY
    db.session.commit()
    reservations.approve(world.people["mm"], mine)
    return mine


SIGNED_FIRST = ("ns", "sg")
"""In which states the pool asks for signatures before things leave."""
STATES: dict[str, Callable[[Everything], int]] = {
    "rq": lambda world: world.asked(world.chairs),
    "de": _details,
    "pr": _proposal,
    "pl": _place,
    "wa": _waiting,
    "ap": Everything.agreed,
    "ch": _changing,
    "ou": _out,
    "re": _returned,
    "cl": _closed,
    "rf": lambda world: reservations.refuse(world.people["mm"], world.asked(world.chairs), "Non."),
    "ca": lambda world: reservations.cancel(world.people["bs"], world.asked(world.chairs)),
    "xn": _unanswered,
    "xr": _silent,
    "xp": _placeless,
    "ns": Everything.agreed,
    "sg": _signed,
    "np": _without_paper,
}


def at(world: Everything, now: datetime, act: Callable[[], int]) -> int:
    """Do an act at another time."""
    world.now = now
    try:
        return act()
    finally:
        world.now = NOW


def begun(world: Everything, mine: int, act: Callable[[Actor, int], int]) -> int:
    """Let the clock do an act when a loan should begin."""
    starts_at = db.session.get_one(Reservation, mine).starts_at
    return at(world, starts_at, lambda: act(SERVICE, mine))


def later(mine: int, by: timedelta = DAY, despite: str = "") -> Edited:
    """Return a reservation that would come back at another time."""
    ends_at = db.session.get_one(Reservation, mine).ends_at
    return Edited(ends_at=ends_at + by, despite=despite)

"""What passes the counter, by depot and day: what leaves, what comes back, what is late."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select

from booking import clock
from booking.db import db
from booking.fitness import Moment
from booking.models.catalogue import Depot, Item, Pool, Stock
from booking.models.loans import Loan
from booking.models.reservations import Hold, Line, Reservation
from booking.queries import contests, evidence, fitness, loans, reservations, views
from booking.queries.reviews import judged_with
from booking.queries.views import ReservationView
from booking.rules import access, counter, terms
from booking.rules.access import Actor, Parties
from booking.rules.counter import Call
from booking.rules.passages import Tally
from booking.rules.terms import Verdict
from booking.vocabulary import BeneficiaryKind, Role, Status

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Thing:
    """So many of an item that pass the counter, of which copies when they are named."""

    quantity: int
    name: str
    units: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """One reservation at the counter: what is done next, when, with whom, what stands against it.

    What is back and is to be checked has the moment when it came back.
    `things` are those still to leave, or still out; `partly` tells that some already passed.
    """

    reservation: ReservationView
    act: str
    at: datetime
    day: date
    late: bool
    partly: bool
    things: tuple[Thing, ...]
    depots: tuple[str, ...]
    collector: str
    against: tuple[Verdict, ...] = ()
    contested: bool = False  # its return, and nobody has answered


@dataclass(frozen=True)
class Today:
    """What the counter has to do on a day, and on the day after."""

    day: date
    leaving: Sequence[Entry]
    returning: Sequence[Entry]
    tomorrow: Sequence[Entry]
    late: Sequence[Entry] = ()
    partly: Sequence[Entry] = field(default=())  # of which the rest is to leave
    to_check: Sequence[Entry] = ()

    @property
    def empty(self) -> bool:
        """Tell whether nothing is to be done."""
        groups = (self.leaving, self.returning, self.tomorrow, self.late, self.partly)
        return not any((*groups, self.to_check))


def require_counter(actor: Actor) -> None:
    """Raise NotFound to who is at no counter."""
    mine = Parties(actor.territory_id, organization_id=actor.organization_id)
    access.require(actor, "counter.read", mine)


def lends(actor: Actor) -> bool:
    """Tell whether the actor lends at the counter, without a request before."""
    managed = select(Pool).filter_by(
        territory_id=actor.territory_id, manager_id=actor.organization_id
    )
    pool = db.session.scalars(managed.limit(1)).first()
    return pool is not None and may_lend(actor, pool)


def may_lend(actor: Actor, pool: Pool) -> bool:
    """Tell whether the actor lends at the counter what a pool has."""
    mine = Parties(pool.territory_id, manager_id=pool.manager_id)
    return access.may(actor, "reservation.lend", mine)


def my_depots(actor: Actor) -> list[tuple[int, str]]:
    """Return the depots that the actor's organization keeps, or where it manages things."""
    managed = exists().where(
        Stock.depot_id == Depot.id,
        Item.id == Stock.item_id,
        Pool.id == Item.pool_id,
        Pool.manager_id == actor.organization_id,
    )
    found = (
        select(Depot.id, Depot.name)
        .where(
            Depot.territory_id == actor.territory_id,
            or_(Depot.custodian_id == actor.organization_id, managed),
        )
        .order_by(Depot.name, Depot.id)
    )
    return [(number, name) for number, name in db.session.execute(found)]


def today(actor: Actor, day: date | None = None, depot_id: int | None = None) -> Today:
    """Return what the counter has to do on a day (today), at one depot or at all of the actor's.

    What is late, what left in part and what is to be checked stand on today's page alone.
    Raises NotFound to who is at no counter.
    """
    require_counter(actor)
    present = clock.today(actor.zone)
    day = day or present
    found = entries(actor, _around(actor, day, present=day == present), depot_id)
    planned = [each for each in found if not (each.late and day == present)]
    return Today(
        day=day,
        leaving=[each for each in planned if (each.act, each.day) == ("hand_over", day)],
        returning=[each for each in planned if (each.act, each.day) == ("take_back", day)],
        tomorrow=[each for each in planned if each.day == day + A_DAY and each.act in TURNS],
        late=[each for each in found if each.late] if day == present else (),
        partly=[each for each in found if each.act == REST] if day == present else (),
        to_check=[each for each in found if each.act == "close"] if day == present else (),
    )


CALLED = tuple(counter.ACTS)
"""The statuses of what the counter has to do with."""
TURNS = ("hand_over", "take_back")
REST = "hand_over_more"
"""What is done of a loan of which a part only has left."""


def _around(actor: Actor, day: date, *, present: bool) -> ColumnElement[bool]:
    """Tell whether a reservation may concern a day, or the one after; today, what is late too."""
    first, end = midnight(actor, day), midnight(actor, day + 2 * A_DAY)
    leaves = and_(Reservation.status == Status.APPROVED, Reservation.starts_at < end)
    if present:
        return or_(leaves, Reservation.status.in_((Status.OUT, Status.RETURNED)))
    out = and_(Reservation.status == Status.OUT, Reservation.ends_at >= first)
    return or_(and_(leaves, Reservation.starts_at >= first), and_(out, Reservation.ends_at <= end))


def midnight(actor: Actor, day: date) -> datetime:
    """Return when a local day begins."""
    return datetime(day.year, day.month, day.day, tzinfo=actor.zone)


def entries(
    actor: Actor, concerned: ColumnElement[bool], depot_id: int | None = None
) -> list[Entry]:
    """Return some reservations as the actor's counter has them, the nearest first.

    The number of statements is the same whatever their number. What is out once for the things
    that come back stands again for those that are still to leave.
    """
    found = _mine(actor).where(concerned).options(*judged_with())
    if depot_id is not None:
        found = found.where(_taken_from(depot_id))
    rows = [each for each in db.session.scalars(found).unique() if _keeps(actor, each)]
    left = loans.of_each([each.id for each in rows])
    against = _against(actor, [each for each in rows if each.status is Status.APPROVED])
    contested = contests.unanswered(left)
    made = [
        replace(entry, contested=row.id in contested)
        for row, mine in zip(rows, reservations.views_of(actor, rows), strict=True)
        for entry in _entries(actor, mine, left.get(row.id), against.get(row.id, ()))
    ]
    return sorted(made, key=lambda each: (each.at, each.reservation.id, each.act))


def _mine(actor: Actor) -> Select[Reservation]:
    """Return what the actor's organization lends, or stores where the actor is a technician."""
    own: list[ColumnElement[bool]] = [Pool.manager_id == actor.organization_id]
    if Role.TECHNICIAN in actor.roles:
        own.append(reservations.stored_by(actor))
    return reservations.loaded(actor).where(or_(*own))


def _keeps(actor: Actor, mine: Reservation) -> bool:
    return access.may(actor, "reservation.hand_over", views.parties(mine))


def _taken_from(depot_id: int) -> ColumnElement[bool]:
    return exists().where(
        Line.reservation_id == Reservation.id,
        Hold.line_id == Line.id,
        Stock.id == Hold.stock_id,
        Stock.depot_id == depot_id,
    )


def _against(actor: Actor, rows: Collection[Reservation]) -> Mapping[int, tuple[Verdict, ...]]:
    """Return what would stop each at the hand-over, as it stands today."""
    if not rows:
        return {}
    known = evidence.gather(actor.territory_id, list(rows))
    return {
        each.id: tuple(terms.blocking(fitness.judged(each, Moment.HAND_OVER, actor.zone, known)))
        for each in rows
    }


def _entries(
    actor: Actor, mine: ReservationView, loan: Loan | None, against: tuple[Verdict, ...]
) -> Iterable[Entry]:
    known = counter.call(mine.status, mine.starts_at, mine.ends_at, actor.zone)
    assert known is not None  # noqa: S101 # nothing else is read
    if mine.status is Status.RETURNED and loan and loan.returned_at:
        day = loan.returned_at.astimezone(actor.zone).date()
        known = Call(known.act, loan.returned_at, day)
    things, rest = _things(mine, loan)
    yield _entry(actor, mine, known, loan, things, against)
    if mine.status is Status.OUT and rest:
        yield _entry(actor, mine, Call(REST, known.at, known.day), loan, rest, against)


def _things(
    mine: ReservationView, loan: Loan | None
) -> tuple[tuple[Thing, ...], tuple[Thing, ...]]:
    """Return what is next to pass (all that was agreed, before), and what is still to leave."""
    tally = loans.tally(loan)
    next_ones, rest = [], []
    for line in mine.lines:
        known = tally.get(line.id)
        out = _passing(known, mine.status) if known else line.quantity
        more = line.quantity - known.out if known else line.quantity
        if out:
            next_ones.append(Thing(out, line.name, line.units))
        if more > 0:
            rest.append(Thing(more, line.name))
    return tuple(next_ones), tuple(rest)


def _passing(known: Tally, status: Status) -> int:
    """Return how many of a line are next to pass, or to be checked once they are back."""
    return known.awaited if status is Status.OUT else known.back


def _entry(
    actor: Actor,
    mine: ReservationView,
    known: Call,
    loan: Loan | None,
    things: tuple[Thing, ...],
    against: tuple[Verdict, ...],
) -> Entry:
    return Entry(
        reservation=mine,
        act=known.act,
        at=known.at,
        day=known.day,
        late=counter.is_late(known, clock.now()),
        partly=known.act == REST or _is_partly_back(loan),
        things=things,
        depots=tuple(dict.fromkeys(depot for line in mine.lines for depot, _ in line.depots)),
        collector=_collector(mine, loan),
        against=against,
    )


def _is_partly_back(loan: Loan | None) -> bool:
    return any(each.back or each.missing for each in loans.tally(loan).values())


def _collector(mine: ReservationView, loan: Loan | None) -> str:
    """Return who took the things, once they left; before, for whom they are taken, if known."""
    for passage in loan.passages if loan else ():
        if passage.borrower_name:
            return passage.borrower_name
    return mine.beneficiary_name if mine.beneficiary_kind is not BeneficiaryKind.COMMUNE else ""

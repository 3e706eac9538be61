"""What the manager, two town halls and the clock do on stocks: rules of a state machine."""

from datetime import timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from sqlalchemy import Connection, select

from booking import clock
from booking.db import db
from booking.models.catalogue import Unit
from booking.models.reservations import Hold, Reservation
from booking.period import OPEN_ENDED, Period
from booking.queries import reservations as reads
from booking.rules.access import SERVICE
from booking.rules.asking import Asked, AskedLine, Edited, Moved, Withheld
from booking.usecases import asking, changes, loans, reservations, stocks
from booking.vocabulary import HoldReason, Movement, Status
from tests.usecases.world import HOLDING, World, examine

HOUR = timedelta(hours=1)
spans = st.tuples(st.integers(-2, 12), st.integers(1, 8))
few = st.integers(1, 3)
which = st.integers(0, 50)
things = st.dictionaries(st.sampled_from([0, 1, 3]), few, min_size=1, max_size=2)
anyway = st.sampled_from([False, False, True])


class AnyOrder(RuleBasedStateMachine):
    """What the manager, two town halls and the clock may do, in any order."""

    @initialize()
    def begin(self) -> None:
        self.patch = pytest.MonkeyPatch()
        connection = db.engine.connect().execution_options(writing=True)
        self.outer = connection.begin()
        db.session.remove()
        db.session.configure(bind=connection, join_transaction_mode="create_savepoint")
        self.connection: Connection = connection
        self.world = World.make()
        self.patch.setattr(clock, "now", lambda: self.world.now)
        for things in ({0: 5}, {1: 1}, {0: 6, 1: 1}, {3: 1}):
            self.ask(span=(2 + 4 * len(things), 6), wanted=things, who=len(things))

    def teardown(self) -> None:
        if hasattr(self, "outer"):
            db.session.remove()
            db.session.configure(bind=None, join_transaction_mode="conditional_savepoint")
            self.outer.rollback()
            self.connection.close()
            self.patch.undo()

    @invariant()
    def everything_adds_up(self) -> None:
        if hasattr(self, "world"):
            examine(self.world)

    def period(self, span: tuple[int, int]) -> Period:
        """Return some half-days ahead of now, or just begun."""
        first, length = span
        start = self.world.now + first * 12 * HOUR
        return Period(start, start + length * 12 * HOUR)

    def lines(self, wanted: dict[int, int]) -> tuple[AskedLine, ...]:
        """Return so many of some things, at no preferred depot."""
        names = self.world.references
        return tuple(AskedLine(names[thing], quantity) for thing, quantity in wanted.items())

    def some(self, rank: int, *statuses: Status) -> int:
        """Return a reservation in one of some statuses; a stray id when there is none."""
        found = select(Reservation.id).where(Reservation.status.in_(statuses or HOLDING))
        ids = list(db.session.scalars(found.order_by(Reservation.id)))
        return ids[rank % len(ids)] if ids else 0

    def despite(self, wanted: bool) -> str:
        """Return a reason of its own to go beyond the stock, if wanted."""
        return f"motif {sum(self.world.done.values())}" if wanted else ""

    @rule(span=spans, wanted=things, who=which)
    def ask(self, span: tuple[int, int], wanted: dict[int, int], who: int) -> None:
        period, lines = self.period(span), self.lines(wanted)
        actor = self.world.secretaries[who % 2]
        asked = Asked(period.starts_at, period.ends_at, "Fête", lines)
        self.world.attempt("request", lambda: asking.request(actor, asked))

    @precondition(lambda self: self.some(0, Status.REQUESTED))
    @rule(rank=which, force=anyway)
    def approve(self, rank: int, force: bool) -> None:
        mine, despite = self.some(rank, Status.REQUESTED), self.despite(force)
        said = self.world.manager, mine, despite, self.world.fewer(mine, rank)
        self.world.attempt("approve", lambda: reservations.approve(*said), despite=despite)

    @precondition(lambda self: self.some(2, Status.REQUESTED))
    @rule(rank=which)
    def refuse(self, rank: int) -> None:
        mine = self.some(rank, Status.REQUESTED)
        self.world.attempt("refuse", lambda: reservations.refuse(self.world.manager, mine, "Non."))

    @precondition(lambda self: self.some(0, Status.REQUESTED, Status.APPROVED))
    @rule(rank=which)
    def cancel(self, rank: int) -> None:
        mine = self.some(rank, Status.REQUESTED, Status.APPROVED)
        cancelled = (self.world.manager, mine, "Panne.")
        self.world.attempt("cancel", lambda: reservations.cancel(*cancelled))

    @precondition(lambda self: self.some(0, Status.APPROVED))
    @rule(rank=which)
    def hand_over(self, rank: int) -> None:
        mine = self.some(rank, Status.APPROVED)
        self.world.attempt("hand over", lambda: loans.hand_over(self.world.manager, mine))

    @precondition(lambda self: self.some(0, Status.APPROVED))
    @rule(rank=which)
    def leave_on_time(self, rank: int) -> None:
        mine = db.session.get_one(Reservation, self.some(rank, Status.APPROVED))
        self.world.now = max(self.world.now, mine.starts_at)
        self.world.attempt("hand over", lambda: loans.hand_over(self.world.manager, mine.id))

    @precondition(lambda self: self.some(0, Status.OUT))
    @rule(rank=which)
    def take_back(self, rank: int) -> None:
        mine = self.some(rank, Status.OUT)
        self.world.attempt("take back", lambda: loans.take_back(self.world.manager, mine))

    @rule(hours=st.integers(1, 60))
    def time_passes(self, hours: int) -> None:
        self.world.now += hours * HOUR
        for unanswered in reads.unanswered(self.world.now):
            reservations.lapse(SERVICE, unanswered)

    @precondition(lambda self: self.some(0, Status.REQUESTED, Status.APPROVED))
    @rule(rank=which, span=spans, force=anyway)
    def other_dates(self, rank: int, span: tuple[int, int], force: bool) -> None:
        period, despite = self.period(span), self.despite(force)
        edited = Edited(period.starts_at, period.ends_at, despite=despite)
        self.edit(rank, edited, Status.REQUESTED, Status.APPROVED)

    @precondition(lambda self: self.some(0, Status.REQUESTED, Status.APPROVED))
    @rule(
        rank=which,
        wanted=things,
        force=anyway,
        depot=which,
    )
    def other_quantities(self, rank: int, wanted: dict[int, int], force: bool, depot: int) -> None:
        lines = self.lines(wanted)
        if depot % 3 == 0:
            lines += (AskedLine(self.world.references[0], 1, self.world.depot(depot)),)
        if lines:
            edited = Edited(lines=lines, despite=self.despite(force))
            self.edit(rank, edited, Status.REQUESTED, Status.APPROVED)

    @precondition(lambda self: self.some(0))
    @rule(rank=which, later=st.integers(-3, 6), force=anyway)
    def another_return(self, rank: int, later: int, force: bool) -> None:
        mine = db.session.get(Reservation, self.some(rank))
        if mine and mine.ends_at + later * 12 * HOUR > mine.starts_at:
            until = mine.ends_at + later * 12 * HOUR
            self.edit(rank, Edited(ends_at=until, despite=self.despite(force)))

    def edit(self, rank: int, edited: Edited, *statuses: Status) -> None:
        """Let the manager change a reservation that is not over."""
        mine, manager = self.some(rank, *statuses), self.world.manager
        self.world.attempt(
            "edit", lambda: changes.edit(manager, mine, edited), despite=edited.despite
        )

    @precondition(lambda self: self.some(0, Status.REQUESTED, Status.APPROVED))
    @rule(rank=which, other=which)
    def swap(self, rank: int, other: int) -> None:
        statuses = (Status.REQUESTED, Status.APPROVED)
        mine, theirs = self.some(rank, *statuses), self.some(other, *statuses)
        self.world.attempt("swap", lambda: changes.swap(self.world.manager, mine, theirs))

    @precondition(lambda self: self.some(0, Status.REQUESTED, Status.APPROVED))
    @rule(rank=which, numbers=st.sets(st.integers(1, 5), max_size=3))
    def name_copies(self, rank: int, numbers: set[int]) -> None:
        mine = db.session.get(Reservation, self.some(rank, Status.REQUESTED, Status.APPROVED))
        drone = self.world.references[1]
        for line in mine.lines if mine else ():
            if line.item.reference == drone:
                reservation_id, line_id = line.reservation_id, line.id
                names = [f"{drone}-{number:02d}" for number in sorted(numbers)]
                self.world.attempt(
                    "name copies",
                    lambda r=reservation_id, n=line_id, names=names: changes.name_copies(
                        self.world.manager, r, n, names
                    ),
                )
                return

    @rule(quantity=st.integers(-3, 2), depot=which, later=st.integers(0, 200), force=anyway)
    def chairs_come_or_go(self, quantity: int, depot: int, later: int, force: bool) -> None:
        despite, kind = self.despite(force), Movement.COUNT
        moved = Moved(
            self.world.references[0],
            self.world.depot(depot),
            kind,
            quantity or -1,
            self.world.now + later * HOUR,
            despite=despite,
        )
        self.world.attempt("move", lambda: stocks.move(self.world.manager, moved), despite=despite)

    @rule(number=st.integers(1, 5), later=st.integers(0, 100), force=anyway, come=anyway)
    def drones_come_or_go(self, number: int, later: int, force: bool, come: bool) -> None:
        drone, despite = self.world.references[1], self.despite(force)
        unit = db.session.scalars(select(Unit)).all()[0]
        moved = Moved(
            drone,
            unit.stock.depot.name,
            Movement.PURCHASE if come else Movement.LOSS,
            1 if come else -1,
            self.world.now + later * HOUR,
            units=() if come else (f"{drone}-{number:02d}",),
            despite=despite,
        )
        self.world.attempt(
            "copies", lambda: stocks.move(self.world.manager, moved), despite=despite
        )

    @rule(thing=st.integers(0, 2), quantity=few, span=spans, force=anyway, depot=which, again=few)
    def withhold(
        self, thing: int, quantity: int, span: tuple[int, int], force: bool, depot: int, again: int
    ) -> None:
        first, despite = self.period(span), self.despite(force)
        weeks = [timedelta(weeks=week) for week in range(again)]
        self.withheld(
            thing,
            depot,
            Withheld(
                "",
                "",
                HoldReason.OWNER,
                tuple(Period(first.starts_at + w, first.ends_at + w) for w in weeks),
                quantity=quantity,
                despite=despite,
            ),
        )

    @rule(number=st.integers(1, 4), span=spans, force=anyway, for_ever=anyway)
    def copy_breaks(self, number: int, span: tuple[int, int], force: bool, for_ever: bool) -> None:
        period, despite = self.period(span), self.despite(force)
        end = OPEN_ENDED if for_ever else period.ends_at
        unit = f"{self.world.references[1]}-{number:02d}"
        reason = HoldReason.BREAKDOWN
        periods = (Period(period.starts_at, end),)
        self.withheld(1, 0, Withheld("", "", reason, periods, units=(unit,), despite=despite))

    def withheld(self, thing: int, depot: int, asked: Withheld) -> None:
        """Keep some of a thing from being lent, from one of its depots."""
        from dataclasses import replace

        from booking.queries import catalogue

        item = catalogue.find(self.world.manager, self.world.references[thing])
        place = item.stocks[depot % len(item.stocks)].depot.name
        asked = replace(asked, item=item.reference, depot=place)
        self.world.attempt(
            "withhold",
            lambda: stocks.withhold(self.world.manager, asked),
            despite=asked.despite,
        )

    @precondition(lambda self: self.held())
    @rule(rank=which, following=st.booleans())
    def restore(self, rank: int, following: bool) -> None:
        ids = self.held()
        hold, manager = ids[rank % len(ids)], self.world.manager
        self.world.attempt("restore", lambda: stocks.restore(manager, hold, following))

    def held(self) -> list[int]:
        """Return what is withheld for no reservation."""
        found = select(Hold.id).where(Hold.reason != HoldReason.RESERVATION).order_by(Hold.id)
        return list(db.session.scalars(found))

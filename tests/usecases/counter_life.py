"""What passes the counter in part, what goes wrong and how a loan ends: rules to be mixed."""

from collections.abc import Callable, Sequence
from functools import partial

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from sqlalchemy import select

from booking.db import db
from booking.handling import IncidentKind, IncidentState, Outcome
from booking.models.incidents import Incident
from booking.models.loans import Passage
from booking.models.reservations import Hold, Line, Reservation
from booking.queries import disputes
from booking.queries import loans as reads
from booking.rules.incidents import Ended, Reported
from booking.rules.passages import Counted, Passing, Tally
from booking.usecases import arrivals, closing, incidents, lateness, loans
from booking.vocabulary import HoldReason, Status, Tracking
from tests.usecases.any_order import HOUR, which
from tests.usecases.whole_life import WholeLife

Act = Callable[..., int]
OUTCOMES = list(Outcome)
SHOWN = ("Abîmé au retour", "Manquant au retour")
"""How what a return shows says by itself why it is withheld, whoever counts on it."""


class CounterLife(WholeLife):
    """The whole life of reservations, counted piece by piece at the counter."""

    def loan(self, rank: int, *statuses: Status) -> Reservation:
        """Return a loan in one of some statuses."""
        return db.session.get_one(Reservation, self.some(rank, *statuses))

    @precondition(lambda self: self.some(0, Status.APPROVED))
    @rule(rank=which, less=which, kept=st.booleans())
    def hand_over_part(self, rank: int, less: int, kept: bool) -> None:
        mine = self.loan(rank, Status.APPROVED)
        self.world.now = max(self.world.now, mine.starts_at)
        first = mine.lines[0]
        rows = tuple(_fewer(line, less % 3 if line is first else 0) for line in mine.lines)
        self.attempt_out("hand over part", loans.hand_over, mine, Passing(rows, kept=kept))

    @precondition(lambda self: self.keeping())
    @rule(rank=which, less=which)
    def hand_over_more(self, rank: int, less: int) -> None:
        found = self.keeping()
        mine = db.session.get_one(Reservation, found[rank % len(found)])
        rows = [_fewer(line, less % 2) for line in mine.lines if arrivals.kept(line)]
        self.attempt_out("hand over more", loans.hand_over_more, mine, Passing(tuple(rows)))

    def attempt_out(self, name: str, act: Act, mine: Reservation, passing: Passing) -> None:
        """Let something leave."""
        self.world.attempt(name, partial(act, self.world.manager, mine.id, passing))

    def keeping(self) -> list[int]:
        """Return the loans of which something was kept for later."""
        out = select(Reservation).where(Reservation.status == Status.OUT).order_by(Reservation.id)
        found = db.session.scalars(out)
        return [mine.id for mine in found if any(arrivals.kept(line) for line in mine.lines)]

    @precondition(lambda self: self.some(0, Status.OUT))
    @rule(rank=which, back=which, damaged=st.integers(0, 1), missing=st.integers(0, 1))
    def take_back_part(self, rank: int, back: int, damaged: int, missing: int) -> None:
        mine = self.loan(rank, Status.OUT)
        known = reads.tally(reads.of_reservation(mine.id))
        rows: list[Counted] = []
        for line in mine.lines:
            if (back + line.id) % 3 or not rows:
                rows += _back(line, known.get(line.id, Tally()), back, damaged, missing)
        act = partial(loans.take_back, self.world.manager, mine.id, Passing(tuple(rows)))
        self.world.attempt("take back part", act)
        self.remember()

    def remember(self) -> None:
        """Remember what a return showed: it is withheld whoever counts on it."""
        broken = select(Hold.despite).where(Hold.reason == HoldReason.BREAKDOWN)
        for why in db.session.scalars(broken):
            if why.startswith(SHOWN):
                self.world.reasons.setdefault(why, set()).add("take back part")

    @precondition(lambda self: self.some(0, Status.OUT))
    @rule(rank=which, later=st.integers(1, 4))
    def extend(self, rank: int, later: int) -> None:
        mine = self.loan(rank, Status.OUT)
        who = self.borrower(mine.id) if later % 2 else self.world.manager
        until = mine.ends_at + later * 12 * HOUR
        self.world.attempt("extend", partial(lateness.extend, who, mine.id, until, "Pluie."))

    @precondition(lambda self: self.some(0, Status.RETURNED))
    @rule(rank=which, answers=st.booleans())
    def close(self, rank: int, answers: bool) -> None:
        mine = self.some(rank, Status.RETURNED)
        answer = "Vu avec vous." if answers else ""
        self.world.attempt("close", partial(closing.close, self.world.manager, mine, answer))

    @precondition(lambda self: self.contestable())
    @rule(rank=which)
    def contest(self, rank: int) -> None:
        found = self.contestable()
        passage = found[rank % len(found)]
        who = self.borrower(passage.loan.reservation_id)
        self.world.attempt("contest", partial(closing.contest, who, passage.id, "Non."))

    def contestable(self) -> Sequence[Passage]:
        """Return the reports that nobody signed."""
        found = select(Passage).where(Passage.contest_until.is_not(None)).order_by(Passage.id)
        return db.session.scalars(found).all()

    @precondition(lambda self: self.some(0, Status.OUT, Status.RETURNED))
    @rule(rank=which, withheld=st.booleans())
    def report(self, rank: int, withheld: bool) -> None:
        mine = self.loan(rank, Status.OUT, Status.RETURNED)
        held = [hold for line in mine.lines for hold in line.holds]
        if not held:
            return
        hold = held[rank % len(held)]
        told = Reported(
            IncidentKind.DAMAGE,
            hold.stock.item.reference,
            f"Pied cassé {sum(self.world.done.values())}",
            str(hold.stock.depot_id),
            hold.unit.number if hold.unit else "",
            reservation=mine.id,
            out_of_service=withheld,
        )
        self.world.attempt("report", partial(incidents.report, self.world.manager, told))
        told_of = select(Hold.despite).where(Hold.despite.contains(told.circumstances))
        for why in db.session.scalars(told_of):
            self.world.reasons.setdefault(why, set()).add("report")

    @precondition(lambda self: self.incidents())
    @rule(rank=which, what=st.integers(0, len(OUTCOMES) - 1))
    def close_incident(self, rank: int, what: int) -> None:
        found, why = self.incidents(), f"conclusion {sum(self.world.done.values())}"
        ended = Ended(OUTCOMES[what], why)
        act = partial(incidents.close, self.world.manager, found[rank % len(found)], ended)
        self.world.attempt("close incident", act, despite=why)

    def incidents(self) -> list[int]:
        """Return the incidents of which nobody has said what became."""
        opened = select(Incident.id).where(Incident.state != IncidentState.CLOSED)
        return list(db.session.scalars(opened.order_by(Incident.id)))

    @rule(hours=st.integers(1, 60))
    def time_passes(self, hours: int) -> None:
        super().time_passes(hours)
        self.each(disputes.to_close(self.world.now), closing.close_due)


def _fewer(line: Line, less: int) -> Counted:
    """Return all that is held of a line and has not left, or so many fewer."""
    held = sum(hold.quantity for hold in arrivals.kept(line))
    return Counted(line.id, max(0, held - less))


def _back(line: Line, known: Tally, back: int, damaged: int, missing: int) -> list[Counted]:
    """Return what is counted of a line that comes back in part."""
    if line.item.tracking is Tracking.NUMBERED:
        numbers = [hold.unit.number for hold in line.holds if hold.due_back_at and hold.unit]
        some = sorted(numbers)[: 1 + back % 2]
        return [
            Counted(line.id, 1 - missing, unit, damaged if not missing else 0, missing=missing)
            for unit in some
        ]
    gone = min(missing, known.awaited)
    good = min(known.awaited - gone, 1 + back % 4)
    return [Counted(line.id, good, damaged=min(damaged, good), missing=gone)]


def examine_counter() -> None:
    """What is out is what left and is awaited; what is over holds nothing out; see `Loan`."""
    for mine in db.session.scalars(select(Reservation)):
        loan = reads.of_reservation(mine.id)
        known = reads.tally(loan)
        for line in mine.lines if loan else ():
            told = known.get(line.id, Tally())
            out = sum(hold.quantity for hold in line.holds if hold.due_back_at)
            assert out == told.awaited, "what is held out is not what is awaited"
            left = sum(hold.quantity for hold in arrivals.kept(line))
            assert left == (line.quantity - told.out if mine.status is Status.OUT else 0)
        if mine.status is Status.CLOSED:
            assert loan
            assert loan.closed_at
            assert not disputes.has_incident(mine.id)
    for incident in db.session.scalars(select(Incident)):
        _examine_incident(incident)


def _examine_incident(mine: Incident) -> None:
    """What is withheld for an incident stays so until somebody says what became of it."""
    if mine.state is IncidentState.CLOSED and mine.outcome is not Outcome.UNTOUCHED:
        assert mine.hold is None
    if mine.hold:
        assert mine.hold.reason is HoldReason.BREAKDOWN
        assert mine.hold.stock_id == mine.stock_id
        assert mine.hold.quantity <= mine.quantity

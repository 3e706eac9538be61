"""Questions, proposals and changes among all the other acts on stocks, in any order."""

from collections.abc import Callable

from flask import Flask
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import select

from booking.db import db
from booking.dealings import ChangeState
from booking.models.dealings import Change
from booking.models.reservations import Hold, Reservation
from booking.rules.access import Actor
from booking.rules.asking import Edited
from booking.usecases import amendments, changes, replies
from booking.vocabulary import Status
from tests.usecases.test_any_order import AnyOrder, few, spans, which


class Exchanges(AnyOrder):
    """What two town halls may ask of each other before and after the answer."""

    @invariant()
    def only_an_open_change_holds(self) -> None:
        if not hasattr(self, "world"):
            return
        holding = set(db.session.scalars(select(Hold.change_id).where(Hold.change_id.is_not(None))))
        opened = select(Change.id).where(Change.state == ChangeState.OPEN)
        assert holding <= set(db.session.scalars(opened))

    def borrower(self, reservation_id: int) -> Actor:
        """Return who asks for a reservation."""
        asked = db.session.get_one(Reservation, reservation_id).request.borrower_id
        return next(each for each in self.world.secretaries if each.organization_id == asked)

    def held_by_lines(self) -> list[tuple[object, ...]]:
        """Return all that reservations hold."""
        table = Hold.__table__
        found = select(table).where(table.c.line_id.is_not(None)).order_by(table.c.id)
        return [tuple(each) for each in db.session.execute(found)]

    def leaving_as_it_was(self, name: str, act: Callable[[], int]) -> None:
        """Do an act that must leave what reservations hold exactly as it was."""
        before = self.held_by_lines()
        self.world.attempt(name, act)
        db.session.expire_all()
        assert self.held_by_lines() == before, name

    def edited(self, span: tuple[int, int], wanted: dict[int, int], what: int) -> Edited:
        """Return other dates, other lines, or both."""
        period = self.period(span)
        dates = (period.starts_at, period.ends_at) if what != 1 else (None, None)
        return Edited(*dates, lines=self.lines(wanted) if what != 2 and wanted else None)

    @precondition(lambda self: self.some(0, Status.APPROVED))
    @rule(rank=which, span=spans, wanted=st.dictionaries(st.sampled_from([0, 1]), few), what=few)
    def borrower_edits(
        self, rank: int, span: tuple[int, int], wanted: dict[int, int], what: int
    ) -> None:
        mine = self.some(rank, Status.APPROVED)
        who, edited = self.borrower(mine), self.edited(span, wanted, what)
        self.world.attempt("borrower edits", lambda: changes.edit(who, mine, edited))

    @precondition(lambda self: self.changing())
    @rule(rank=which, how=few)
    def answer_change(self, rank: int, how: int) -> None:
        ids = self.changing()
        mine, manager = ids[rank % len(ids)], self.world.manager
        who = self.borrower(mine)
        if how == 1:
            self.world.attempt("accept change", lambda: amendments.accept_change(manager, mine))
        elif how == 2:
            refused = (manager, mine, "Non.")
            self.leaving_as_it_was("refuse change", lambda: amendments.refuse_change(*refused))
        else:
            withdraw = amendments.withdraw_change
            self.leaving_as_it_was("withdraw change", lambda: withdraw(who, mine))

    def changing(self) -> list[int]:
        """Return the reservations agreed that somebody asks to change."""
        found = (
            select(Change.reservation_id)
            .join(Change.reservation)
            .where(Change.state == ChangeState.OPEN, Reservation.status == Status.APPROVED)
        )
        return list(db.session.scalars(found.order_by(Change.id)))

    @precondition(lambda self: self.some(0, Status.REQUESTED))
    @rule(rank=which, span=spans, wanted=st.dictionaries(st.sampled_from([0, 1]), few), what=few)
    def propose(self, rank: int, span: tuple[int, int], wanted: dict[int, int], what: int) -> None:
        mine, manager = self.some(rank, Status.REQUESTED), self.world.manager
        edited = self.edited(span, wanted, what)
        self.leaving_as_it_was("propose", lambda: amendments.propose(manager, mine, edited))

    @precondition(lambda self: self.some(0, Status.REQUESTED))
    @rule(rank=which)
    def ask_details(self, rank: int) -> None:
        asked = (self.world.manager, self.some(rank, Status.REQUESTED), "Combien ?")
        self.leaving_as_it_was("ask details", lambda: replies.ask_details(*asked))

    @precondition(lambda self: self.some(0, Status.NEEDS_INFO))
    @rule(rank=which, how=st.integers(1, 4))
    def reply(self, rank: int, how: int) -> None:
        mine = self.some(rank, Status.NEEDS_INFO)
        who, manager = self.borrower(mine), self.world.manager
        if how == 1:
            self.world.attempt("accept", lambda: amendments.accept(who, mine))
        elif how == 2:
            self.leaving_as_it_was("decline", lambda: amendments.decline(who, mine))
        elif how == 3:
            self.leaving_as_it_was("answer", lambda: replies.answer(who, mine, "Cent."))
        else:
            self.leaving_as_it_was("resume", lambda: replies.resume(manager, mine))


def test_whatever_is_exchanged_everything_adds_up(app: Flask) -> None:
    run_state_machine_as_test(
        Exchanges,
        settings=settings(
            max_examples=15,
            stateful_step_count=30,
            deadline=None,
            database=None,
            derandomize=True,
        ),
    )

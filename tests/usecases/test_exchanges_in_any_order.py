"""Questions, proposals and changes among all the other acts on stocks, in any order."""

from collections.abc import Callable
from functools import partial
from random import Random
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from booking.db import db
from booking.dealings import Awaited, ChangeState
from booking.models.dealings import Change
from booking.models.reservations import Hold, Reservation
from booking.rules.access import Actor
from booking.rules.asking import Edited
from booking.usecases import amendments, changes, replies
from booking.usecases.reservations import approve
from booking.vocabulary import Status
from tests.usecases.any_order import AnyOrder
from tests.usecases.world import examine

WHEN = {
    (0, 1, 2, 3, 4, 5): Status.APPROVED,
    (6, 7, 9): Status.REQUESTED,
    (8,): Status.NEEDS_INFO,
}
"""In which status each thing may be done."""


def answer_details(who: Actor, mine: int) -> int:
    """Answer what was asked."""
    return replies.answer(who, mine, "Cent.")


class Exchanges(AnyOrder):
    """What two town halls may ask of each other before and after the answer."""

    def start(self) -> None:
        """Make the world, and agree to what fits of it."""
        self.begin()
        for mine in self.of(Status.REQUESTED)[:3]:
            self.world.attempt("approve", partial(approve, self.world.manager, mine))

    def examined(self) -> None:
        """Check that all adds up, and that only an open change holds anything."""
        examine(self.world)
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

    def edited(self, span: tuple[int, int], wanted: dict[int, int], what: int) -> Edited:
        """Return other dates, other lines, or both."""
        period = self.period(span)
        dates = (period.starts_at, period.ends_at) if what != 1 else (None, None)
        return Edited(*dates, lines=self.lines(wanted) if what != 2 and wanted else None)

    def exchange(self, chance: Random) -> None:
        """Do one thing that the state of some reservation allows."""
        what, span = chance.randrange(10), (chance.randint(2, 12), chance.randint(1, 8))
        edited = self.edited(span, {chance.randrange(2): chance.randint(1, 3)}, what % 3)
        status = next(status for those, status in WHEN.items() if what in those)
        found = self.changing() if what in (3, 4, 5) else self.of(status)
        if found:
            self.do(what, chance.choice(found), edited)
        else:
            self.ask(span=span, wanted={0: chance.randint(1, 4)}, who=what)
        self.examined()

    def of(self, status: Status) -> list[int]:
        """Return the reservations of a status."""
        found = select(Reservation.id).where(Reservation.status == status)
        return list(db.session.scalars(found.order_by(Reservation.id)))

    def do(self, what: int, mine: int, edited: Edited) -> None:
        """Let the borrower or the manager do one thing about a reservation."""
        who, manager = self.borrower(mine), self.world.manager
        acts: list[tuple[Callable[..., int], tuple[Any, ...], bool]] = [
            (changes.edit, (who, mine, edited), False),
            (changes.edit, (who, mine, edited), False),
            (changes.edit, (who, mine, edited), False),
            (amendments.accept_change, (manager, mine), False),
            (amendments.refuse_change, (manager, mine, "Non."), True),
            (amendments.withdraw_change, (who, mine), True),
            (amendments.propose, (manager, mine, edited), True),
            (replies.ask_details, (manager, mine, "Combien ?"), True),
            (self.replying(mine), (who, mine), False),
            (approve, (manager, mine), True),
        ]
        act, given, leaves = acts[what]
        before = self.held_by_lines()
        self.world.attempt(f"exchange {act.__name__}", partial(act, *given))
        db.session.expire_all()
        assert not leaves or self.held_by_lines() == before, act.__name__

    def replying(self, mine: int) -> Callable[..., int]:
        """Return how the borrower replies: to a proposal one time out of two with yes."""
        if db.session.get_one(Reservation, mine).awaited is Awaited.DETAILS:
            return answer_details
        return amendments.accept if mine % 2 else amendments.decline

    def changing(self) -> list[int]:
        """Return the reservations agreed that somebody asks to change."""
        found = (
            select(Change.reservation_id)
            .join(Change.reservation)
            .where(Change.state == ChangeState.OPEN, Reservation.status == Status.APPROVED)
        )
        return list(db.session.scalars(found.order_by(Change.id)))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whatever_is_exchanged_everything_adds_up(app: Flask, seed: int) -> None:
    machine, chance = Exchanges(), Random(seed)  # noqa: S311 # a walk to repeat, no secret
    try:
        machine.start()
        for _ in range(50):
            machine.exchange(chance)
        done = {name for name in machine.world.done if name.startswith("exchange")}
        assert len(done) > 5, done
    finally:
        machine.teardown()

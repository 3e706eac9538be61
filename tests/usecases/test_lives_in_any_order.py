"""Long walks through the lives of reservations, so that each act meets all the others."""

from collections import Counter
from collections.abc import Callable
from random import Random

from flask import Flask

from booking.dealings import Awaited
from booking.vocabulary import Status
from tests.usecases.standing import examine_life
from tests.usecases.whole_life import WholeLife
from tests.usecases.world import examine

STEPS = 70
DONE = (
    *("ask_details", "answer", "resume", "propose", "accept", "decline"),
    *("edit", "accept_change", "refuse_change", "withdraw_change"),
    *("request or wait", "confirm", "approve", "refuse", "cancel", "bring", "add rule", "end rule"),
    *("clock pass_on", "clock remind", "clock expire", "hand over", "take back"),
)
"""What must have happened at least once in all the walks."""


class Walk(WholeLife):
    """One walk, whose steps are drawn; it can be walked again."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self.chance = Random(seed)  # noqa: S311 # a walk to repeat, no secret

    def rank(self) -> int:
        return self.chance.randint(0, 50)

    def span(self) -> tuple[int, int]:
        return self.chance.randint(3, 14), self.chance.randint(1, 5)

    def wanted(self) -> dict[int, int]:
        return {self.chance.choice([0, 0, 1, 3]): self.chance.randint(1, 3)}

    def step(self) -> None:
        """Do one thing that the state of some reservation allows."""
        acts = self.possible()
        self.chance.choice(acts)()
        examine(self.world)
        examine_life(self.world)

    def possible(self) -> list[Callable[[], None]]:
        """Return what may be done now, the likeliest several times."""
        what = self.chance.randint(0, 3)
        acts: list[Callable[[], None]] = [
            *[lambda: self.ask_or_wait(self.span(), self.wanted(), self.rank())] * 4,
            *[lambda: self.time_passes(self.chance.randint(1, 30))] * 2,
            lambda: self.validate_at_once(2),
            lambda: self.bring_a_promise(what + 1, 2, what % 2, self.rank()),
            lambda: self.settle_rest(self.rank(), what == 0),
        ]
        if self.some(0, Status.REQUESTED):
            acts += [
                lambda: self.ask_details(self.rank()),
                lambda: self.propose(self.rank(), self.span(), self.wanted(), what),
                lambda: self.approve(self.rank(), what == 0),
                lambda: self.refuse(self.rank()),
            ]
        if self.some(0, Status.APPROVED):
            ask = [lambda: self.ask_change(self.rank(), self.span(), self.wanted(), what)]
            acts += [*ask * 3, lambda: self.cancel(self.rank()), lambda: self.swap(what, what + 1)]
            acts += [lambda: self.leave_on_time(self.rank()), lambda: self.name_copies(what, {1})]
        if self.awaiting(Awaited.DETAILS, Awaited.PROPOSAL):
            acts += [lambda: self.reply(self.rank(), what)] * 3
        if self.changing():
            acts += [lambda: self.answer_change(self.rank(), what)] * 3
        if self.awaiting(Awaited.PLACE):
            acts += [lambda: self.confirm_or_give_up(self.rank(), what > 0)] * 2
        if self.some(0, Status.OUT):
            acts += [lambda: self.take_back(self.rank())] * 2
        return acts


def test_whatever_is_lived_through_everything_adds_up(app: Flask) -> None:
    done: Counter[str] = Counter()
    for seed in (2, 3, 4, 8):
        walk = Walk(seed)
        try:
            walk.begin()
            walk.people()
            for _ in range(STEPS):
                walk.step()
            done += walk.world.done
        finally:
            walk.teardown()
    assert [each for each in DONE if not done[each]] == []

"""Long walks of things through the counter, in part, damaged, missing, kept longer, contested."""

from collections import Counter
from collections.abc import Callable
from random import Random

from flask import Flask

from booking.vocabulary import Status
from tests.usecases.counter_life import CounterLife, examine_counter
from tests.usecases.standing import examine_life
from tests.usecases.world import examine

STEPS = 60
DONE = (
    *("hand over part", "hand over more", "take back part", "take back", "extend"),
    *("report", "close incident", "close", "contest"),
)
"""What must have happened at least once in all the walks."""


class Walk(CounterLife):
    """One walk, whose steps are drawn; it can be walked again."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self.chance = Random(seed)  # noqa: S311 # a walk to repeat, no secret

    def rank(self) -> int:
        return self.chance.randint(0, 50)

    def ask_some(self) -> None:
        span = self.chance.randint(0, 6), self.chance.randint(1, 5)
        wanted = {self.chance.choice([0, 0, 1, 3]): self.chance.randint(1, 4)}
        self.ask(span, wanted, self.rank())

    def step(self) -> None:
        """Do one thing that the state of some loan allows."""
        self.chance.choice(self.possible())()
        examine(self.world)
        examine_life(self.world)
        examine_counter()

    def possible(self) -> list[Callable[[], None]]:
        """Return what may be done now, the likeliest several times."""
        what = self.chance.randint(0, 3)
        acts: list[Callable[[], None]] = [
            self.ask_some,
            lambda: self.time_passes(self.chance.randint(1, 30)),
        ]
        if self.some(0, Status.REQUESTED):
            acts += [lambda: self.approve(self.rank() * 3 + 1, False)] * 2
        if self.some(0, Status.APPROVED):
            acts += [lambda: self.hand_over_part(self.rank(), self.rank(), what > 0)] * 3
        if self.some(0, Status.OUT):
            acts += [lambda: self.take_back_part(self.rank(), what, what % 2, what // 2)] * 3
            acts += [lambda: self.take_back(self.rank()), lambda: self.extend(self.rank(), what)]
            acts += [lambda: self.another_return(self.rank(), what - 1, False)]
        return acts + self.after(what)

    def after(self, what: int) -> list[Callable[[], None]]:
        """Return what may be settled once something left."""
        acts: list[Callable[[], None]] = []
        if self.keeping():
            acts += [lambda: self.hand_over_more(self.rank(), what % 2)] * 3
        if self.some(0, Status.RETURNED):
            acts += [lambda: self.report(self.rank(), what > 1)]
            acts += [lambda: self.close(self.rank(), what > 1)] * 2
        if self.contestable():
            acts += [lambda: self.contest(self.rank())]
        if self.incidents():
            acts += [lambda: self.close_incident(self.rank(), what)] * 2
        return acts


def test_whatever_passes_the_counter_everything_adds_up(app: Flask) -> None:
    done: Counter[str] = Counter()
    for seed in (1, 2, 3):
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

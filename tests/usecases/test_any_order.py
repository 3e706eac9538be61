"""Every act in any order, on the real databases: what is checked after each holds."""

from flask import Flask
from hypothesis import settings
from hypothesis.stateful import initialize, invariant, run_state_machine_as_test

from tests.usecases.counter_life import CounterLife, examine_counter
from tests.usecases.standing import examine_life


class AnyLife(CounterLife):
    """The whole life of reservations, examined after each act."""

    @initialize()
    def begin(self) -> None:
        super().begin()
        self.people()

    @invariant()
    def everything_said_holds(self) -> None:
        if hasattr(self, "world"):
            examine_life(self.world)
            examine_counter()


def test_whatever_happens_everything_adds_up(app: Flask) -> None:
    run_state_machine_as_test(
        AnyLife,
        settings=settings(
            max_examples=12,
            stateful_step_count=35,
            deadline=None,
            database=None,
            derandomize=True,
        ),
    )

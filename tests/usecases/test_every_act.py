"""Every act, by everybody, in every state: each has the answer that the design gives it."""

from collections.abc import Iterator

import pytest
from flask import Flask

from booking.db import db
from tests.usecases.every_deed import DEEDS, outcome
from tests.usecases.every_state import Everything, make_everything
from tests.usecases.verdicts import ACTS, PEOPLE, STATES, expected, states_for

THIN = ("bs", "mm", "st", "ct", "ne", "sv")
"""Who acts on PostgreSQL: one of each part."""


@pytest.fixture(scope="module")
def world(app: Flask) -> Iterator[Everything]:
    """Give a reservation in every state, made once."""
    connection = db.engine.connect().execution_options(writing=True)
    outer, patch = connection.begin(), pytest.MonkeyPatch()
    db.session.remove()
    db.session.configure(bind=connection, join_transaction_mode="create_savepoint")
    yield make_everything(connection, patch)
    patch.undo()
    db.session.remove()
    db.session.configure(bind=None, join_transaction_mode="conditional_savepoint")
    outer.rollback()
    connection.close()


@pytest.mark.parametrize("act", ACTS)
def test_everybody_gets_the_answer_of_the_design(world: Everything, act: str) -> None:
    people = [*PEOPLE] if db.engine.dialect.name == "sqlite" else THIN
    wrong = [
        f"{act} by {PEOPLE[who]}, {STATES[state]}: {wanted} expected, {found} found"
        for who in people
        for state in states_for(act, who)
        for wanted in [expected(act, who, state)]
        for found in [outcome(world, act, who, world.mine[state])]
        if found != wanted
    ]
    assert wrong == []


def test_the_table_speaks_of_every_act_state_and_person(world: Everything) -> None:
    assert set(ACTS) == set(DEEDS)
    assert set(STATES) == set(world.mine)
    assert set(PEOPLE) == set(world.people)

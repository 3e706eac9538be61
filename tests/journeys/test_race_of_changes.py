"""Two people who change the same thing at the same moment, on real databases."""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from flask import Flask

from booking.db import db
from booking.errors import Refusal
from booking.queries import health
from booking.rules.asking import AskedLine, Edited, Moved, Withheld
from booking.usecases import asking, changes, holds, stocks
from booking.vocabulary import HoldReason, Movement
from tests.factories import add_stock, ask, asked, make_item, make_scene, next_weekend
from tests.journeys.test_race import house

__all__ = ["house"]

APART = 0.4


def one_after_the_other(house: Flask, acts: Sequence[Callable[[], int]]) -> list[Any]:
    """Start each act a moment after the one before; a refusal is an answer."""

    def run(rank: int) -> Any:
        threading.current_thread().name = f"act {rank}"
        time.sleep(rank * APART)
        with house.app_context():
            try:
                return acts[rank]()
            except Refusal as refusal:
                return refusal

    db.session.rollback()
    with ThreadPoolExecutor(len(acts)) as people:
        return list(people.map(run, range(len(acts)), timeout=60))


def slow(monkeypatch: pytest.MonkeyPatch, place: Any, name: str, pauses: Sequence[float]) -> None:
    """Make a step last after it is done, for each act its own time."""
    real = getattr(place, name)

    def slowly(*args: Any, **kwargs: Any) -> Any:
        done = real(*args, **kwargs)
        rank = int(threading.current_thread().name.removeprefix("act "))
        time.sleep(pauses[rank])
        return done

    monkeypatch.setattr(place, name, slowly)


def test_a_line_added_meanwhile_is_never_placed_without_its_lock(
    house: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = make_scene(5)
    tent = make_item(scene.pool, 1, name="Tente")
    chairs, tents = (AskedLine(each.reference, 1) for each in (scene.chairs, tent))
    later = next_weekend(8)
    (mine,) = ask(scene.secretary, (scene.chairs, 1))
    wanted = asked((tent, 1), period=later)
    slow(monkeypatch, holds, "place", (1.2, 2.0, 0))

    one_after_the_other(
        house,
        [
            partial(changes.edit, scene.manager, mine, Edited(lines=(chairs, tents))),
            partial(changes.edit, scene.manager, mine, Edited(later.starts_at, later.ends_at)),
            lambda: (time.sleep(1), asking.request(scene.secretary, wanted))[1],
        ],
    )

    assert health.excesses() == []


def test_what_two_give_back_at_once_is_given_back_once(
    house: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = make_scene(5)
    resting = Withheld(
        scene.chairs.reference,
        scene.stock.depot.name,
        HoldReason.MAINTENANCE,
        (next_weekend(),),
        quantity=1,
    )
    hold = stocks.withhold(scene.manager, resting)
    slow(monkeypatch, holds, "lock", (1, 0))

    answers = one_after_the_other(house, [partial(stocks.restore, scene.manager, hold)] * 2)

    assert [isinstance(each, Refusal) for each in answers] == [False, True]
    assert answers[1].code == "hold_not_found"


def test_the_first_things_at_a_new_depot_come_twice(
    house: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = make_scene(5)
    other = add_stock(make_item(scene.pool, 1), 1).depot.name
    came = Moved(scene.chairs.reference, other, Movement.PURCHASE, 2)
    slow(monkeypatch, stocks, "new_stock", (1, 0))

    answers = one_after_the_other(house, [partial(stocks.move, scene.manager, came)] * 2)

    assert answers[0] == answers[1]

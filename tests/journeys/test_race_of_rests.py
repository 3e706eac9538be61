"""What gives several things back at once takes all its locks at once, on real databases."""

from collections.abc import Callable
from functools import partial

import pytest
from flask import Flask

from booking.models.catalogue import Item
from booking.queries import health
from booking.rules.asking import AskedLine, Edited
from booking.usecases import asking, changes, holds, requests, reservations
from booking.vocabulary import Role
from tests.factories import (
    Scene,
    ask,
    asked,
    make_actor,
    make_commune,
    make_item,
    make_pool,
    make_scene,
    next_weekend,
    row,
)
from tests.journeys.test_race import house
from tests.journeys.test_race_of_changes import one_after_the_other, slow

__all__ = ["house"]
LATER = 8


def give_up(scene: Scene) -> tuple[Callable[[], int], list[Item]]:
    """Return what gives up a rest whose open change wants a tent, and what it locks, in order."""
    artres = make_commune(scene.territory, "Artres")
    pool, manager = make_pool(artres), make_actor(artres, Role.MANAGER)
    tent, tables = (make_item(pool, 9, name=name) for name in ("Tente", "Table"))
    lost, left = ask(scene.secretary, (scene.chairs, 1), (tables, 1))
    reservations.refuse(scene.manager, lost, "Non.")
    reservations.approve(manager, left)
    want(scene, left, tables, tent)
    return partial(requests.cancel_rest, scene.secretary, row(left).request_id), [tent, tables]


def exchange(scene: Scene) -> tuple[Callable[[], int], list[Item]]:
    """Return what exchanges two loans of which one has such a change."""
    tent, tables = (make_item(scene.pool, 9, name=name) for name in ("Tente", "Table"))
    (first,) = ask(scene.secretary, (tables, 1))
    (second,) = ask(scene.secretary, (tables, 1), period=next_weekend(5))
    reservations.approve(scene.manager, second)
    want(scene, second, tables, tent)
    return partial(changes.swap, scene.manager, first, second), [tent, tables]


def want(scene: Scene, mine: int, *items: Item) -> None:
    lines = tuple(AskedLine(each.reference, 1) for each in items)
    changes.edit(scene.secretary, mine, Edited(lines=lines))


@pytest.mark.parametrize("given_back", [give_up, exchange])
def test_who_asks_for_the_same_things_meanwhile_is_served(
    house: Flask,
    monkeypatch: pytest.MonkeyPatch,
    given_back: Callable[[Scene], tuple[Callable[[], int], list[Item]]],
) -> None:
    scene = make_scene()
    act, items = given_back(scene)
    wanted = asked(*[(each, 1) for each in items], period=next_weekend(LATER))
    slow(monkeypatch, holds, "lock", (1.0, 0))

    answers = one_after_the_other(house, [act, partial(asking.request, scene.secretary, wanted)])

    assert all(isinstance(each, int) for each in answers), answers
    assert health.excesses() == []

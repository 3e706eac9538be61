"""What stays at home while its control falls due: that stops loans, and nothing else."""

from typing import Any

import pytest

from booking import clock
from booking.errors import StockPromised
from booking.fitness import Equipment
from booking.models.catalogue import Item
from booking.period import OPEN_ENDED, Period
from booking.rules.asking import Asked, AskedLine, Withheld
from booking.usecases import asking, stocks
from booking.vocabulary import HoldReason
from tests.factories import Scene, make_item
from tests.fitness import day, inspect, loan, make_platform, ready_scene, units_of

pytestmark = pytest.mark.usefixtures("base")


def withhold(scene: Scene, item: Item, **facts: Any) -> int:
    """Keep something from being lent, from now on."""
    told = {
        "item": item.reference,
        "depot": item.stocks[0].depot.name,
        "reason": HoldReason.BREAKDOWN,
        "periods": (Period(clock.now(), OPEN_ENDED),),
    }
    return stocks.withhold(scene.manager, Withheld(**told | facts))


def ask(scene: Scene, item: Item, first: int, last: int) -> int:
    """Ask for one, over whole days."""
    asked = loan(scene.secretary, first, last)
    lines = (AskedLine(item.reference, 1),)
    return asking.request(
        scene.secretary, Asked(asked.starts_at, asked.ends_at, "Essai", lines, place="Place")
    )


def test_a_copy_that_breaks_stays_at_home_beyond_its_control() -> None:
    scene = ready_scene()
    platform = make_platform(scene, 2)
    for rank in (0, 1):
        inspect(platform, day(60), rank)
    ask(scene, platform, 10, 12)

    assert withhold(scene, platform, units=(units_of(platform)[0].number,))


def test_a_loan_that_the_other_copy_may_not_serve_is_told() -> None:
    scene = ready_scene()
    platform = make_platform(scene, 2)
    inspect(platform, day(60), 0)
    inspect(platform, day(11), 1)
    ask(scene, platform, 10, 12)

    assert withhold(
        scene, platform, units=(units_of(platform)[1].number,), reason=HoldReason.MAINTENANCE
    )
    with pytest.raises(StockPromised):
        withhold(scene, platform, units=(units_of(platform)[0].number,))


def test_some_of_what_is_counted_stay_at_home_beyond_their_control() -> None:
    scene = ready_scene()
    item = make_item(scene.pool, 8, equipment=Equipment.EXTINGUISHER)
    inspect(item, day(60), None, control="extinguisher_check")
    ask(scene, item, 10, 12)

    with pytest.raises(StockPromised):
        withhold(scene, item, quantity=8)
    assert withhold(scene, item, quantity=7)

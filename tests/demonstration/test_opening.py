"""When the depots of the demonstration open."""

from datetime import timedelta

import pytest

from booking import clock
from booking.demonstration.opening import (
    DAYS_CLOSED,
    DAYS_TO_CLOSING,
    NEIGHBOURLY,
    TWO_MORNINGS,
    WORKING,
    WORKSHOP,
)
from booking.demonstration.people import mailbox
from booking.demonstration.shelves import INVENTORY
from booking.queries import depots


@pytest.mark.usefixtures("loaded")
def test_two_depots_keep_hours_and_one_closes_for_a_while() -> None:
    actor = mailbox()
    views = {each.name: each for each in depots.of_territory(actor)}

    assert views[WORKSHOP].slots == set(WORKING.slots)
    assert views[NEIGHBOURLY].slots == set(TWO_MORNINGS.slots)
    assert all(each.address and each.remark for each in views.values())
    (closure,) = views[NEIGHBOURLY].closures
    first = clock.today(actor.zone) + timedelta(days=DAYS_TO_CLOSING)
    assert (closure.starts_on, closure.ends_on) == (first, first + timedelta(days=DAYS_CLOSED - 1))


@pytest.mark.usefixtures("loaded")
def test_no_depot_of_the_inventory_is_ever_closed() -> None:
    text = INVENTORY.read_text(encoding="utf-8")

    for each in depots.of_territory(mailbox()):
        assert not (each.name in text and each.closures)

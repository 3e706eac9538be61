"""Which meters are read on which sort of equipment."""

import pytest

from booking.fitness import Equipment
from booking.handling import Meter
from booking.rules import meters


@pytest.mark.parametrize(
    ("equipment", "read"),
    [
        (None, ()),
        (Equipment.BARRIER, ()),
        (Equipment.TENT, ()),
        (Equipment.TRAILER, ()),
        (Equipment.CAR, (Meter.KM, Meter.ENERGY)),
        (Equipment.COACH, (Meter.KM, Meter.ENERGY)),
        (Equipment.PLATFORM, (Meter.HOURS, Meter.ENERGY)),
        (Equipment.GARDEN_MACHINE, (Meter.HOURS, Meter.ENERGY)),
        (Equipment.SURVEY, (Meter.ENERGY,)),
    ],
)
def test_what_runs_has_hours_and_what_drives_has_kilometres(
    equipment: Equipment | None, read: tuple[Meter, ...]
) -> None:
    assert meters.of(equipment) == read


def test_all_that_runs_on_something_has_its_energy_read() -> None:
    without = {each for each, read in meters.READ.items() if Meter.ENERGY not in read}

    assert without == {Equipment.LIFTING_ACCESSORY}

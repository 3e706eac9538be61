"""Which meters are read on a thing when it leaves and when it is back, by what it is; pure."""

from collections.abc import Mapping

from booking.fitness import Equipment
from booking.handling import Meter

HOURS, KM, ENERGY = Meter.HOURS, Meter.KM, Meter.ENERGY
READ: Mapping[Equipment, tuple[Meter, ...]] = {
    Equipment.PLATFORM: (HOURS, ENERGY),
    Equipment.EARTHMOVER: (HOURS, ENERGY),
    Equipment.LIFTING_MACHINE: (HOURS, ENERGY),
    Equipment.LIFTING_ACCESSORY: (HOURS,),
    Equipment.COMPACTOR: (HOURS, ENERGY),
    Equipment.GARDEN_MACHINE: (HOURS, ENERGY),
    Equipment.HEAVY_VEHICLE: (KM, HOURS, ENERGY),
    Equipment.CAR: (KM, ENERGY),
    Equipment.COACH: (KM, ENERGY),
    Equipment.DRONE: (HOURS, ENERGY),
    Equipment.SURVEY: (ENERGY,),
    Equipment.MACHINE: (HOURS, ENERGY),
}
"""What runs has hours, what drives has kilometres, what must be filled or charged has energy."""


def of(equipment: Equipment | None) -> tuple[Meter, ...]:
    """Return the meters of a sort of equipment; none of what does not run."""
    return READ.get(equipment, ()) if equipment else ()

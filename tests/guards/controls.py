"""What a stranger would give the acts on controls."""

from datetime import timedelta
from typing import Any

from booking import clock
from booking.fitness import Finding
from booking.models.inspections import CONDITION
from booking.rules.inspections import Planned, Recorded
from booking.usecases import inspections
from tests.factories import LONG_AGO
from tests.pages.place import Place, as_actor


def given(place: Place) -> dict[str, tuple[Any, ...]]:
    """Return what each act on controls is given of Maing's."""
    thing = (place.chairs.reference, place.chairs.stocks[0].depot.name, CONDITION)
    day = clock.now().date() + timedelta(days=300)
    planned = inspections.plan(as_actor(place.manager), Planned(*thing, day))
    return {
        "inspections.plan": (Planned(*thing, day),),
        "inspections.move": (planned, day),
        "inspections.cancel": (planned,),
        "inspections.record": (Recorded(LONG_AGO, Finding.PASSED, *thing),),
        "inspections.remind": (),
    }

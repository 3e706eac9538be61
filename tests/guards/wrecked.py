"""What a stranger would give the acts on incidents."""

from typing import Any

from booking.handling import IncidentKind, Outcome
from booking.rules.incidents import Ended, Followed, Reported
from booking.usecases import incidents
from tests.pages.place import Place, as_actor


def of_incidents(place: Place) -> dict[str, tuple[Any, ...]]:
    """Return what each act on incidents is given of Maing's, in a loan of Quérénaing's."""
    mine = place.out(1)
    told = Reported(IncidentKind.DAMAGE, place.chairs.reference, "Pied plié", reservation=mine.id)
    made = incidents.report(as_actor(place.technician), told)
    return {
        "incidents.close": (made, Ended(Outcome.REPAIRED)),
        "incidents.draw_up": (made,),
        "incidents.follow": (made, Followed(100)),
        "incidents.report": (told,),
    }

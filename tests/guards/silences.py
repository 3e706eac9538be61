"""What a stranger would give the acts on silence, on substitutes and on the waiting list."""

from typing import Any

from booking.usecases.substitutes import Named
from tests.pages.place import Place


def of_silence(place: Place) -> dict[str, tuple[Any, ...]]:
    """Return what each act is given of Quérénaing's or Maing's."""
    mine = place.requested(1)
    return {
        "insurance.remind": (mine.id,),
        "silence.expire": (mine.id,),
        "silence.pass_on": (mine.id,),
        "silence.remind": (mine.id,),
        "substitutes.name": (place.pool.id, Named(place.technician.id)),
        "substitutes.remove": (place.pool.id,),
        "waiting.confirm": (mine.id,),
        "waiting.offer": (mine.id,),
    }

"""What a stranger would give the acts on agendas of elsewhere."""

from typing import Any

from booking.dealings import Unread
from booking.fetching import Fetched, Known
from booking.rules.asking import Followed
from booking.usecases import sources
from tests.pages.place import Place, as_actor

ADDRESS = "https://agenda.example/bus.ics"


def of_sources(place: Place) -> dict[str, tuple[Any, ...]]:
    """Return what each act on an agenda that takes Maing's chairs is given."""
    stock = place.chairs.stocks[0]
    asked = Followed(place.chairs.reference, stock.depot.name, "Bus", ADDRESS, quantity=1)
    mine = sources.follow(as_actor(place.manager), asked)
    return {
        "sources.claim": (mine,),
        "sources.follow": (asked,),
        "sources.keep": (mine, Fetched(None, Known()), None),
        "sources.note_failure": (mine, Unread.AWAY),
        "sources.stop": (mine,),
    }

"""What each act on a calendar is given of somebody else's."""

from typing import Any

from booking.dealings import Agenda, FeedScope
from booking.usecases import calendars
from tests.pages.place import Place, as_actor


def of_calendars(place: Place) -> dict[str, tuple[Any, ...]]:
    """Return what each act on a subscription is given of the secretary's."""
    feed = calendars.create(as_actor(place.secretary), FeedScope.ME, "Agenda", "secret")
    return {
        "calendars.note_use": (feed, Agenda.OTHER),
        "calendars.revoke": (feed,),
        "calendars.rotate": (feed, "autre"),
    }

"""What a stranger would give the acts by which things leave."""

from typing import Any

from booking.rules.passages import Counted, Passing
from booking.usecases import loans
from tests.pages.place import Place, as_actor


def of_handing(place: Place) -> dict[str, tuple[Any, ...]]:
    """Return what each act on what leaves is given of Quérénaing's."""
    mine = place.approved(2)
    some = Passing(counted=(Counted(mine.lines[0].id, 1),), kept=True)
    loans.hand_over(as_actor(place.manager), mine.id, some)
    return {"loans.hand_over_more": (mine.id,)}

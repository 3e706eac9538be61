"""What a stranger would give the acts of the counter that need no request."""

from typing import Any

from booking.rules.asking import AskedLine
from booking.rules.lending import Lent
from tests.factories import next_weekend
from tests.pages.place import Place


def of_lending(place: Place) -> dict[str, tuple[Any, ...]]:
    """Return what each act is given of Maing's."""
    lines = (AskedLine(place.chairs.reference, 1),)
    lent = Lent(next_weekend().ends_at, "Dépannage", lines, place.borrower.name)
    return {"lending.lend": (lent,)}

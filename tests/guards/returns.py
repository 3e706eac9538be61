"""What a stranger would give the acts on the return of what is out."""

from typing import Any

from tests.pages.place import Place


def of_returns(place: Place) -> dict[str, tuple[Any, ...]]:
    """Return what each act is given of Quérénaing's."""
    mine = place.out(1)
    return {
        "lateness.extend": (mine.id, mine.ends_at),
        "lateness.remind": (mine.id,),
    }

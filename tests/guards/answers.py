"""What a stranger would give the acts on answers, of another territory."""

from typing import Any

from booking.rules.approvals import Rule
from booking.usecases import approvals
from tests.pages.place import Place, as_actor


def given(place: Place) -> dict[str, tuple[Any, ...]]:
    """Return what each act on the rules that validate at once is given of Maing's."""
    rule_id = approvals.add(as_actor(place.manager), place.pool.id, Rule("Rien", most=1))
    return {
        "approvals.add": (place.pool.id, Rule("Tout")),
        "approvals.end": (rule_id,),
    }

"""What a stranger would give the acts on requirements, of another territory."""

from typing import Any

from booking.models.requirements import Requirement
from booking.rules.rulebook import Added, Changed
from tests.factories import LONG_AGO, keep
from tests.pages.place import Place


def of_requirements(place: Place) -> dict[str, tuple[Any, ...]]:
    """Return what each act on requirements is given of the territory's."""
    own = {"territory_id": place.lender.territory_id, "label": "Charte"}
    mine = str(keep(Requirement(**own)).id)
    return {
        "requirements.add": (Added("Charte", item=place.chairs.reference),),
        "requirements.change": (mine, Changed("Charte")),
        "requirements.end": (mine, LONG_AGO),
        "requirements.keep": (mine,),
        "requirements.restore": (mine,),
    }

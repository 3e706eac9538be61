"""What a stranger would give the acts on what is checked."""

from typing import Any

from booking.fitness import Finding
from booking.rules.asking import Checked
from booking.usecases import campaigns
from tests.guards.brought import of_breakdowns, of_promises
from tests.pages.place import Place, as_actor


def of_campaigns(place: Place) -> dict[str, tuple[Any, ...]]:
    """Return what each act on verifications is given of Maing's."""
    stock = place.chairs.stocks[0]
    campaign = campaigns.open_campaign(as_actor(place.technician), stock.depot_id)
    return {
        "campaigns.check": (campaign, Checked(stock.id, Finding.PASSED)),
        "campaigns.close": (campaign,),
        "campaigns.open_campaign": (stock.depot_id,),
        "campaigns.undo": (campaign, stock.id, None),
        **of_breakdowns(place),
        **of_promises(place),
    }


def of_fitness(place: Place) -> dict[str, tuple[Any, ...]]:
    """Return what each act on the requirements of a loan is given of Maing's."""
    mine = place.requested(1)
    return {
        "fitness.override": (mine.id, "insurance", "Non."),
        "fitness.see": (mine.id, "insurance"),
    }

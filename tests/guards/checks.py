"""What a stranger would give the acts on what is checked."""

from typing import Any

from booking.fitness import Finding
from booking.rules.asking import Checked
from booking.usecases import campaigns, drafts
from tests.guards.brought import of_breakdowns, of_promises
from tests.guards.returns import of_returns
from tests.guards.silences import of_silence
from tests.guards.wishes import of_wishes
from tests.pages.place import Place, as_actor

ALSO_FOR_ANYONE = {"drafts.save": "makes a thing of the actor's own"}
"""Acts that have nobody else's thing to refuse, and why."""


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


def of_drafts(place: Place) -> dict[str, tuple[Any, ...]]:
    """Return what each act on drafts is given of Quérénaing's."""
    draft = drafts.save(as_actor(place.secretary), {"request_key": "k"})
    return {"drafts.discard": (draft,), "drafts.forget": ()}


def of_fitness(place: Place) -> dict[str, tuple[Any, ...]]:
    """Return what each act on a loan beside its answer is given of Maing's."""
    mine = place.requested(1)
    return (
        of_drafts(place)
        | of_returns(place)
        | of_silence(place)
        | {
            "fitness.override": (mine.id, "insurance", "Non."),
            "fitness.see": (mine.id, "insurance"),
            **of_wishes(place),
        }
    )

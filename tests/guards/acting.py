"""What a stranger would give the acts on registers, settings of papers, prices and deposits."""

from datetime import date
from typing import Any

from booking.rules.acts import Taken
from booking.rules.paper_settings import SIGNED, Settled, ways
from booking.usecases import acts
from booking.usecases.deposits import Priced
from booking.vocabulary import ActKind
from tests.pages.place import Place, as_actor

MAY = date(2026, 5, 20)
TAKEN = Taken(ActKind.DELIBERATION, "2026-041", "Prêt de matériel", MAY, MAY)
SETTLED = Settled(True, False, tuple((kind, ways(kind, {})) for kind in SIGNED))


def of_acts(place: Place) -> dict[str, tuple[Any, ...]]:
    """Return what each of these acts is given of Maing's."""
    act = acts.add(as_actor(place.manager), place.lender.id, TAKEN)
    mine = place.requested(1)
    return {
        "acts.add": (place.lender.id, TAKEN),
        "acts.edit": (act, TAKEN),
        "acts.end": (act, MAY),
        "deposits.give_back_deposit": (mine.id,),
        "deposits.set_price": (mine.id, Priced("12 €")),
        "deposits.take_deposit": (mine.id,),
        "paperwork.set_papers": (SETTLED,),
    }

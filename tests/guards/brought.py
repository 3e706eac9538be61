"""What a stranger would give the acts on promises brought in, and on what breaks."""

from typing import Any

from booking.dealings import Remedy
from booking.period import OPEN_ENDED, Period
from booking.rules.asking import Settled, Withheld
from booking.rules.promises import Row
from booking.usecases import breakdowns
from booking.vocabulary import HoldReason
from tests.factories import next_weekend
from tests.guards.wrecked import of_incidents
from tests.pages.place import Place, as_actor, promise


def of_promises(place: Place) -> dict[str, tuple[Any, ...]]:
    """Return what each act on promises is given of Maing's."""
    made = promise(place.manager)
    row = Row(2, {}, place.chairs.id, 1, place.borrower.id, next_weekend())
    return {
        "promises.advance": (made,),
        "promises.confirm": (made,),
        "promises.insist": (made, 2, "Promis."),
        "promises.load": ([row],),
        "promises.take": (made,),
    }


def of_breakdowns(place: Place) -> dict[str, tuple[Any, ...]]:
    """Return what each act on a breakdown is given of Maing's."""
    mine = place.approved(1)
    depot = place.tents.stocks[0].depot.name
    period = Period(next_weekend().starts_at, OPEN_ENDED)
    broken = Withheld("TEN-3X3", depot, HoldReason.BREAKDOWN, (period,), quantity=1)
    hold_id = breakdowns.report(as_actor(place.technician), broken)
    return {
        "breakdowns.notify": (hold_id,),
        "breakdowns.report": (broken,),
        "breakdowns.settle": (hold_id, Settled(mine.id, Remedy.WAIT)),
        **of_incidents(place),
    }

"""What closing an incident does to the stock: things serve again, or leave it for good."""

from booking import clock, journal
from booking.db import db
from booking.errors import WrongMoment
from booking.models.incidents import Incident
from booking.queries import incidents
from booking.rules.access import Actor
from booking.rules.asking import Moved
from booking.rules.incidents import Ended
from booking.usecases import stocks, withholding
from booking.vocabulary import Movement

LONGEST_NOTE = 200


def let_serve(actor: Actor, mine: Incident) -> None:
    """End what kept the things from being lent, if anything still does."""
    hold = mine.hold
    mine.hold = None
    db.session.flush()  # a hold that had not begun goes with its row
    if hold and hold.ends_at > clock.now():
        withholding.lift(hold, clock.now())
        holds = [hold.id]
        journal.record(actor, "restore", "stock", mine.stock_id, holds=holds, following=False)
        db.session.flush()  # the stock is read again without it


def write_off(actor: Actor, mine: Incident, ended: Ended) -> None:
    """Take what is lost out of the stock for good: whoever counts on it, that is no choice.

    Things that lost only what goes with them stay. Raises WrongMoment when they are still out.
    """
    if incidents.is_of_accessories(mine):
        let_serve(actor, mine)
        return
    if incidents.is_out(mine):
        raise WrongMoment("incident_out")
    let_serve(actor, mine)
    stock = mine.stock
    why = ended.conclusion or incidents.brief(mine)
    units = (mine.unit.number,) if mine.unit else ()
    lost = Moved(
        item=stock.item.reference,
        depot=str(stock.depot_id),
        kind=Movement.LOSS,
        quantity=-mine.quantity,
        units=units,
        note=why[:LONGEST_NOTE],
        despite=why,
    )
    stocks.lose(stock, lost)
    journal.record(
        actor,
        "move",
        "stock",
        stock.id,
        kind=lost.kind,
        quantity=lost.quantity,
        units=[*units],
        despite=why,
    )

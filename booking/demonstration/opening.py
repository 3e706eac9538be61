"""When the depots of the demonstration open, and when one of them closes for a while."""

from dataclasses import dataclass
from datetime import timedelta

from booking import clock
from booking.demonstration.people import mailbox, phone
from booking.queries import depots
from booking.queries.depots import DepotView
from booking.rules.access import Actor
from booking.rules.opening import Slot, read_hours
from booking.usecases import depots as acts
from booking.usecases.demonstration import player
from booking.usecases.depots import Described

WORKSHOP, NEIGHBOURLY = "Maing – atelier municipal", "Sebourg – atelier"
DAYS_TO_CLOSING, DAYS_CLOSED = 21, 5


@dataclass(frozen=True)
class Week:
    """On which days a depot opens (Monday is 0), at which hours, and how to get in."""

    days: tuple[int, ...]
    hours: str
    access: str
    contact: str

    @property
    def slots(self) -> tuple[Slot, ...]:
        """Return each opening of the week."""
        return tuple(Slot(day, *span) for day in self.days for span in read_hours(self.hours))


WORKING = Week(
    (0, 1, 2, 3, 4),
    "8 h-12 h, 13 h 30-16 h 30",
    "Portail vert, sonnez à gauche ; remorques par la cour",
    f"Luc Wattiez, {phone(4, 2)}",
)
TWO_MORNINGS = Week(
    (1, 3), "9 h-12 h", "Derrière la mairie, clé à l’accueil", f"Odile Lemaire, {phone(3, 1)}"
)


def open_depots() -> None:
    """Give two depots their weekly hours; that of Sebourg then closes for some days."""
    _describe(player("technicien@maing"), WORKSHOP, WORKING)
    keeper = mailbox()
    depot = _describe(keeper, NEIGHBOURLY, TWO_MORNINGS)
    first = clock.today(keeper.zone) + timedelta(days=DAYS_TO_CLOSING)
    last = first + timedelta(days=DAYS_CLOSED - 1)
    acts.close(keeper, depot.id, first, last, "Travaux dans la cour")


def _describe(actor: Actor, name: str, week: Week) -> DepotView:
    depot = next(each for each in depots.of_territory(actor) if each.name == name)
    described = Described(
        name=name,
        custodian=depot.custodian,
        address=depot.address,
        access=week.access,
        contact=week.contact,
        hours=depot.remark,
        slots=week.slots,
    )
    acts.describe(actor, depot.id, described)
    return depot

"""Loans around today in the demonstration: agreed, then out, then back, each in its own time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from booking import clock
from booking.demonstration.conventions import STROKES, sign_by_all
from booking.demonstration.drawings import picture
from booking.demonstration.shelves import KEEPER
from booking.handling import Wear
from booking.queries import conventions, reservations
from booking.rules.asking import Asked, AskedLine
from booking.rules.passages import Counted, Passing, Shot, Signed
from booking.usecases import asking, loans
from booking.usecases import reservations as acts
from booking.usecases.demonstration import player

TECHNICIAN = "technicien@maing"
DAYS_AHEAD = 9
"""Everybody asks so many days before, which is in time wherever public holidays fall."""
MORNING, EVENING = time(9), time(16)
KEEPERS_STROKES = (
    "M24 58 L44 22 L62 66 L84 74 L104 58 L120 50 L146 30 L170 26 L196 60 M30 80 L210 76"
)


@dataclass(frozen=True)
class Trip:
    """A loan around today: who asks, from which day to which, what; who lends, who collects.

    Days are reckoned from today; it ends at midnight, the last day being whole.
    """

    borrower: str
    purpose: str
    first: int
    last: int
    items: Mapping[str, int]
    collector: str
    place: str = "Salle des fêtes"
    manager: str = KEEPER
    keeper: str = TECHNICIAN


def at(day: int, hour: time) -> datetime:
    """Return an hour of a day, so many from today, where the territory lives."""
    zone = player(KEEPER).zone
    return datetime.combine(clock.today(zone) + timedelta(days=day), hour, zone)


def agree(trip: Trip) -> int:
    """Let a loan be asked for and agreed to, and all sign its paper; return it."""
    borrower = player(trip.borrower)
    asked = Asked(
        starts_at=at(trip.first, MORNING),
        ends_at=at(trip.last + 1, time(0)),
        purpose=trip.purpose,
        place=trip.place,
        lines=tuple(AskedLine(*each) for each in trip.items.items()),
    )
    day = trip.first - DAYS_AHEAD
    with clock.behind(at(day, MORNING)):
        made = reservations.show_request(borrower, asking.request(borrower, asked))
    (mine,) = made.reservations
    manager = player(trip.manager)
    with clock.behind(at(day, EVENING)):
        acts.approve(manager, mine.id)
        for paper in conventions.of_reservation(manager, mine.id).papers:
            sign_by_all(trip.manager, paper.id, STROKES)
    return mine.id


def rows(trip: Trip, reservation_id: int, **told: Any) -> tuple[Counted, ...]:
    """Return all that is counted of a loan, each line with what is `told` of every one."""
    lines = reservations.show(player(trip.keeper), reservation_id).lines
    return tuple(Counted(each.id, each.quantity, **{"wear": Wear.GOOD, **told}) for each in lines)


def signed(trip: Trip) -> Signed:
    """Return the signatures of who collects and of who hands over, both drawn."""
    return Signed(trip.collector, STROKES, player(trip.keeper).name, KEEPERS_STROKES)


def leave(trip: Trip, reservation_id: int, drawing: str = "", **told: Any) -> None:
    """Let all of a loan leave on its first morning, signed by both; a photo shows its state."""
    counted = rows(trip, reservation_id, **told)
    photos = (Shot(picture(drawing), counted[0].line_id),) if drawing else ()
    passing = Passing(counted, signed(trip), agreed=True, photos=photos)
    with clock.behind(at(trip.first, MORNING)):
        loans.hand_over(player(trip.keeper), reservation_id, passing)


def bring_back(trip: Trip, reservation_id: int, passing: Passing, day: int) -> None:
    """Let something of a loan come back in the afternoon of a day, so many from today."""
    with clock.behind(at(day, EVENING)):
        loans.take_back(player(trip.keeper), reservation_id, passing)

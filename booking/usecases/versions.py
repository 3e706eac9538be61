"""Another version of a reservation: its dates and lines, what of it is new, whether it may be."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from booking import clock
from booking.db import db
from booking.errors import Invalid, WrongMoment
from booking.fitness import Moment
from booking.models.catalogue import Item
from booking.models.dealings import Change
from booking.models.reservations import Line, Reservation
from booking.period import Period
from booking.queries import depots, views
from booking.rules import access
from booking.rules.access import Actor
from booking.rules.asking import Edited
from booking.usecases import holds
from booking.usecases.asking import require_eligible, require_in_terms
from booking.usecases.depots import require_open
from booking.usecases.fitness import keep_judged, require_fit
from booking.usecases.lines import Places, expand, new_line
from booking.vocabulary import Status


@dataclass(frozen=True)
class Version:
    """What a reservation would become."""

    period: Period
    places: Places


def wanted(actor: Actor, reservation: Reservation, edited: Edited) -> Version:
    """Return what a reservation should become; raises Invalid when it makes no sense."""
    asked = expand(actor, edited.lines) if edited.lines else None
    return Version(_period(reservation, edited), _places(reservation, asked))


def of_change(change: Change) -> Version:
    """Return what a change would make of its reservation."""
    items = {item_id: db.session.get_one(Item, item_id) for item_id, _, _ in change.lines}
    places = {(items[item_id], depot_id): many for item_id, many, depot_id in change.lines}
    return Version(change.period, places)


def as_lines(version: Version) -> list[list[Any]]:
    """Return the lines of a version as a change keeps them."""
    return [[item.id, many, depot_id] for (item, depot_id), many in version.places.items()]


def of(reservation: Reservation) -> Version:
    """Return what a reservation is."""
    return Version(reservation.period, _places(reservation, None))


def judge(actor: Actor, reservation: Reservation, despite: str = "") -> None:
    """Judge a reservation again, as it has become; raises WrongMoment."""
    moment = moment_of(reservation)
    judged = require_fit(actor, reservation, moment, despite)
    keep_judged(actor, reservation, moment, judged, despite)


def moment_of(reservation: Reservation) -> Moment:
    """Return at which moment of its life a reservation is judged."""
    moments = {Status.OUT: Moment.HAND_OVER, Status.APPROVED: Moment.APPROVAL}
    return moments.get(reservation.status, Moment.REQUEST)


def require_allowed(actor: Actor, reservation: Reservation) -> None:
    """Raise a refusal unless the pool would lend this to the borrower; its manager decides."""
    if not manages(actor, reservation):
        require_eligible(actor, reservation)
        require_in_terms(actor, reservation)
        closing = depots.closing(reservation.territory_id, reservation.period)
        require_open(actor, reservation, closing=closing)


def _period(reservation: Reservation, edited: Edited) -> Period:
    """Return the new dates; raises Invalid when the return comes too early to be one."""
    starts_at = edited.starts_at or reservation.starts_at
    ends_at = edited.ends_at or reservation.ends_at
    earliest = clock.now() if ends_at != reservation.ends_at else starts_at
    if ends_at <= max(starts_at, earliest):
        raise Invalid("invalid", errors={"ends_at": ["Le retour doit venir après le retrait."]})
    return Period(starts_at, ends_at)


def items_of(actor: Actor, edited: Edited) -> set[int]:
    """Return what the new lines take, to be locked with what the old ones took."""
    return {item.id for item, _ in expand(actor, edited.lines)} if edited.lines else set()


def _places(reservation: Reservation, asked: Places | None) -> Places:
    """Return what is wanted now; raises Invalid when another lender would have to answer."""
    if asked is None:
        return {(line.item, line.depot_id): line.quantity for line in reservation.lines}
    lender = (reservation.pool_id, reservation.owner_id)
    others = {item for item, _ in asked if (item.pool_id, item.owner_id) != lender}
    along = {each.companion for item, _ in asked for each in item.companions if each.mandatory}
    if others - along:  # what goes along is in the reservation that its own lender answers
        raise Invalid("invalid", errors={"lines": ["Ce matériel relève d’un autre prêteur."]})
    return {place: quantity for place, quantity in asked.items() if place[0] not in others}


def is_less(reservation: Reservation, version: Version) -> bool:
    """Tell whether nothing is wanted that is not held, in all and at each depot named."""
    held: Counter[Any] = Counter()
    for line in reservation.lines:
        for hold in line.holds:
            held[line.item, hold.stock.depot_id] += hold.quantity
            held[line.item, None] += hold.quantity
    asked = Counter(version.places)
    for (item, depot_id), quantity in version.places.items():
        asked[item, None] += quantity if depot_id else 0
    inside = reservation.period.contains(version.period)
    return inside and all(quantity <= held[place] for place, quantity in asked.items())


def newly_taken(reservation: Reservation, version: Version) -> list[Item]:
    """Return the items of which more is wanted than is agreed, or at other dates.

    What is out already is kept as long as it is needed: it was lent when it was published.
    """
    if reservation.status is Status.OUT:
        return []
    held: Counter[Item] = Counter()
    asked: Counter[Item] = Counter()
    for line in reservation.lines:
        held[line.item] += line.quantity
    for (item, _), quantity in version.places.items():
        asked[item] += quantity
    inside = reservation.period.contains(version.period)
    return [item for item, quantity in asked.items() if not inside or quantity > held[item]]


def manages(actor: Actor, reservation: Reservation) -> bool:
    """Tell whether the actor decides on a reservation, even beyond the stock."""
    return access.may(actor, "reservation.overbook", views.parties(reservation))


def replace(reservation: Reservation, version: Version, despite: str = "") -> None:
    """Make a reservation another version, held in place of the old; raises NotEnoughAvailable."""
    period, places = version.period, version.places
    left = list(reservation.lines)
    known = {(line.item, line.depot_id): line for line in left}
    lines: list[Line] = []
    for (item, depot_id), quantity in sorted(places.items(), key=lambda each: each[0] not in known):
        same = known.get((item, depot_id)) or next((e for e in left if e.item is item), None)
        line = same or new_line(item, depot_id, quantity)
        line.quantity, line.depot_id = quantity, depot_id
        left = [each for each in left if each is not line]
        lines.append(line)
    reservation.lines = lines
    holds.place(lines, period, despite)
    reservation.starts_at, reservation.ends_at = period.starts_at, period.ends_at


def become(reservation: Reservation, version: Version, despite: str = "") -> None:
    """Make a reservation another version; raises NotEnoughAvailable.

    What is out only comes back at another time: raises WrongMoment for anything else.
    """
    if reservation.status is not Status.OUT:
        replace(reservation, version, despite)
        return
    period, places = version.period, of(reservation).places
    if period.starts_at != reservation.starts_at or version.places != places:
        raise WrongMoment("only_return", state=reservation.status)
    holds.extend(reservation, period.ends_at, despite)
    reservation.ends_at = period.ends_at


def facts(reservation: Reservation) -> dict[str, Any]:
    """Return what the journal keeps of a reservation's dates and lines."""
    return {
        "starts_at": reservation.starts_at.isoformat(),
        "ends_at": reservation.ends_at.isoformat(),
        "lines": [
            [line.item.reference, line.quantity, line.depot_id] for line in reservation.lines
        ],
    }

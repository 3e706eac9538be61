"""Changing what was asked: other dates, other quantities, other copies."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from booking import clock, journal
from booking.db import db
from booking.errors import Invalid, NotFound, WrongMoment
from booking.fitness import Moment
from booking.models.catalogue import Item
from booking.models.reservations import Line, Reservation
from booking.period import Period
from booking.queries import depots, reservations, views
from booking.rules import access
from booking.rules.access import Actor
from booking.rules.asking import Edited
from booking.usecases import holds, shortages, usecase
from booking.usecases.asking import require_eligible, require_in_terms
from booking.usecases.depots import require_open
from booking.usecases.fitness import keep_judged, require_fit
from booking.usecases.lines import Places, expand, new_line, require_lent
from booking.usecases.promoting import promote
from booking.usecases.reservations import (
    load,
    overbooking,
    tell_borrower,
    tell_managers,
)
from booking.vocabulary import MailKind, Status


@usecase(after_refusal=shortages.remember_change)
def edit(actor: Actor, reservation_id: int, edited: Edited, *, key: str | None = None) -> int:
    """A reservation gets other dates, other quantities or other depots.

    Less is never refused. The borrower may ask for anything until the answer and only for less
    after it; what is out may only come back at another time. Raises NotEnoughAvailable, unless
    a manager's `despite` says why it goes beyond the stock.
    """
    if edited.despite:
        seen = reservations.row(actor, reservation_id)
        access.require(actor, "reservation.overbook", views.parties(seen))
    reservation = load(actor, reservation_id, "edit", _items(actor, edited))
    before = _facts(reservation)
    period = _period(reservation, edited)
    places = _places(reservation, expand(actor, edited.lines) if edited.lines else None)
    less = _is_less(reservation, period, places)
    if not less:
        _require_right(actor, reservation, period)
        require_lent(actor, edited.lines or (), _taken(reservation, period, places), period)
    if reservation.status is Status.OUT:
        _prolong(reservation, period, places, edited)
    else:
        _replace(reservation, period, places, edited.despite)
    db.session.flush()  # the custodians are read from the new holds
    if not less:
        _require_allowed(actor, reservation, edited.despite)
    if _facts(reservation) == before:  # saved as it was: nobody is to be told
        return reservation.id
    journal.record(
        actor,
        "edit",
        "reservation",
        reservation.id,
        before=before,
        after=_facts(reservation),
        **overbooking(reservation),
    )
    tell_borrower(reservation, MailKind.CHANGED)
    tell_managers(reservation, MailKind.CHANGED)
    promote()
    return reservation.id


def _judge(actor: Actor, reservation: Reservation, despite: str = "") -> None:
    """Judge a reservation again, as it has become; raises WrongMoment."""
    moments = {Status.REQUESTED: Moment.REQUEST, Status.OUT: Moment.HAND_OVER}
    moment = moments.get(reservation.status, Moment.APPROVAL)
    judged = require_fit(actor, reservation, moment, despite)
    keep_judged(actor, reservation, moment, judged, despite)


def _require_allowed(actor: Actor, reservation: Reservation, despite: str) -> None:
    if not _manages(actor, reservation):
        require_eligible(actor, reservation)
        require_in_terms(actor, reservation)
        closing = depots.closing(reservation.territory_id, reservation.period)
        require_open(actor, reservation, closing=closing)
    _judge(actor, reservation, despite)


def _period(reservation: Reservation, edited: Edited) -> Period:
    """Return the new dates; raises Invalid when the return comes too early to be one."""
    starts_at = edited.starts_at or reservation.starts_at
    ends_at = edited.ends_at or reservation.ends_at
    earliest = clock.now() if ends_at != reservation.ends_at else starts_at
    if ends_at <= max(starts_at, earliest):
        raise Invalid("invalid", errors={"ends_at": ["Le retour doit venir après le retrait."]})
    return Period(starts_at, ends_at)


def _items(actor: Actor, edited: Edited) -> set[int]:
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


def _is_less(reservation: Reservation, period: Period, places: Places) -> bool:
    """Tell whether nothing is wanted that is not held, in all and at each depot named."""
    held: Counter[Any] = Counter()
    for line in reservation.lines:
        for hold in line.holds:
            held[line.item, hold.stock.depot_id] += hold.quantity
            held[line.item, None] += hold.quantity
    wanted = Counter(places)
    for (item, depot_id), quantity in places.items():
        wanted[item, None] += quantity if depot_id else 0
    inside = reservation.period.contains(period)
    return inside and all(quantity <= held[place] for place, quantity in wanted.items())


def _taken(reservation: Reservation, period: Period, places: Places) -> list[Item]:
    """Return the items of which more is wanted than is agreed, or at other dates.

    What is out already is kept as long as it is needed: it was lent when it was published.
    """
    if reservation.status is Status.OUT:
        return []
    held: Counter[Item] = Counter()
    wanted: Counter[Item] = Counter()
    for line in reservation.lines:
        held[line.item] += line.quantity
    for (item, _), quantity in places.items():
        wanted[item] += quantity
    inside = reservation.period.contains(period)
    return [item for item, quantity in wanted.items() if not inside or quantity > held[item]]


def _require_right(actor: Actor, reservation: Reservation, period: Period) -> None:
    if reservation.status is not Status.REQUESTED and not _manages(actor, reservation):
        raise WrongMoment("only_less", state=reservation.status)


def _manages(actor: Actor, reservation: Reservation) -> bool:
    return access.may(actor, "reservation.overbook", views.parties(reservation))


def _prolong(reservation: Reservation, period: Period, places: Places, edited: Edited) -> None:
    unchanged = places == {(each.item, each.depot_id): each.quantity for each in reservation.lines}
    if period.starts_at != reservation.starts_at or not unchanged:
        raise WrongMoment("only_return", state=reservation.status)
    holds.extend(reservation, period.ends_at, edited.despite)
    reservation.ends_at = period.ends_at


def _replace(reservation: Reservation, period: Period, places: Places, despite: str) -> None:
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


def _facts(reservation: Reservation) -> dict[str, Any]:
    """Return what the journal keeps of a reservation's dates and lines."""
    return {
        "starts_at": reservation.starts_at.isoformat(),
        "ends_at": reservation.ends_at.isoformat(),
        "lines": [
            [line.item.reference, line.quantity, line.depot_id] for line in reservation.lines
        ],
    }


@usecase(after_refusal=shortages.propose)
def swap(actor: Actor, reservation_id: int, other_id: int, *, key: str | None = None) -> int:
    """The manager exchanges the dates of two reservations, both or neither.

    Raises NotEnoughAvailable when either does not fit at the other's dates.
    """
    first = load(actor, reservation_id, "swap", _items_of(actor, other_id))
    second = load(actor, other_id, "swap", _items_of(actor, reservation_id))
    if first is second or first.pool_id != second.pool_id:
        raise Invalid("invalid", errors={"other": ["Choisissez une autre réservation du parc."]})
    dates = (first.period, second.period)
    for each in (first, second):
        holds.release(each)
    db.session.flush()  # each finds the place that the other leaves
    for each, period in zip((first, second), reversed(dates), strict=True):
        holds.place(each.lines, period)
        each.starts_at, each.ends_at = period.starts_at, period.ends_at
        db.session.flush()  # the second sees what the first took
        _judge(actor, each)
        journal.record(actor, "swap", "reservation", each.id, after=_facts(each))
        tell_borrower(each, MailKind.CHANGED)
    return first.id


def _items_of(actor: Actor, reservation_id: int) -> set[int]:
    return {line.item_id for line in reservations.row(actor, reservation_id).lines}


@usecase()
def name_copies(
    actor: Actor,
    reservation_id: int,
    line_id: int,
    numbers: Sequence[str] = (),
    *,
    key: str | None = None,
) -> int:
    """The manager says which copies a line will get; none: any will do.

    Raises NotEnoughAvailable when a copy is not free, or when naming it would leave another loan
    without any.
    """
    reservation = load(actor, reservation_id, "name_copies")
    line = next((each for each in reservation.lines if each.id == line_id), None)
    if line is None:
        raise NotFound("line_not_found")
    known = {unit.number: unit.id for stock in line.item.stocks for unit in stock.units}
    for number in numbers:
        if number not in known:
            raise NotFound("unit_not_found", unit=number)
    chosen = list(dict.fromkeys(known[number] for number in numbers))
    if len(chosen) > line.quantity:
        raise Invalid(
            "invalid", errors={"units": ["Plus d’exemplaires que la ligne n’en demande."]}
        )
    holds.place([line], reservation.period, units={line.id: chosen})
    journal.record(
        actor, "name_copies", "reservation", reservation.id, line=line.id, units=list(numbers)
    )
    return reservation.id

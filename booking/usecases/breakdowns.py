"""Something breaks: it is lent no more, each reservation it leaves short is settled, all told."""

from dataclasses import replace
from typing import Any

from booking import clock, journal, mail
from booking.db import db
from booking.dealings import ChangeState, Channel, Remedy
from booking.documents import breakdowns as said
from booking.errors import WrongMoment
from booking.fitness import Moment
from booking.models.catalogue import Depot
from booking.models.reservations import Hold, Line, Reservation
from booking.queries import breakdowns, catalogue, reservations, views
from booking.queries.breakdowns import Decided
from booking.rules import access
from booking.rules.access import Actor
from booking.rules.asking import Settled, Withheld
from booking.usecases import envelopes, holds, usecase
from booking.usecases.fitness import keep_judged, require_fit
from booking.usecases.promoting import promote
from booking.usecases.reservations import load, withdraw
from booking.usecases.stocks import withhold_named
from booking.usecases.telling import of_borrower
from booking.vocabulary import HoldReason, MailKind, Role

REPORTED = "Panne signalée."
AGENDAS = {Remedy.DEPOT: MailKind.CHANGED, Remedy.WITHDRAW: MailKind.CANCELLED}
"""What becomes of a reservation at once, as an invitation says it."""


@usecase()
def report(actor: Actor, broken: Withheld, *, key: str | None = None) -> int:
    """Something is broken and is lent no more, whoever counts on it: that is no choice.

    Returns the first hold made. Raises WrongMoment when a copy is out or withheld already.
    """
    why = replace(broken, reason=HoldReason.BREAKDOWN, despite=broken.note or REPORTED)
    return withhold_named(actor, why)


@usecase()
def settle(actor: Actor, hold_id: int, settled: Settled, *, key: str | None = None) -> int:
    """The manager decides what becomes of one reservation that a breakdown leaves short.

    Raises NotEnoughAvailable or WrongMoment when what was shown is no longer possible; nothing is
    done then.
    """
    broken = breakdowns.hold(actor, hold_id)
    seen = reservations.row(actor, settled.reservation_id)
    access.require(actor, "reservation.overbook", views.parties(seen))
    if broken.ends_at <= clock.now():
        raise WrongMoment("breakdown_over")
    facts: dict[str, Any] = {}
    if settled.remedy is Remedy.WITHDRAW:
        withdraw(actor, seen.id, settled.reason)
    elif settled.remedy is Remedy.DEPOT:
        facts = {"depot": _move(actor, broken, settled).name}
    elif settled.remedy is Remedy.ITEM:
        other = catalogue.by_id(actor, settled.item_id)
        many = sum(each.quantity for each in seen.lines if each.item is broken.stock.item)
        facts = {"name": other.name, "pool": other.pool.name, "item": other.id, "quantity": many}
    elif settled.period:
        facts = {"when": said.when(settled.period, actor.zone)}
    facts |= {"hold": hold_id, "remedy": settled.remedy, "reason": settled.reason}
    journal.record(actor, "settle_broken", "stock", broken.stock_id, reservation=seen.id, **facts)
    journal.record(actor, "settle_broken", "reservation", seen.id, **facts)
    return settled.reservation_id


def _move(actor: Actor, broken: Hold, settled: Settled) -> Depot:
    """Have a reservation served from another depot, whole; raises NotEnoughAvailable."""
    item = broken.stock.item
    depot = catalogue.find_depot(item, str(settled.depot_id))
    mine = load(actor, settled.reservation_id, "edit")
    lines = [each for each in mine.lines if each.item_id == item.id]
    before = _places(mine)
    envelopes.drop(mine, ChangeState.WITHDRAWN)  # what it asked of the broken depot is void
    for line in lines:
        line.depot_id = depot.id
    holds.place(lines, mine.period)
    db.session.flush()  # the custodians are read from the new holds
    if any(hold.stock.depot_id != depot.id for line in lines for hold in line.holds):
        raise WrongMoment("not_at_depot", depot=depot.name)
    judged = require_fit(actor, mine, Moment.APPROVAL)
    keep_judged(actor, mine, Moment.APPROVAL, judged)
    journal.record(actor, "edit", "reservation", mine.id, before=before, after=_places(mine))
    promote()
    return depot


def _places(mine: Reservation) -> dict[str, Any]:
    """Return what the journal keeps of the dates and lines."""
    return {
        "starts_at": mine.starts_at.isoformat(),
        "ends_at": mine.ends_at.isoformat(),
        "lines": [_place(line) for line in mine.lines],
    }


def _place(line: Line) -> list[object]:
    return [line.item.reference, line.quantity, line.depot_id]


@usecase()
def notify(actor: Actor, hold_id: int, message: str = "", *, key: str | None = None) -> int:
    """Each borrower is told in one message what broke and what becomes of its reservations."""
    broken = breakdowns.hold(actor, hold_id)
    item, depot = broken.stock.item, broken.stock.depot
    db.session.get_one(Hold, hold_id, with_for_update=True)  # two at once tell each one once
    found = breakdowns.untold(actor, hold_id)
    told: dict[int, list[Reservation]] = {}
    for reservation_id in found:
        mine = reservations.row(actor, reservation_id)
        access.require(actor, "reservation.overbook", views.parties(mine))
        told.setdefault(mine.request.borrower_id, []).append(mine)
    for borrower_id, parts in told.items():
        people = {*mail.people(borrower_id, Role.SECRETARY)}
        online = [each.request for each in parts if each.request.channel is Channel.ONLINE]
        people |= {request.asked_by.email for request in online}
        mail.queue(
            broken.territory_id,
            MailKind.BROKEN,
            sorted(people),
            item=item.name,
            depot=depot.name,
            lasting=said.lasting(broken.starts_at, broken.ends_at, actor.zone),
            by=actor.organization_name,
            message=message,
            lines=[_line(actor, each, found[each.id]) for each in parts],
        )
        for each in parts:
            _tell_agendas(each, found[each.id].remedy)
    if found:
        journal.record(
            actor, "tell_broken", "stock", broken.stock_id, hold=hold_id, reservations=[*found]
        )
    return hold_id


def _tell_agendas(mine: Reservation, remedy: Remedy) -> None:
    """Have the agendas that get our invitations follow: one message is of several reservations."""
    if kind := AGENDAS.get(remedy):
        readers = (each for each in of_borrower(mine) if isinstance(each, mail.Reader))
        people = [each for each in readers if each.wants.invitations]
        mail.queue(mine.territory_id, kind, people, reservation_id=mine.id)


def _line(actor: Actor, mine: Reservation, decided: Decided) -> dict[str, str]:
    return {
        "reference": views.reference(mine.id),
        "purpose": mine.request.purpose,
        "when": said.when(mine.period, actor.zone),
        "said": decided.sentence,
        "path": f"/demandes/{mine.request_id}",
        **decided.instead,
    }

"""Asking, answering and withdrawing."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import select

from booking import clock, journal, mail
from booking.db import append, db, store
from booking.errors import NotAllowed, WrongMoment
from booking.fitness import Moment
from booking.models.catalogue import Pool
from booking.models.mail import Message
from booking.models.organizations import Organization
from booking.models.reservations import Line, Request, Reservation
from booking.period import Period
from booking.queries import catalogue, moments, organizations, reservations, views
from booking.rules import access, lifecycle, terms
from booking.rules.access import Actor, Parties
from booking.rules.asking import Asked
from booking.usecases import conventions, holds, shortages, usecase
from booking.usecases.depots import require_open
from booking.usecases.fitness import keep_judged, require_fit
from booking.usecases.lines import expand, new_line, require_lent
from booking.vocabulary import MailKind, Role, Status


@usecase(after_refusal=shortages.remember)
def request(actor: Actor, asked: Asked, *, key: str | None = None) -> int:
    """A town hall asks for equipment: what fits is held until each manager answers.

    Stores one reservation per pool and owner, all or none. Raises NotFound for an unknown item,
    NotAllowed when a pool does not lend to this borrower, WrongMoment outside its terms and
    NotEnoughAvailable when a line does not fit.
    """
    borrower = organizations.find(actor, asked.borrower or str(actor.organization_id))
    lines = [new_line(*place, quantity) for place, quantity in expand(actor, asked.lines).items()]
    _require_asker(actor, borrower)
    holds.lock({line.item_id for line in lines})
    made = _made(actor, borrower, asked)
    parts = [_reservation(actor, made, asked.period, part) for part in _by_lender(lines)]
    for part in parts:
        require_eligible(actor, part)
    if asked.despite:
        for part in parts:
            if not access.may(actor, "reservation.overbook", views.parties(part)):
                raise NotAllowed("not_allowed", act="reservation.overbook")
    around = require_lent(actor, asked.lines, [line.item for line in lines], asked.period)
    require_in_terms(actor, *parts)
    holds.place(lines, asked.period, asked.despite)
    for part in parts:
        require_open(actor, part, closing=around.closing)
    judged = [
        require_fit(actor, part, Moment.REQUEST, asked.despite) if around.ruled else []
        for part in parts
    ]
    _store(made, parts)
    _announce(actor, made, parts)
    for part, verdicts in zip(parts, judged, strict=True):
        keep_judged(actor, part, Moment.REQUEST, verdicts, asked.despite)
    return made.id


def _made(actor: Actor, borrower: Organization, asked: Asked) -> Request:
    return Request(
        territory_id=actor.territory_id,
        borrower=borrower,
        borrower_id=borrower.id,
        asked_by_id=actor.user_id,
        asked_at=clock.now(),
        purpose=asked.purpose,
        place=asked.place,
        note=asked.note,
        beneficiary_kind=asked.beneficiary_kind,
        beneficiary_name=asked.beneficiary_name,
    )


def _store(made: Request, parts: list[Reservation]) -> None:
    """Write every row, one statement a table; the journal and the mail name the new ids."""
    store([made])
    for part in parts:
        part.request_id = made.id
    store(parts)
    lines = [line for part in parts for line in part.lines]
    for line in lines:
        line.reservation_id = line.reservation.id
    store(lines)
    holds.store_of(lines)


def _announce(actor: Actor, made: Request, parts: list[Reservation]) -> None:
    known = mail.members({made.borrower_id, *(part.pool.manager_id for part in parts)})
    secretaries = {*known.get((made.borrower_id, Role.SECRETARY), ()), actor.email}
    journal.record_each(actor, "request", "reservation", [part.id for part in parts])
    told: list[Message] = []
    for part in parts:
        managers = known.get((part.pool.manager_id, Role.MANAGER), ())
        facts = {"reservation_id": part.id}
        told += mail.messages(part.territory_id, MailKind.REQUESTED, sorted(secretaries), **facts)
        told += mail.messages(part.territory_id, MailKind.TO_ANSWER, sorted(managers), **facts)
    append(told)


def _require_asker(actor: Actor, borrower: Organization) -> None:
    parties = Parties(actor.territory_id, borrower_id=borrower.id)
    if not access.may(actor, "reservation.request", parties):
        raise NotAllowed("not_allowed", act="reservation.request")


def _by_lender(lines: Iterable[Line]) -> list[list[Line]]:
    parts: dict[tuple[int, int], list[Line]] = {}
    for line in lines:
        parts.setdefault((line.item.pool_id, line.item.owner_id), []).append(line)
    return list(parts.values())


def _reservation(actor: Actor, made: Request, period: Period, lines: list[Line]) -> Reservation:
    pool = lines[0].item.pool
    due = terms.answer_due(catalogue.terms_of(pool), made.asked_at, period.starts_at, actor.zone)
    return Reservation(
        territory_id=actor.territory_id,
        request=made,
        pool=pool,
        pool_id=pool.id,
        owner_id=lines[0].item.owner_id,
        status=Status.REQUESTED,
        starts_at=period.starts_at,
        ends_at=period.ends_at,
        answer_due_at=due,
        borrower_population=made.borrower.population,
        changed_at=made.asked_at,
        lines=lines,
    )


REFUSED_TERMS = {
    "notice": "notice_too_short",
    "horizon": "beyond_horizon",
    "length": "loan_too_long",
    "owners_first": "owners_first",
    "quota": "quota",
}


def require_eligible(actor: Actor, part: Reservation) -> None:
    """Raise NotAllowed, with the reasons, unless the pool lends to this borrower."""
    borrower = organizations.as_borrower(part.request.borrower, part.pool, part.period, actor.zone)
    pool_terms = catalogue.terms_of(part.pool)
    refused = terms.blocking(terms.eligibility(pool_terms, borrower, part.request.beneficiary_kind))
    if refused:
        reasons = [{"code": verdict.code, **verdict.facts} for verdict in refused]
        raise NotAllowed("not_eligible", pool=part.pool.name, reasons=reasons)


def require_in_terms(actor: Actor, *parts: Reservation) -> None:
    """Raise WrongMoment unless the dates are within the terms of each pool."""
    limited = {part.pool.id for part in parts if part.pool.quota_loans is not None}
    if limited:  # two requests at once must not both be the last of a quota
        locked = select(Pool.id).where(Pool.id.in_(limited)).order_by(Pool.id)
        db.session.scalars(locked.with_for_update(key_share=True)).all()
    for part in parts:
        judged = moments.verdicts(part, clock.now(), actor.zone)
        for verdict in terms.blocking(judged):
            raise WrongMoment(REFUSED_TERMS[verdict.code], pool=part.pool.name, **verdict.facts)


def tell_borrower(part: Reservation, kind: MailKind) -> None:
    """Tell the borrower's secretaries, and who asked even when they keep no secretariat."""
    request = part.request
    people = {*mail.people(request.borrower_id, Role.SECRETARY), request.asked_by.email}
    mail.queue(part.territory_id, kind, sorted(people), reservation_id=part.id)


def tell_managers(part: Reservation, kind: MailKind) -> None:
    """Tell the managers of the pool."""
    people = mail.people(part.pool.manager_id, Role.MANAGER)
    mail.queue(part.territory_id, kind, people, reservation_id=part.id)


def load(actor: Actor, reservation_id: int, act: str, items: Collection[int] = ()) -> Reservation:
    """Return a reservation, locked with its stocks, moved to the status the act leads to.

    The stocks of more items can be locked with them.

    Raises NotFound out of view, NotAllowed for another's act, WrongMoment when it is not time.
    """
    seen = reservations.row(actor, reservation_id)
    access.require(actor, f"reservation.{act}", views.parties(seen))
    locked = {*items, *(line.item_id for line in seen.lines)}
    holds.lock(locked)
    db.session.expire_all()  # what was read before the lock may have changed since
    reservation = db.session.get_one(Reservation, reservation_id, with_for_update=True)
    if not locked.issuperset(line.item_id for line in reservation.lines):
        raise WrongMoment("changed_meanwhile")  # what was added since is not locked
    reservation.status = lifecycle.move(reservation.status, act)
    reservation.revision += 1
    reservation.changed_at = clock.now()
    return reservation


@usecase()
def approve(actor: Actor, reservation_id: int, despite: str = "", *, key: str | None = None) -> int:
    """The manager agrees: availability is checked again, the convention is issued.

    `despite`: why, although the stock no longer suffices. What is unfit is waived before.
    """
    reservation = load(actor, reservation_id, "approve")
    require_lent(actor, (), [line.item for line in reservation.lines], reservation.period)
    holds.recheck(reservation, despite)
    judged = require_fit(actor, reservation, Moment.APPROVAL)
    keep_judged(actor, reservation, Moment.APPROVAL, judged)
    _decided(actor, reservation)
    journal.record(
        actor,
        "approve",
        "reservation",
        reservation.id,
        **_mark(reservation),
        **overbooking(reservation),
    )
    tell_borrower(reservation, MailKind.APPROVED)
    conventions.issue_if_ready(actor, reservation)
    return reservation.id


@usecase()
def refuse(actor: Actor, reservation_id: int, reason: str, *, key: str | None = None) -> int:
    """The manager declines, saying why; the stock is free again."""
    reservation = load(actor, reservation_id, "refuse")
    holds.release(reservation)
    _decided(actor, reservation)
    reservation.reason = reason
    journal.record(
        actor,
        "refuse",
        "reservation",
        reservation.id,
        reason=reason,
        **_mark(reservation),
    )
    tell_borrower(reservation, MailKind.REFUSED)
    return reservation.id


def _decided(actor: Actor, reservation: Reservation) -> None:
    reservation.decided_at = reservation.changed_at
    reservation.decided_by_id = actor.user_id
    if _for_itself(reservation):
        people = mail.people(reservation.owner_id, Role.MANAGER, Role.ADMINISTRATOR)
        mail.queue(
            reservation.territory_id, MailKind.OWN_DECISION, people, reservation_id=reservation.id
        )


def overbooking(reservation: Reservation) -> dict[str, Any]:
    """Return what the journal adds when more is taken than is free."""
    holds = [hold for line in reservation.lines for hold in line.holds if hold.beyond]
    return (
        {"beyond": sum(hold.beyond for hold in holds), "despite": holds[0].despite} if holds else {}
    )


def _mark(reservation: Reservation) -> dict[str, Any]:
    """Return what the journal adds when a manager decides for its own organization."""
    return {"for_itself": True} if _for_itself(reservation) else {}


def _for_itself(reservation: Reservation) -> bool:
    """Tell whether a manager decides for its own organization on what another one owns."""
    manager = reservation.pool.manager_id
    return reservation.request.borrower_id == manager != reservation.owner_id


@usecase()
def cancel(actor: Actor, reservation_id: int, reason: str = "", *, key: str | None = None) -> int:
    """The borrower gives up, or the manager withdraws; both are told and the stock is free."""
    reservation = load(actor, reservation_id, "cancel")
    holds.release(reservation)
    reservation.reason = reason
    journal.record(actor, "cancel", "reservation", reservation.id, reason=reason)
    tell_borrower(reservation, MailKind.CANCELLED)
    tell_managers(reservation, MailKind.CANCELLED)
    return reservation.id


@usecase()
def lapse(actor: Actor, reservation_id: int) -> int:
    """The start passed and nobody answered: the request ends, and is counted as such."""
    reservation = load(actor, reservation_id, "lapse")
    if reservation.starts_at > clock.now():
        raise WrongMoment("not_yet", until=reservation.starts_at)
    holds.release(reservation)
    reservation.reason = "no_answer"
    journal.record(
        actor, "lapse", "reservation", reservation.id, territory_id=reservation.territory_id
    )
    tell_borrower(reservation, MailKind.EXPIRED)
    tell_managers(reservation, MailKind.EXPIRED)
    return reservation.id

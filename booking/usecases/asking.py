"""Asking: what is wanted of every lender at once, all or none."""

from collections.abc import Iterable

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
from booking.queries import catalogue, moments, organizations, views
from booking.rules import access, terms
from booking.rules.access import Actor, Parties
from booking.rules.asking import Asked
from booking.usecases import holds, shortages, usecase
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
    parts = [_reservation(actor, made, asked.period, part) for part in by_lender(lines)]
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
    keep_parts(made, parts)
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


def keep_parts(made: Request, parts: list[Reservation]) -> None:
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


def by_lender(lines: Iterable[Line]) -> list[list[Line]]:
    """Return lines by pool and owner: each has its own reservation (design § 5)."""
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

"""Asking: what is wanted of every lender at once, all or none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from booking import clock
from booking.db import db, store
from booking.dealings import Channel
from booking.errors import NotAllowed, WrongMoment
from booking.fitness import Moment
from booking.models.catalogue import Pool
from booking.models.organizations import Organization
from booking.models.reservations import Line, Request, Reservation
from booking.period import Period
from booking.queries import catalogue, delays, moments, organizations, plans, views
from booking.queries.availability import hull
from booking.rules import access, terms
from booking.rules.access import Actor, Parties
from booking.rules.asking import Asked
from booking.rules.delays import Days
from booking.rules.terms import Verdict
from booking.usecases import approvals, drafts, holds, scope_versions, shortages, usecase
from booking.usecases.depots import require_open
from booking.usecases.fitness import keep_judged, require_fit
from booking.usecases.lines import Around, expand, new_line, require_lent
from booking.usecases.promoting import hold_or_wait
from booking.usecases.telling import announce
from booking.vocabulary import Status


@usecase(after_refusal=shortages.remember)
def request(actor: Actor, asked: Asked, *, key: str | None = None, drafted: bool = False) -> int:
    """A town hall asks for equipment: what fits is held until each manager answers.

    Stores one reservation per pool and owner, each over dates of its own when the event was
    given, all or none; a form that may have a draft (`drafted`) leaves none behind. Raises
    NotFound for an unknown item, Invalid for dates of a lender who is asked nothing, NotAllowed
    when a pool does not lend to this borrower, WrongMoment outside its terms and
    NotEnoughAvailable when a line does not fit.
    """
    placed = place(actor, asked)
    announce(actor, placed.made, placed.parts)
    placed.keep(actor, asked.despite)
    if placed.answering and not asked.despite:
        approvals.answer(actor, placed.parts)
    if drafted and key:
        drafts.drop(actor, key)
    return placed.made.id


@dataclass(frozen=True)
class Placed:
    """What was asked, checked, held and written, of which nobody is told yet.

    `judged` is what the requirements said of each part; `answering` tells whether rules answer.
    """

    made: Request
    parts: list[Reservation]
    judged: list[list[Verdict]]
    answering: bool

    def keep(self, actor: Actor, despite: str = "") -> None:
        """Write what was judged of each part, once it was told what was asked."""
        for part, verdicts in zip(self.parts, self.judged, strict=True):
            keep_judged(actor, part, Moment.REQUEST, verdicts, despite)


def place(actor: Actor, asked: Asked, channel: Channel | None = None) -> Placed:
    """Check what is asked, hold it and write it, one part per lender; raises as `request`.

    What is lent at once, at the counter, is asked by who lends it.
    """
    borrower = organizations.find(actor, asked.borrower or str(actor.organization_id))
    places = expand(actor, asked.lines)
    lines = [new_line(*place, quantity) for place, quantity in places.items()]
    _require_asker(actor, borrower, lines, "lend" if channel is Channel.COUNTER else "request")
    holds.lock({line.item_id for line in lines})
    made = _made(actor, borrower, asked, channel)
    parts = _parts(actor, made, plans.periods(actor, asked, places), lines)
    for part in parts:
        require_eligible(actor, part)
    if asked.despite:
        _require_overbook(actor, parts)
    around = require_lent(actor, asked.lines, [line.item for line in lines], _whole(parts))
    worked = _working_days(parts, around)
    require_in_terms(actor, *parts, worked=worked)
    hold_or_wait(parts, asked)
    for part in parts:
        require_open(actor, part, closing=around.closing)
    judged = [
        require_fit(actor, part, Moment.REQUEST, asked.despite) if around.ruled else []
        for part in parts
    ]
    _date(actor, parts, worked)
    keep_parts(made, parts)
    return Placed(made, parts, judged, around.answering)


def _whole(parts: Iterable[Reservation]) -> Period:
    return hull([part.period for part in parts])


def _made(actor: Actor, borrower: Organization, asked: Asked, channel: Channel | None) -> Request:
    own = Channel.ONLINE if borrower.id == actor.organization_id else Channel.PHONE
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
        engagement_on=asked.engagement_on,
        transport=asked.transport,
        channel=channel or own,
        event_starts_at=asked.event and asked.event.starts_at,
        event_ends_at=asked.event and asked.event.ends_at,
    )


def keep_parts(made: Request, parts: list[Reservation]) -> None:
    """Write every row, one statement a table; the journal and the mail name the new ids."""
    store([made])
    for part in parts:
        part.request_id = made.id
        scope_versions.count(scope_versions.of_reservation(part, made.borrower_id))
    store(parts)
    lines = [line for part in parts for line in part.lines]
    for line in lines:
        line.reservation_id = line.reservation.id
    store(lines)
    holds.store_of(lines)


def _require_asker(actor: Actor, borrower: Organization, lines: Iterable[Line], act: str) -> None:
    """Raise NotAllowed unless the actor borrows, or lends what every pool asked of has."""
    for manager_id in {line.item.pool.manager_id for line in lines}:
        parties = Parties(actor.territory_id, borrower_id=borrower.id, manager_id=manager_id)
        if not access.may(actor, f"reservation.{act}", parties):
            raise NotAllowed("not_allowed", act=f"reservation.{act}")


def _require_overbook(actor: Actor, parts: Iterable[Reservation]) -> None:
    """Raise NotAllowed unless the actor may take more than is free of each lender."""
    for part in parts:
        if not access.may(actor, "reservation.overbook", views.parties(part)):
            raise NotAllowed("not_allowed", act="reservation.overbook")


def by_lender(lines: Iterable[Line]) -> list[list[Line]]:
    """Return lines by pool and owner: each has its own reservation (design § 5)."""
    parts: dict[tuple[int, int], list[Line]] = {}
    for line in lines:
        parts.setdefault((line.item.pool_id, line.item.owner_id), []).append(line)
    return list(parts.values())


def _parts(
    actor: Actor, made: Request, agreed: Mapping[str, Period], lines: Iterable[Line]
) -> list[Reservation]:
    """Return one reservation per lender, each over its own dates."""
    return [
        new_part(actor, made, agreed[plans.lender_of(part[0].item)], part)
        for part in by_lender(lines)
    ]


def new_part(actor: Actor, made: Request, period: Period, lines: list[Line]) -> Reservation:
    """Return what a request asks of one lender over its dates, not answered yet."""
    pool = lines[0].item.pool
    return Reservation(
        territory_id=actor.territory_id,
        request=made,
        pool=pool,
        pool_id=pool.id,
        owner_id=lines[0].item.owner_id,
        status=Status.REQUESTED,
        starts_at=period.starts_at,
        ends_at=period.ends_at,
        borrower_population=made.borrower.population,
        revision=0,  # its messages say so, before it is read again
        changed_at=made.asked_at,
        lines=lines,
    )


def _date(actor: Actor, parts: list[Reservation], worked: Mapping[int, Days]) -> None:
    """Write by when each part is to be answered."""
    for part in parts:
        asked = (catalogue.terms_of(part.pool), part.changed_at, part.starts_at, actor.zone)
        part.answer_due_at = terms.answer_due(*asked, days=worked[part.pool.id])


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


def _working_days(parts: list[Reservation], around: Around) -> dict[int, Days]:
    """Return the days that count for each pool, by its id."""
    pools = {part.pool.id: part.pool for part in parts}
    return {
        number: delays.of_lender(pool, around.region, closing=around.closing)
        for number, pool in pools.items()
    }


def require_in_terms(
    actor: Actor, *parts: Reservation, worked: Mapping[int, Days] | None = None
) -> None:
    """Raise WrongMoment unless the dates are within the terms of each pool.

    `worked`: the days that count for each, when they are known already.
    """
    limited = {part.pool.id for part in parts if part.pool.quota_loans is not None}
    if limited:  # two requests at once must not both be the last of a quota
        locked = select(Pool.id).where(Pool.id.in_(limited)).order_by(Pool.id)
        db.session.scalars(locked.with_for_update(key_share=True)).all()
    for part in parts:
        days = worked[part.pool.id] if worked else delays.of_lender(part.pool)
        judged = moments.verdicts(part, clock.now(), actor.zone, days)
        for verdict in terms.blocking(judged):
            if part.status is Status.OUT and verdict.code != "length":
                continue  # what has left was asked for in time
            raise WrongMoment(REFUSED_TERMS[verdict.code], pool=part.pool.name, **verdict.facts)

"""Asking, answering and withdrawing."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from booking import clock, journal, mail
from booking.db import db
from booking.errors import NotAllowed, Refusal, WrongMoment
from booking.models.catalogue import Item
from booking.models.organizations import Organization
from booking.models.reservations import Line, Request, Reservation, Shortage
from booking.period import Period
from booking.queries import catalogue, organizations, reservations
from booking.rules import access, lifecycle, terms
from booking.rules.access import Actor, Parties
from booking.rules.asking import Asked
from booking.usecases import conventions, holds, usecase
from booking.vocabulary import MailKind, Role, Status


def remember(refusal: Refusal, actor: Actor, asked: Asked, **_key: object) -> None:
    """Keep what was wanted and not had: it cannot be rebuilt later (design § 4)."""
    if refusal.code in {"request_key_reused", "not_allowed"}:
        return
    shortages: list[Any] = refusal.facts.get("shortages", [])  # type: ignore[assignment]
    free = {
        str(name): each["free"] for each in shortages for name in (each["item"], each["item_id"])
    }
    for line in asked.lines:
        if not shortages or line.item in free:
            db.session.add(
                Shortage(
                    territory_id=actor.territory_id,
                    organization_id=actor.organization_id,
                    item=line.item,
                    wanted=line.quantity,
                    free=free.get(line.item),
                    reason=refusal.code,
                    starts_at=asked.starts_at,
                    ends_at=asked.ends_at,
                    at=clock.now(),
                )
            )


@usecase(after_refusal=remember)
def request(actor: Actor, asked: Asked, *, key: str | None = None) -> int:
    """A town hall asks for equipment: what fits is held until each manager answers.

    Stores one reservation per pool and owner, all or none. Raises NotFound for an unknown item,
    NotAllowed when a pool does not lend to this borrower, WrongMoment outside its terms and
    NotEnoughAvailable when a line does not fit.
    """
    borrower = organizations.find(actor, asked.borrower or str(actor.organization_id))
    lines = _lines(actor, asked)
    _require_asker(actor, borrower)
    holds.lock({line.item_id for line in lines})
    made = Request(
        territory_id=actor.territory_id,
        borrower=borrower,
        asked_by_id=actor.user_id,
        asked_at=clock.now(),
        purpose=asked.purpose,
        place=asked.place,
        note=asked.note,
        beneficiary_kind=asked.beneficiary_kind,
        beneficiary_name=asked.beneficiary_name,
    )
    parts = [_reservation(actor, made, asked.period, part) for part in _by_lender(lines)]
    for part in parts:
        _require_eligible(actor, part)
    for part in parts:
        _require_in_terms(actor, part)
    starts = catalogue.common_starts([part.pool for part in parts], actor.zone)
    holds.place(actor, lines, asked.period, starts)
    db.session.add(made)
    db.session.flush()  # the journal and the mail name the new ids
    for part in parts:
        journal.record(actor, "request", "reservation", part.id)
        tell_borrower(part, MailKind.REQUESTED)
        _tell_managers(part, MailKind.TO_ANSWER)
    return made.id


def _require_asker(actor: Actor, borrower: Organization) -> None:
    parties = Parties(actor.territory_id, borrower_id=borrower.id)
    if not access.may(actor, "reservation.request", parties):
        raise NotAllowed("not_allowed", act="reservation.request")


def _lines(actor: Actor, asked: Asked) -> list[Line]:
    """Return one line per item and depot, with the companions each item never goes without."""
    quantities: dict[tuple[int, int | None], int] = {}
    items: dict[int, Item] = {}
    for line in asked.lines:
        item = catalogue.find(actor, line.item)
        depot = catalogue.find_depot(item, line.depot) if line.depot else None
        items[item.id] = item
        at = (item.id, depot.id if depot else None)
        quantities[at] = quantities.get(at, 0) + line.quantity
    for item, quantity in _missing_companions(items, quantities):
        items[item.id] = item
        at = (item.id, None)
        quantities[at] = quantities.get(at, 0) + quantity
    return [
        Line(
            territory_id=actor.territory_id,
            item=items[item_id],
            item_id=item_id,
            quantity=quantity,
            depot_id=depot_id,
        )
        for (item_id, depot_id), quantity in quantities.items()
    ]


def _missing_companions(
    items: dict[int, Item], quantities: dict[tuple[int, int | None], int]
) -> list[tuple[Item, int]]:
    """Return the companions that the items need, less those asked for, at whatever depot."""
    needed: Counter[Item] = Counter()
    for (item_id, _), quantity in quantities.items():
        for each in items[item_id].companions:
            needed[each.companion] += quantity if each.mandatory else 0
    asked: Counter[int] = Counter()
    for (item_id, _), quantity in quantities.items():
        asked[item_id] += quantity
    return [
        (item, quantity - asked[item.id])
        for item, quantity in needed.items()
        if quantity > asked[item.id]
    ]


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
        owner=lines[0].item.owner,
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
}


def _require_eligible(actor: Actor, part: Reservation) -> None:
    borrower = organizations.as_borrower(part.request.borrower, part.pool, part.period, actor.zone)
    pool_terms = catalogue.terms_of(part.pool)
    refused = terms.blocking(terms.eligibility(pool_terms, borrower, part.request.beneficiary_kind))
    if refused:
        reasons = [{"code": verdict.code, **verdict.facts} for verdict in refused]
        raise NotAllowed("not_eligible", pool=part.pool.name, reasons=reasons)


def _require_in_terms(actor: Actor, part: Reservation) -> None:
    judged = terms.moment(catalogue.terms_of(part.pool), part.period, clock.now(), actor.zone)
    for verdict in terms.blocking(judged):
        raise WrongMoment(REFUSED_TERMS[verdict.code], pool=part.pool.name, **verdict.facts)


def tell_borrower(part: Reservation, kind: MailKind) -> None:
    """Tell the borrower's secretaries, and who asked even when they keep no secretariat."""
    request = part.request
    people = {*mail.people(request.borrower_id, Role.SECRETARY), request.asked_by.email}
    mail.queue(part.territory_id, kind, sorted(people), reservation_id=part.id)


def _tell_managers(part: Reservation, kind: MailKind) -> None:
    people = mail.people(part.pool.manager_id, Role.MANAGER)
    mail.queue(part.territory_id, kind, people, reservation_id=part.id)


def load(actor: Actor, reservation_id: int, act: str) -> Reservation:
    """Return a reservation, locked with its stocks, moved to the status the act leads to.

    Raises NotFound out of view, NotAllowed for another's act, WrongMoment when it is not time.
    """
    seen = reservations.row(actor, reservation_id)
    access.require(actor, f"reservation.{act}", reservations.parties(seen))
    holds.lock({line.item_id for line in seen.lines})
    db.session.expire_all()  # what was read before the lock may have changed since
    reservation = db.session.get_one(Reservation, reservation_id, with_for_update=True)
    reservation.status = lifecycle.move(reservation.status, act)
    reservation.revision += 1
    reservation.changed_at = clock.now()
    return reservation


@usecase()
def approve(actor: Actor, reservation_id: int, *, key: str | None = None) -> int:
    """The manager agrees: availability is checked again, the convention is issued."""
    reservation = load(actor, reservation_id, "approve")
    holds.recheck(reservation)
    _decided(actor, reservation)
    journal.record(actor, "approve", "reservation", reservation.id, **_mark(reservation))
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
    _tell_managers(reservation, MailKind.CANCELLED)
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
    _tell_managers(reservation, MailKind.EXPIRED)
    return reservation.id

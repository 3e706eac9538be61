"""What is judged before things leave, what was seen, and what is waived knowingly (design § 7)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from booking import clock, journal
from booking.db import db
from booking.documents import messages
from booking.errors import NotAllowed, WrongMoment
from booking.fitness import Clearing, Moment
from booking.models.inspections import Clearance
from booking.models.reservations import Reservation
from booking.queries import fitness, reservations, views
from booking.rules import access, requirements, terms
from booking.rules.access import Actor, Parties
from booking.rules.terms import Verdict
from booking.usecases import usecase
from booking.usecases.telling import tell_owner
from booking.vocabulary import Role, Status, Word

ENDED = frozenset({Status.CLOSED, Status.REFUSED, Status.CANCELLED, Status.EXPIRED})


def require_fit(
    actor: Actor, mine: Reservation, moment: Moment, despite: str = ""
) -> list[Verdict]:
    """Return what the requirements say of a reservation at a moment; raises WrongMoment.

    What blocks refuses, naming each reason, unless a manager's `despite` says why it is waived:
    the override keeps the role, the name and the reason.
    """
    judged = fitness.judged(mine, moment, actor.zone)
    blocking = terms.blocking(judged)
    if blocking and not despite:
        raise WrongMoment("unfit", reasons=[_reason(verdict) for verdict in blocking])
    manager = Parties(mine.territory_id, manager_id=mine.pool.manager_id)
    if blocking and not access.may(actor, "reservation.override", manager):
        raise NotAllowed("not_allowed", act="reservation.override")
    return judged


def _reason(verdict: Verdict) -> dict[str, Any]:
    return {"code": verdict.code, **verdict.facts}


def keep_judged(
    actor: Actor, mine: Reservation, moment: Moment, judged: Iterable[Verdict], despite: str = ""
) -> None:
    """Write what was judged, and each override: the reservation has its id by now (design § 7)."""
    said = [
        _waive(actor, mine, verdict, moment, despite) if verdict.level == "block" else verdict
        for verdict in judged
    ]
    if said:
        journal.record(
            actor,
            "judge",
            "reservation",
            mine.id,
            territory_id=mine.territory_id,
            moment=moment,
            verdicts=[_plain(verdict) for verdict in said],
        )


def _plain(verdict: Verdict) -> dict[str, Any]:
    """Return a verdict as JSON keeps it, with the sentence that was read."""
    facts = {name: _value(value) for name, value in verdict.facts.items()}
    text = messages.verdict(verdict)
    return {"code": verdict.code, "level": verdict.level, "text": text, **facts}


def _value(value: object) -> object:
    if isinstance(value, Word):
        return value.value
    return value.isoformat() if isinstance(value, date | datetime) else value


def _waive(actor: Actor, mine: Reservation, verdict: Verdict, moment: Moment, why: str) -> Verdict:
    """Write that a manager waives a verdict, and return it as waived."""
    made = _clear(actor, mine, str(verdict.facts["requirement"]), Clearing.OVERRIDE)
    made.moment, made.code, made.thing = moment, verdict.code, str(verdict.facts.get("name", ""))
    made.starts_at, made.ends_at = mine.starts_at, mine.ends_at
    made.note, made.role = why, Role.MANAGER
    journal.record(actor, "override", "reservation", mine.id, requirement=made.control, reason=why)
    return requirements.waived(verdict, made.given_by, why)


def _clear(actor: Actor, mine: Reservation, control: str, kind: Clearing) -> Clearance:
    made = Clearance(
        territory_id=mine.territory_id,
        reservation_id=mine.id,
        control=control,
        kind=kind,
        given_at=clock.now(),
        given_by_id=actor.user_id,
        given_by=actor.function or actor.name,
    )
    db.session.add(made)
    return made


@usecase()
def see(actor: Actor, reservation_id: int, control: str, *, key: str | None = None) -> int:
    """Somebody at the counter saw a paper, or heard that a thing is done; no copy is kept."""
    mine = still_open(actor, reservation_id, "reservation.see_paper")
    note_seen(actor, mine, [control])
    return mine.id


def note_seen(actor: Actor, mine: Reservation, controls: Sequence[str]) -> None:
    """Write that papers were seen, within an act; raises WrongMoment for one that nobody asks."""
    if not controls:
        return
    access.require(actor, "reservation.see_paper", views.parties(mine))
    asked = [each for moment in Moment for each in fitness.judged(mine, moment, actor.zone)]
    for control in controls:
        if not any(_is_of(each, control) and each.code.startswith("event_") for each in asked):
            raise WrongMoment("not_asked", requirement=control)
        _clear(actor, mine, control, Clearing.SEEN)
        journal.record(actor, "see", "reservation", mine.id, requirement=control)


def _is_of(verdict: Verdict, control: str) -> bool:
    return verdict.facts.get("requirement") == control


@usecase()
def override(
    actor: Actor, reservation_id: int, control: str, reason: str, *, key: str | None = None
) -> int:
    """The manager lets what a requirement blocks go all the same, and says why.

    What blocks today is waived, for the dates as they are, and nothing that comes later. The
    owner is told when a manager waives for its own organization.
    """
    mine = still_open(actor, reservation_id, "reservation.override")
    agreed = mine.status is Status.APPROVED
    moments = {fitness.moment_of(mine, actor.zone), *([Moment.HAND_OVER] if agreed else [])}
    blocking = [
        (moment, verdict)
        for moment in sorted(moments)
        for verdict in terms.blocking(fitness.judged(mine, moment, actor.zone))
        if _is_of(verdict, control)
    ]
    if not blocking:
        raise WrongMoment("not_asked", requirement=control)
    for moment, verdict in blocking:
        _waive(actor, mine, verdict, moment, reason)
    tell_owner(mine)
    return mine.id


def still_open(actor: Actor, reservation_id: int, act: str) -> Reservation:
    """Return a reservation that is not over, locked: two clicks settle it one after the other.

    Raises NotFound out of view, NotAllowed for another's act, WrongMoment when it is over.
    """
    seen = reservations.row(actor, reservation_id)
    access.require(actor, act, views.parties(seen))
    mine = db.session.get_one(Reservation, reservation_id, with_for_update=True)
    if mine.status in ENDED:
        raise WrongMoment("wrong_moment", state=mine.status)
    return mine

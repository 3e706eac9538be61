"""What is judged before things leave, what was seen, and what is waived knowingly (design § 7)."""

from collections.abc import Iterable
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
from booking.rules import access, terms
from booking.rules.access import Actor, Parties
from booking.rules.terms import Verdict
from booking.usecases import usecase
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
    said = list(judged)
    if not said:
        return
    for verdict in terms.blocking(said):
        _waive(actor, mine, str(verdict.facts["requirement"]), moment, despite)
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


def _waive(actor: Actor, mine: Reservation, control: str, moment: Moment, why: str) -> None:
    role = next((each for each in Role if each in actor.roles), None)
    _clear(actor, mine, control, Clearing.OVERRIDE, moment=moment, note=why, role=role)


def _clear(
    actor: Actor, mine: Reservation, control: str, kind: Clearing, **facts: Any
) -> Clearance:
    made = Clearance(
        territory_id=mine.territory_id,
        reservation_id=mine.id,
        control=control,
        kind=kind,
        given_at=clock.now(),
        given_by_id=actor.user_id,
        given_by=actor.function or actor.name,
        **facts,
    )
    db.session.add(made)
    return made


@usecase()
def see(actor: Actor, reservation_id: int, control: str, *, key: str | None = None) -> int:
    """Somebody at the counter saw a paper, or heard that a thing is done; no copy is kept."""
    mine = _open(actor, reservation_id, "reservation.see_paper")
    _require_asked(actor, mine, control)
    _clear(actor, mine, control, Clearing.SEEN)
    journal.record(actor, "see", "reservation", mine.id, requirement=control)
    return mine.id


@usecase()
def override(
    actor: Actor, reservation_id: int, control: str, reason: str, *, key: str | None = None
) -> int:
    """The manager lets what a requirement blocks go all the same, and says why."""
    mine = _open(actor, reservation_id, "reservation.override")
    _require_asked(actor, mine, control)
    moment = fitness.moment_of(mine, actor.zone)
    moments = [moment] if mine.status is Status.REQUESTED else [moment, Moment.HAND_OVER]
    for each in dict.fromkeys(moments):
        _waive(actor, mine, control, each, reason)
    journal.record(actor, "override", "reservation", mine.id, requirement=control, reason=reason)
    return mine.id


def _open(actor: Actor, reservation_id: int, act: str) -> Reservation:
    mine = reservations.row(actor, reservation_id)
    access.require(actor, act, views.parties(mine))
    if mine.status in ENDED:
        raise WrongMoment("wrong_moment", state=mine.status)
    return mine


def _require_asked(actor: Actor, mine: Reservation, control: str) -> None:
    """Raise WrongMoment unless the requirement is one that the reservation is judged by."""
    asked = {
        verdict.facts.get("requirement")
        for moment in Moment
        for verdict in fitness.judged(mine, moment, actor.zone)
    }
    if control not in asked:
        raise WrongMoment("not_asked", requirement=control)

"""What is out is to come back: its return is asked for, or a later one is agreed."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from booking import clock, journal
from booking.db import db
from booking.documents import lateness as words
from booking.errors import Invalid, WrongMoment
from booking.models.reservations import Reservation
from booking.queries import approvals, lateness, loans, requirements, reservations, views
from booking.rules import access
from booking.rules.access import Actor
from booking.rules.approvals import against, for_a_person
from booking.rules.asking import Edited
from booking.rules.terms import Verdict
from booking.usecases import amendments, changes, shortages, usecase, versions
from booking.usecases.promoting import promote
from booking.usecases.reservations import load
from booking.usecases.telling import tell_borrower, tell_managers
from booking.usecases.versions import Version
from booking.vocabulary import MailKind


@usecase()
def remind(actor: Actor, reservation_id: int) -> int:
    """The service asks for a return, on the days that the pool chose: once for each.

    The borrower is told before the day and after; once it is overdue, the manager too. Raises
    WrongMoment when it is not the day, or somebody was quicker.
    """
    seen = reservations.row(actor, reservation_id)
    access.require(actor, "reservation.remind", views.parties(seen))
    db.session.expire_all()  # what was read before the lock may have changed since
    mine = db.session.get_one(Reservation, reservation_id, with_for_update=True)
    loan, now = loans.of_reservation(mine.id), clock.now()
    step = lateness.step(mine, loan, now)
    if loan is None or step is None:
        raise WrongMoment("changed_meanwhile")
    loan.reminded_at = now
    facts = {"territory_id": mine.territory_id, "step": step}
    journal.record(actor, "remind_return", "reservation", mine.id, **facts)
    _tell(mine, now)
    return mine.id


def _tell(mine: Reservation, now: datetime) -> None:
    """Say what is awaited to the borrower; once it is overdue, to the manager too."""
    found, zone = lateness.awaited(mine, now), ZoneInfo(mine.territory.time_zone)
    if not found.things:  # who went along comes back by themselves
        return
    told: dict[str, Any] = {
        "things": [list(each) for each in found.things],
        "depots": list(found.depots),
        "next": words.next_ones(found.next, zone),
    }
    if mine.ends_at >= now:
        when = words.until(mine.ends_at, now, zone)
        tell_borrower(mine, MailKind.RETURN_DUE, when=when, **told)
        return
    told["since"] = words.since(mine.ends_at, now, zone)
    tell_borrower(mine, MailKind.RETURN_LATE, to_borrower=True, **told)
    tell_managers(mine, MailKind.RETURN_LATE, **told)


@usecase(after_refusal=shortages.remember_change)
def extend(
    actor: Actor,
    reservation_id: int,
    ends_at: datetime,
    reason: str = "",
    *,
    seen: int | None = None,
    key: str | None = None,
) -> int:
    """Who has things out keeps them longer: at once where the pool's rules agree, else if asked.

    The manager's own word is enough. Raises NotEnoughAvailable when others count on the things,
    Invalid when it is no later, WrongMoment when the pool never lends so long.
    """
    reservation = load(actor, reservation_id, "extend", seen=seen)
    if ends_at <= reservation.ends_at:
        raise Invalid("invalid", errors={"ends_at": ["Choisissez un retour après celui convenu."]})
    edited = Edited(ends_at=ends_at, reason=reason)
    version = versions.wanted(actor, reservation, edited)
    if versions.manages(actor, reservation) or _is_agreed(actor, reservation, version):
        changes.become(actor, reservation, version, edited, judged=True)
    else:
        amendments.ask(actor, reservation, version, reason)
        promote()  # it may replace another change
    return reservation.id


def _is_agreed(actor: Actor, mine: Reservation, version: Version) -> bool:
    """Tell whether the pool agrees by rule: nobody waits for the things, nothing is to be seen."""
    first, last = (
        at.astimezone(actor.zone).date() for at in (mine.starts_at, version.period.ends_at)
    )
    asked = replace(approvals.case(mine, actor), days=(last - first).days)
    rules = approvals.in_force(mine.pool_id, clock.today(actor.zone))
    if not any(not against(approvals.conditions(rule), asked) for rule in rules):
        return False
    return not lateness.is_waited_for(mine, version.period) and _is_clear(actor, mine, version)


def _is_clear(actor: Actor, mine: Reservation, version: Version) -> bool:
    """Tell whether lasting longer gives nobody anything new to look at; nothing of it remains."""
    known = _open_points(actor, mine)
    attempt = db.session.begin_nested()
    try:
        versions.become(mine, version)
        db.session.flush()  # what is judged is read from the new holds
        return all(each in known for each in _open_points(actor, mine))
    finally:
        attempt.rollback()


def _open_points(actor: Actor, mine: Reservation) -> list[Verdict]:
    moment = versions.moment_of(mine)
    return for_a_person(requirements.verdicts(actor, mine.id, moment))

"""Validating at once what a pool stated: setting such a rule, ending it, and answering by it."""

from collections.abc import Iterable
from dataclasses import replace

from booking import clock, journal
from booking.db import db
from booking.documents.words import plain_day
from booking.errors import Invalid, WrongMoment
from booking.fitness import Moment
from booking.models.dealings import ApprovalRule
from booking.models.reservations import Reservation
from booking.queries import approvals, pools, requirements
from booking.rules import access
from booking.rules.access import SERVICE, Actor
from booking.rules.approvals import Rule, against, for_a_person
from booking.usecases import conventions, usecase
from booking.usecases.reservations import agree, move
from booking.vocabulary import Status


@usecase()
def add(actor: Actor, pool_id: int, rule: Rule, *, key: str | None = None) -> int:
    """The manager of a pool states what is validated at once."""
    pool = pools.row(actor, pool_id)
    access.require(actor, "rule.change", pools.parties(pool))
    _require_known(rule, {each for each, _ in approvals.borrowers(pool)}, "borrowers")
    _require_known(rule, {each for each, _ in approvals.items(pool)}, "items")
    if not rule.lasts(clock.today(actor.zone)):
        raise Invalid("invalid", errors={"ends_on": ["Ce jour est déjà passé."]})
    made = ApprovalRule(
        territory_id=pool.territory_id,
        pool_id=pool.id,
        name=rule.name,
        borrower_ids=sorted(rule.borrower_ids),
        item_ids=sorted(rule.item_ids),
        most=rule.most,
        longest_days=rule.longest_days,
        ends_on=rule.ends_on,
        set_at=clock.now(),
        set_by_id=actor.user_id,
    )
    db.session.add(made)
    db.session.flush()  # its id is told, and returned
    journal.record(actor, "add_rule", "pool", pool.id, about=f"« {rule.name} »", rule=made.id)
    return made.id


def _require_known(rule: Rule, known: set[int], field: str) -> None:
    named = rule.borrower_ids if field == "borrowers" else rule.item_ids
    if named - known:
        raise Invalid("invalid", errors={field: ["Choisissez dans la liste de ce parc."]})


@usecase()
def end(actor: Actor, rule_id: int, *, key: str | None = None) -> int:
    """The manager of a pool ends a rule; what it answered stays answered."""
    rule = approvals.row(actor, rule_id)
    access.require(actor, "rule.change", pools.parties(rule.pool))
    db.session.refresh(rule, with_for_update=True)  # two clicks end it once
    if rule.ended_at is not None:
        raise WrongMoment("rule_ended")
    rule.ended_at = clock.now()
    journal.record(actor, "end_rule", "pool", rule.pool_id, about=f"« {rule.name} »", rule=rule.id)
    return rule.id


def answer(actor: Actor, parts: Iterable[Reservation]) -> None:
    """Agree at once to each part that a rule of its pool answers for; the others wait.

    The stocks are locked: nobody else asks for them meanwhile. What is on the waiting list holds
    nothing that could be agreed to. Owners come in one order: each agreement takes a number of its
    owner's year, which stays locked.
    """
    held = [part for part in parts if part.status is Status.REQUESTED]
    held.sort(key=lambda part: (part.owner_id, part.id))
    for part in held:
        mine = db.session.get_one(Reservation, part.id)  # written without the session's knowing
        if rule := _answering(actor, mine):
            service = replace(
                SERVICE,
                territory_id=mine.territory_id,
                time_zone=actor.time_zone,
                door=actor.door,
                function=f"Règle « {rule.name} »"[:80],
            )
            _agree_by(service, rule, mine)


def _answering(actor: Actor, mine: Reservation) -> ApprovalRule | None:
    asked = approvals.case(mine, actor)
    rules = approvals.in_force(mine.pool_id, clock.today(actor.zone))
    rule = next((each for each in rules if not against(approvals.conditions(each), asked)), None)
    return rule if rule and not approvals.has_rivals(mine) else None


def _agree_by(service: Actor, rule: ApprovalRule, mine: Reservation) -> None:
    """Agree in a rule's name, unless a person must look at something first."""
    if for_a_person(requirements.verdicts(service, mine.id, Moment.APPROVAL)):
        return
    set_on = plain_day(rule.set_at.astimezone(service.zone).date())
    move(mine, "approve")
    mine.by_rule = f"« {rule.name} » du {set_on}"
    agree(service, mine, "", {"rule": rule.id})
    conventions.issue_if_ready(service, mine)

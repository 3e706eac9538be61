"""What a requirement says of a loan: met, owed by a day, warned of, or blocking (design § 7).

Controls and papers are judged over the whole loan, by days, both the first and the last included.
What may still be done before the loan is owed by a day, and refuses nobody too early.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum

from booking.fitness import Effect, Equipment, Measure, Moment, Scope, Skill
from booking.rules.terms import Verdict, covers
from booking.vocabulary import OrganizationKind

DAY = timedelta(days=1)
ENDLESS = date.max
"""Until when a control covers that nothing repeats."""
INSURANCE = "insurance"
WEIGHTS = "trailer_licence"
B_TRAILER, B_BOTH, B96_BOTH = 750, 3_500, 4_250
"""Kilograms: a trailer that licence B always draws, and the most of trailer and vehicle together
for B and for B96 (code de la route, R. 221-4)."""


@dataclass(frozen=True)
class Thing:
    """What of an item a requirement may depend on."""

    item_id: int
    name: str
    equipment: Equipment | None = None
    people: int | None = None
    seats: int | None = None
    gross_kg: int | None = None

    def measured(self, measure: Measure) -> int | None:
        """Return how much of something it is, when that is known."""
        known: int | None = getattr(self, measure.value)
        return known


@dataclass(frozen=True)
class Days:
    """A loan by its days, both included, and today."""

    first: date
    last: date
    today: date


@dataclass(frozen=True)
class Rule:
    """One requirement in force in a territory; `key` is what controls and clearances name."""

    key: str
    label: str
    scope: Scope = Scope.EVENT
    equipment: Equipment | None = None
    item_id: int | None = None
    skill: Skill | None = None
    months: int | None = None
    effects: Mapping[Moment, Effect] = field(default_factory=dict)
    notice_days: int | None = None
    measure: Measure | None = None
    at_least: int | None = None
    below: int | None = None
    borrowers: tuple[OrganizationKind, ...] = ()
    source: str = ""
    as_of: date | None = None
    verified: bool = True
    starts_on: date | None = None
    ends_on: date | None = None

    def concerns(self, thing: Thing) -> bool:
        """Tell whether the thing is of the sort that the requirement is about."""
        if self.item_id is not None:
            return self.item_id == thing.item_id
        return self.equipment is not None and self.equipment is thing.equipment

    def measures(self, thing: Thing) -> bool | None:
        """Tell whether the thing is as large or as small as it says; None when nobody knows."""
        if self.measure is None:
            return True
        known = thing.measured(self.measure)
        if known is None:
            return None
        enough = self.at_least is None or known >= self.at_least
        return enough and (self.below is None or known < self.below)

    def lasts(self, days: Days) -> bool:
        """Tell whether it is in force at the start of the loan."""
        return (self.starts_on or date.min) <= days.first <= (self.ends_on or date.max)

    def binds(self, borrower: OrganizationKind) -> bool:
        """Tell whether it is asked of such a borrower."""
        return not self.borrowers or borrower in self.borrowers

    def effect(self, moment: Moment) -> Effect:
        """Return what it does at a moment when it is not met."""
        return self.effects.get(moment, Effect.NONE)


class State(Enum):
    """Where a control stands for a loan, the best first."""

    VALID = 0
    PLANNED = 1
    LAPSED = 2
    NEVER = 3
    FAILED = 4
    INSIDE = 5


@dataclass(frozen=True)
class Control:
    """The last control of one thing, and the next one planned, if any.

    `until` is the last day that the last one covers: none when it failed, or was never made.
    """

    until: date | None = None
    failed: bool = False
    planned_on: date | None = None
    planned_until: date | None = None

    def state(self, days: Days) -> State:
        """Return where it stands for a loan."""
        if self.until and self.until >= days.last:
            return State.VALID
        until = self.until
        if self.planned_on and self.planned_on < days.first:
            until = self.planned_until or ENDLESS
            if until >= days.last:
                return State.PLANNED
        if until and until >= days.first:
            return State.INSIDE
        if self.failed and until is None:
            return State.FAILED
        return State.LAPSED if until else State.NEVER

    def last_day(self, days: Days) -> date | None:
        """Return the last day covered, what is planned before the loan included."""
        planned = self.planned_on and self.planned_on < days.first
        return self.planned_until if planned else self.until


LEVELS = {Effect.WARN: "warn", Effect.PAPER: "owed", Effect.BLOCK: "block"}


def best_of(controls: Sequence[Control], wanted: int, days: Days) -> list[Control]:
    """Return the controls of so many things among several: those that do best are taken."""
    return sorted(controls, key=lambda each: _rank(each, days))[:wanted]


def judge_controls(
    rule: Rule, controls: Sequence[Control], days: Days, moment: Moment
) -> Verdict | None:
    """Judge the controls of the things that a loan takes, by the one that does worst.

    One due before the loan may still be made, and is owed; one due inside it stops the loan,
    unless it is planned before (design § 7). At the hand-over what is owed has had its time.
    """
    effect = rule.effect(moment)
    if effect is Effect.NONE or not controls:
        return None
    worst = max(controls, key=lambda each: _rank(each, days))
    state = worst.state(days)
    if worst.until == ENDLESS and state is State.VALID:
        return _said(rule, "control_endless", "ok", {})
    facts: dict[str, object] = {"until": worst.until} if worst.until else {}
    if state is State.VALID:
        return _said(rule, "control_valid", "ok", facts)
    if state in {State.LAPSED, State.INSIDE}:
        facts["until"] = worst.last_day(days)
    facts["by"] = worst.planned_on if state is State.PLANNED else days.first
    if moment is Moment.HAND_OVER or state is State.INSIDE:
        level = LEVELS[effect]
    else:
        level = "warn" if effect is Effect.WARN else "owed"
    return _said(rule, f"control_{state.name.lower()}", level, facts)


def _rank(control: Control, days: Days) -> tuple[int, int]:
    return control.state(days).value, -(control.until or date.min).toordinal()


@dataclass(frozen=True)
class Paper:
    """A right or a paper that somebody holds, until its last day; without end when none."""

    holder: str
    until: date | None = None
    since: date = date.min

    def covers(self, day: date) -> bool:
        """Tell whether it is still good on a day."""
        return self.until is None or self.until >= day


def judge_papers(
    rule: Rule, papers: Iterable[Paper], days: Days, moment: Moment, what: str = "people"
) -> Verdict | None:
    """Judge a yearly paper: one that cannot exist yet is owed by a day, never a refusal.

    `what` begins the code of the verdict.
    """
    effect = rule.effect(moment)
    if effect is Effect.NONE:
        return None
    known = sorted(papers, key=lambda each: (each.until or date.max, each.holder))
    best = known[-1] if known else None
    spans = [(each.since, each.until) for each in known]
    if best and covers(spans, days.first, days.last):
        facts: dict[str, object] = {"until": best.until} if best.until else {}
        return _said(rule, f"{what}_held" if best.until else f"{what}_endless", "ok", facts)
    current = best is not None and best.until is not None and best.until >= days.today
    facts = {"until": best.until} if best and current else {}
    if moment is Moment.HAND_OVER:
        level = LEVELS[effect]
    else:
        level = "warn" if effect is Effect.WARN else "owed"
        reached = best.until + DAY if best and best.until and current else days.first
        facts["by"] = max(reached, days.first)
    return _said(rule, f"{what}_{'lapses' if current else 'missing'}", level, facts)


def judge_event(rule: Rule, seen: date | None, days: Days, moment: Moment) -> Verdict | None:
    """Judge what the event asks for: `seen` is the day on which somebody saw it done."""
    effect = rule.effect(moment)
    if effect is Effect.NONE:
        return None
    if seen:
        return _said(rule, "event_seen", "ok", {"seen": seen})
    if rule.notice_days is not None:
        by = days.first - timedelta(days=rule.notice_days)
        late = days.today > by
        early = "warn" if late or effect is Effect.WARN else "owed"
        level = LEVELS[effect] if moment is Moment.HAND_OVER else early
        return _said(rule, "event_late" if late else "event_by", level, {"by": by})
    if effect is Effect.WARN:
        return _said(rule, "event_advice", "warn", {})
    level = LEVELS[effect] if moment is Moment.HAND_OVER else "owed"
    return _said(rule, "event_asked", level, {"by": days.first})


def judge_weights(rule: Rule, thing: Thing, moment: Moment) -> Verdict | None:
    """Say which licence draws a trailer, by what the vehicle may weigh (R. 221-4)."""
    weight = thing.gross_kg
    if rule.effect(moment) is Effect.NONE or weight is None:
        return None
    facts = {"weight": weight, "b": B_BOTH - weight, "b96": B96_BOTH - weight}
    return _said(rule, "weights", "warn", facts)


def licence(trailer_kg: int, vehicle_kg: int) -> Skill:
    """Return the licence that draws a trailer behind a vehicle, by both gross weights (R. 221-4).

    B up to 750 kg of trailer or 3 500 kg in all, B96 up to 4 250 kg in all, BE beyond.
    """
    both = trailer_kg + vehicle_kg
    if trailer_kg <= B_TRAILER or both <= B_BOTH:
        return Skill.LICENCE_B
    return Skill.LICENCE_B96 if both <= B96_BOTH else Skill.LICENCE_BE


def judge_unmeasured(rule: Rule, thing: Thing, moment: Moment) -> Verdict | None:
    """Say that nobody knows whether a requirement applies, for want of a figure."""
    if rule.effect(moment) is Effect.NONE or rule.measure is None:
        return None
    leaving = moment is Moment.HAND_OVER and rule.scope is Scope.ITEM
    level = LEVELS[rule.effect(moment)] if leaving else "warn"
    return _said(rule, "unmeasured", level, {"name": thing.name, "measure": rule.measure})


def _said(rule: Rule, code: str, level: str, facts: Mapping[str, object]) -> Verdict:
    said = {"requirement": rule.key, "label": rule.label, "source": rule.source, **facts}
    return Verdict(code, level, said)


def waived(verdict: Verdict, by: str, why: str) -> Verdict:
    """Return a verdict as somebody waived it, by name and with a reason."""
    return Verdict(verdict.code, "overridden", {**verdict.facts, "waived_by": by, "why": why})


def applying(
    rules: Iterable[Rule], things: Collection[Thing], borrower: OrganizationKind, days: Days
) -> list[Rule]:
    """Return the requirements that a loan of some things to a borrower has to do with."""
    return [
        rule
        for rule in rules
        if rule.lasts(days)
        and rule.binds(borrower)
        and (
            (rule.equipment is None and rule.item_id is None)
            or any(rule.concerns(thing) for thing in things)
        )
    ]

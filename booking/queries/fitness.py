"""Whether what is lent may leave, and who takes it may use it: the verdicts on a loan."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from booking import clock
from booking.fitness import Clearing, Effect, Moment, Scope, Skill
from booking.models.catalogue import Unit
from booking.models.inspections import Clearance
from booking.models.reservations import Line, Reservation
from booking.queries import evidence, rulebook
from booking.queries.evidence import AGREED, STANDING, Evidence
from booking.rules import requirements
from booking.rules.requirements import INSURANCE, WEIGHTS, Control, Days, Paper, Rule, State, Thing
from booking.rules.terms import Verdict
from booking.vocabulary import STAFF, Status, Tracking

INSTANT = timedelta(microseconds=1)


def days_of(mine: Reservation, zone: ZoneInfo, moment: Moment) -> Days:
    """Return a loan by its days; at the hand-over it begins today."""
    today = clock.today(zone)
    first = today if moment is Moment.HAND_OVER else mine.starts_at.astimezone(zone).date()
    last = (mine.ends_at - INSTANT).astimezone(zone).date()
    return Days(first, max(first, last), today)


def moment_of(mine: Reservation, zone: ZoneInfo) -> Moment:
    """Return what a reservation is judged for next."""
    starts_on = mine.starts_at.astimezone(zone).date()
    ready = mine.status is Status.APPROVED and starts_on <= clock.today(zone)
    return Moment.HAND_OVER if ready else Moment.APPROVAL


def judged(
    mine: Reservation, moment: Moment, zone: ZoneInfo, known: Evidence | None = None
) -> list[Verdict]:
    """Return what the requirements say of a reservation at a moment, what was waived as such."""
    known = known or evidence.gather(mine.territory_id, [mine])
    days = days_of(mine, zone, moment)
    lines: dict[Thing, list[Line]] = {}
    for line in mine.lines:
        if line.item.family != STAFF:
            lines.setdefault(rulebook.thing(line.item), []).append(line)
    case = Case(mine, lines, known, days, moment, zone)
    rules = requirements.applying(known.rules, lines, mine.request.borrower.kind, days)
    found = [verdict for rule in [*rules, *_labels(mine.lines)] for verdict in case.judge(rule)]
    cleared = known.cleared.get(mine.id, ())
    return [_as_settled(verdict, mine, moment, cleared) for verdict in found]


def _labels(lines: Iterable[Line]) -> Iterator[Rule]:
    """Yield what the owners ask to see, in their own words, each once."""
    seen = {label.label: label for line in lines for label in reversed(line.item.requirements)}
    for label in sorted(seen.values(), key=lambda each: each.id):
        yield rulebook.as_rule(label, {each: label.at_hand_over for each in Moment})


def _as_settled(
    verdict: Verdict, mine: Reservation, moment: Moment, cleared: Iterable[Clearance]
) -> Verdict:
    """Return a verdict as waived, when somebody waived that very fact, for that very loan."""
    waived = [each for each in cleared if _waives(each, verdict, mine, moment)]
    if verdict.level != "block" or not waived:
        return verdict
    last = waived[-1]
    return requirements.waived(verdict, last.given_by, last.note)


def _waives(clearance: Clearance, verdict: Verdict, mine: Reservation, moment: Moment) -> bool:
    return (
        clearance.kind is Clearing.OVERRIDE
        and clearance.moment is moment
        and clearance.control == verdict.facts.get("requirement")
        and clearance.code == verdict.code
        and clearance.thing == verdict.facts.get("name", "")
        and (clearance.starts_at, clearance.ends_at) == (mine.starts_at, mine.ends_at)
    )


@dataclass(frozen=True)
class Case:
    """One reservation at one moment, before the requirements."""

    mine: Reservation
    lines: Mapping[Thing, Sequence[Line]]
    known: Evidence
    days: Days
    moment: Moment
    zone: ZoneInfo

    def judge(self, rule: Rule) -> Iterator[Verdict]:
        """Yield what one requirement says; nothing where it asks for nothing."""
        about = [thing for thing in self.lines if rule.concerns(thing)]
        unsized = [thing for thing in about if rule.measures(thing) is None]
        sized = [thing for thing in about if rule.measures(thing)]
        general = rule.equipment is None and rule.item_id is None
        found = [requirements.judge_unmeasured(rule, thing, self.moment) for thing in unsized]
        found += self._judge(rule, sized) if sized or general else []
        yield from (verdict for verdict in found if verdict)

    def _judge(self, rule: Rule, things: Sequence[Thing]) -> list[Verdict | None]:
        if rule.key == WEIGHTS:
            return [requirements.judge_weights(rule, thing, self.moment) for thing in things]
        if rule.scope is Scope.ITEM:
            return [
                self._controls(rule, thing, line) for thing in things for line in self.lines[thing]
            ]
        if rule.key == INSURANCE:
            papers = self.known.insured.get(self.mine.request.borrower.id, ())
            return [requirements.judge_papers(rule, papers, self.days, self.moment, "insurance")]
        if rule.scope is Scope.PERSON:
            held = list(self._people(rule.skill, things)) if rule.skill else []
            return [requirements.judge_papers(rule, held, self.days, self.moment)]
        return [requirements.judge_event(rule, self._seen(rule), self.days, self.moment)]

    def _controls(self, rule: Rule, thing: Thing, line: Line) -> Verdict | None:
        controls = self._of_copies(rule, line)
        judged = requirements.judge_controls(rule, controls, self.days, self.moment)
        named = {"name": thing.name}
        return judged and Verdict(judged.code, judged.level, {**judged.facts, **named})

    def _of_copies(self, rule: Rule, line: Line) -> list[Control]:
        """Return the controls of what leaves: the copies named, then the best of the free ones.

        Of what is out each copy has its name: one that has none was controlled by nobody.
        """
        if line.item.tracking is not Tracking.NUMBERED:
            return [self._control(rule, hold.stock_id, None) for hold in line.holds]
        held = line.holds
        if out := self.mine.status is Status.OUT:  # what is kept for later is judged when it leaves
            held = [hold for hold in held if hold.due_back_at]
        named = [self._control(rule, h.stock_id, h.unit_id) for h in held if h.unit_id]
        if out:
            return [*named, *[Control()] * (sum(h.quantity for h in held) - len(named))]
        left = line.quantity - len(named) if line.holds else 0
        mine = {hold.unit_id for hold in line.holds}
        free = [unit for unit in self.known.free(line, self.mine) if unit.id not in mine]
        others = [self._control(rule, unit.stock_id, unit.id) for unit in free]
        return [*named, *requirements.best_of(others, left, self.days)]

    def _control(self, rule: Rule, stock_id: int, unit_id: int | None) -> Control:
        return self.known.controls.get((stock_id, unit_id, rule.key), Control())

    def _people(self, skill: Skill, things: Iterable[Thing]) -> Iterator[Paper]:
        """Yield the papers of who operates, when that is lent along; else of the borrower's."""
        standing = AGREED if self.moment is Moment.HAND_OVER else STANDING
        along = {
            each.companion_id
            for thing in things
            for line in self.lines[thing]
            for each in line.item.companions
            if each.mandatory and each.companion.family == STAFF
        }
        if not along:
            yield from self.known.papers.get(self.mine.request.borrower.id, {}).get(skill, ())
        for line in evidence.together(self.mine, standing):
            for unit in self.known.operating(line, self.mine):
                yield from self.known.operators.get(unit.id, {}).get(skill, ())

    def _seen(self, rule: Rule) -> date | None:
        cleared = self.known.cleared.get(self.mine.id, ())
        seen = [each for each in cleared if each.kind is Clearing.SEEN and each.control == rule.key]
        return seen[-1].given_at.astimezone(self.zone).date() if seen else None


def sound(mine: Reservation, line: Line, zone: ZoneInfo, known: Evidence) -> set[int]:
    """Return the copies of a line that nothing would block today, by their controls or papers."""
    days = days_of(mine, zone, Moment.HAND_OVER)
    things = [rulebook.thing(each.item) for each in evidence.together(mine)]
    rules = [rule for rule in known.rules if rule.lasts(days) and _blocks(rule, things)]
    if line.item.family == STAFF:
        skills = {rule.skill for rule in rules if rule.scope is Scope.PERSON}
        able = (unit for unit in evidence.units_of(line) if _able(known, unit, skills, days))
        return {unit.id for unit in able}
    thing = rulebook.thing(line.item)
    checks = [rule for rule in rules if rule.scope is Scope.ITEM and rule.concerns(thing)]
    return {
        unit.id
        for unit in evidence.units_of(line)
        if all(
            known.controls.get((unit.stock_id, unit.id, rule.key), Control()).state(days)
            is State.VALID
            for rule in checks
        )
    }


def _blocks(rule: Rule, things: Iterable[Thing]) -> bool:
    concerned = any(rule.concerns(thing) and rule.measures(thing) for thing in things)
    return concerned and rule.effect(Moment.HAND_OVER) is Effect.BLOCK


def _able(known: Evidence, unit: Unit, skills: Iterable[Skill | None], days: Days) -> bool:
    held = known.operators.get(unit.id, {})
    return all(
        any(paper.covers(days.last) for paper in held.get(skill, ())) for skill in skills if skill
    )

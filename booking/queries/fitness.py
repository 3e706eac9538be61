"""Whether what is lent may leave, and who takes it may use it: the evidence, then the verdicts."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select

from booking import clock
from booking.db import db
from booking.fitness import Clearing, Moment, Scope, Skill
from booking.models.catalogue import Unit
from booking.models.inspections import Clearance, Qualification
from booking.models.organizations import InsuranceCertificate
from booking.models.reservations import Hold, Line, Reservation
from booking.numbers import among
from booking.queries import inspections, rulebook
from booking.queries.inspections import Key
from booking.rules import requirements
from booking.rules.requirements import INSURANCE, WEIGHTS, Control, Days, Paper, Rule, Thing
from booking.rules.terms import Verdict
from booking.vocabulary import STAFF, Status, Tracking

INSTANT = timedelta(microseconds=1)
Rights = Mapping[Skill, Sequence[Paper]]


@dataclass(frozen=True)
class Evidence:
    """What is known of some reservations, read at once however many they are.

    `papers` are by employer, `operators` by copy: who operates is lent along.
    """

    rules: Sequence[Rule]
    controls: Mapping[Key, Control]
    papers: Mapping[int, Rights]
    operators: Mapping[int, Rights]
    insured: Mapping[int, Sequence[Paper]]
    cleared: Mapping[int, Sequence[Clearance]]


def days_of(mine: Reservation, zone: ZoneInfo, moment: Moment) -> Days:
    """Return a loan by its days; at the hand-over it begins today."""
    today = clock.today(zone)
    first = today if moment is Moment.HAND_OVER else mine.starts_at.astimezone(zone).date()
    last = (mine.ends_at - INSTANT).astimezone(zone).date()
    return Days(first, max(first, last), today)


def gather(territory_id: int, asked: Collection[Reservation]) -> Evidence:
    """Read all that the requirements of some reservations look at."""
    lines = [line for mine in asked for line in _lines(mine)]
    items = {line.item_id for line in lines if line.item.family != STAFF}
    borrowers = {mine.request.borrower.id for mine in asked}
    papers, operators = _papers(borrowers, [unit.id for line in lines for unit in operating(line)])
    return Evidence(
        rulebook.rules(territory_id),
        inspections.current(territory_id, items),
        papers,
        operators,
        _insured(borrowers),
        _cleared([mine.id for mine in asked if mine.id]),
    )


def _lines(mine: Reservation) -> list[Line]:
    """Return the lines of all that was asked together: who operates may have another lender."""
    return [line for part in mine.request.reservations for line in part.lines]


def operating(line: Line) -> Sequence[Unit]:
    """Return who may operate: the copy named, else every one where it is held."""
    if line.item.family != STAFF:
        return []
    named = [hold.unit for hold in line.holds if hold.unit]
    return named or [unit for stock in line.item.stocks for unit in stock.units]


def _papers(
    borrowers: Collection[int], units: Collection[int]
) -> tuple[dict[int, dict[Skill, list[Paper]]], dict[int, dict[Skill, list[Paper]]]]:
    found = select(Qualification).where(
        or_(among(Qualification.organization_id, borrowers), among(Qualification.unit_id, units))
    )
    held: dict[int, dict[Skill, list[Paper]]] = {}
    operating: dict[int, dict[Skill, list[Paper]]] = {}
    for each in db.session.scalars(found):
        paper = Paper(each.holder, each.ends_on)
        if each.organization_id in borrowers:
            held.setdefault(each.organization_id, {}).setdefault(each.skill, []).append(paper)
        if each.unit_id:
            operating.setdefault(each.unit_id, {}).setdefault(each.skill, []).append(paper)
    return held, operating


def _insured(borrowers: Collection[int]) -> dict[int, list[Paper]]:
    kept = InsuranceCertificate
    found = select(kept.organization_id, kept.insurer, kept.ends_on)
    papers: dict[int, list[Paper]] = {}
    rows = db.session.execute(found.where(among(kept.organization_id, borrowers)))
    for organization_id, insurer, ends_on in rows:
        papers.setdefault(organization_id, []).append(Paper(insurer, ends_on))
    return papers


def _cleared(ids: Collection[int]) -> dict[int, list[Clearance]]:
    found: dict[int, list[Clearance]] = {}
    kept = select(Clearance).where(among(Clearance.reservation_id, ids)).order_by(Clearance.id)
    for each in db.session.scalars(kept) if ids else ():
        found.setdefault(each.reservation_id, []).append(each)
    return found


def judged(
    mine: Reservation, moment: Moment, zone: ZoneInfo, known: Evidence | None = None
) -> list[Verdict]:
    """Return what the requirements say of a reservation at a moment, what was waived as such."""
    known = known or gather(mine.territory_id, [mine])
    days = days_of(mine, zone, moment)
    lines = {rulebook.thing(line.item): line for line in mine.lines if line.item.family != STAFF}
    rules = requirements.applying(known.rules, lines, mine.request.borrower.kind, days)
    case = Case(mine, lines, known, days, moment)
    found = [verdict for rule in [*rules, *_labels(lines.values())] for verdict in case.judge(rule)]
    return requirements.overridden(found, _waived(known.cleared.get(mine.id, ()), moment))


def _labels(lines: Iterable[Line]) -> Iterator[Rule]:
    """Yield what the owners ask to see, in their own words, each once."""
    seen = {label.label: label for line in lines for label in reversed(line.item.requirements)}
    for label in sorted(seen.values(), key=lambda each: each.id):
        yield rulebook.as_rule(label, {each: label.at_hand_over for each in Moment})


def _waived(cleared: Iterable[Clearance], moment: Moment) -> dict[str, dict[str, object]]:
    return {
        each.control: {"waived_by": each.given_by, "role": each.role, "why": each.note}
        for each in cleared
        if each.kind is Clearing.OVERRIDE and each.moment is moment
    }


@dataclass(frozen=True)
class Case:
    """One reservation at one moment, before the requirements."""

    mine: Reservation
    lines: Mapping[Thing, Line]
    known: Evidence
    days: Days
    moment: Moment

    def judge(self, rule: Rule) -> Iterator[Verdict]:
        """Yield what one requirement says; nothing where it asks for nothing."""
        about = [thing for thing in self.lines if rule.concerns(thing)]
        for thing in about:
            if rule.measures(thing) is None and (
                verdict := requirements.judge_unmeasured(rule, thing, self.moment)
            ):
                yield verdict
        sized = [thing for thing in about if rule.measures(thing)]
        general = rule.equipment is None and rule.item_id is None
        found = self._judge(rule, sized) if sized or general else ()
        yield from (verdict for verdict in found if verdict)

    def _judge(self, rule: Rule, things: Sequence[Thing]) -> Iterable[Verdict | None]:
        if rule.key == WEIGHTS:
            return [requirements.judge_weights(rule, thing, self.moment) for thing in things]
        if rule.scope is Scope.ITEM:
            return [self._controls(rule, thing) for thing in things]
        if rule.key == INSURANCE:
            papers = self.known.insured.get(self.mine.request.borrower.id, ())
            return [requirements.judge_papers(rule, papers, self.days, self.moment, "insurance")]
        if rule.scope is Scope.PERSON:
            papers = list(self._people(rule, things))
            return [requirements.judge_papers(rule, papers, self.days, self.moment)]
        return [requirements.judge_event(rule, self._seen(rule), self.days, self.moment)]

    def _controls(self, rule: Rule, thing: Thing) -> Verdict | None:
        line = self.lines[thing]
        known = [self._control(rule, stock, unit) for stock, unit in _copies(line)]
        wanted = line.quantity if line.item.tracking is Tracking.NUMBERED else len(known)
        judged = requirements.judge_controls(rule, known, wanted, self.days, self.moment)
        named = {"name": thing.name}
        return judged and Verdict(judged.code, judged.level, {**judged.facts, **named})

    def _control(self, rule: Rule, stock_id: int, unit_id: int | None) -> Control:
        return self.known.controls.get((stock_id, unit_id, rule.key), Control())

    def _people(self, rule: Rule, things: Iterable[Thing]) -> Iterator[Paper]:
        """Yield the papers of who operates, when that is lent along; else of the borrower's."""
        skill, operators = (
            rule.skill,
            [unit for line in _lines(self.mine) for unit in operating(line)],
        )
        along = {
            each.companion_id
            for thing in things
            for each in self.lines[thing].item.companions
            if each.mandatory
        }
        led = any(line.item_id in along and line.item.family == STAFF for line in _lines(self.mine))
        if skill is None:
            return
        if not led:
            yield from self.known.papers.get(self.mine.request.borrower.id, {}).get(skill, ())
        absent = _absent(operators, self.mine)
        for unit in operators:
            if unit.id not in absent:
                yield from self.known.operators.get(unit.id, {}).get(skill, ())

    def _seen(self, rule: Rule) -> date | None:
        cleared = self.known.cleared.get(self.mine.id, ())
        seen = [each for each in cleared if each.kind is Clearing.SEEN and each.control == rule.key]
        return seen[-1].given_at.date() if seen else None


def _copies(line: Line) -> list[tuple[int, int | None]]:
    """Return what of a line is controlled: the copies named, those it may get, or its stocks."""
    if line.item.tracking is not Tracking.NUMBERED:
        return [(hold.stock_id, None) for hold in line.holds]
    named = [(hold.stock_id, hold.unit_id) for hold in line.holds if hold.unit_id]
    if len(named) == line.quantity:
        return list(named)
    held = {hold.stock_id for hold in line.holds}
    stocks = [stock for stock in line.item.stocks if stock.id in held]
    now = clock.now()
    return [(stock.id, unit.id) for stock in stocks for unit in stock.units if not unit.gone(now)]


def _absent(units: Collection[Unit], mine: Reservation) -> set[int]:
    """Return who is away during the loan."""
    found = select(Hold.unit_id).where(
        among(Hold.unit_id, [unit.id for unit in units]),
        Hold.line_id.is_(None),
        Hold.starts_at < mine.ends_at,
        Hold.ends_at > mine.starts_at,
    )
    return {each for each in db.session.scalars(found) if each} if units else set()


def sound(mine: Reservation, line: Line, zone: ZoneInfo, known: Evidence) -> set[int]:
    """Return the copies of a line that nothing keeps from leaving today, papers and controls."""
    days = days_of(mine, zone, Moment.HAND_OVER)
    rules = [rule for rule in known.rules if rule.lasts(days)]
    things = [rulebook.thing(each.item) for each in _lines(mine)]
    if line.item.family == STAFF:
        skills = {rule.skill for rule in rules if _needs(rule, things)}
        return {unit.id for unit in operating(line) if _able(known, unit, skills, days)}
    thing = rulebook.thing(line.item)
    checks = [r.key for r in rules if r.scope is Scope.ITEM and r.concerns(thing)]
    return {
        unit_id
        for stock_id, unit_id in _copies(line)
        if unit_id
        and all(
            known.controls.get((stock_id, unit_id, key), Control()).state(days)
            is requirements.State.VALID
            for key in checks
        )
    }


def _needs(rule: Rule, things: Iterable[Thing]) -> bool:
    concerned = any(rule.concerns(thing) and rule.measures(thing) for thing in things)
    return rule.scope is Scope.PERSON and rule.skill is not None and concerned


def _able(known: Evidence, unit: Unit, skills: Iterable[Skill | None], days: Days) -> bool:
    held = known.operators.get(unit.id, {})
    return all(
        any(paper.covers(days.last) for paper in held.get(skill, ())) for skill in skills if skill
    )


def moment_of(mine: Reservation, zone: ZoneInfo) -> Moment:
    """Return what a reservation is judged for next."""
    starts_on = mine.starts_at.astimezone(zone).date()
    ready = mine.status is Status.APPROVED and starts_on <= clock.today(zone)
    return Moment.HAND_OVER if ready else Moment.APPROVAL

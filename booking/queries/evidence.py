"""What is known of some loans: controls, rights of people, insurance, what was settled."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import or_, select

from booking import clock
from booking.db import db
from booking.fitness import Skill
from booking.models.catalogue import Unit
from booking.models.inspections import Clearance, Qualification
from booking.models.organizations import InsuranceCertificate
from booking.models.reservations import Hold, Line, Reservation
from booking.numbers import among
from booking.period import Period
from booking.queries import inspections, rulebook
from booking.queries.inspections import Key
from booking.rules.requirements import Control, Paper, Rule
from booking.vocabulary import STAFF, Status, Tracking

Rights = Mapping[Skill, Sequence[Paper]]
T = TypeVar("T")
STANDING = frozenset({Status.REQUESTED, Status.NEEDS_INFO, Status.APPROVED, Status.OUT})
AGREED = frozenset({Status.APPROVED, Status.OUT})


@dataclass(frozen=True)
class Taken:
    """While how long a copy is named elsewhere: for a loan, or for none."""

    period: Period
    reservation_id: int | None


@dataclass(frozen=True)
class Evidence:
    """What is known of some reservations, read at once however many they are.

    `papers` are by employer, `operators` and `taken` by copy: who operates is lent along.
    """

    rules: Sequence[Rule]
    controls: Mapping[Key, Control]
    papers: Mapping[int, Rights]
    operators: Mapping[int, Rights]
    insured: Mapping[int, Sequence[Paper]]
    cleared: Mapping[int, Sequence[Clearance]]
    taken: Mapping[int, Sequence[Taken]]

    def free(self, line: Line, mine: Reservation) -> list[Unit]:
        """Return the copies that a line may still get: at its depots, named by nobody else."""
        now = clock.now()
        return [
            unit
            for unit in units_of(line)
            if not unit.gone(now)
            and not any(
                each.period.overlaps(mine.period)
                for each in self.taken.get(unit.id, ())
                if each.reservation_id is None or each.reservation_id != mine.id
            )
        ]

    def operating(self, line: Line, mine: Reservation) -> list[Unit]:
        """Return who operates: the persons named, else those who are free."""
        if line.item.family != STAFF or not line.holds:
            return []
        ids = {hold.unit_id for hold in line.holds if hold.unit_id}
        return [unit for unit in units_of(line) if unit.id in ids] or self.free(line, mine)


def units_of(line: Line) -> list[Unit]:
    """Return every copy of the stocks that a line is held from."""
    held = {hold.stock_id for hold in line.holds}
    return [unit for stock in line.item.stocks if stock.id in held for unit in stock.units]


def together(mine: Reservation, standing: Collection[Status] = STANDING) -> list[Line]:
    """Return the lines of all that was asked at once and still stands.

    Who operates may have another lender, who answers apart.
    """
    parts = mine.request.reservations
    return [
        line for part in parts if part is mine or part.status in standing for line in part.lines
    ]


def gather(territory_id: int, asked: Collection[Reservation]) -> Evidence:
    """Read all that the requirements of some reservations look at."""
    lines = [line for mine in asked for line in together(mine)]
    items = {line.item_id for line in lines if line.item.family != STAFF}
    borrowers = {mine.request.borrower.id for mine in asked}
    copies = [line for line in lines if line.item.tracking is Tracking.NUMBERED]
    staff = [unit.id for line in copies if line.item.family == STAFF for unit in units_of(line)]
    papers, operators = _papers(borrowers, staff)
    return Evidence(
        rulebook.rules(territory_id),
        inspections.current(territory_id, items),
        papers,
        operators,
        _insured(borrowers),
        _cleared([mine.id for mine in asked if mine.id]),
        _taken([unit.id for line in copies for unit in units_of(line)], asked),
    )


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
    found = select(kept.organization_id, kept.insurer, kept.ends_on, kept.starts_on)
    rows = db.session.execute(found.where(among(kept.organization_id, borrowers)))
    return _grouped((row[0], Paper(*row[1:])) for row in rows)


def _cleared(ids: Collection[int]) -> dict[int, list[Clearance]]:
    kept = select(Clearance).where(among(Clearance.reservation_id, ids)).order_by(Clearance.id)
    rows = db.session.scalars(kept).all() if ids else ()
    return _grouped((each.reservation_id, each) for each in rows)


def _taken(unit_ids: Collection[int], asked: Collection[Reservation]) -> dict[int, list[Taken]]:
    """Return while how long each copy is named; what is out past its end still is."""
    if not unit_ids:
        return {}
    first = min(mine.starts_at for mine in asked)
    found = (
        select(Hold.unit_id, Hold.starts_at, Hold.ends_at, Hold.due_back_at, Line.reservation_id)
        .outerjoin(Line, Line.id == Hold.line_id)
        .where(
            among(Hold.unit_id, unit_ids),
            or_(Hold.ends_at > first, Hold.due_back_at.is_not(None)),
        )
    )
    now = clock.now()
    return _grouped(
        (unit_id, Taken(Period(starts_at, _end(ends_at, due_back_at, now)), reservation_id))
        for unit_id, starts_at, ends_at, due_back_at, reservation_id in db.session.execute(found)
        if unit_id
    )


def _end(ends_at: datetime, due_back_at: datetime | None, now: datetime) -> datetime:
    return ends_at if due_back_at is None or due_back_at >= now else max(ends_at, now)


def _grouped(pairs: Iterable[tuple[int, T]]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found

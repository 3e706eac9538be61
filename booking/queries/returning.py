"""What is awaited of a loan, and its departure beside its return, line by line, copy by copy."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from booking import clock
from booking.handling import Direction, Rating, Wear
from booking.models.loans import Loan, Passage, PassageLine
from booking.models.reservations import Line
from booking.queries import contests, disputes, handing, loans, reservations, shots
from booking.queries.contests import Answer
from booking.queries.handing import LineToLeave
from booking.queries.shots import ShotView
from booking.queries.views import ReservationView, parties
from booking.rules import access, meters
from booking.rules.access import Actor
from booking.rules.passages import Tally
from booking.rules.uses import READ

Place = tuple[int, str]
"""A line, and the number of a copy of it, if any."""


@dataclass(frozen=True)
class Side:
    """How a line, or one copy of it, was when it passed, all times of one direction together."""

    quantity: int = 0
    damaged: int = 0
    dirty: int = 0
    missing: int = 0
    wear: Wear | None = None
    hours: int | None = None  # tenths
    km: int | None = None
    energy: int | None = None
    accessories: tuple[tuple[str, int, int], ...] = ()  # name, expected, counted
    note: str = ""


@dataclass(frozen=True)
class Row:
    """A line of a loan, or one copy of it: how it left, how it is back, how many are awaited."""

    line_id: int
    name: str
    reference: str
    unit: str
    awaited: int
    out: Side
    back: Side
    meters: tuple[str, ...]
    photos: int  # of its departure

    @property
    def run(self) -> dict[str, int]:
        """Return by how much each meter differs, of those read both times."""
        both = {each: (getattr(self.out, each), getattr(self.back, each)) for each in READ}
        return {
            name: after - before for name, (before, after) in both.items() if _read(before, after)
        }

    @property
    def lost(self) -> tuple[tuple[str, int], ...]:
        """Return the accessories of which fewer are back than left, with how many."""
        left = {name: counted for name, _, counted in self.out.accessories}
        found = (
            (name, left[name] - many) for name, _, many in self.back.accessories if name in left
        )
        return tuple((name, many) for name, many in found if many > 0)


def _read(before: int | None, after: int | None) -> bool:
    return before is not None and after is not None


@dataclass(frozen=True)
class PassageView:
    """Things passed the counter once: when, who was there, signed or why not, contested or not."""

    id: int
    direction: Direction
    at: datetime
    depot: str
    borrower_name: str
    borrower_drawn: str
    keeper_name: str
    keeper_drawn: str
    unsigned: str
    agreed: str
    note: str
    contest_until: datetime | None
    contested_at: datetime | None
    contest: str
    answer: Answer | None  # to the contest
    may_contest: bool
    shots: tuple[ShotView, ...]


@dataclass(frozen=True)
class Account:
    """What is kept of a closed loan: how long, how far, for how many people, how it went."""

    days: int
    hours: int | None  # tenths
    km: int | None
    people: int | None
    rating: Rating | None
    remark: str


@dataclass(frozen=True)
class StateView:
    """A loan as it left beside how it is back."""

    mine: ReservationView
    rows: tuple[Row, ...]
    passages: tuple[PassageView, ...]
    taker: str  # who took things away first
    may_close: bool
    may_answer: bool  # a contest that nobody has answered
    returned_at: datetime | None
    account: Account | None  # once it is closed


def show(actor: Actor, reservation_id: int) -> StateView:
    """Return the departure and the return of a loan in view; raises NotFound."""
    row = reservations.row(actor, reservation_id)
    loan, photos = loans.of_reservation(row.id), shots.of_reservation(actor, row.id)
    passages = loan.passages if loan else []
    said = contests.answers(row.id) if any(each.contested_at for each in passages) else []
    seen = tuple(_passage(actor, each, photos.get(each.id, ()), said) for each in passages)
    mine = reservations.show(actor, reservation_id)
    contested = disputes.is_contested(row.id)
    answers = access.may(actor, "reservation.answer_contest", parties(row))
    return StateView(
        mine=mine,
        rows=_rows(row.lines, loan, seen),
        passages=seen,
        taker=passages[0].borrower_name if passages else "",
        may_close="close" in mine.possible and (answers or not contested),
        may_answer=contested and answers,
        returned_at=loan.returned_at if loan else None,
        account=_account(loan),
    )


def _account(loan: Loan | None) -> Account | None:
    if loan is None or loan.closed_at is None or loan.days is None:
        return None
    read = ("days", "hours", "km", "people", "rating", "remark")
    return Account(**{name: getattr(loan, name) for name in read})


def ahead(actor: Actor, reservation_id: int) -> StateView:
    """Return what will be awaited of a loan once it has left as agreed; raises as `handing.show`.

    Where there is no network it leaves and comes back before anything is sent.
    """
    leaving = handing.show(actor, reservation_id).lines
    rows = tuple(row for line in leaving for row in _to_come(line))
    return replace(show(actor, reservation_id), rows=rows)


def _to_come(line: LineToLeave) -> Iterator[Row]:
    """Yield the rows of a line that leaves: one a copy, those proposed first."""
    for unit in line.proposed if line.numbered else ("",):
        many = 1 if unit else line.quantity
        read = tuple(each.value for each in line.meters)
        yield Row(line.id, line.name, line.reference, unit, many, Side(many), Side(), read, 0)


def _passage(
    actor: Actor, each: Passage, taken: Sequence[ShotView], said: Sequence[Answer]
) -> PassageView:
    concerned = parties(each.loan.reservation)
    in_time = each.contest_until is not None and each.contest_until > clock.now()
    return PassageView(
        id=each.id,
        direction=each.direction,
        at=each.at,
        depot=each.depot.name if each.depot else "",
        borrower_name=each.borrower_name,
        borrower_drawn=each.borrower_drawn,
        keeper_name=each.keeper_name,
        keeper_drawn=each.keeper_drawn,
        unsigned=each.unsigned,
        agreed=each.agreed,
        note=each.note,
        contest_until=each.contest_until,
        contested_at=each.contested_at,
        contest=each.contest,
        answer=contests.answer_to(each.contested_at, said),
        may_contest=in_time
        and each.contested_at is None
        and access.may(actor, "reservation.contest", concerned),
        shots=tuple(taken),
    )


def _rows(lines: Sequence[Line], loan: Loan | None, seen: Sequence[PassageView]) -> tuple[Row, ...]:
    known, moved = loans.tally(loan), _moved(loan)
    pictured = [
        shot.line_id for each in seen if each.direction is Direction.OUT for shot in each.shots
    ]
    rows: list[Row] = []
    for line in lines:
        units = sorted({unit for line_id, unit in moved if line_id == line.id and unit})
        units += sorted(_out_unsaid(line, units))
        named = [_row(line, unit, moved.get((line.id, unit), {}), pictured) for unit in units]
        rest = known.get(line.id, Tally()).awaited - sum(each.awaited for each in named)
        whole = moved.get((line.id, ""), {})
        if rest > 0 or (whole and not units):
            named.append(_row(line, "", whole, pictured, rest))
        rows += named
    return tuple(rows)


def _out_unsaid(line: Line, units: Sequence[str]) -> list[str]:
    """Return the copies that are out, and of which no departure says that they left."""
    held = [hold.unit.number for hold in line.holds if hold.unit and hold.due_back_at]
    return [number for number in held if number not in units]


def _moved(loan: Loan | None) -> dict[Place, dict[Direction, list[PassageLine]]]:
    """Return what passed, by line and copy, each way, first to last."""
    found: dict[Place, dict[Direction, list[PassageLine]]] = {}
    for passage in loan.passages if loan else ():
        for each in passage.lines:
            place = (each.line_id, each.unit.number if each.unit else "")
            found.setdefault(place, {}).setdefault(passage.direction, []).append(each)
    return found


def _row(
    line: Line,
    unit: str,
    moved: Mapping[Direction, Sequence[PassageLine]],
    pictured: Sequence[int | None],
    awaited: int | None = None,
) -> Row:
    out, back = (_side(moved.get(way, ())) for way in (Direction.OUT, Direction.BACK))
    if awaited is None:  # one copy, that has left even if no departure names it
        awaited = max(1, out.quantity) - back.quantity - back.missing
    return Row(
        line_id=line.id,
        name=line.item.name,
        reference=line.item.reference,
        unit=unit,
        awaited=max(0, awaited),
        out=out,
        back=back,
        meters=tuple(each.value for each in meters.of(line.item.equipment)),
        photos=sum(each == line.id for each in pictured),
    )


def _side(moved: Sequence[PassageLine]) -> Side:
    """Return what passed one way, in one: counts add up, what was said last is the state."""
    counts = ("quantity", "damaged", "dirty", "missing")
    told: dict[str, Any] = {name: sum(getattr(each, name) for each in moved) for name in counts}
    for name in ("wear", *READ, "note"):
        said = [value for each in moved if (value := getattr(each, name)) not in (None, "")]
        if said:
            told[name] = said[-1]
    along: dict[str, tuple[int, int]] = {}
    for each in (one for line in moved for one in line.accessories):
        expected, counted = along.get(each["name"], (0, 0))
        along[each["name"]] = (expected + each["expected"], counted + each["counted"])
    return Side(**told, accessories=tuple((name, *both) for name, both in along.items()))

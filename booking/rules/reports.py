"""What a condition report states: what passed the counter once, beside what left; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from booking.handling import Direction, Meter, Wear


class Moved(Protocol):
    """A line of a passage, as it is stored."""

    damaged: Any
    dirty: Any
    missing: Any
    wear: Any
    hours: Any
    km: Any
    energy: Any
    accessories: Any
    note: Any


class Passed(Protocol):
    """A passage, as it is stored."""

    direction: Any
    borrower_name: Any
    borrower_drawn: Any
    keeper_drawn: Any
    unsigned: Any
    note: Any
    lines: Any


@dataclass(frozen=True)
class Metered:
    """What a meter of a thing said when it left and what it says now; None: nobody read it."""

    meter: Meter
    before: int | None
    now: int | None

    @property
    def difference(self) -> int | None:
        """Return how much it ran, or was used; None while one of both is not known."""
        return None if self.before is None or self.now is None else self.now - self.before


@dataclass(frozen=True)
class Accessory:
    """So many of what goes with a thing: expected, counted when it left, counted now."""

    name: str
    thing: str
    expected: int
    before: int | None
    now: int


@dataclass(frozen=True)
class Stated:
    """So many of a line, or one copy, as they passed the counter.

    `planned`: as agreed. `left`: so many ever left; `back` and `lost`: were back, or given up,
    before this time; `awaited`: are still out after it. `before`: their state when they left.
    """

    reference: str
    name: str
    planned: int
    quantity: int
    damaged: int = 0
    dirty: int = 0
    missing: int = 0
    left: int = 0
    back: int = 0
    lost: int = 0
    awaited: int = 0
    wear: Wear | None = None
    before: Wear | None = None
    meters: tuple[Metered, ...] = ()
    accessories: tuple[Accessory, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Photo:
    """A photo of the state of things: its file, what it shows, its digest."""

    name: str
    shows: str
    sha256: str


@dataclass(frozen=True)
class Statement:
    """What passed the counter once; instants are local."""

    direction: Direction
    at: datetime
    place: str
    keeper: str
    borrower: str
    signed: bool
    unsigned: str  # why the borrower did not sign
    contest_until: datetime | None
    agreed: str
    note: str
    moved: tuple[Stated, ...]
    awaited: tuple[tuple[int, str], ...]  # what is still out after it, by name
    photos: tuple[Photo, ...] = ()
    told: bool = True

    @property
    def damaged(self) -> int:
        """Return how many came back damaged."""
        return sum(each.damaged for each in self.moved)

    @property
    def named_only(self) -> bool:
        """Tell whether a name was noted for the borrower, who neither signed nor said why."""
        return bool(self.borrower) and not (self.signed or self.unsigned)

    @property
    def lost_along(self) -> list[tuple[str, int]]:
        """Return what went with things that are wholly back, this time, and is not."""
        if self.direction is Direction.OUT:
            return []
        whole = [each for each in self.moved if each.quantity and not (each.back or each.awaited)]
        found = [
            one for each in whole if not (each.lost or each.missing) for one in each.accessories
        ]
        rest = [(each.name, (each.before or 0) - each.now) for each in found]
        return [(name, many) for name, many in rest if many > 0]

    @property
    def missing(self) -> int:
        """Return how many are given up."""
        return sum(each.missing for each in self.moved)


def is_told(passage: Passed) -> bool:
    """Tell whether somebody said anything of what passed, beyond that it all did."""
    said = (passage.borrower_name, passage.borrower_drawn, passage.keeper_drawn)
    return any((*said, passage.unsigned, passage.note)) or any(map(_says, passage.lines))


def _says(line: Moved) -> bool:
    counted = (line.damaged, line.dirty, line.missing, line.wear, line.accessories, line.note)
    metered = (line.hours, line.km, line.energy)
    return any(counted) or any(each is not None for each in metered)


def has_signed(passage: Passed) -> bool:
    """Tell whether who was there for the borrower signed, willingly: by hand at a return.

    To take things away a name is enough. At a return it is who takes them back that types it: what
    is noted of damage is signed by who draws (domain § 2.3, art. 7), else it may be contested.
    """
    named = passage.borrower_name and passage.direction is Direction.OUT
    return bool(passage.borrower_drawn or named) and not passage.unsigned


def one(said: Iterable[Wear | None]) -> Wear | None:
    """Return the state of things of a kind that left in several times: the worst that was told."""
    order = list(Wear)
    return max((each for each in said if each), key=order.index, default=None)

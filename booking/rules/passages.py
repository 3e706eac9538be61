"""What passes the counter, as it is told; how many are out, back, lost; pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from booking.handling import Direction, Rating, Wear


@dataclass(frozen=True)
class Counted:
    """So many of a line, or one copy of it, as counted at the counter; see `PassageLine`."""

    line_id: int
    quantity: int
    unit: str = ""  # the number of a copy
    damaged: int = 0
    dirty: int = 0
    missing: int = 0
    wear: Wear | None = None
    hours: int | None = None  # tenths
    km: int | None = None
    energy: int | None = None  # percent
    accessories: tuple[tuple[str, int], ...] = ()  # so many of each, by name
    note: str = ""


@dataclass(frozen=True)
class Signed:
    """Who was at the counter, and what each drew: strokes, as the data of an SVG path."""

    borrower_name: str = ""
    borrower_drawn: str = ""
    keeper_name: str = ""
    keeper_drawn: str = ""
    unsigned: str = ""  # why the borrower did not sign


@dataclass(frozen=True)
class Shot:
    """A photo of the state of things, of one line when given; `picture` is ready to be kept."""

    picture: object
    line_id: int | None = None


@dataclass(frozen=True)
class Passing:
    """What passes the counter once; nothing counted means everything that may."""

    counted: tuple[Counted, ...] = ()
    signed: Signed = field(default_factory=Signed)
    agreed: bool = False  # to the instructions
    seen: tuple[str, ...] = ()  # the requirements whose paper was seen, by their names
    despite: str = ""  # why a manager lets go what a requirement blocks
    kept: bool = False  # what does not leave now stays held for later
    note: str = ""
    photos: tuple[Shot, ...] = ()
    people: int | None = None
    rating: Rating | None = None
    remark: str = ""


EVERYTHING = Passing()


class Moved(Protocol):
    """A line of a passage, as it is stored."""

    line_id: int
    quantity: int
    damaged: int
    missing: int


@dataclass(frozen=True)
class Tally:
    """How many of a line left, are back, of which damaged, and are given up."""

    out: int = 0
    back: int = 0
    damaged: int = 0
    missing: int = 0

    @property
    def awaited(self) -> int:
        """Return how many are still to come back."""
        return self.out - self.back - self.missing

    def plus(self, direction: Direction, moved: Moved) -> "Tally":
        """Return the tally after something passed."""
        if direction is Direction.OUT:
            return Tally(self.out + moved.quantity, self.back, self.damaged, self.missing)
        return Tally(
            self.out,
            self.back + moved.quantity,
            self.damaged + moved.damaged,
            self.missing + moved.missing,
        )


def tally(moved: Iterable[tuple[Direction, Moved]]) -> Mapping[int, Tally]:
    """Return how many of each line are where, by line."""
    found: dict[int, Tally] = {}
    for direction, each in moved:
        found[each.line_id] = found.get(each.line_id, Tally()).plus(direction, each)
    return found

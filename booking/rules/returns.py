"""What a return counts, set against what is still out; how long unsigned ones may be contested."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from booking.errors import Invalid, WrongMoment
from booking.rules.passages import Counted

REST = -1
"""A quantity that nobody counted: all that is awaited of the line, less what is given up."""


@dataclass(frozen=True)
class Awaited:
    """What is still out of a line: so many, among them the copies whose numbers are known."""

    line_id: int
    name: str
    quantity: int
    units: tuple[str, ...] = ()


@dataclass(frozen=True)
class Along:
    """How many things passed one way, how many were given up, and what was counted with them."""

    quantity: int = 0
    missing: int = 0
    counted: tuple[tuple[str, int], ...] = ()

    def plus(self, quantity: int, missing: int, told: Iterable[tuple[str, int]]) -> "Along":
        """Return the whole once more passed."""
        known = dict(self.counted)
        for name, many in told:
            known[name] = known.get(name, 0) + many
        return Along(self.quantity + quantity, self.missing + missing, tuple(known.items()))


def lacking(out: Along, back: Along) -> list[tuple[str, int]]:
    """Return what went with things and is not back, beyond what went with those given up."""
    left = dict(out.counted)
    found = [
        (name, left[name] - many - left[name] * back.missing // max(1, out.quantity))
        for name, many in back.counted
        if name in left
    ]
    return [(name, many) for name, many in found if many > 0]


def settle(counted: Sequence[Counted], awaited: Iterable[Awaited]) -> tuple[Counted, ...]:
    """Return what is back or given up, copy by copy; nothing counted: all is back, and good.

    Raises WrongMoment naming what cannot be: more than is out, a copy of another loan or counted
    twice, a line of another loan, nothing at all; Invalid when more is damaged than is back.
    """
    known = {each.line_id: each for each in awaited}
    rows = counted or tuple(Counted(each.line_id, REST) for each in known.values())
    _require_known(rows, known)
    found = tuple(
        part for line_id in known for part in _of_line(known[line_id], _on(rows, line_id))
    )
    if not found:
        raise WrongMoment("nothing_counted")
    return found


def _on(rows: Sequence[Counted], line_id: int) -> list[Counted]:
    return [each for each in rows if each.line_id == line_id]


def _require_known(rows: Sequence[Counted], known: Mapping[int, Awaited]) -> None:
    seen: set[tuple[int, str]] = set()
    for each in rows:
        if each.line_id not in known:
            raise WrongMoment("line_not_of_loan", line=each.line_id)
        if each.unit and each.unit not in known[each.line_id].units:
            raise WrongMoment("copy_not_of_loan", unit=each.unit)
        if each.unit and (each.line_id, each.unit) in seen:
            raise WrongMoment("copy_counted_twice", unit=each.unit)
        seen.add((each.line_id, each.unit))


def _of_line(line: Awaited, rows: Sequence[Counted]) -> Iterator[Counted]:
    """Yield what is back of one line, the copies named first; raises WrongMoment when too many."""
    named = [_whole(each, 1) for each in rows if each.unit]
    left = line.quantity - sum(map(_gone, named))
    free = [unit for unit in line.units if unit not in {each.unit for each in named}]
    yield from filter(_gone, named)
    for each in (each for each in rows if not each.unit):
        bulk = _whole(each, left)
        left -= _gone(bulk)
        if left < 0:
            raise WrongMoment("more_back_than_out", name=line.name, awaited=line.quantity)
        yield from _dealt(bulk, free, whole=not left)


def _whole(row: Counted, most: int) -> Counted:
    """Return a row with what nobody counted, and require that it makes sense."""
    quantity = max(0, most - row.missing) if row.quantity == REST else row.quantity
    if row.damaged > quantity or row.dirty > quantity:
        field = "damaged" if row.damaged > quantity else "dirty"
        raise Invalid("more_damaged_than_back", errors={field: ["Pas plus que ce qui rentre."]})
    if row.unit and quantity + row.missing > 1:
        raise WrongMoment("copy_counted_twice", unit=row.unit)
    return replace(row, quantity=quantity)


def _gone(row: Counted) -> int:
    """Return how many a row makes awaited no more."""
    return row.quantity + row.missing


def _dealt(row: Counted, free: Sequence[str], *, whole: bool) -> Iterator[Counted]:
    """Yield a row, copy by copy when it stands for copies that are known.

    Raises WrongMoment when nobody can tell which copies are meant.
    """
    if not _gone(row):
        return
    if not free:
        yield row
        return
    if not whole or row.damaged or row.dirty or row.missing:
        raise WrongMoment("copies_unsaid", units=list(free))
    yield from (replace(row, quantity=1, unit=unit) for unit in free)
    if (rest := row.quantity - len(free)) > 0:
        yield replace(row, quantity=rest)

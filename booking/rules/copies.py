"""Which copy for whom: numbered copies dealt to loans, when some copies are already named.

While no loan names a copy the peak of simultaneous loans suffices: taken in order of their start,
each finds a copy that has come back. A named copy breaks this, hence the search (design § 4).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from booking.period import Period

Running = tuple[tuple[datetime, ...], ...]
"""For each profile, when the copies given come back."""
Way = tuple[int, "Way | None"]
"""The profile chosen for a job, then those chosen for the jobs before it."""
MOST_STATES = 5_000
"""Real stocks take tens: beyond, the question is not worth holding a lock for."""


@dataclass(frozen=True)
class Due:
    """An instant by which something must be at home, as its control is no longer good afterwards.

    A loan may end by then or start from then on, not go across. The two instants are that one,
    less and plus the preparation around a loan: what is held goes across when it passes both.
    """

    starts_at: datetime
    ends_at: datetime

    def overlaps(self, period: Period) -> bool:
        """Tell whether a period goes across."""
        return period.starts_at < self.starts_at and self.ends_at < period.ends_at


Busy = Period | Due
Profile = tuple[Busy, ...]
"""When a copy is not to be given: copies of one profile stand for each other."""


class TooHard(Exception):  # noqa: N818 # no error: an answer we decline to look for
    """So many copies are named in so many ways that nobody knows whether a dealing exists."""


@dataclass(frozen=True)
class Copy:
    """One numbered copy and when nobody may have it: named for a loan, not in service, due."""

    unit_id: int
    busy: tuple[Busy, ...] = ()

    def serves(self, period: Period) -> bool:
        """Tell whether the copy may be given for the whole period."""
        return not any(busy.overlaps(period) for busy in self.busy)

    def given(self, period: Period) -> "Copy":
        """Return the copy as it is once given for a period."""
        return Copy(self.unit_id, (*self.busy, period))

    def without_dues(self, period: Period) -> "Copy":
        """Return the copy as if no control of its own fell due inside a period."""
        kept = [each for each in self.busy if isinstance(each, Period) or not each.overlaps(period)]
        return Copy(self.unit_id, tuple(kept))


def deal(jobs: Sequence[Period], copies: Sequence[Copy]) -> list[int] | None:
    """Return a copy (its unit id) for each job, in the order of the jobs; None when none exists.

    The search is exact: loans that nothing links are dealt apart, and for each it tries every
    profile, no state twice. Raises TooHard beyond so many states.
    """
    dealt: dict[int, int] = {}
    for group in _linked(jobs):
        linked = [jobs[rank] for rank in group]
        if not _matched(linked, copies):
            return None
        profiles = _profiles(linked, copies)
        ways = _search(linked, profiles)
        if ways is None:
            return None
        named = _named(linked, ways, list(profiles.values()))
        dealt |= dict(zip(group, named, strict=True))
    return [dealt[rank] for rank in range(len(jobs))]


def _linked(jobs: Sequence[Period]) -> list[list[int]]:
    """Return the ranks of the jobs, in order of start, parted where no job is under way."""
    groups: list[list[int]] = []
    latest: datetime | None = None
    for rank in sorted(range(len(jobs)), key=lambda rank: jobs[rank]):
        if latest is None or latest <= jobs[rank].starts_at:
            groups.append([])
        groups[-1].append(rank)
        latest = max(latest or jobs[rank].ends_at, jobs[rank].ends_at)
    return groups


def _matched(jobs: Sequence[Period], copies: Sequence[Copy]) -> bool:
    """Tell whether the jobs under way at any one time can have copies, whatever the others do.

    What is impossible nearly always shows here; the search would try every order of the others.
    """
    able = [[rank for rank, copy in enumerate(copies) if copy.serves(job)] for job in jobs]
    return all(
        _match([able[each] for each in range(last + 1) if jobs[each].ends_at > job.starts_at])
        for last, job in enumerate(jobs)
    )


def _match(able: Sequence[Sequence[int]]) -> bool:
    """Tell whether each can have one of its own among those that serve it (augmenting paths)."""
    given: dict[int, int] = {}

    def give(job: int, tried: set[int]) -> bool:
        for choice in able[job]:
            if choice not in tried:
                tried.add(choice)
                if choice not in given or give(given[choice], tried):
                    given[choice] = job
                    return True
        return False

    return all(give(job, set()) for job in range(len(able)))


def _profiles(jobs: Sequence[Period], copies: Iterable[Copy]) -> dict[Profile, list[int]]:
    """Group the copies, as far as the jobs can tell them apart."""
    groups: dict[Profile, list[int]] = {}
    for copy in copies:
        met = {busy for busy in copy.busy if any(busy.overlaps(job) for job in jobs)}
        groups.setdefault(tuple(sorted(met, key=_span)), []).append(copy.unit_id)
    return groups


def _span(busy: Busy) -> tuple[datetime, datetime]:
    return busy.starts_at, busy.ends_at


def _search(jobs: Sequence[Period], groups: Mapping[Profile, Sequence[int]]) -> list[int] | None:
    """Return a profile (its rank) for each job, taken in order of start; depth first."""
    start: tuple[int, Running, Way | None] = (0, ((),) * len(groups), None)
    stack, seen = [start], set()
    while stack:
        rank, running, way = stack.pop()
        if rank == len(jobs):
            return _in_order(way)
        job = jobs[rank]
        running = tuple(tuple(end for end in ends if end > job.starts_at) for ends in running)
        if (rank, running) in seen:
            continue
        seen.add((rank, running))
        if len(seen) > MOST_STATES:
            raise TooHard
        for choice in _choices(job, running, groups):
            given = tuple(sorted((*running[choice], job.ends_at)))
            after = (*running[:choice], given, *running[choice + 1 :])
            stack.append((rank + 1, after, (choice, way)))
    return None


def _choices(job: Period, running: Running, groups: Mapping[Profile, Sequence[int]]) -> list[int]:
    """Return the profiles that may serve a job, the one that others need least coming last."""
    found = [
        (
            min(
                (busy.starts_at for busy in profile if busy.starts_at >= job.ends_at), default=None
            ),
            rank,
        )
        for rank, (profile, units) in enumerate(groups.items())
        if len(running[rank]) < len(units) and not any(busy.overlaps(job) for busy in profile)
    ]
    free_for_ever = [rank for wanted, rank in found if wanted is None]
    soon_busy = sorted((wanted, rank) for wanted, rank in found if wanted is not None)
    return [*free_for_ever, *(rank for _, rank in reversed(soon_busy))]


def _in_order(way: Way | None) -> list[int]:
    chosen: list[int] = []
    while way:
        choice, way = way
        chosen.append(choice)
    return chosen[::-1]


def _named(
    jobs: Sequence[Period], ways: Sequence[int], groups: Sequence[Sequence[int]]
) -> list[int]:
    """Return the copy of each job: of its profile, one that has come back."""
    back: dict[int, datetime] = {}
    named: list[int] = []
    for job, way in zip(jobs, ways, strict=True):
        unit = next(unit for unit in groups[way] if unit not in back or back[unit] <= job.starts_at)
        back[unit] = job.ends_at
        named.append(unit)
    return named


def cluster(period: Period, others: Iterable[tuple[Period, int]]) -> list[Period]:
    """Return the loans (period, quantity) that meet a period, and those that meet them, and so on.

    Each is repeated as many times as it takes copies: no other one can be in its way.
    """
    left, found, window = sorted(others), list[tuple[Period, int]](), period
    while met := [each for each in left if each[0].overlaps(window)]:
        found += met
        left = [each for each in left if not each[0].overlaps(window)]
        window = Period(
            min(window.starts_at, *(each.starts_at for each, _ in met)),
            max(window.ends_at, *(each.ends_at for each, _ in met)),
        )
    return list(chain.from_iterable([each] * quantity for each, quantity in found))

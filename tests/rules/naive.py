"""What is free, counted minute by minute and copy by copy: the rules are tested against it.

Nothing here knows how the rules reckon: time is whole minutes and a way to deal copies is found by
trying every copy for every loan.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import TypeVar

from hypothesis import settings
from hypothesis import strategies as st

from booking.period import Period
from booking.rules.availability import Claim, Supply
from booking.rules.copies import Copy

START = datetime(2026, 6, 1, tzinfo=UTC)
LONG_AGO, FAR = -1_000, 1_000
"""Minutes before and after all that a test draws."""
Span = tuple[int, int]
T = TypeVar("T")
quickly = settings(max_examples=200, deadline=None, database=None, derandomize=True)


def between(first: int, last: int) -> Period:
    """Return the period between two minutes of one calendar."""
    return Period(START + timedelta(minutes=first), START + timedelta(minutes=last))


@dataclass(frozen=True)
class Loan:
    """So many from one minute to another; of one copy when `unit` names it."""

    first: int
    last: int
    quantity: int = 1
    unit: int | None = None

    @property
    def minutes(self) -> frozenset[int]:
        """Return each minute of the loan."""
        return frozenset(range(self.first, self.last))


@dataclass(frozen=True)
class Stock:
    """What came and went, what is lent, and the minutes at which each copy is in service."""

    moves: tuple[Span, ...] = ()
    loans: tuple[Loan, ...] = ()
    service: tuple[tuple[int, Span], ...] = ()

    def lent(self, *loans: Loan) -> "Stock":
        """Return the stock with more lent of it."""
        return replace(self, loans=(*self.loans, *loans))

    def left(self, minute: int) -> int:
        """Return how many are there at a minute, below zero when too many are lent."""
        return sum(quantity for at, quantity in self.moves if at <= minute) - sum(
            loan.quantity for loan in self.loans if minute in loan.minutes
        )

    def peak(self, first: int, last: int) -> int:
        """Return how many are there for the whole span, copies being all alike."""
        return max(0, min(self.left(minute) for minute in range(first, last)))

    def serves(self, *more: Loan) -> bool:
        """Tell whether every loan, and more, can have copies of its own."""
        there = {unit: set(range(*span)) for unit, span in self.service}
        unnamed: list[frozenset[int]] = []
        for loan in (*self.loans, *more):
            if loan.unit is None:
                unnamed += [loan.minutes] * loan.quantity
            elif not loan.minutes <= there.get(loan.unit, set()):
                return False
            else:
                there[loan.unit] -= loan.minutes
        return dealt(unnamed, there)

    def most(self, first: int, last: int) -> int:
        """Return the most that a loan over the span can take, every loan having its copies."""
        quantity = 0
        while self.serves(Loan(first, last, quantity + 1)):
            quantity += 1
        return quantity

    def supply(self, stock_id: int = 1) -> Supply:
        """Return the stock as the rules read it."""
        away = [
            (unit, (between(LONG_AGO, first), between(last, FAR)))
            for unit, (first, last) in self.service
        ]
        return Supply(
            stock_id,
            tuple((START + timedelta(minutes=at), quantity) for at, quantity in self.moves),
            tuple(
                Claim(between(loan.first, loan.last), loan.quantity, loan.unit)
                for loan in self.loans
            ),
            tuple(Copy(unit, busy) for unit, busy in away),
        )


def dealt(jobs: Sequence[frozenset[int]], there: Mapping[int, set[int]]) -> bool:
    """Tell whether each job can have a copy that is there at all its minutes."""
    if not jobs:
        return True
    first, *others = jobs
    return any(
        dealt(others, {**there, unit: minutes - first})
        for unit, minutes in there.items()
        if first <= minutes
    )


def numbered(*service: Span) -> Stock:
    """Return a stock of copies numbered from 1, each in service over its span."""
    moves = [(at, quantity) for span in service for at, quantity in zip(span, (1, -1), strict=True)]
    return Stock(tuple(moves), service=tuple(enumerate(service, 1)))


def lawful(stock: Stock, loans: Sequence[Loan]) -> Stock:
    """Return the stock with those of the loans, taken in turn, that it can serve."""
    for loan in loans:
        if stock.serves(loan):
            stock = stock.lent(loan)
    return stock


def known(stock: Stock, asked: Sequence[Loan]) -> list[Loan]:
    """Return the loans but those that name a copy the stock does not have."""
    return [loan for loan in asked if (loan.unit or 1) <= len(stock.service)]


def is_lawful(jobs: Sequence[Period], units: Sequence[int], hand: Sequence[Copy]) -> bool:
    """Tell whether each job has a copy that serves it and nobody else has."""
    by_unit = {copy.unit_id: copy for copy in hand}
    apart = all(
        units[first] != units[second] or not jobs[first].overlaps(jobs[second])
        for first, second in combinations(range(len(jobs)), 2)
    )
    return apart and all(by_unit[unit].serves(job) for job, unit in zip(jobs, units, strict=True))


def within(calls: int, act: Callable[[], T]) -> T:
    """Return what an act does, if it does it in so many calls."""
    left = iter(range(calls))
    sys.setprofile(lambda *_: next(left))
    try:
        return act()
    finally:
        sys.setprofile(None)


spans = st.tuples(st.integers(0, 30), st.integers(1, 12)).map(lambda at: (at[0], at[0] + at[1]))
in_service = st.one_of(
    st.just((-50, 100)), st.tuples(st.integers(-5, 10), st.integers(25, 45)), st.just((-50, 20))
)
stocks = st.lists(in_service, min_size=1, max_size=4).map(lambda service: numbered(*service))
"""Copies: most of them there all along, some bought or gone meanwhile."""
unnamed = st.builds(lambda span, two: Loan(*span, 1 + two), spans, st.booleans())
named = st.builds(lambda span, unit: Loan(*span, unit=unit), spans, st.integers(1, 3))

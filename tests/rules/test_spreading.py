"""Which depots a quantity is taken from."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking.rules.spreading import Place, spread_over
from tests.rules.naive import quickly


@pytest.mark.parametrize(
    ("free", "quantity", "preferred", "places"),
    [
        ({1: 5, 2: 9}, 4, None, [(1, 4)]),
        ({1: 5, 2: 9}, 4, 2, [(2, 4)]),
        ({1: 5, 2: 9}, 6, None, [(2, 6)]),
        ({1: 5, 2: 9}, 6, 1, [(2, 6)]),
        ({1: 5, 2: 9}, 12, None, [(2, 9), (1, 3)]),
        ({1: 5, 2: 9}, 12, 1, [(1, 5), (2, 7)]),
        ({1: 0, 2: 9}, 9, None, [(2, 9)]),
        ({1: 2, 2: 5, 3: 4}, 9, None, [(2, 5), (3, 4)]),
        ({1: 5, 2: 4, 3: 6}, 10, 2, [(2, 4), (3, 6)]),
        ({1: 5, 2: 4, 3: 6}, 11, 2, [(3, 6), (1, 5)]),
        ({1: 5, 2: 9}, 9, 3, [(2, 9)]),  # a depot preferred that keeps none of it
        # more than there is: the rest beyond, where preferred, else where most is
        ({1: 5, 2: 9}, 20, None, [(2, 15, 6), (1, 5)]),
        ({1: 5, 2: 9}, 20, 1, [(1, 11, 6), (2, 9)]),
        ({1: 5, 2: 0}, 9, 2, [(1, 5), (2, 4, 4)]),
        ({1: 0, 2: 0}, 3, None, [(1, 3, 3)]),
        ({1: 0, 2: 0}, 3, 2, [(2, 3, 3)]),
    ],
)
def test_the_fewest_depots_then_the_one_preferred_then_the_fullest(
    free: dict[int, int], quantity: int, preferred: int | None, places: list[tuple]
) -> None:
    assert spread_over(free, quantity, preferred) == [Place(*each) for each in places]


@quickly
@given(
    st.dictionaries(st.integers(1, 5), st.integers(0, 9), min_size=1),
    st.integers(1, 30),
    st.one_of(st.none(), st.integers(1, 5)),
)
def test_a_spread_opens_no_needless_depot(
    free: dict[int, int], quantity: int, preferred: int | None
) -> None:
    quantity = min(quantity, sum(free.values()))
    depots = range(len(free) + 1)
    fewest = [
        set(chosen)
        for count in depots
        for chosen in combinations(free, count)
        if sum(free[each] for each in chosen) >= quantity
    ]

    places = spread_over(free, quantity, preferred)

    opened = {place.stock_id for place in places}
    assert len(opened) == len(fewest[0])
    with_it = [each for each in fewest if preferred in each and len(each) == len(opened)]
    assert not with_it or preferred in opened
    assert all(0 < place.quantity <= free[place.stock_id] for place in places)

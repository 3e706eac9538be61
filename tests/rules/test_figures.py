"""What the figures of a year change, case by case."""

from datetime import date

import pytest

from booking.intake import FigureChange as Change
from booking.rules.figures import (
    Commune,
    Crossing,
    Difference,
    Known,
    Terms,
    compare,
    crossings,
)
from booking.rules.organizations import Span

ON = date(2027, 1, 1)
SINCE: tuple[Span, ...] = ((date(2020, 1, 1), None),)
ARTRES = Known(1, "59019", "215900192", "Artres", 1050, SINCE)
OFFICIAL = Commune("59019", "215900192", "Artres", 1050, "59269")
TERMS = Terms(ON, {"59019", "59479"}, {"Parc communautaire": 5_000})


def changes(known: list[Known], official: list[Commune], terms: Terms = TERMS) -> list[Change]:
    return [each.kind for each in compare(known, official, terms)]


def known(**facts: object) -> Known:
    """Return Artres as it is kept, but for some facts."""
    return Known(**{**vars(ARTRES), **facts})


def official(**facts: object) -> Commune:
    """Return Artres as the figures have it, but for some facts."""
    return Commune(**{**vars(OFFICIAL), **facts})


def test_the_same_figures_change_nothing() -> None:
    assert changes([ARTRES], [OFFICIAL]) == []


@pytest.mark.parametrize(
    ("before", "after", "crossed"),
    [
        (4_999, 5_000, (False,)),
        (5_000, 4_999, (True,)),
        (4_000, 4_999, ()),
        (5_000, 6_000, ()),
        (None, 4_999, (True,)),
        (None, 5_000, ()),
    ],
)
def test_a_population_may_cross_a_threshold(
    before: int | None, after: int, crossed: tuple[bool, ...]
) -> None:
    found = crossings(before, after, {"Parc communautaire": 5_000})

    assert found == tuple(Crossing("Parc communautaire", 5_000, opens) for opens in crossed)


def test_a_population_is_told_before_and_after() -> None:
    (found,) = compare([ARTRES], [official(population=5_100)], TERMS)

    closed = (Crossing("Parc communautaire", 5_000, opens=False),)
    assert found == Difference(Change.POPULATION, "Artres", 1, 1050, 5_100, closed)


def test_the_population_of_the_epci_crosses_nothing() -> None:
    epci = Known(9, "", "245901160", "CA Valenciennes Métropole", 4_000)

    (found,) = compare(
        [epci], [Commune("", "245901160", "CA Valenciennes Métropole", 6_000)], TERMS
    )

    assert (found.kind, found.crossed) == (Change.POPULATION, ())


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"name": "Artres-sur-Rhonelle"}, [Change.NAME]),
        ({"siren": "200099999"}, [Change.SIREN]),
        ({"siren": ""}, []),
        ({"insee": "59999"}, []),
    ],
)
def test_a_commune_is_known_by_its_code_or_by_its_siren(
    facts: dict[str, str], expected: list[Change]
) -> None:
    assert changes([ARTRES], [official(**facts)]) == expected


LATER = date(2027, 3, 1)


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ((), [Change.JOINING]),
        (SINCE, []),
        (((date(2020, 1, 1), date(2026, 12, 31)),), [Change.JOINING]),
        (((date(2020, 1, 1), date(2027, 1, 1)),), []),
        (((LATER, None),), []),
        (((date(2020, 1, 1), date(2026, 6, 30)), (LATER, None)), []),
    ],
)
def test_who_is_in_the_figures_joins_unless_already_written(
    places: tuple[Span, ...], expected: list[Change]
) -> None:
    assert changes([known(places=places)], [OFFICIAL]) == expected


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        (SINCE, [Change.LEAVING]),
        ((), []),
        (((date(2020, 1, 1), date(2026, 12, 31)),), []),
        (((date(2020, 1, 1), date(2027, 6, 30)),), [Change.LEAVING]),
        (((LATER, None),), []),
    ],
)
def test_who_is_no_longer_in_the_figures_leaves_unless_it_came_since(
    places: tuple[Span, ...], expected: list[Change]
) -> None:
    assert changes([known(places=places)], []) == expected


def test_a_code_that_vanished_was_merged() -> None:
    assert changes([known(insee="59998")], []) == [Change.MERGED]


def test_a_commune_nobody_knows_comes_with_its_figures() -> None:
    (found,) = compare([], [OFFICIAL], TERMS)

    assert (found.kind, found.organization_id, found.commune) == (Change.JOINING, None, OFFICIAL)


def test_a_commune_of_another_territory_is_only_named() -> None:
    terms = Terms(ON, TERMS.codes, {}, elsewhere={"215900192"})

    assert changes([], [OFFICIAL], terms) == [Change.ELSEWHERE]


def test_an_epci_never_joins_itself() -> None:
    assert changes([], [Commune("", "245901160", "CA Valenciennes Métropole", 6_000)]) == []


def test_two_communes_never_take_the_same_row() -> None:
    twin = known(organization_id=2, insee="", name="Autre")

    assert changes([twin, ARTRES], [OFFICIAL]) == [Change.LEAVING]

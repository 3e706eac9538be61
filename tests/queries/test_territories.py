"""The territories this installation serves."""

import pytest

from booking.errors import NotFound
from booking.queries import territories
from booking.queries.territories import Summary
from booking.vocabulary import OrganizationKind
from tests.factories import make_commune, make_territory

pytestmark = pytest.mark.usefixtures("base")


def test_a_territory_in_figures() -> None:
    territory = make_territory(name="CC du Val")
    for population in (4_999, 5_000, None):
        make_commune(territory, population=population)
    make_commune(territory, "CC du Val", kind=OrganizationKind.EPCI, population=1_000)

    assert territories.summary(territory.siren) == Summary("CC du Val", 3, 1)


def test_the_only_territory_needs_no_name() -> None:
    first = make_territory()

    assert territories.only("") == territories.only(first.siren) == first.id
    make_territory()
    assert territories.only(first.siren) == first.id
    for siren in ("", "000000000"):
        with pytest.raises(NotFound) as refusal:
            territories.only(siren)
        assert refusal.value.code == "territory_not_found"


def test_without_territory_there_is_none() -> None:
    with pytest.raises(NotFound):
        territories.only("")

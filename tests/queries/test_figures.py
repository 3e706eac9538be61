"""The official figures carried with the code."""

import pytest

from booking.errors import NotFound
from booking.queries import figures
from booking.rules.access import SERVICE
from booking.rules.organizations import siren_fits
from booking.usecases.organizations import load_territory
from booking.vocabulary import Role
from tests.factories import make_actor, make_commune, make_scene, make_territory

VALENCIENNES = "245901160"


def test_the_figures_of_an_epci_are_whole() -> None:
    found = figures.official(VALENCIENNES)

    assert (found.epci.name, len(found.communes)) == ("CA Valenciennes Métropole", 35)
    assert (found.department, len(found.codes)) == ("59", 34_969)
    assert "codes" not in repr(found)


def test_every_official_siren_has_the_right_key() -> None:
    known = [row["siren"] for name in ("epci-2026", "communes-2026") for row in figures.rows(name)]

    assert [siren for siren in known if siren and not siren_fits(siren)] == []


@pytest.mark.usefixtures("base")
def test_what_was_just_loaded_differs_in_nothing() -> None:
    load_territory(SERVICE, VALENCIENNES)

    review = figures.review(SERVICE, figures.official(VALENCIENNES))

    assert (review.differences, review.is_news, review.years) == ((), False, (2026,))


@pytest.mark.usefixtures("base")
def test_a_territory_that_is_not_served_has_no_review() -> None:
    with pytest.raises(NotFound):
        figures.review(SERVICE, figures.official(VALENCIENNES))


@pytest.mark.usefixtures("base")
def test_another_territory_reads_nothing() -> None:
    load_territory(SERVICE, VALENCIENNES)
    stranger = make_actor(make_commune(make_territory(), "Rouvray"), *Role)

    with pytest.raises(NotFound):
        figures.review(stranger, figures.official(VALENCIENNES))
    with pytest.raises(NotFound):
        figures.of_actor(make_scene().secretary)

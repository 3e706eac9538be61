"""A model as it would be printed, before anything is saved."""

import pytest

from booking import clock
from booking.documents.articles import Worded
from booking.documents.paper import Run
from booking.errors import NotFound
from booking.paperwork import PaperKind
from booking.queries import previews
from booking.vocabulary import Role
from tests.factories import ask, make_actor, make_commune, make_scene, next_weekend

pytestmark = pytest.mark.usefixtures("base")
WORDED = (
    Worded("Objet", "Pour {objet}, {rang}."),
    Worded("Prix", "{prix}", "price"),
)
LOAN = PaperKind.LOAN


def test_the_reservations_of_ones_own_organization_are_offered_latest_first() -> None:
    scene = make_scene()
    early, late = (
        ask(scene.secretary, (scene.chairs, 1), period=next_weekend(weeks))[0] for weeks in (4, 6)
    )
    neighbour = make_actor(make_commune(scene.territory, "Artres"), Role.MANAGER)

    for who in (scene.manager, scene.secretary):
        assert [each.id for each in previews.choices(who, LOAN)] == [late, early]
    assert previews.choices(neighbour, LOAN) == []
    assert all(previews.choices(scene.manager, kind) == [] for kind in previews.ABOUT_NO_LOAN)


def test_a_reservation_in_view_gives_its_values() -> None:
    scene = make_scene()
    (mine,) = ask(scene.secretary, (scene.chairs, 1))

    found = previews.on_reservation(scene.manager, LOAN, WORDED, mine, now=clock.now())

    assert [each.title for each in found.paper.articles] == ["Objet"]
    assert Run("Fête de la Saint-Jean") in found.paper.articles[0].blocks[0].runs  # type: ignore[union-attr]
    assert found.missing == ("rang",)
    assert found.paper.is_draft


def test_a_reservation_of_others_is_not_found() -> None:
    scene = make_scene()
    (mine,) = ask(scene.secretary, (scene.chairs, 1))
    neighbour = make_actor(make_commune(scene.territory, "Artres"), Role.MANAGER)

    with pytest.raises(NotFound):
        previews.on_reservation(neighbour, LOAN, WORDED, mine, now=clock.now())


def test_without_a_reservation_every_article_and_every_hole_is_shown() -> None:
    scene = make_scene()

    found = previews.blank(scene.manager, LOAN, WORDED, clock.now())

    assert [each.title for each in found.paper.articles] == ["Objet", "Prix"]
    assert found.missing == ("objet", "rang", "prix")
    assert found.paper.is_draft

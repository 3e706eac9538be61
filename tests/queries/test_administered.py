"""What one administers, and what is to be renewed."""

from datetime import timedelta

import pytest

from booking import clock
from booking.errors import NotAllowed, NotFound
from booking.queries import administered
from booking.rules.access import Actor
from booking.rules.organizations import Described, Insured, Mandated
from booking.usecases import insurance, mandates, organizations
from booking.vocabulary import OrganizationKind, Role, Standing
from tests.factories import (
    LONG_AGO,
    Scene,
    make_actor,
    make_commune,
    make_scene,
    make_territory,
)

pytestmark = pytest.mark.usefixtures("base")
DAY = timedelta(days=1)
ASSOCIATION = OrganizationKind.ASSOCIATION


def make_office(scene: Scene) -> Actor:
    epci = make_commune(scene.territory, "CC du Val", kind=OrganizationKind.EPCI)
    return make_actor(epci, Role.ADMINISTRATOR)


def names(who: Actor) -> list[str]:
    return [row.view.name for row in administered.index(who)]


def test_a_commune_administers_itself_and_what_it_answers_for() -> None:
    scene = make_scene()
    told = Described(name="Comité des fêtes", answerable_id=scene.querenaing.id)
    made = organizations.add(scene.secretary, ASSOCIATION, told)

    assert names(scene.secretary) == ["Comité des fêtes", "Quérénaing"]
    assert names(make_office(scene)) == ["CC du Val", "Comité des fêtes", "Maing", "Quérénaing"]
    assert administered.show(scene.secretary, made).view.answerable == "Quérénaing"
    assert administered.addable(scene.secretary) == [OrganizationKind.CCAS, ASSOCIATION]


def test_others_do_not() -> None:
    scene = make_scene()
    stranger = make_actor(make_commune(make_territory(), "Rouvray"), *Role)

    for read in (
        lambda: administered.index(scene.manager),
        lambda: administered.addable(scene.manager),
        lambda: administered.show(scene.secretary, scene.maing.id),
    ):
        with pytest.raises(NotAllowed):
            read()
    with pytest.raises(NotFound):
        administered.show(stranger, scene.maing.id)
    assert not administered.may_edit(scene.manager, scene.querenaing.id)


@pytest.mark.parametrize(
    ("days", "next_one", "ending"), [(30, False, 1), (61, False, 0), (30, True, 0), (-1, False, 0)]
)
def test_what_ends_soon_with_nothing_after_it_is_counted(
    days: int, next_one: bool, ending: int
) -> None:
    scene = make_scene()
    last = clock.today(scene.secretary.zone) + days * DAY
    insurance.add(scene.secretary, scene.querenaing.id, Insured("X", "1", LONG_AGO, last))
    if next_one:
        after = Insured("X", "2", last + DAY, last + 365 * DAY)
        insurance.add(scene.secretary, scene.querenaing.id, after)

    (row,) = administered.index(scene.secretary)

    assert (row.place, row.ending) == (Standing.CURRENT, ending)


def test_a_sheet_tells_the_history_of_its_rows() -> None:
    scene = make_scene()
    made = mandates.add(scene.secretary, scene.querenaing.id, Mandated("Ana", "Maire", LONG_AGO))
    mandates.end(scene.secretary, made, clock.today(scene.secretary.zone))

    sheet = administered.show(scene.secretary, scene.querenaing.id)

    said = [each.sentence for each in sheet.events]
    assert said == ["a modifié un représentant", "a ajouté un représentant : Ana"]
    assert {each.standing for each in sheet.mandates} == {Standing.ENDING, Standing.CURRENT}
    assert administered.organization_of(scene.manager, "mandate", made) == scene.querenaing.id
    with pytest.raises(NotFound):
        administered.organization_of(scene.manager, "contact", 999)

"""The directory: who is found under which words."""

import pytest
from sqlalchemy import Connection

from booking.db import db
from booking.errors import NotFound
from booking.models.organizations import Territory
from booking.queries import directory
from booking.rules.organizations import Described, Reached
from booking.usecases import contacts, organizations
from booking.vocabulary import ContactFunction, OrganizationKind, Role
from tests.factories import Scene, make_actor, make_commune, make_scene, make_territory
from tests.queries.counting import counting

pytestmark = pytest.mark.usefixtures("base")


def furnished() -> Scene:
    """Return the usual scene with a contact and an association of Quérénaing."""
    scene = make_scene()
    reached = Reached(ContactFunction.EQUIPMENT, "Hélène Dubois", "03 27 00 00 00")
    contacts.add(scene.secretary, scene.querenaing.id, reached)
    told = Described(name="Comité des fêtes", answerable_id=scene.querenaing.id)
    organizations.add(scene.secretary, OrganizationKind.ASSOCIATION, told)
    return scene


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("", ["Comité des fêtes", "Maing", "Quérénaing"]),
        ("querenaing", ["Comité des fêtes", "Quérénaing"]),
        ("QUERENAING helene", ["Quérénaing"]),
        ("pret de materiel", ["Quérénaing"]),
        ("maing depot", ["Maing"]),
        ("fetes", ["Comité des fêtes"]),
        ("59269 maing", ["Maing"]),
        ("ailleurs", []),
    ],
)
def test_words_are_found_without_accents(words: str, names: list[str]) -> None:
    scene = furnished()

    assert [each.name for each in directory.index(scene.secretary, words)] == names


def test_one_kind_alone() -> None:
    scene = furnished()

    found = directory.index(scene.secretary, kind=OrganizationKind.ASSOCIATION)

    assert [(each.name, each.answerable) for each in found] == [("Comité des fêtes", "Quérénaing")]
    assert directory.kinds(scene.secretary) == [
        OrganizationKind.COMMUNE,
        OrganizationKind.ASSOCIATION,
    ]


def test_an_organization_shows_the_depots_it_keeps() -> None:
    scene = make_scene()

    (depot,) = directory.show(scene.secretary, scene.maing.id).depots

    assert depot.name == scene.stock.depot.name


def test_another_territory_finds_nobody() -> None:
    scene = furnished()
    stranger = make_actor(make_commune(make_territory(), "Rouvray"), *Role)

    assert [each.name for each in directory.index(stranger)] == ["Rouvray"]
    with pytest.raises(NotFound):
        directory.show(stranger, scene.querenaing.id)


def test_the_number_of_statements_does_not_grow_with_the_organizations(base: Connection) -> None:
    scene = furnished()
    with counting(base) as few:
        directory.index(scene.secretary)
    territory = db.session.get_one(Territory, scene.secretary.territory_id)
    for rank in range(5):
        make_commune(territory, f"Commune {rank}")

    with counting(base) as many:
        directory.index(scene.secretary)

    assert len(many) == len(few)

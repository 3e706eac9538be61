"""Shares, accessories and companions of an item: consistent, or named and not stored."""

from typing import Any

import pytest

from booking.db import db
from booking.errors import Invalid
from booking.fitness import Equipment
from booking.models.catalogue import Item, Share
from booking.queries import catalogue
from booking.usecases import items
from booking.vocabulary import Tracking
from tests.factories import count_rows, make_item, make_pool, make_scene
from tests.usecases.describing import add, neighbours, new, parts, shares_of

pytestmark = pytest.mark.usefixtures("base")


def refused(act: Any) -> dict[str, Any]:
    """Return the errors that an act is refused for."""
    with pytest.raises(Invalid) as refusal:
        act()
    errors: Any = refusal.value.facts["errors"]
    return dict(errors)


def test_neighbours_who_bought_together_own_exact_parts() -> None:
    scene = make_scene()
    artres, monchaux = neighbours(scene, "Artres", "Monchaux")

    tent = add(
        scene, shares=parts((scene.maing, 1, 3), (artres, 11, 40), (str(monchaux.siren), 47, 120))
    )

    assert shares_of(tent) == [("Maing", 1, 3), ("Artres", 11, 40), ("Monchaux", 47, 120)]
    assert tent.owner_id == scene.maing.id
    shown = catalogue.show(scene.secretary, tent.id)
    assert shown.owners == ("Maing 1/3", "Artres 27,5\N{NO-BREAK SPACE}%", "Monchaux 47/120")


@pytest.mark.parametrize(
    ("rows", "errors"),
    [
        ([("Maing", 1, 3), ("Artres", 1, 3)], {"shares": ["Les parts font 2/3, et non 100 %."]}),
        (
            [("Maing", 1, 2), ("Artres", 3, 4)],
            {"shares": ["Les parts font 125\N{NO-BREAK SPACE}%, et non 100 %."]},
        ),
        (
            [("Maing", 3, 2), ("Artres", -1, 2)],
            {"shares": {1: {"share": ["Une part est plus grande que zéro."]}}},
        ),
        (
            [("Maing", 1, 2), ("Artres", 1, 4), ("Maing", 1, 4)],
            {"shares": {2: {"organization": ["Cet organisme est déjà nommé."]}}},
        ),
        (
            [("Maing", 1, 1)],
            {"shares": ["Une copropriété compte au moins deux organismes."]},
        ),
        (
            [("Artres", 1, 2), ("Quérénaing", 1, 2)],
            {"owner": ["L’organisme référent est l’un des copropriétaires."]},
        ),
        (
            [("Maing", 1, 2), ("Nulle-Part", 1, 2)],
            {
                "shares": {
                    1: {"organization": ["Cet organisme n’existe pas dans votre territoire."]}
                }
            },
        ),
    ],
)
def test_inconsistent_shares_are_named_and_nothing_is_stored(
    rows: list[tuple[str, int, int]], errors: dict[str, Any]
) -> None:
    scene = make_scene()
    neighbours(scene, "Artres")
    known = count_rows(Item)

    found = refused(lambda: items.add(scene.manager, new(scene, shares=parts(*rows))))

    assert found == errors
    assert (count_rows(Item), count_rows(Share)) == (known, 0)


def test_shares_that_become_inconsistent_leave_the_old_ones() -> None:
    scene = make_scene()
    (artres,) = neighbours(scene, "Artres")
    tent = add(scene, shares=parts((scene.maing, 1, 2), (artres, 1, 2)))
    wrong = parts((scene.maing, 1, 2), (artres, 1, 3))

    refused(lambda: items.edit(scene.manager, "TEN-6", {"name": "Autre", "shares": wrong}))
    found = refused(lambda: items.edit(scene.manager, "TEN-6", {"owner": "Quérénaing"}))

    assert list(found) == ["owner"]
    db.session.expire_all()
    assert (tent.name, shares_of(tent)) == (
        "Tente de réception",
        [("Maing", 1, 2), ("Artres", 1, 2)],
    )
    items.edit(scene.manager, "TEN-6", {"shares": parts((scene.maing, 3, 4), (artres, 1, 4))})
    assert shares_of(tent) == [("Maing", 3, 4), ("Artres", 1, 4)]
    items.edit(scene.manager, "TEN-6", {"shares": []})
    assert (shares_of(tent), count_rows(Share)) == ([], 0)


def test_what_goes_along_is_of_the_same_pool_and_takes_nothing_along() -> None:
    scene = make_scene(reference="CHA")
    pilot = make_item(scene.pool, 1, name="Télépilote", reference="PIL")
    tent = add(scene, companions=[{"item": "PIL", "mandatory": False}])
    make_item(make_pool(scene.maing), 1, reference="LOIN")

    def along(item: str, *names: str) -> dict[str, Any]:
        rows = [{"item": name, "mandatory": True} for name in names]
        return refused(lambda: items.edit(scene.manager, item, {"companions": rows}))

    assert [(each.companion, each.mandatory) for each in tent.companions] == [(pilot, False)]
    assert "n’existe pas" not in str(along("CHA", "CHA"))
    assert along("CHA", "CHA")["companions"][0]["item"] == [
        "Un matériel ne s’accompagne pas lui-même."
    ]
    assert along("CHA", "LOIN")["companions"][0]["item"] == ["Ce matériel est d’un autre parc."]
    assert along("CHA", "PIL", "PIL")["companions"][1]["item"] == ["Ce matériel est déjà nommé."]
    assert "lui-même d’autre chose" in str(along("CHA", "TEN-6"))  # it has its pilot
    assert "accompagne déjà autre chose" in str(along("PIL", "CHA"))  # a cycle, or a chain
    assert "référence" in str(along("CHA", "RIEN"))


def test_accessories_and_what_is_to_be_shown_are_listed() -> None:
    scene = make_scene()
    tent = add(
        scene,
        accessories=[{"name": "Sardine", "quantity": 12}, {"name": "Sac", "quantity": 1}],
        requirements=["Permis B", "Deux personnes"],
    )

    shown = catalogue.show(scene.secretary, tent.id)

    assert shown.accessories == ((12, "Sardine"), (1, "Sac"))
    assert shown.requirements == ("Permis B", "Deux personnes")
    items.edit(scene.manager, "TEN-6", {"accessories": [], "requirements": ["Permis B"]})
    shown = catalogue.show(scene.secretary, tent.id)
    assert (shown.accessories, shown.requirements) == ((), ("Permis B",))


def test_something_new_is_of_the_sort_that_its_name_says_unless_one_says_it() -> None:
    scene = make_scene()

    guessed = add(scene, description="60 m²", people=None)
    chosen = add(scene, reference="A", equipment=Equipment.STAGE, people=0)
    none = add(scene, reference="B", equipment=None)
    person = {"name": "Conducteur de nacelle", "family": "Personnel"}
    staff = add(scene, reference="C", tracking=Tracking.NUMBERED, **person)

    assert (guessed.equipment, guessed.people) == (Equipment.TENT, 60)
    assert (chosen.equipment, chosen.people) == (Equipment.STAGE, 0)
    assert (none.equipment, staff.equipment) == (None, None)
    items.edit(scene.manager, "TEN-6", {"name": "Nacelle", "people": 40})
    assert (guessed.equipment, guessed.people) == (Equipment.TENT, 40)  # guessed once


@pytest.mark.parametrize(("reference", "right"), [("CHA", False), ("123", False), ("TEN-7", True)])
def test_a_reference_names_one_thing(reference: str, right: bool) -> None:
    scene = make_scene(reference="CHA")
    tent = add(scene)

    if right:
        items.edit(scene.manager, "TEN-6", {"reference": reference})
        assert tent.reference == reference
    else:
        found = refused(lambda: items.edit(scene.manager, "TEN-6", {"reference": reference}))
        assert list(found) == ["reference"]

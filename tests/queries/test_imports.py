"""What an import shows: its counts, its lines by kind and by page, its words."""

from typing import Any

import pytest

from booking.db import db
from booking.documents import sheets
from booking.errors import NotFound
from booking.intake import ImportState, Outcome
from booking.queries import imports
from booking.rules.inventory import Choices
from booking.usecases import imports as acts
from booking.vocabulary import Role
from tests.documents.books import xlsx
from tests.factories import Scene, make_actor, make_scene

pytestmark = pytest.mark.usefixtures("base")


@pytest.fixture
def scene(base: Any) -> Scene:
    """Give Maing, its pool and its chairs."""
    return make_scene()


def deposit(scene: Scene) -> int:
    """Deposit a line of each kind, and read it."""
    depot = scene.stock.depot.name
    rows = [
        ["N°", "Libellé", "Nombre", "Dépôt", "Prix unitaire", "État"],
        ["TAB", "Table", 3, depot, "", "neuf"],
        [scene.chairs.reference, "Chaise", 39, depot, "20", ""],
        ["BAN", "Banc", "beaucoup", depot, "", ""],
        ["Total", "", 42, "", "", ""],
    ]
    content = sheets.pack(sheets.read(xlsx(rows, "2026", Ancien=[["x"]])))
    choices = Choices(pool=scene.pool.name, owner="Maing", family="Fêtes")
    made = acts.deposit(scene.manager, "inventaire.xlsx", content, choices)
    return acts.advance(scene.manager, made)


def test_a_plan_is_told_in_words(scene: Scene) -> None:
    plan = imports.show(scene.manager, deposit(scene))

    assert plan.seen.state is ImportState.READ
    found = {name: many for name, many in plan.counts.items() if many}
    assert found == {"create": 1, "change": 1, "wrong": 1, "noted": 1}
    table, chairs, bench = plan.lines
    assert (table.outcome, table.number, table.quantity) == (Outcome.CREATE, 2, 3)
    assert chairs.changes[0] == ("nom", "Chaise pliante", "Chaise")
    assert chairs.changes[1][0] == "valeur de remplacement"
    assert chairs.notes[0][0] == "Nombre"
    assert bench.problems == (("Nombre", "« beaucoup » n’est pas un nombre."),)
    assert plan.facts["sheet"] == "2026"
    assert plan.facts["others"] == ["Ancien"]
    assert plan.facts["ignored"] == ["État"]
    assert plan.facts["left"] == [5]


@pytest.mark.parametrize(
    ("only", "numbers"),
    [
        ("", [2, 3, 4]),
        ("create", [2]),
        ("wrong", [4]),
        ("noted", [3]),
        ("same", []),
        ("?", [2, 3, 4]),
    ],
)
def test_lines_are_filtered(scene: Scene, only: str, numbers: list[int]) -> None:
    plan = imports.show(scene.manager, deposit(scene), only)

    assert [line.number for line in plan.lines] == numbers


def test_lines_come_by_pages_or_all_to_print(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "PAGE", 2)
    made = deposit(scene)

    assert [line.number for line in imports.show(scene.manager, made).lines] == [2, 3]
    second = imports.show(scene.manager, made, page=2)
    assert ([line.number for line in second.lines], second.pages) == ([4], 2)
    assert len(imports.show(scene.manager, made, page=None).lines) == 3


def test_imports_are_listed_the_newest_first_without_their_content(scene: Scene) -> None:
    first, second = deposit(scene), deposit(scene)
    db.session.expunge_all()

    found = imports.of_organization(scene.manager)

    assert [each.id for each in found] == [second, first]
    assert (found[0].name, found[0].total) == ("inventaire.xlsx", 3)


def test_what_may_stand_where_a_line_says_nothing(scene: Scene) -> None:
    offered = imports.offered(scene.manager)

    assert offered.pools == (scene.pool.name,)
    assert offered.owners == ("Maing", "Quérénaing")
    assert offered.families == ("Événementiel",)
    assert offered.depots == (scene.stock.depot.name,)
    assert imports.offered(make_actor(scene.querenaing, Role.MANAGER)).pools == ()


def test_others_see_nothing(scene: Scene) -> None:
    made = deposit(scene)

    for who in (scene.secretary, make_actor(scene.querenaing, Role.MANAGER)):
        with pytest.raises(NotFound):
            imports.show(who, made)
    with pytest.raises(NotFound):
        imports.of_organization(scene.secretary)

"""An inventory deposited, read by steps, confirmed or given up."""

from typing import Any

import pytest
from sqlalchemy import select, update

from booking.db import db
from booking.documents import sheets
from booking.errors import Invalid, NotFound, WrongMoment
from booking.intake import ImportState
from booking.models.catalogue import Depot, Item, Stock, StockMovement, Unit
from booking.models.imports import Import, ImportRow
from booking.models.journal import JournalEntry
from booking.queries import imports as reads
from booking.rules.access import Actor
from booking.rules.inventory import Choices
from booking.usecases import holds, imports
from booking.vocabulary import Movement, Role
from tests.documents.books import csv, xlsx
from tests.factories import Scene, ask, count_rows, make_actor, make_scene

pytestmark = pytest.mark.usefixtures("base")
HEADER = ["Réf.", "Désignation", "Qté", "Lieu de stockage"]


@pytest.fixture
def scene(base: Any) -> Scene:
    """Give Maing, its pool and its chairs."""
    return make_scene()


def defaults(scene: Scene, **more: Any) -> Choices:
    return Choices(pool=scene.pool.name, owner="Maing", family="Fêtes", **more)


def deposit(who: Actor, content: bytes, choices: Choices) -> int:
    """Deposit a file and read it to its end; return the import."""
    made = imports.deposit(who, "inventaire.xlsx", sheets.pack(sheets.read(content)), choices)
    while db.session.get_one(Import, made).state is ImportState.READING:
        imports.advance(who, made)
    return made


def tables(scene: Scene, *rows: list[Any]) -> bytes:
    """Return a workbook with a title before its header."""
    return xlsx([["Inventaire 2026"], [], HEADER, *rows])


def lines(import_id: int) -> list[ImportRow]:
    found = select(ImportRow).filter_by(import_id=import_id).order_by(ImportRow.number)
    return list(db.session.scalars(found))


def test_a_file_is_read_shown_then_written_whole(scene: Scene) -> None:
    depot = scene.stock.depot.name
    content = tables(scene, ["TAB", "Table", 12, depot], ["BAN", "Banc", "4 u", depot])

    made = deposit(scene.manager, content, defaults(scene))
    assert [row.number for row in lines(made)] == [4, 5]
    assert count_rows(Item) == 1
    imports.confirm(scene.manager, made)

    table = db.session.scalars(select(Item).filter_by(reference="TAB")).one()
    assert (table.name, table.family, table.owner.name) == ("Table", "Fêtes", "Maing")
    assert table.search_text
    mine = db.session.get_one(Import, made)
    assert (mine.state, mine.content) == (ImportState.APPLIED, b"")
    written = select(JournalEntry.act).filter_by(thing="item", thing_id=table.id)
    assert db.session.scalars(written).all() == ["load"]


def test_many_lines_are_read_by_steps(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "STEP", 2)
    depot = scene.stock.depot.name
    rows = [[f"T{rank}", f"Table {rank}", 1, depot] for rank in range(5)]
    content = sheets.pack(sheets.read(tables(scene, *rows)))
    made = imports.deposit(scene.manager, "t.xlsx", content, defaults(scene))
    progress = []

    while (mine := db.session.get_one(Import, made)).state is ImportState.READING:
        progress.append((mine.rows_done, mine.rows_total))
        imports.advance(scene.manager, made)

    assert progress == [(0, 5), (2, 5), (4, 5)]
    imports.advance(scene.manager, made)  # a page that comes back too late
    assert [row.number for row in lines(made)] == [4, 5, 6, 7, 8]
    imports.confirm(scene.manager, made)
    assert count_rows(Item) == 6


def test_steps_know_the_lines_before_them(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "STEP", 1)
    line = ["TAB", "Table", 1, scene.stock.depot.name]

    made = deposit(scene.manager, tables(scene, line, line), defaults(scene))

    assert [row.outcome.value for row in lines(made)] == ["create", "wrong"]


def test_nothing_is_written_while_a_line_is_wrong(scene: Scene) -> None:
    depot = scene.stock.depot.name
    content = tables(scene, ["TAB", "Table", 12, depot], ["BAN", "Banc", "beaucoup", depot])
    made = deposit(scene.manager, content, defaults(scene))

    with pytest.raises(WrongMoment, match="import_wrong"):
        imports.confirm(scene.manager, made)

    assert count_rows(Item) == 1


def test_twice_changes_nothing(scene: Scene) -> None:
    rows = [["TAB", "Table", 12, "Maing – hangar"], ["", "Banc", 4, "Maing – hangar"]]
    content, choices = tables(scene, *rows), defaults(scene, new_depots=True)
    kept = (Item, Stock, StockMovement, Depot)
    first = deposit(scene.manager, content, choices)
    imports.confirm(scene.manager, first)
    before = [count_rows(table) for table in kept]

    again = deposit(scene.manager, content, choices)
    imports.confirm(scene.manager, again)

    assert [count_rows(table) for table in kept] == before
    with pytest.raises(WrongMoment, match="import_not_ready"):
        imports.confirm(scene.manager, first)


def test_what_changed_since_it_was_shown_is_shown_again(scene: Scene) -> None:
    content = tables(scene, [scene.chairs.reference, "Chaise de salle", 40, scene.stock.depot.name])
    made = deposit(scene.manager, content, defaults(scene))
    scene.chairs.name = "Chaise de jardin"
    db.session.commit()

    with pytest.raises(WrongMoment, match="import_outdated"):
        imports.confirm(scene.manager, made)
    imports.reread(scene.manager, made)
    imports.advance(scene.manager, made)

    assert lines(made)[0].facts["changes"] == {"name": ["Chaise de jardin", "Chaise de salle"]}
    imports.confirm(scene.manager, made)
    assert db.session.get_one(Item, scene.chairs.id).name == "Chaise de salle"


def counted(scene: Scene, quantity: int, **more: Any) -> int:
    """Deposit another quantity of the chairs."""
    line = [scene.chairs.reference, scene.chairs.name, quantity, scene.stock.depot.name]
    return deposit(scene.manager, tables(scene, line), defaults(scene, **more))


def moved(scene: Scene) -> list[tuple[Movement, int]]:
    found = select(StockMovement.kind, StockMovement.quantity).filter_by(stock_id=scene.stock.id)
    return [tuple(row) for row in db.session.execute(found.order_by(StockMovement.id))]


def test_another_quantity_is_left_unless_asked(scene: Scene) -> None:
    made = counted(scene, 35)
    assert lines(made)[0].noted
    imports.confirm(scene.manager, made)
    assert len(moved(scene)) == 1

    made = counted(scene, 35, counts=True)
    imports.confirm(scene.manager, made)

    assert moved(scene)[1:] == [(Movement.COUNT, -5)]


def test_what_is_promised_is_not_counted_away(scene: Scene) -> None:
    ask(scene.secretary, (scene.chairs, 10))

    made = counted(scene, 9, counts=True)

    assert lines(made)[0].facts["problems"] == [["quantity", "promised", {"spare": 30}]]
    with pytest.raises(WrongMoment, match="import_wrong"):
        imports.confirm(scene.manager, made)


def test_what_is_promised_since_is_not_counted_away_either(scene: Scene) -> None:
    made = counted(scene, 9, counts=True)
    ask(scene.secretary, (scene.chairs, 10))

    with pytest.raises(WrongMoment, match="import_outdated"):
        imports.confirm(scene.manager, made)
    assert len(moved(scene)) == 1


def test_copies_are_numbered_on(scene: Scene) -> None:
    header, depot = [*HEADER, "Suivi"], scene.stock.depot.name
    rows = [["TEN", "Tente", 2, depot, "unité"], ["TEN", "Tente", 1, "Maing – hangar", "unité"]]

    made = deposit(scene.manager, csv([header, *rows], ","), defaults(scene, new_depots=True))
    imports.confirm(scene.manager, made)

    numbers = db.session.scalars(select(Unit.number)).all()
    assert sorted(numbers) == ["TEN-01", "TEN-02", "TEN-03"]


def test_an_import_is_given_up(scene: Scene) -> None:
    made = counted(scene, 9)

    imports.drop(scene.manager, made)

    assert lines(made) == []
    for act in (imports.confirm, imports.drop, imports.reread):
        with pytest.raises(WrongMoment, match="import_not_ready"):
            act(scene.manager, made)


def test_an_import_is_its_organization_s_own(scene: Scene) -> None:
    made = counted(scene, 9)
    neighbour = make_actor(scene.querenaing, Role.MANAGER)

    for act in (imports.advance, imports.confirm, imports.drop, imports.reread):
        for who in (neighbour, scene.secretary, make_actor(scene.maing, Role.TECHNICIAN)):
            with pytest.raises(NotFound):
                act(who, made)
    assert reads.of_organization(neighbour) == []
    with pytest.raises(NotFound):
        imports.deposit(scene.secretary, "x", b"", Choices())


def test_a_file_without_a_header_makes_no_import(scene: Scene) -> None:
    with pytest.raises(Invalid, match="inventory_headerless"):
        deposit(scene.manager, b"a;b\n1;2", Choices())
    assert count_rows(Import) == 0


def test_what_somebody_changes_at_the_same_instant_is_shown_before_it_is_written(
    monkeypatch: pytest.MonkeyPatch, scene: Scene
) -> None:
    content = tables(scene, [scene.chairs.reference, "Chaise bleue", 40, scene.stock.depot.name])
    made = deposit(scene.manager, content, defaults(scene))
    lock = holds.lock

    def wait_for_the_other(item_ids: Any) -> None:
        lock(item_ids)
        changing = update(Item).where(Item.id == scene.chairs.id).values(name="Chaise rouge")
        db.session.connection().execute(changing)

    monkeypatch.setattr(holds, "lock", wait_for_the_other)

    with pytest.raises(WrongMoment, match="import_outdated"):
        imports.confirm(scene.manager, made)

"""Searching the catalogue, whole or page by page."""

import pytest

from booking.queries import search
from booking.queries.search import Search
from tests.factories import Scene, add_stock, ask, make_item, make_pool, make_scene, next_weekend

pytestmark = pytest.mark.usefixtures("base")


def names(scene: Scene, asked: Search, number: int = 1, size: int = 2) -> list[str]:
    """Return the references on one page."""
    return [view.reference for view in search.page(scene.secretary, asked, number, size).items]


def several(count: int) -> Scene:
    """Make a scene with as many items, named in order."""
    scene = make_scene(40, name="A", reference="A-0")
    for rank in range(1, count):
        make_item(scene.pool, 40, name="A", reference=f"A-{rank}")
    return scene


def test_the_pages_hold_everything_once_and_in_order() -> None:
    scene = several(5)

    pages = [names(scene, Search(), number) for number in (1, 2, 3)]

    assert pages == [["A-0", "A-1"], ["A-2", "A-3"], ["A-4"]]


@pytest.mark.parametrize(("number", "shown"), [(1, 1), (3, 3), (4, 3), (1000, 3)])
def test_past_the_last_page_comes_the_last(number: int, shown: int) -> None:
    found = search.page(several(5).secretary, Search(), number, 2)

    assert (found.page, found.pages, found.count) == (shown, 3, 5)


def test_a_search_that_finds_nothing_is_one_empty_page() -> None:
    found = search.page(make_scene().secretary, Search(words="soucoupe"), 1, 2)

    assert (found.items, found.count, found.page, found.pages) == ([], 0, 1, 1)


def test_a_quantity_leaves_out_what_has_fewer_free_and_counts_the_rest() -> None:
    scene = several(5)
    ask(scene.secretary, (scene.chairs, 30))

    found = search.page(scene.secretary, Search(next_weekend(), quantity=11), 1, 3)

    assert [view.reference for view in found.items] == ["A-1", "A-2", "A-3"]
    assert (found.count, found.pages) == (4, 2)


def test_a_depot_shows_what_lies_there_with_all_its_depots() -> None:
    scene = several(3)
    annex = add_stock(scene.chairs, 7)

    (view,) = search.every(scene.secretary, Search(depot_id=annex.depot_id))

    assert (view.reference, view.quantity) == ("A-0", 47)
    assert annex.depot_id in [depot_id for depot_id, _ in search.depots(scene.secretary)]


def test_one_may_ask_for_some_references_or_for_one_manager() -> None:
    scene = several(3)
    other = make_item(make_pool(scene.querenaing), reference="B-0")

    assert names(scene, Search(references={"A-1", "A-9"})) == ["A-1"]
    assert names(scene, Search(manager_id=scene.querenaing.id)) == [other.reference]
    assert search.manages(scene.manager)
    assert search.manages(scene.secretary)


@pytest.mark.parametrize("words", ["100%", "a_0", "\\", "'; --"])
def test_signs_of_the_database_are_only_letters(words: str) -> None:
    scene = several(2)

    assert search.every(scene.secretary, Search(words=words)) == []


def test_a_name_that_changes_is_found_by_its_new_words() -> None:
    scene = make_scene()
    scene.chairs.name = "Fauteuil de Maire"

    assert search.every(scene.secretary, Search(words="fauteuil"))
    assert not search.every(scene.secretary, Search(words="pliante"))


@pytest.mark.parametrize("words", ["chaises", "chaises pliantes", "CHAISES", "chaise pliantes"])
def test_people_type_the_plural(words: str) -> None:
    assert search.every(make_scene().secretary, Search(words=words))

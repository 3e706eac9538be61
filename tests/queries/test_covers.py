"""The picture that stands for each item in a list."""

import pytest

from booking.queries import catalogue, search
from booking.queries.covers import covers
from booking.queries.search import Search
from booking.usecases import files
from booking.vocabulary import FileKind
from tests.factories import make_item, make_scene
from tests.papers import make_document, make_picture

pytestmark = pytest.mark.usefixtures("base")


def test_the_first_photo_stands_for_its_item() -> None:
    scene = make_scene()
    bare = make_item(scene.pool)
    files.add_document(scene.manager, scene.chairs.id, make_document(), FileKind.MANUAL)
    first, second = (
        files.add_photo(scene.manager, scene.chairs.id, make_picture((40 + rank, 30)))
        for rank in range(2)
    )
    wanted = [scene.chairs.id, bare.id]
    assert covers(wanted) == {scene.chairs.id: first}

    files.describe(scene.manager, second, "", 1)
    assert covers(wanted) == {scene.chairs.id: second}

    files.remove(scene.manager, second)
    assert covers(wanted) == {scene.chairs.id: first}
    assert covers([]) == {}


def test_the_catalogue_knows_it() -> None:
    scene = make_scene()
    photo = files.add_photo(scene.manager, scene.chairs.id, make_picture())

    found = search.every(scene.secretary, Search())

    assert [each.photo for each in found] == [photo]
    assert catalogue.show(scene.secretary, scene.chairs.id).photo == photo

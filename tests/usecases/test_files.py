"""Photos and papers that come, are described, go and come back."""

import pytest

from booking import files as storage
from booking.errors import Invalid, NotAllowed, NotFound
from booking.fitness import Finding
from booking.models.files import StoredFile
from booking.models.inspections import CONDITION
from booking.queries import files as readings
from booking.queries import history
from booking.rules.inspections import Recorded
from booking.usecases import files, inspections
from booking.vocabulary import FileKind, Role
from tests.factories import (
    LONG_AGO,
    Scene,
    count_rows,
    make_actor,
    make_commune,
    make_item,
    make_pool,
    make_scene,
)
from tests.papers import make_document, make_picture

pytestmark = pytest.mark.usefixtures("base")


def add(scene: Scene, count: int = 1) -> list[int]:
    """Add some photos of the chairs."""
    return [
        files.add_photo(
            scene.manager, scene.chairs.id, make_picture((40 + rank, 30)), f"Vue {rank}"
        )
        for rank in range(1, count + 1)
    ]


def views(scene: Scene) -> list[str]:
    """Return what the photos of the chairs show, in order."""
    return [each.alt for each in readings.of_item(scene.manager, scene.chairs.id).photos]


def test_a_photo_is_kept_with_its_small_one() -> None:
    scene, picture = make_scene(), make_picture((2000, 1000))

    made = files.add_photo(scene.manager, scene.chairs.id, picture, "Une chaise")

    found = readings.show(scene.secretary, made)
    assert (found.alt, found.width, found.height) == ("Une chaise", 1600, 800)
    assert readings.content(scene.secretary, made) == picture.large
    assert readings.content(scene.secretary, made, small=True) == picture.small
    assert found.size == len(picture.large)


def test_the_owners_manager_tends_what_another_manages() -> None:
    scene = make_scene()
    owner = make_commune(scene.territory, "Artres")
    tent = make_item(scene.pool, owner=owner)

    for actor in (make_actor(owner, Role.MANAGER), scene.manager):
        assert files.add_photo(actor, tent.id, make_picture())


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.TECHNICIAN, Role.ADMINISTRATOR])
def test_nobody_else_does(role: Role) -> None:
    scene = make_scene()
    elsewhere = make_pool(make_commune(scene.territory, "Artres"))
    others = make_item(elsewhere)

    for actor, item in (
        (make_actor(scene.maing, role), scene.chairs),
        (make_actor(scene.querenaing, role, Role.MANAGER), scene.chairs),
        (scene.manager, others),
    ):
        with pytest.raises(NotAllowed):
            files.add_photo(actor, item.id, make_picture())
        with pytest.raises(NotAllowed):
            files.add_document(actor, item.id, make_document(), FileKind.MANUAL)
    assert count_rows(StoredFile) == 0


def test_an_item_has_twelve_photos_at_most() -> None:
    scene = make_scene()
    first, *_ = add(scene, files.MOST_PHOTOS)

    with pytest.raises(Invalid) as refusal:
        add(scene)
    assert refusal.value.facts["errors"] == {"file": ["12 photos au plus par matériel."]}

    files.remove(scene.manager, first)
    add(scene)
    with pytest.raises(Invalid):
        files.restore(scene.manager, first)


def test_a_second_click_adds_one_photo_and_another_picture_is_no_second_click() -> None:
    scene, picture = make_scene(), make_picture()

    first = files.add_photo(scene.manager, scene.chairs.id, picture, key="cle")

    assert files.add_photo(scene.manager, scene.chairs.id, picture, key="cle") == first
    assert count_rows(StoredFile) == 1


@pytest.mark.parametrize(
    ("rank", "place", "order"),
    [
        (2, 1, ["Vue 3", "Vue 1", "Vue 2"]),
        (0, 3, ["Vue 2", "Vue 3", "Vue 1"]),
        (0, 99, ["Vue 2", "Vue 3", "Vue 1"]),
        (1, 2, ["Vue 1", "Vue 2", "Vue 3"]),
    ],
)
def test_a_photo_takes_its_place_and_the_others_make_room(
    rank: int, place: int, order: list[str]
) -> None:
    scene = make_scene()
    made = add(scene, 3)

    files.describe(scene.manager, made[rank], f"Vue {rank + 1}", place)

    assert views(scene) == order


def test_what_a_photo_shows_is_said_and_kept_in_the_history() -> None:
    scene = make_scene()
    (made,) = add(scene)

    files.describe(scene.manager, made, "Chaise dépliée", 1)

    assert views(scene) == ["Chaise dépliée"]
    event, *_ = history.of(scene.manager, "item", scene.chairs.id)
    assert event.sentence == "a décrit un fichier"
    assert event.changes == (("ce que montre la photo", "Vue 1", "Chaise dépliée"),)


def test_what_changes_nothing_leaves_no_trace() -> None:
    scene = make_scene()
    (made,) = add(scene)

    files.describe(scene.manager, made, "Vue 1", 1)

    assert len(history.of(scene.manager, "item", scene.chairs.id)) == 1


def test_a_photo_that_was_removed_is_not_given_any_more_and_may_come_back() -> None:
    scene = make_scene()
    first, _ = add(scene, 2)

    files.remove(scene.manager, first)
    files.remove(scene.manager, first)

    assert views(scene) == ["Vue 2"]
    for small in (True, False):
        with pytest.raises(NotFound):
            readings.content(scene.manager, first, small=small)
    with pytest.raises(NotFound):
        files.describe(scene.manager, first, "Rien", 1)

    files.restore(scene.manager, first)
    files.restore(scene.manager, first)

    assert views(scene) == ["Vue 1", "Vue 2"]
    told = [each.sentence for each in history.of(scene.manager, "item", scene.chairs.id)]
    assert told[:2] == ["a remis un fichier", "a retiré un fichier"]


def test_a_document_is_kept_as_it_was_sent() -> None:
    scene, document = make_scene(), make_document("Notice.pdf")

    made = files.add_document(scene.manager, scene.chairs.id, document, FileKind.MANUAL)

    found = readings.show(scene.secretary, made)
    assert (found.name, found.media_type, found.kind) == (
        "Notice.pdf",
        "application/pdf",
        FileKind.MANUAL,
    )
    assert readings.content(scene.secretary, made) == document.content
    with pytest.raises(NotFound):
        readings.content(scene.secretary, made, small=True)


@pytest.mark.parametrize("kind", [FileKind.PHOTO, FileKind.LOGO, FileKind.CERTIFICATE])
def test_a_document_of_an_item_is_of_few_kinds(kind: FileKind) -> None:
    scene = make_scene()

    with pytest.raises(Invalid):
        files.add_document(scene.manager, scene.chairs.id, make_document(), kind)


def test_an_item_has_twenty_documents_at_most() -> None:
    scene = make_scene()
    for _ in range(files.MOST_DOCUMENTS):
        files.add_document(scene.manager, scene.chairs.id, make_document(), FileKind.OTHER)

    with pytest.raises(Invalid):
        files.add_document(scene.manager, scene.chairs.id, make_document(), FileKind.OTHER)


def test_reports_of_controls_leave_room_for_documents() -> None:
    scene = make_scene()
    thing = (scene.chairs.reference, scene.stock.depot.name, CONDITION)
    done = Recorded(LONG_AGO, Finding.PASSED, *thing)
    for _ in range(files.MOST_DOCUMENTS):
        inspections.record(scene.manager, done, make_document())

    files.add_document(scene.manager, scene.chairs.id, make_document(), FileKind.OTHER)


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.ADMINISTRATOR])
def test_an_organization_gives_its_logo_and_another_in_its_place(role: Role) -> None:
    scene = make_scene()
    clerk = make_actor(scene.maing, role)
    first, second = make_picture((50, 50)), make_picture((60, 60))

    former = files.add_logo(clerk, first)
    files.add_logo(clerk, second)
    assert readings.logo_of(scene.maing.id) == second.small

    files.restore(clerk, former)
    assert readings.logo_of(scene.maing.id) == first.small

    files.remove(clerk, former)
    assert readings.logo_of(scene.maing.id) is None
    assert readings.logo_of(scene.querenaing.id) is None


def test_the_logo_of_another_organization_is_out_of_reach() -> None:
    scene = make_scene()
    made = files.add_logo(make_actor(scene.maing), make_picture())

    with pytest.raises(NotFound):
        files.remove(scene.secretary, made)
    with pytest.raises(NotAllowed):
        files.remove(make_actor(scene.maing, Role.TECHNICIAN), made)
    with pytest.raises(NotAllowed):
        files.add_logo(scene.manager, make_picture())


def test_what_is_refused_keeps_no_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene()
    kept: list[bytes] = []
    monkeypatch.setattr(storage, "keep", lambda _territory, content: kept.append(content))

    with pytest.raises(NotAllowed):
        files.add_photo(scene.secretary, scene.chairs.id, make_picture())

    assert kept == []

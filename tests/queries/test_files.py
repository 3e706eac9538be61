"""Who may see which file."""

from dataclasses import dataclass

import pytest

from booking.db import db
from booking.errors import NotFound
from booking.models.files import StoredFile
from booking.models.organizations import Organization
from booking.queries import files
from booking.rules.access import Actor
from booking.usecases import files as acts
from booking.usecases import reservations
from booking.vocabulary import FileKind, OrganizationKind, Role
from tests.factories import Scene, ask, make_actor, make_commune, make_scene, make_territory
from tests.papers import make_document, make_picture

pytestmark = pytest.mark.usefixtures("base")


@dataclass(frozen=True)
class People:
    """Those who may want to see the papers of Quérénaing, or of Maing's chairs."""

    secretary: Actor
    manager: Actor
    technician: Actor
    neighbour: Actor
    office: Actor
    reader: Actor
    stranger: Actor


def make_people(scene: Scene) -> People:
    """Make them all."""
    office = make_commune(scene.territory, "CC du Val", kind=OrganizationKind.EPCI)
    return People(
        secretary=scene.secretary,
        manager=scene.manager,
        technician=make_actor(scene.maing, Role.TECHNICIAN),
        neighbour=make_actor(make_commune(scene.territory, "Artres"), *Role),
        office=make_actor(office, Role.ADMINISTRATOR),
        reader=make_actor(office, Role.OBSERVER),
        stranger=make_actor(make_commune(make_territory(), "Rouvray"), *Role),
    )


def sees(actor: Actor, file_id: int) -> bool:
    """Tell whether somebody gets the bytes of a file."""
    try:
        return bool(files.content(actor, file_id))
    except NotFound:
        return False


def who_sees(people: People, file_id: int) -> set[str]:
    return {name for name, actor in vars(people).items() if sees(actor, file_id)}


EVERYONE = {"secretary", "manager", "technician", "neighbour", "office", "reader"}


def certificate(scene: Scene) -> int:
    """Keep a certificate of Quérénaing, as the act that receives one does."""
    document = make_document("Attestation.pdf")
    row = acts.keep_document(
        scene.secretary, document, scene.querenaing.id, kind=FileKind.CERTIFICATE
    )
    db.session.commit()
    return row.id


@pytest.mark.parametrize("kind", [FileKind.MANUAL, FileKind.OTHER])
def test_the_manual_of_an_item_is_for_whoever_sees_the_item(kind: FileKind) -> None:
    scene = make_scene()
    made = acts.add_document(scene.manager, scene.chairs.id, make_document(), kind)

    assert who_sees(make_people(scene), made) == EVERYONE


def test_a_photo_is_for_whoever_sees_the_item() -> None:
    scene = make_scene()
    made = acts.add_photo(scene.manager, scene.chairs.id, make_picture())

    assert who_sees(make_people(scene), made) == EVERYONE


def test_a_report_on_an_item_is_for_its_owner_its_manager_and_the_epci() -> None:
    scene = make_scene()
    kind = FileKind.REPORT
    made = acts.add_document(scene.manager, scene.chairs.id, make_document(), kind)
    people = make_people(scene)

    assert who_sees(people, made) == {"manager", "technician", "office"}
    assert files.of_item(people.neighbour, scene.chairs.id).documents == ()
    assert [each.id for each in files.of_item(people.manager, scene.chairs.id).documents] == [made]


def test_a_certificate_is_for_its_organization_the_epci_and_who_lends_to_it() -> None:
    scene = make_scene()
    made, people = certificate(scene), make_people(scene)
    assert who_sees(people, made) == {"secretary", "office"}

    (mine,) = ask(scene.secretary, (scene.chairs, 2))
    assert who_sees(people, made) == {"secretary", "office", "manager"}

    reservations.refuse(scene.manager, mine, "Déjà promis.")
    assert who_sees(people, made) == {"secretary", "office"}


def test_a_logo_is_for_the_whole_territory() -> None:
    scene = make_scene()
    made = acts.add_logo(scene.secretary, make_picture())

    assert who_sees(make_people(scene), made) == EVERYONE


def test_what_was_removed_is_listed_for_who_may_bring_it_back() -> None:
    scene = make_scene()
    made = acts.add_photo(scene.manager, scene.chairs.id, make_picture())
    acts.remove(scene.manager, made)

    tending, looking = (
        files.of_item(actor, scene.chairs.id) for actor in (scene.manager, scene.secretary)
    )

    assert [each.id for each in tending.removed] == [made]
    assert (tending.may_change, looking.may_change, looking.removed) == (True, False, ())


def test_papers_of_nobody_are_not_found() -> None:
    scene = make_scene()
    elsewhere: Organization = make_commune(make_territory(), "Rouvray")

    for organization_id in (0, elsewhere.id):
        with pytest.raises(NotFound):
            files.papers_of(scene.secretary, organization_id)
    with pytest.raises(NotFound):
        files.show(scene.secretary, 0)


def test_bytes_that_the_disk_lost_are_said_to_be_lost() -> None:
    scene = make_scene()
    made = acts.add_photo(scene.manager, scene.chairs.id, make_picture())
    logo = acts.add_logo(scene.secretary, make_picture())
    for each in (made, logo):
        row = db.session.get_one(StoredFile, each)
        row.sha256 = row.small_sha256 = "0" * 64
    db.session.commit()

    with pytest.raises(NotFound) as refusal:
        files.content(scene.manager, made)

    assert refusal.value.code == "file_lost"
    assert files.logo_of(scene.querenaing.id) is None, "no convention without it"

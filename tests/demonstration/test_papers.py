"""Photos, logos and papers of the demonstration."""

from collections import Counter

import pytest
from flask import Flask

from booking.demonstration.papers import PHOTOS, REMOVED
from booking.demonstration.people import OFFICE
from booking.demonstration.shelves import KEEPER, LEAD
from booking.documents.pictures import MEDIA_TYPE
from booking.queries import catalogue, files
from booking.queries.accounts import by_email
from booking.queries.files import ItemFiles
from booking.usecases.demonstration import player
from booking.vocabulary import FileKind
from tests.client import browser


def files_of(who: str, item: str) -> ItemFiles:
    actor = player(who)
    return files.of_item(actor, catalogue.find(actor, item).id)


@pytest.mark.usefixtures("loaded")
def test_items_have_their_photos_and_papers() -> None:
    expected = Counter(item for _, item, _, _ in PHOTOS)
    found = {item: files_of("secretaire@querenaing", item) for item in expected}

    assert {item: len(each.photos) for item, each in found.items()} == dict(expected)
    assert all(each.alt and each.is_picture for kept in found.values() for each in kept.photos)
    assert [each.name for each in found["TEN-3X3"].documents] == ["Notice de montage.pdf"]
    (manual,) = found["TEN-3X3"].documents
    reader = player("secretaire@artres")
    assert files.content(reader, manual.id).startswith(b"%PDF-")


@pytest.mark.usefixtures("loaded")
def test_a_report_is_for_owner_and_manager_alone() -> None:
    assert [each.kind for each in files_of(OFFICE, "NAC-12A").documents] == [FileKind.REPORT]
    assert files_of("secretaire@querenaing", "NAC-12A").documents == ()


@pytest.mark.usefixtures("loaded")
def test_a_photo_added_by_mistake_may_come_back() -> None:
    assert [each.alt for each in files_of(KEEPER, "CHA-PLI").removed] == [REMOVED]
    assert len(files_of(KEEPER, "CHA-PLI").photos) == 1


@pytest.mark.usefixtures("loaded")
def test_a_photo_is_served_to_who_is_signed_in(app: Flask) -> None:
    photo, user = files_of(KEEPER, "TEN-3X3").photos[0], by_email("secretaire@artres.example")
    assert user
    client = browser(app)
    assert client.get(f"/fichiers/{photo.id}").status_code in (302, 404)
    client.sign_in(user)

    answer = client.get(f"/fichiers/{photo.id}")

    assert (answer.status_code, answer.mimetype) == (200, MEDIA_TYPE)
    for who in (LEAD, OFFICE):
        logo = files.logo(player(who))
        assert logo
        assert client.get(f"/fichiers/{logo.id}").status_code == 200

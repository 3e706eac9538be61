"""The pages of photos and papers: what is sent, what is refused, who sees what."""

import pytest
from flask import Flask

from booking import web
from booking.documents.pictures import UNREADABLE
from booking.queries import files
from booking.queries.files import ItemFiles
from booking.usecases import files as acts
from booking.vocabulary import FileKind, Role
from tests.client import Browser, Page, browser
from tests.factories import make_user
from tests.pages.place import Place, as_actor
from tests.papers import exif, form, make_document, make_picture, office_text, photo

PDF = b"%PDF-1.7 notice"


def address(place: Place) -> str:
    return f"/materiel/{place.chairs.id}/photos"


def kept(place: Place) -> ItemFiles:
    return files.of_item(as_actor(place.manager), place.chairs.id)


def upload(
    client: Browser,
    where: str,
    content: bytes,
    name: str = "IMG_1.jpg",
    status: int = 200,
    **fields: str,
) -> Page:
    """Send a file with the other fields of its form."""
    answer = client.post(where, **form(content, name, **fields), follow_redirects=status < 300)
    return client.read(answer, status)


def add_photo(place: Place) -> int:
    return acts.add_photo(as_actor(place.manager), place.chairs.id, make_picture(), "Une chaise")


def add_document(place: Place, kind: FileKind = FileKind.MANUAL) -> int:
    document = make_document("Notice d’été.pdf", PDF)
    return acts.add_document(as_actor(place.manager), place.chairs.id, document, kind)


def test_a_photo_is_sent_described_and_seen_by_all(client: Browser, place: Place) -> None:
    client.sign_in(place.manager)
    assert address(place) in client.visit(f"/materiel/{place.chairs.id}").links

    page = upload(client, address(place), photo(exif=exif(6)), alt="Chaise dépliée")

    assert "La photo est ajoutée." in page.text
    (found,) = kept(place).photos
    assert (found.alt, found.width, found.height) == ("Chaise dépliée", 480, 640)
    client.sign_in(place.neighbour)
    shown = client.visit(f"/materiel/{place.chairs.id}")
    (image,) = shown.root.all("img")
    assert (image.get("src"), image.get("alt"), image.get("loading")) == (
        f"/fichiers/{found.id}/vignette",
        "Chaise dépliée",
        "lazy",
    )
    assert address(place) not in shown.links


def test_the_catalogue_shows_a_small_photo_and_else_an_icon(client: Browser, place: Place) -> None:
    found = add_photo(place)

    page = client.sign_in(place.neighbour).visit("/materiel")

    assert [each.get("src") for each in page.root.all("img")] == [f"/fichiers/{found}/vignette"]


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"Tente blanche", "photo.jpg", UNREADABLE),
        (b"<svg/>", "photo.svg", UNREADABLE),
        (b"", "photo.jpg", "Ce fichier est vide."),
        (b"", "", "Choisissez un fichier."),
        (b"\xff" * 40_000_000, "photo.jpg", "trop lourd : 40,0 Mo, pour 10 Mo au plus."),
    ],
    ids=["text", "drawing", "empty", "none", "40 MB"],
)
def test_what_is_no_photo_is_said_beside_the_field_and_nothing_is_lost(
    client: Browser, place: Place, content: bytes, name: str, said: str
) -> None:
    client.sign_in(place.manager)

    page = upload(client, address(place), content, name, 422, alt="Chaise dépliée")

    error = next(each for each in page.root.all() if each.get("id") == "file-photo-erreur")
    assert said in error.text
    typed = next(each for each in page.root.all("input") if each.get("id") == "alt-photo")
    assert typed.get("value") == "Chaise dépliée"
    assert kept(place).photos == ()


def test_beyond_all_measure_a_sentence_says_so(
    client: Browser, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web, "LONGEST_UPLOAD", 1000)

    page = upload(client.sign_in(place.manager), address(place), photo(), status=413)

    assert "10 Mo au plus par fichier" in page.text


def test_only_who_is_signed_in_may_send_much(app: Flask, place: Place) -> None:
    """And only where files are sent."""
    heavy = b"x" * 3_000_000
    answer = browser(app).post(address(place), **form(heavy, "a.jpg"))
    assert answer.status_code == 302

    client = browser(app).sign_in(place.manager)
    answer = client.post("/materiel", **form(heavy, "a.jpg"))
    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("content", "kind", "status", "said"),
    [
        (PDF, "manual", 200, "Le document est ajouté."),
        (PDF, "", 422, "Ce champ est obligatoire."),
        (PDF, "logo", 422, "Choisissez notice, rapport ou autre document."),
        (b"MZ", "manual", 422, "Ce document ne se lit pas."),
        (office_text(("word/vbaProject.bin", b"x")), "manual", 422, "macros"),
    ],
)
def test_a_document_is_known_by_its_bytes(
    client: Browser, place: Place, content: bytes, kind: str, status: int, said: str
) -> None:
    client.sign_in(place.manager)
    where = f"/materiel/{place.chairs.id}/documents"

    page = upload(client, where, content, "../Notice.exe", status, kind=kind)

    assert said in page.text
    expected = ["Notice.pdf"] if status == 200 else []
    assert [each.name for each in kept(place).documents] == expected


def test_a_photo_is_described_moved_removed_and_brought_back(client: Browser, place: Place) -> None:
    first, second = add_photo(place), add_photo(place)
    client.sign_in(place.manager)
    described = client.visit(address(place)).form(f"/fichiers/{second}/description")

    page = client.send(described, alt="De côté", place="1")
    assert [each.id for each in kept(place).photos] == [second, first]

    page = client.send(page.form(f"/fichiers/{second}/retrait"))
    assert [each.id for each in kept(place).photos] == [first]
    assert "a retiré un fichier" in page.text

    client.send(page.form(f"/fichiers/{second}/retour"))
    assert [each.id for each in kept(place).photos] == [second, first]


def test_what_is_wrong_in_a_description_is_said_beside_it(client: Browser, place: Place) -> None:
    made = add_photo(place)
    client.sign_in(place.manager)

    page = client.send(f"/fichiers/{made}/description", 422, alt="x" * 201, place="zéro")

    ids = {each.get("id") for each in page.root.all()}
    assert {f"alt-file-{made}-erreur", f"place-file-{made}-erreur"} <= ids
    (typed,) = (e for e in page.root.all("input") if e.get("id") == f"alt-file-{made}")
    assert typed.get("value") == "x" * 201


def test_a_photo_too_many_does_not_come_back(client: Browser, place: Place) -> None:
    first, *_ = [add_photo(place) for _ in range(acts.MOST_PHOTOS)]
    acts.remove(as_actor(place.manager), first)
    add_photo(place)

    page = client.sign_in(place.manager).send(f"/fichiers/{first}/retour")

    assert "12 photos au plus par matériel." in page.text


def test_a_picture_and_a_paper_are_given_with_what_browsers_need(
    client: Browser, place: Place
) -> None:
    picture, paper = add_photo(place), add_document(place)
    client.sign_in(place.neighbour)

    shown, saved = client.get(f"/fichiers/{picture}"), client.get(f"/fichiers/{paper}")
    small = client.get(f"/fichiers/{picture}/vignette")

    assert (shown.mimetype, saved.mimetype) == ("image/jpeg", "application/pdf")
    assert saved.data == PDF
    assert shown.headers["Content-Disposition"].startswith("inline")
    assert saved.headers["Content-Disposition"].startswith("attachment")
    for answer in (shown, small, saved):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"].startswith("private")
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        again = client.get(answer.request.path, headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304


ADDRESSES = ("", "/vignette")
POSTS = ("/description", "/retrait", "/retour")


def test_a_stranger_and_a_visitor_get_nothing(app: Flask, place: Place) -> None:
    made = add_photo(place)
    stranger = browser(app).sign_in(place.stranger)
    for end in ADDRESSES:
        stranger.visit(f"/fichiers/{made}{end}", 404)
        answer = browser(app).get(f"/fichiers/{made}{end}")
        assert answer.status_code == 302
        assert b"JFIF" not in answer.data
    for end in POSTS:
        stranger.send(f"/fichiers/{made}{end}", 404)
    stranger.visit(address(place), 404)
    stranger.send(address(place), 404)
    assert len(kept(place).photos) == 1


def test_who_sees_but_does_not_tend_is_told_so(client: Browser, place: Place) -> None:
    made = add_photo(place)
    client.sign_in(place.secretary)

    client.visit(address(place), 403)
    for end in POSTS:
        client.send(f"/fichiers/{made}{end}", 403)
    upload(client, address(place), photo(), status=403)
    assert len(kept(place).photos) == 1


def test_a_report_is_not_for_every_borrower(client: Browser, place: Place) -> None:
    made = add_document(place, FileKind.REPORT)

    client.sign_in(place.secretary).visit(f"/fichiers/{made}", 404)
    assert "Notice d’été.pdf" not in client.visit(f"/materiel/{place.chairs.id}").text
    client.sign_in(place.manager)
    assert "Notice d’été.pdf" in client.visit(f"/materiel/{place.chairs.id}").text


def test_what_was_removed_is_no_longer_given(client: Browser, place: Place) -> None:
    made = add_photo(place)
    acts.remove(as_actor(place.manager), made)
    client.sign_in(place.manager)

    for end in ADDRESSES:
        client.visit(f"/fichiers/{made}{end}", 404)


def test_an_organization_gives_its_logo(client: Browser, place: Place) -> None:
    client.sign_in(place.secretary)
    assert "/administration/blason" in client.visit("/administration").links

    page = upload(client, "/administration/blason", photo((300, 300), "PNG"))

    assert "Le blason ou logo est enregistré." in page.text
    found = files.logo(as_actor(place.secretary))
    assert found
    page = client.send(page.form(f"/fichiers/{found.id}/retrait"))
    assert "les conventions portent le nom seul" in page.text
    client.send(page.form(f"/fichiers/{found.id}/retour"))
    assert files.logo_of(place.borrower.id)


def test_what_is_no_logo_is_said_beside_the_field(client: Browser, place: Place) -> None:
    client.sign_in(place.secretary)

    page = upload(client, "/administration/blason", b"<svg/>", "blason.svg", 422)

    assert page.complaint("file") == UNREADABLE


def test_the_logo_is_for_the_secretariat_and_administrators(client: Browser, place: Place) -> None:
    client.sign_in(place.technician).visit("/administration/blason", 403)
    client.sign_in(make_user(place.lender, Role.ADMINISTRATOR)).visit("/administration/blason")


def test_a_logo_has_no_place_among_photos(client: Browser, place: Place) -> None:
    made = acts.add_logo(as_actor(place.secretary), make_picture())

    answer = client.sign_in(place.secretary).post(f"/fichiers/{made}/description")

    assert answer.location == "/administration/blason"

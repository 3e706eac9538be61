"""The page of inventories: deposit, what would change, confirm, export."""

from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from booking.usecases import imports as acts
from booking.vocabulary import OrganizationKind, Role
from tests.client import Browser, Page
from tests.documents.books import csv, xlsx
from tests.factories import make_commune, make_user
from tests.pages.place import Place

HERE = "/administration/inventaire"
HEADER = ["Réf.", "Désignation", "Qté", "Lieu de stockage"]


def depot(place: Place) -> str:
    return place.chairs.stocks[0].depot.name


def send(
    client: Browser, content: bytes, name: str = "inventaire.xlsx", status: int = 200, **more: Any
) -> Page:
    """Send a file with the form as it stands."""
    fields = client.visit(HERE).form(HERE).fields | {"pool": "Parc communautaire"}
    fields |= {"owner": "Maing", "family": "Fêtes"} | more
    answer = post(client, content, name, fields, follow_redirects=status == 200)
    return client.read(answer, status)


def post(
    client: Browser, content: bytes, name: str, fields: dict[str, str], **more: Any
) -> TestResponse:
    """Post a form with a file; the test client would leave its own files open."""
    address = more.pop("address", HERE)
    part = '--limite\r\nContent-Disposition: form-data; name="{}"{}\r\n\r\n'
    texts = [
        part.format(key, "") + value + "\r\n" for key, value in fields.items() if key != "file"
    ]
    body = "".join(texts).encode() + part.format("file", f'; filename="{name}"').encode()
    return client.post(
        address,
        data=body + content + b"\r\n--limite--\r\n",
        content_type="multipart/form-data; boundary=limite",
        **more,
    )


def test_a_file_is_read_shown_and_confirmed(client: Browser, place: Place) -> None:
    client.sign_in(place.manager)
    content = xlsx([["Inventaire"], HEADER, ["TAB", "Table pliante", 12, depot(place)]])

    page = send(client, content, published="true")
    assert "1 à créer, 0 à modifier, 0 déjà en place, 0 à corriger" in page.main
    assert "Entrée de 12." in page.main
    page = client.send(next(form for form in page.forms if "enregistrer" in form.action))

    assert "L’inventaire est enregistré." in page.main
    assert "Ce qui a été enregistré" in page.main
    assert "Table pliante" in client.visit("/materiel").main
    assert "inventaire.xlsx" in client.visit(HERE).main


def test_what_is_new_is_only_listed_unless_one_publishes_it(client: Browser, place: Place) -> None:
    client.sign_in(place.manager)

    page = send(client, xlsx([HEADER, ["TAB", "Table pliante", 12, depot(place)]]))
    client.send(next(form for form in page.forms if "enregistrer" in form.action))

    assert "Table pliante" not in client.visit("/materiel").main
    assert "Recensé" in client.visit("/mon-materiel?etape=listed").main


def test_a_line_to_correct_is_named_and_nothing_can_be_confirmed(
    client: Browser, place: Place
) -> None:
    client.sign_in(place.manager)

    page = send(client, csv([HEADER, ["TAB", "Table", "douze", depot(place)]]), "table.csv")

    assert "Qté : « douze » n’est pas un nombre." in page.main
    assert [form for form in page.forms if "enregistrer" in form.action] == []
    page = client.visit(f"{page.address}?lignes=wrong")
    assert "À corriger (1)" in page.main


BAD = [
    (b"", "vide.csv", "Ce fichier est vide."),
    (b"x" * 40_000_000, "gros.csv", "Ce fichier dépasse 10 Mo."),
    (b"%PDF-1.7", "devis.pdf", "Ce fichier ne se lit pas."),
    (b"a;b\n1;2\n", "autre.csv", "Aucun en-tête ne se lit"),
]


@pytest.mark.parametrize(("content", "name", "said"), BAD)
def test_what_cannot_be_read_is_said_beside_the_field_and_the_form_is_kept(
    client: Browser, place: Place, content: bytes, name: str, said: str
) -> None:
    client.sign_in(place.manager)

    page = send(client, content, name, 422, family="Voirie", counts="true")

    assert said in page.complaint("file")
    assert page.field("family").get("value") == "Voirie"
    assert "checked" in page.field("counts").attributes


def test_no_file_is_said(client: Browser, place: Place) -> None:
    client.sign_in(place.manager)

    page = client.read(client.post(HERE, data={"family": "Fêtes"}), 422)

    assert "Choisissez un fichier." in page.complaint("file")


def test_a_form_beyond_all_measure_is_refused(client: Browser, place: Place) -> None:
    client.sign_in(place.manager)

    answer = post(client, b"x" * 65_000_000, "x.csv", {})

    assert client.read(answer, 413).title == "Envoi trop lourd"


def test_a_long_file_shows_its_progress_and_may_be_left(
    client: Browser, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acts, "STEP", 2)
    client.sign_in(place.manager)
    rows = [[f"T{rank}", f"Table {rank}", 1, depot(place)] for rank in range(5)]

    page = send(client, csv([HEADER, *rows]), "long.csv")
    answer = client.get(page.address)  # as the page does by itself

    assert answer.headers["Refresh"] == "1"
    assert "En cours de lecture" in client.visit(HERE).main
    progress = client.read(answer).root.all("progress")[0]
    assert (progress.get("value"), progress.get("max")) == ("4", "5")
    answer = client.get(page.address)
    assert "Refresh" not in answer.headers
    assert "5 à créer" in client.read(answer).main


def test_what_changed_meanwhile_is_shown_again(client: Browser, place: Place) -> None:
    client.sign_in(place.manager)
    content = csv([HEADER, ["TAB", "Table", 1, depot(place)]])
    late, first = send(client, content), send(client, content)
    for page in (first, late):
        confirm = next(form for form in page.forms if "enregistrer" in form.action)
        answered = client.send(confirm)

    assert "relisez ce qui changerait" in answered.main
    assert "0 à créer, 0 à modifier, 1 déjà en place" in answered.main


def test_an_import_is_given_up(client: Browser, place: Place) -> None:
    client.sign_in(place.manager)
    page = send(client, csv([HEADER, ["TAB", "Table", 1, depot(place)]]))

    client.send(next(form for form in page.forms if "abandonner" in form.action))

    assert "Abandonné" in client.visit(HERE).main
    assert "Rien n’a été enregistré." in client.visit(page.address).main
    client.send(
        next(form for form in page.forms if "abandonner" in form.action), 409, request_key="x"
    )


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_imported_again_changes_nothing(client: Browser, place: Place, kind: str) -> None:
    client.sign_in(place.manager)

    answer = client.get(f"{HERE}/export.{kind}")

    assert answer.headers["Content-Disposition"].endswith(f'.{kind}"')
    page = send(client, answer.data, f"export.{kind}")
    assert "0 à créer, 0 à modifier, 2 déjà en place, 0 à corriger" in page.main
    assert "il n’y a rien à enregistrer" in page.main


def test_only_those_who_may_load_find_the_page(client: Browser, place: Place, app: Flask) -> None:
    territory = place.lender.territory
    office = make_commune(territory, "CC du Val", kind=OrganizationKind.EPCI)
    administrator = make_user(office, Role.ADMINISTRATOR)
    made = send(client.sign_in(place.manager), csv([HEADER, ["T", "Table", 1, depot(place)]]))

    for person in (place.manager, administrator):
        assert HERE in client.sign_in(person).visit("/administration").links
        client.visit(HERE)
    client.visit(made.address, 404)
    for person in (place.secretary, place.technician):
        client.sign_in(person).visit(HERE, 404)
        client.visit(f"{HERE}/export.csv", 404)
        client.read(client.post(HERE, data={}), 404)
    client.sign_in(place.stranger).visit(made.address, 404)


def test_a_key_too_long_to_be_kept_is_refused(client: Browser, place: Place) -> None:
    client.sign_in(place.manager)
    page = send(client, xlsx([HEADER, ["TAB", "Table pliante", 12, depot(place)]]))
    forms = [form for form in page.forms if form.action.endswith(("enregistrer", "abandonner"))]

    for form in forms:
        for key in ("k" * 200, "\0"):
            answer = client.post(form.action, data=form.fields | {"request_key": key})
            assert answer.status_code == 422


def test_a_file_name_is_kept_without_what_no_database_keeps(client: Browser, place: Place) -> None:
    client.sign_in(place.manager)

    send(client, xlsx([HEADER, ["TAB", "Table", 12, depot(place)]]), "inven\0taire.xlsx")

    assert "inventaire.xlsx" in client.visit(HERE).main

"""The page of promises: deposit, what becomes of each, confirm, honour, correct."""

from typing import Any

import pytest

from booking.documents import sheets
from booking.usecases import promises as acts
from booking.vocabulary import OrganizationKind, Role
from tests.client import Browser, Form, Page
from tests.documents.books import csv, xlsx
from tests.factories import make_commune, make_user
from tests.pages import test_imports
from tests.pages.place import Place

HERE = "/demandes/reprise"
HEADER = ["Matériel", "Nombre", "Du", "Au", "Commune", "Motif"]


def line(quantity: Any = 10, **more: Any) -> list[Any]:
    given = {"item": "Tentes pliantes", "quantity": quantity, "start": "12 juin", "end": "13 juin"}
    return list((given | {"borrower": "Quérénaing", "note": "Fête de l’école"} | more).values())


def send(client: Browser, content: bytes, name: str = "promesses.xlsx", status: int = 200) -> Page:
    """Send a table with the form as it stands."""
    fields = client.visit(HERE).form(HERE).fields
    answer = test_imports.post(
        client, content, name, fields, address=HERE, follow_redirects=status == 200
    )
    return client.read(answer, status)


def form(page: Page, end: str) -> Form:
    return next(each for each in page.forms if each.action.endswith(end))


def test_a_table_is_read_shown_and_entered(client: Browser, place: Place) -> None:
    client.sign_in(place.manager)
    page = send(client, xlsx([["Prêts promis"], HEADER, line(2), line(9, note="B"), line("deux")]))

    assert "1 à valider, 0 déjà enregistrée, 1 en conflit, 1 à corriger." in page.main
    assert "2 libres (Tente pliante) pour 9 à ces dates." in page.main
    client.send(form(page, "/enregistrer"))
    page = client.visit(page.address)

    assert "1 validée, 0 déjà enregistrée, 1 en conflit, 1 à corriger." in page.main
    request = next(
        link for link in page.links if link.startswith("/demandes/") and link[10:].isdigit()
    )
    assert "Fête de l’école" in client.visit(request).title
    assert "promesses.xlsx" in client.visit(HERE).main


def test_long_tables_show_how_far_they_are(
    client: Browser, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acts, "STEP", 1)
    client.sign_in(place.manager)
    rows = [HEADER, line(1), line(1, borrower="Artres"), line(1, borrower="Maing")]

    page = send(client, xlsx(rows))
    assert "1 lignes lues sur 3" in page.main
    client.visit(page.address)
    page = client.visit(page.address)
    client.send(form(page, "/enregistrer"))
    page = client.visit(page.address)

    assert "2 lignes traitées sur 3" in page.main or "3" in page.main
    assert "Enregistrement en cours" in page.main


def test_a_conflict_is_honoured_with_a_reason_only(client: Browser, place: Place) -> None:
    client.sign_in(place.manager)
    page = send(client, xlsx([HEADER, line(9)]))
    insist = form(page, "/lignes/2")

    page = client.send(insist, status=422)
    assert "Ce champ est obligatoire." in page.main
    page = client.send(form(page, "/lignes/2"), despite="Artres en prête cinq.")

    assert "1 à valider" in page.main
    assert "Dérogation" in page.main
    client.send(form(page, "/enregistrer"))
    assert "1 validée" in client.visit(page.address).main


def test_what_is_not_entered_is_given_back_with_why(client: Browser, place: Place) -> None:
    client.sign_in(place.manager)
    page = send(client, csv([HEADER, line(9), line(note="=1+1")]))

    answer = client.get(next(link for link in page.links if link.endswith("a-corriger.xlsx")))

    (table,) = sheets.read(answer.data)
    assert table.rows[0][-2] == "À corriger"
    assert table.rows[1][:2] == ["", "Tentes pliantes"]
    assert "4 libres (Tente pliante) pour 9" in str(table.rows[1][-2])
    assert table.rows[2][6] == "'=1+1"


def test_the_model_is_read_as_it_is_given(client: Browser, place: Place) -> None:
    client.sign_in(place.manager)

    page = send(client, client.get(f"{HERE}/modele.xlsx").data)

    assert "Fête de la Saint-Jean" in page.main


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "vide.csv", "Ce fichier est vide."),
        (b"%PDF-1.7", "devis.pdf", "Ce fichier ne se lit pas."),
        (b"a;b\n1;2\n", "autre.csv", "Aucun en-tête ne se lit"),
        (csv([HEADER]), "vide.csv", "aucune promesse"),
    ],
)
def test_what_cannot_be_read_is_said_beside_the_field(
    client: Browser, place: Place, content: bytes, name: str, said: str
) -> None:
    client.sign_in(place.manager)

    assert said in send(client, content, name, 422).complaint("file")


def test_a_table_is_given_up(client: Browser, place: Place) -> None:
    client.sign_in(place.manager)
    page = send(client, xlsx([HEADER, line(2)]))

    assert "abandonnée" in client.send(form(page, "/abandonner")).main
    assert "Rien n’a été enregistré." in client.visit(page.address).main


def test_what_has_nothing_to_enter_says_so(client: Browser, place: Place) -> None:
    client.sign_in(place.manager)
    page = send(client, xlsx([HEADER, line("deux")]))

    assert "Il n’y a rien à valider." in page.main
    answer = client.post(f"{page.address}/enregistrer", follow_redirects=True)
    assert "Il n’y a rien à valider dans ce fichier." in client.read(answer).main


def test_only_managers_and_the_office_find_it(client: Browser, place: Place) -> None:
    office = make_commune(place.lender.territory, "CC du Val", kind=OrganizationKind.EPCI)
    administrator = make_user(office, Role.ADMINISTRATOR)
    for person in (place.secretary, place.technician):
        client.sign_in(person).visit(HERE, 404)
        client.visit(f"{HERE}/modele.xlsx", 404)
    assert HERE in client.sign_in(place.manager).visit("/a-traiter").links
    assert HERE in client.sign_in(administrator).visit("/administration").links


def test_a_table_is_not_shown_to_others_nor_as_an_inventory(client: Browser, place: Place) -> None:
    client.sign_in(place.manager)
    address = send(client, xlsx([HEADER, line(2)])).address

    client.visit(address.replace("demandes/reprise", "administration/inventaire"), 404)
    client.sign_in(place.neighbour).visit(address, 404)
    assert client.post(f"{address}/lignes/2").status_code == 404

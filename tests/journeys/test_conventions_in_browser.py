"""Conventions from the framework to the last signature, as each side sees them (issue 7)."""

import re
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from booking import clock
from tests.browser import Office
from tests.journeys.acts import CHAIR, approve, ask
from tests.journeys.inspection import sound
from tests.journeys.papers import text_of
from tests.journeys.service import PARIS, Service, weekend
from tests.journeys.signing import (
    add_deputy,
    consent_and_sign,
    download,
    draw,
    letters_to,
    link_of,
    opened,
    scanned,
    told,
    write_to,
)

MANAGER, OFFICE = "gestionnaire@maing", "bureau@valenciennes-metropole"
SEBOURG = "secretaire@sebourg"
MAYOR, DEPUTY = "signature@sebourg.example", "adjoint@sebourg.example"


def agreed(office: Office, borrower: str, weeks: int, purpose: str) -> str:
    """Ask for some chairs and have the manager agree; return the address of the request."""
    request = ask(office.open(borrower), weekend(weeks), purpose, {CHAIR: 10})
    approve(office.open(MANAGER), request)
    return request


def end_framework(page: Page, organization: str) -> None:
    """Put an end to the framework that an organization signed before the service."""
    page.goto("/administration/actes")
    sound(page)
    page.get_by_label("Organisme").select_option(label=organization)
    page.get_by_role("button", name="Voir").click()
    page.get_by_role("link", name=re.compile("^Convention-cadre")).click()
    sound(page)
    page.get_by_text("Mettre fin à cet acte").click()
    yesterday = clock.today(PARIS) - timedelta(days=1)
    page.get_by_label("Dernier jour").fill(yesterday.isoformat())
    page.get_by_role("button", name="Mettre fin", exact=True).click()
    told(page, "fin")


def test_without_a_framework_one_is_issued_and_signed_by_hand_and_a_loan_goes_alone(
    office: Office, tmp_path: Path
) -> None:
    end_framework(office.open(OFFICE), "Sebourg")
    request = agreed(office, SEBOURG, 76, "Fête des Rosati")
    page = office.open(MANAGER)
    page.goto(request)
    expect(page.locator("main")).to_contain_text("Aucune convention-cadre n’est en vigueur")
    sound(page)
    page.get_by_role("link", name="Préparer la convention-cadre").click()
    framework = prepare_framework(page)

    page.goto(request)
    page.get_by_role("button", name="Établir une convention pour ce prêt").click()
    told(page, "Le document est établi")
    expect(page.get_by_role("region", name="Papiers du prêt")).to_contain_text("Sebourg")
    page.goto("/conventions")
    sound(page)
    expect(page.locator("main")).to_contain_text("Convention-cadre n°")

    sign_by_hand(office, framework, scanned(tmp_path))
    page.goto(agreed(office, SEBOURG, 77, "Fête de la chicorée"))
    expect(page.get_by_role("region", name="Papiers du prêt")).to_contain_text("Bon de prêt n°")


def prepare_framework(page: Page) -> str:
    """Write a framework for some years and issue it; return the address of its page."""
    sound(page)
    for side in ("Prêteur", "Emprunteur"):  # those of the loan
        expect(page.get_by_label(side)).to_have_value(re.compile(r"\d"))
    page.get_by_role("button", name="Enregistrer le projet").click()
    expect(page.get_by_role("alert")).to_be_visible()
    sound(page)
    page.get_by_label("Dernier jour").fill("2030-12-31")
    page.get_by_label("Tacite reconduction").check()
    page.get_by_role("button", name="Enregistrer le projet").click()
    told(page, "Le projet est prêt")
    page.get_by_role("link", name="Modifier le projet").click()
    sound(page)
    page.go_back()
    assert "PROJET" in text_of(download(page, "Lire le projet (PDF)"))
    page.get_by_role("button", name="Établir pour signature").click()
    told(page, "Le document est établi")
    page.get_by_role("link", name="Lire le texte").click()
    sound(page)
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"n°\s\d{4}-\d{4}"))
    return page.url


def sign_by_hand(office: Office, framework: str, scan: Path) -> None:
    """Print the framework, have it signed and bring the scan: the borrower, then who lends."""
    page, manager = office.open(SEBOURG, phone=True), office.open(MANAGER)
    page.goto(framework)
    assert "Article 1" in text_of(download(page, "Imprimer (PDF)"))
    page.get_by_role("link", name="Déposer l’exemplaire signé").click()
    sound(page)
    page.get_by_role("button", name="Déposer l’exemplaire signé").click()
    expect(page.get_by_role("alert")).to_be_visible()
    sound(page)
    deposit(page, scan)
    manager.goto(framework)
    manager.get_by_role("link", name="Déposer l’exemplaire signé").click()
    deposit(manager, scan)
    expect(manager.locator("main")).to_contain_text("Signé par tous")
    assert download(manager, "Exemplaire signé (PDF)").startswith(b"%PDF")


def deposit(page: Page, scan: Path) -> None:
    """Bring the scan of all signatures that are still to come."""
    page.get_by_label("Scan du document signé").set_input_files(scan)
    for box in page.get_by_label("Le scan montre cette signature").all():
        box.check()
    page.get_by_role("button", name="Déposer l’exemplaire signé").click()
    told(page, "L’exemplaire signé est déposé")


def test_the_mayor_signs_by_link_on_a_phone_then_each_in_turn(
    office: Office, on_sqlite: Service
) -> None:
    administration = office.open(OFFICE)
    mayor = write_to(administration, "Sebourg", MAYOR)
    write_to(administration, "Maing", f"{MANAGER}.example")
    requests = [agreed(office, SEBOURG, 77 + rank, f"Salon du miel {rank}") for rank in (1, 2)]

    link = link_of(letters_to(on_sqlite, MAYOR)[-1])
    phone = office.open(phone=True)
    phone.goto(link)
    expect(phone.get_by_role("heading", level=1)).to_have_text("2 documents à signer")
    expect(phone.locator("main")).to_contain_text("Article 1 –")
    expect(phone.locator("main")).to_contain_text("Salon du miel 1")
    expect(phone.get_by_label("Nom de la personne qui signe")).to_have_value(mayor)
    phone.get_by_role("button", name="Signer les documents cochés").click()
    expect(phone.get_by_role("alert")).to_be_visible()
    sound(phone)
    draw(phone)
    consent_and_sign(phone, "Signer les documents cochés")
    expect(phone.get_by_role("heading", level=1)).to_have_text("C’est fait")
    sound(phone)
    phone.goto(link)
    expect(phone.locator("main")).to_contain_text("Le document est signé")

    page = office.open(MANAGER)  # under the delegation of the owner
    page.goto("/conventions/a-signer")
    expect(page.locator("main")).to_contain_text("au nom de CA Valenciennes Métropole")
    sound(page)
    consent_and_sign(page, "Signer les documents cochés")
    expect(page.get_by_role("status")).to_contain_text("signé")

    read_the_signed_copy(office.open(MANAGER), requests[0], mayor)


def read_the_signed_copy(page: Page, request: str, mayor: str) -> None:
    """Read who signed, when and how, on the paper and in its folder."""
    page.goto(request)
    page.get_by_role("link", name=re.compile("^Bon de prêt n°")).click()
    expect(page.locator("main")).to_contain_text("Signé par tous")
    sound(page)
    number = re.search(r"\d{4}-\d{4}", page.get_by_role("heading", level=1).inner_text())
    assert number
    signed = text_of(download(page, "Exemplaire signé (PDF)"))
    for words in (number[0], mayor, "par lien", "à l’écran", "Sebourg", "Maing"):
        assert words in signed, words
    files = opened(download(page, "Dossier pour l’archive ou le parapheur"))
    assert any(text_of(content) == signed for name, content in files.items() if "sign" in name)


def test_the_mayor_refuses_one_and_passes_another_on(office: Office, on_sqlite: Service) -> None:
    administration = office.open(OFFICE)
    write_to(administration, "Sebourg", MAYOR)
    add_deputy(administration, "Sebourg", "Paul Delvaux", DEPUTY)
    request = agreed(office, SEBOURG, 80, "Marché de printemps")
    link = link_of(letters_to(on_sqlite, MAYOR)[-1])
    phone = office.open(phone=True)
    phone.goto(link)
    phone.get_by_text("Refuser (motif)").click()
    phone.get_by_role("button", name="Refuser de signer").click()
    expect(phone.get_by_role("alert")).to_be_visible()
    sound(phone)
    phone.get_by_label("Motif du refus").fill("Les dates ne conviennent plus.")
    phone.get_by_role("button", name="Refuser de signer").click()
    expect(phone.locator("main")).to_contain_text("Votre refus et son motif sont enregistrés")
    manager = office.open(MANAGER)
    manager.goto(request)
    manager.get_by_role("link", name=re.compile("^Bon de prêt n°")).first.click()
    expect(manager.locator("main")).to_contain_text("Les dates ne conviennent plus.")
    sound(manager)

    agreed(office, SEBOURG, 81, "Bal du 14 juillet")
    link = link_of(letters_to(on_sqlite, MAYOR)[-1])
    phone.goto(link)
    phone.get_by_text("Transmettre à l’élu délégué").click()
    phone.get_by_label("Qui signera").select_option(index=0)
    sound(phone)
    phone.get_by_role("button", name="Transmettre").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("C’est fait")
    sound(phone)
    theirs = link_of(letters_to(on_sqlite, DEPUTY)[-1])
    phone.goto(theirs)
    expect(phone.locator("main")).to_contain_text("Vous signez en tant que Paul Delvaux")
    consent_and_sign(phone, "Signer ce document")
    expect(phone.get_by_role("heading", level=1)).to_have_text("C’est fait")

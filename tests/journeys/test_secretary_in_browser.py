"""All that a secretary asks, answers and gives up (issue 6), at a desk and on a telephone."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Office
from tests.journeys.acts import (
    CHAIR,
    TENT,
    approve,
    ask,
    ask_details,
    choose,
    in_sight,
    propose,
    submit,
)
from tests.journeys.inspection import sound
from tests.journeys.service import Weekend, weekend

SECRETARY, MANAGER = "secretaire@querenaing", "gestionnaire@maing"
COOWNER, LEAD = "secretaire@artres", "secretaire@querenaing"
STAGE = "Praticable d'estrade 2 × 1 m"
POOL, SHREDDER = "Entente de l'Écaillon", "Broyeur de branches 160 mm"
DEVICES = pytest.mark.parametrize("phone", [False, True], ids=["1280", "360"])


def place(rank: int, phone: bool) -> Weekend:
    """Return a weekend that only this journey, on this device, asks for."""
    return weekend(40 + 2 * rank + phone)


def told(page: Page, words: str) -> None:
    """Read what was done, on a page that has no fault."""
    expect(page.get_by_role("status")).to_contain_text(words)
    sound(page)


@DEVICES
def test_around_an_event_over_two_depots_from_a_draft(office: Office, phone: bool) -> None:
    page, purpose = office.open(SECRETARY, phone=phone), f"Carnaval {phone}"
    choose(page, place(0, phone), {TENT: 10, CHAIR: 20})
    sound(page)
    page.get_by_role("button", name="Donner plutôt les dates de l’évènement").click()
    expect(page.get_by_role("group", name="Parc communautaire")).to_be_visible()
    expect(page.get_by_role("group", name="Plusieurs enlèvements")).to_be_visible()
    expect(page.locator("#lines")).to_contain_text("Hergnies – hangar")
    sound(page)
    page.get_by_label("Objet de la demande").fill(purpose)
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    expect(page.locator("[data-draft-status], [role=status]").first).to_contain_text("rouillon")
    page.goto("/demandes")
    sound(page)

    page.get_by_role("link", name=f"Reprendre : {purpose}").click()
    expect(page.get_by_label("Objet de la demande")).to_have_value(purpose)
    expect(page.get_by_label(f"Quantité : {TENT}")).to_have_value("10")
    submit(page)
    told(page, "Votre demande est déposée")
    expect(page.get_by_role("heading", level=1)).to_contain_text(purpose)
    expect(page.locator("main")).to_contain_text("évènement du ")
    expect(page.get_by_role("region", name="Matériel")).to_contain_text("Hergnies – hangar (")


@DEVICES
def test_a_paper_is_joined_and_a_question_answered(
    office: Office, phone: bool, tmp_path: Path
) -> None:
    page, manager = office.open(SECRETARY, phone=phone), office.open(MANAGER)
    request = ask(page, place(1, phone), f"Fête des voisins {phone}", {STAGE: 4})
    paper = tmp_path / "attestation.pdf"
    paper.write_bytes(b"%PDF-1.7\n%%EOF\n")
    papers = page.get_by_role("region", name="Pièces à fournir")
    papers.locator("summary", has_text="Joindre la pièce").first.click()
    papers.get_by_role("button", name="Joindre").first.click()
    expect(page.get_by_role("alert")).to_be_visible()
    sound(page)
    papers.get_by_label("Fichier").first.set_input_files(paper)
    papers.get_by_role("button", name="Joindre").first.click()
    told(page, "jointe")
    expect(papers.get_by_role("link", name="attestation.pdf")).to_be_visible()

    ask_details(manager, request, "Combien de personnes attendez-vous ?")
    page.goto(request)
    question = page.get_by_role("region", name="demande des précisions")
    expect(question).to_contain_text("Combien de personnes attendez-vous ?")
    in_sight(page, question.get_by_label("Votre réponse"), "Lire la question")
    sound(page)
    question.get_by_role("button", name="Répondre").click()
    expect(page.get_by_role("alert")).to_be_visible()
    sound(page)
    question.get_by_label("Votre réponse").fill("Cent vingt environ.")
    question.get_by_role("button", name="Répondre").click()
    told(page, "réponse")
    expect(page.locator("main")).to_contain_text("Maing répond avant le ")


@DEVICES
def test_a_proposal_is_accepted_then_a_change_asked(office: Office, phone: bool) -> None:
    page, manager = office.open(SECRETARY, phone=phone), office.open(MANAGER)
    when, other = place(2, phone), place(3, phone)
    request = ask(page, when, f"Concours de pétanque {phone}", {CHAIR: 20})
    propose(manager, request, other, "Les chaises partent déjà cette semaine-là.")

    page.goto(request)
    proposal = page.get_by_role("region", name="Maing propose autre chose")
    expect(proposal).to_contain_text("Les chaises partent déjà cette semaine-là.")
    accept = page.get_by_role("button", name="Accepter la proposition")
    in_sight(page, accept, "Lire la proposition")
    sound(page)
    accept.click()
    told(page, "valid")
    expect(page.locator("main")).to_contain_text("Quérénaing signe le bon de prêt n°")

    page.get_by_role("link", name="Modifier", exact=True).click()
    page.get_by_label(f"Quantité : {CHAIR}").fill("30")
    page.get_by_label("Pourquoi ce changement").fill("Deux équipes de plus.")
    sound(page)
    page.get_by_role("button", name="Enregistrer la modification").click()
    told(page, "demand")
    change = page.get_by_role("region", name="Quérénaing demande un changement")
    expect(change).to_contain_text("Deux équipes de plus.")
    expect(page.get_by_role("button", name="Retirer ce changement")).to_be_visible()


def shorten_notice(page: Page) -> None:
    """Let the pool's manager want a reason for whatever is cancelled within twelve weeks."""
    page.goto("/parcs")
    page.get_by_role("link", name=POOL).click()
    page.get_by_role("link", name="Modifier les conditions").click()
    page.get_by_label("Annulation sans motif, en jours ouvrés").fill("60")
    page.get_by_role("button", name="Enregistrer les conditions").click()
    expect(page.get_by_role("status")).to_contain_text("Les conditions sont enregistrées")


@DEVICES
def test_a_late_cancelling_says_why(office: Office, phone: bool) -> None:
    page, lead = office.open(COOWNER, phone=phone), office.open(LEAD)
    shorten_notice(lead)
    request = ask(page, weekend(-9 - phone), f"Haies du stade {phone}", {SHREDDER: 1})
    approve(lead, request)

    page.goto(request)
    page.get_by_text("Annuler la réservation", exact=True).click()
    expect(page.locator("main")).to_contain_text("Annulation tardive : dites pourquoi.")
    sound(page)
    page.get_by_role("button", name="Confirmer l’annulation").click()
    expect(page.get_by_role("alert")).to_be_visible()
    sound(page)
    page.get_by_label("Motif").fill("Le tracteur est en panne.")
    page.get_by_role("button", name="Confirmer l’annulation").click()
    told(page, "La réservation est annulée")
    expect(page.locator("main")).to_contain_text("Motif : Le tracteur est en panne.")


@DEVICES
def test_a_place_of_the_waiting_list_is_confirmed(office: Office, phone: bool) -> None:
    when = place(4, phone)
    other, page = office.open(COOWNER), office.open(SECRETARY, phone=phone)
    theirs = ask(other, when, f"Salon du livre {phone}", {TENT: 10})
    choose(page, when, {TENT: 5})
    page.get_by_label("Objet de la demande").fill(f"Foire aux plants {phone}")
    submit(page)
    expect(page.get_by_role("alert")).to_contain_text("5 demandés, 2 sont libres")
    sound(page)
    page.get_by_label(re.compile("M’inscrire sur la liste d’attente")).check()
    submit(page)
    expect(page.locator("main")).to_contain_text("Rang 1 sur la liste d’attente")
    sound(page)
    ours = page.url

    other.goto(theirs)
    other.get_by_text("Retirer la demande", exact=True).click()
    other.get_by_label("Motif").fill("Salon annulé.")
    other.get_by_role("button", name="Confirmer le retrait").click()
    page.goto(ours)
    confirm = page.get_by_role("button", name="Confirmer la demande")
    expect(confirm).to_be_in_viewport()
    sound(page)
    confirm.click()
    told(page, "confirm")
    expect(page.locator("main")).to_contain_text("Maing répond avant le ")

"""All that a manager answers, grants, proposes and settles (issue 6), at a desk and on a phone."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from booking.rules.delays import is_working_day
from tests.browser import Office
from tests.documents.books import xlsx
from tests.journeys.acts import CHAIR, TENT, approve, ask, choose, in_sight, submit
from tests.journeys.inspection import sound
from tests.journeys.service import Weekend, weekend

SECRETARY, MANAGER, OFFICE = (
    "secretaire@querenaing",
    "gestionnaire@maing",
    "bureau@valenciennes-metropole",
)
POOL, GRID, BENCH = "Parc communautaire", "Grille d'exposition 1 × 2 m", "Banc pliant 2,20 m"
PROJECTOR = "Vidéoprojecteur et écran"
DEVICES = pytest.mark.parametrize("phone", [False, True], ids=["1280", "360"])


def place(rank: int, phone: bool) -> Weekend:
    """Return a weekend that only this journey, on this device, asks for."""
    return weekend(56 + 2 * rank + phone)


def plain(phone: bool) -> Weekend:
    """Return a weekend without holidays: on these a person answers, whatever the rules say."""
    found = [
        each
        for each in map(weekend, range(50, 56))
        if is_working_day(each.friday) and is_working_day(each.ends_at.date())
    ]
    return found[phone]


def told(page: Page, words: str) -> None:
    """Read what was done, on a page that has no fault."""
    expect(page.get_by_role("status")).to_contain_text(words)
    sound(page)


def pick(page: Page, purpose: str) -> None:
    """Tick a request of the queue, where a finger would."""
    page.locator(".tick label").filter(has_text=purpose).click()
    expect(page.get_by_label(re.compile(rf"Choisir\s: .*{purpose}"))).to_be_checked()


@DEVICES
def test_several_are_answered_at_once(office: Office, phone: bool) -> None:
    page, secretary = office.open(MANAGER, phone=phone), office.open(SECRETARY)
    names = [f"Assemblée {phone}", f"Réunion publique {phone}", f"Exposition {phone}"]
    for name in names:
        ask(secretary, place(0, phone), name, {CHAIR: 10})
    page.goto("/a-traiter")
    sound(page)
    page.get_by_role("button", name="Valider la sélection").click()
    expect(page.get_by_role("alert")).to_contain_text("Cochez au moins une demande")
    for name in names[:2]:
        pick(page, name)
    page.get_by_role("button", name="Valider la sélection").click()
    told(page, "2 demandes sont validées")
    pick(page, names[2])
    page.get_by_text("Refuser la sélection", exact=True).first.click()
    sound(page)
    page.get_by_label("Motif habituel").select_option(index=1)
    page.get_by_role("button", name="Refuser la sélection").click()
    told(page, "Une demande est refusée")


@DEVICES
def test_a_question_then_other_dates_then_a_part(office: Office, phone: bool) -> None:
    page, secretary = office.open(MANAGER, phone=phone), office.open(SECRETARY)
    request = ask(secretary, place(1, phone), f"Bourse aux livres {phone}", {CHAIR: 40, TENT: 2})
    page.goto(request)
    in_sight(page, page.get_by_role("button", name="Valider", exact=True))
    sound(page)
    page.get_by_text("Demander des précisions", exact=True).click()
    sound(page)
    page.get_by_label("Votre question").fill("À quelle heure ?")
    page.get_by_role("button", name="Poser la question").click()
    told(page, "question")
    page.get_by_text("Ne plus attendre la réponse", exact=True).click()
    page.get_by_label("Ce que vous avez appris").fill("À dix heures.")
    page.get_by_role("button", name="Reprendre l’examen").click()
    expect(page.get_by_role("status")).to_be_visible()

    page.get_by_role("link", name="Proposer d’autres dates ou quantités").click()
    sound(page)
    page.get_by_label(f"Quantité : {CHAIR}").fill("30")
    page.get_by_label("Message").fill("Trente suffisent ?")
    page.get_by_role("button", name="Proposer à Quérénaing").click()
    told(page, "propos")
    page.get_by_text("Retirer la proposition", exact=True).first.click()
    page.get_by_role("button", name="Retirer la proposition").click()
    expect(page.get_by_role("button", name="Valider", exact=True)).to_be_visible()

    page.get_by_text("Accorder moins", exact=True).click()
    page.get_by_label(TENT).fill("0")
    page.get_by_role("button", name="Valider", exact=True).click()
    sound(page)  # less is not granted without a word
    page.get_by_label("Motif si vous accordez moins").fill("Les tentes partent en réparation.")
    page.get_by_role("button", name="Valider", exact=True).click()
    told(page, "La demande est validée")
    expect(page.locator("main")).to_contain_text("Accordée en partie.")


@DEVICES
def test_a_refusal_with_a_usual_reason_leaves_the_rest_to_the_borrower(
    office: Office, phone: bool
) -> None:
    page, secretary = office.open(MANAGER, phone=phone), office.open(SECRETARY, phone=phone)
    wanted = {CHAIR: 10, "Drone avec caméra thermique": 1}
    request = ask(secretary, place(2, phone), f"Course nature {phone}", wanted)
    secretary.goto(request)
    expect(secretary.locator("main")).to_contain_text("2 réservations : 2 en attente.")
    sound(secretary)
    page.goto(request)
    page.get_by_text("Refuser", exact=True).click()
    page.get_by_label("Motif habituel").select_option(index=1)
    sound(page)
    page.get_by_role("button", name="Refuser la demande").click()
    told(page, "La demande est refusée")

    secretary.goto(request)
    keep = secretary.get_by_role("button", name="Garder le reste")
    expect(keep).to_be_in_viewport()
    sound(secretary)
    keep.click()
    told(secretary, "")


@DEVICES
def test_a_change_asked_after_approval_is_accepted(office: Office, phone: bool) -> None:
    page, secretary = office.open(MANAGER, phone=phone), office.open(SECRETARY)
    request = ask(secretary, place(3, phone), f"Repas de quartier {phone}", {CHAIR: 20})
    approve(page, request)
    sound(page)
    secretary.goto(request)
    secretary.get_by_role("link", name="Modifier", exact=True).click()
    secretary.get_by_label(f"Quantité : {CHAIR}").fill("35")
    secretary.get_by_role("button", name="Enregistrer la modification").click()
    expect(secretary.get_by_role("status")).to_contain_text("demand")

    page.goto("/a-traiter")
    row = page.get_by_role("listitem").filter(has_text=f"Repas de quartier {phone}")
    expect(row).to_contain_text("Répondre au changement demandé avant le ")
    sound(page)
    row.get_by_role("link").click()
    accept = page.get_by_role("button", name="Accepter le changement")
    in_sight(page, accept, "Lire le changement demandé")
    sound(page)
    accept.click()
    told(page, "changement")
    expect(page.get_by_role("cell", name=re.compile(r"\b35$"))).to_be_visible()


@DEVICES
def test_a_request_by_telephone(office: Office, phone: bool) -> None:
    page = office.open(MANAGER, phone=phone)
    choose(page, place(4, phone), {CHAIR: 12})
    page.get_by_label("Qui emprunte").select_option("Quérénaing")
    page.get_by_label("Objet de la demande").fill(f"Comice {phone}")
    sound(page)
    submit(page)
    told(page, "La demande est saisie au nom de Quérénaing")
    expect(page.locator("main")).to_contain_text("par téléphone, saisie par Bruno Lefebvre")


@DEVICES
def test_a_substitute_and_a_rule_that_answers(office: Office, phone: bool) -> None:
    page, secretary = office.open(MANAGER, phone=phone), office.open(SECRETARY)
    page.goto("/parcs")
    page.get_by_role("link", name=POOL).click()
    sound(page)
    page.get_by_role("link", name="Qui répond en votre absence").click()
    page.get_by_label("Personne").select_option(index=1)
    page.get_by_role("button", name="Enregistrer").click()
    told(page, "")
    page.get_by_role("link", name="Revenir au parc").click()

    page.get_by_role("link", name="Validation automatique").click()
    name = f"Quelques grilles {phone}"
    page.get_by_role("button", name="Ajouter la règle").click()
    expect(page.get_by_role("alert")).to_be_visible()
    sound(page)
    page.get_by_label("Nom de la règle").fill(name)
    page.get_by_label("Quantité de chaque matériel, au plus").fill("5")
    page.get_by_text("Seulement certains matériels").click()
    page.get_by_label(GRID).check()
    page.get_by_role("button", name="Ajouter la règle").click()
    told(page, "La règle est en vigueur")

    choose(secretary, plain(phone), {GRID: 4})
    secretary.get_by_label("Objet de la demande").fill(f"Expo photo {phone}")
    submit(secretary)
    expect(secretary.get_by_role("status")).to_contain_text("validée dès maintenant")
    request = secretary.url
    page.goto(request)
    expect(page.locator("main")).to_contain_text(f"selon la règle « {name} » du ")
    sound(page)
    page.goto("/parcs")
    page.get_by_role("link", name=POOL).click()
    page.get_by_role("link", name="Validation automatique").click()
    page.get_by_role("button", name=f"Arrêter : {name}").click()
    expect(page.get_by_role("status")).to_be_visible()


@DEVICES
def test_promises_made_elsewhere_are_taken_over(
    office: Office, phone: bool, tmp_path: Path
) -> None:
    page, when = office.open(MANAGER, phone=phone), place(6, phone)
    first, last = (f"{when.friday:%d/%m/%Y}", f"{when.ends_at:%d/%m/%Y}")
    rows = [
        ["Matériel", "Nombre", "Du", "Au", "Commune", "Motif"],
        [BENCH, 6, first, last, "Quérénaing", f"Noces d’or {phone}"],
        [BENCH, 600, first, last, "Artres", f"Banquet {phone}"],
    ]
    file = tmp_path / f"promesses-{phone}.xlsx"
    file.write_bytes(xlsx(rows))
    page.goto("/a-traiter")
    page.get_by_role("link", name="Reprendre les promesses déjà faites").click()
    sound(page)
    page.get_by_label("Fichier").set_input_files(file)
    page.get_by_role("button", name="Lire le fichier").click()
    expect(page.get_by_role("button", name="Valider cette promesse")).to_be_visible()
    sound(page)
    page.get_by_role("button", name="Valider cette promesse").click()
    expect(page.locator("main")).to_contain_text("1 validée")
    sound(page)
    page.get_by_text("Honorer malgré tout").click()
    sound(page)


@DEVICES
def test_a_breakdown_is_signalled_and_settled(office: Office, phone: bool) -> None:
    page, secretary, when = (
        office.open(OFFICE, phone=phone),
        office.open(SECRETARY),
        place(7, phone),
    )
    request = ask(secretary, when, f"Ciné-débat {phone}", {PROJECTOR: 2})
    approve(office.open(MANAGER), request)
    page = office.open(MANAGER, phone=phone)
    page.goto("/materiel?q=vidéoprojecteur")
    page.get_by_role("link", name=PROJECTOR).click()
    page.get_by_role("link", name=re.compile("[Ss]tock")).first.click()
    page.get_by_role("link", name="Signaler une panne").click()
    sound(page)
    page.get_by_label("Combien").fill("1")
    page.get_by_label("Ce qui est en panne").fill("La lampe est grillée.")
    page.get_by_label("Depuis").fill(when.typed[0])
    page.get_by_label("Jusqu’au").fill(when.typed[1])
    page.get_by_role("button", name="Noter la panne").click()
    told(page, "La panne est notée")
    expect(page.locator("main")).to_contain_text("1 réservation à régler.")
    page.get_by_label(re.compile("^Décision pour ")).select_option(index=1)
    page.get_by_label("Mot aux emprunteurs").fill("La lampe a grillé hier.")
    page.get_by_role("button", name="Enregistrer et prévenir").click()
    told(page, "La réservation est réglée")
    expect(page.locator("main")).to_contain_text("Tout est réglé.")

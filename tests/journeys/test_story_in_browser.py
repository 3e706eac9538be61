"""The story of issue 2, lived in a browser: ask, refuse, answer, sign, subscribe, hand over."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from booking.documents.words import moment
from tests.browser import Office, sign_in
from tests.journeys.acts import (
    CHAIR,
    TENT,
    approve,
    ask,
    choose,
    convention,
    refuse,
    search,
    submit,
    subscribe,
)
from tests.journeys.papers import moments, standings, text_of, week
from tests.journeys.service import Service, weekend
from tests.subscriber import Subscriber

SECRETARY, MANAGER = "secretaire@querenaing", "gestionnaire@maing"
OFFICE, TECHNICIAN = "bureau@valenciennes-metropole", "technicien@maing"
CART = {TENT: 2, CHAIR: 40}


def test_a_secretary_logs_in_sees_what_is_free_and_asks_in_one_request(office: Office) -> None:
    when = weekend(0)
    page = office.open()
    expect(page).to_have_url(re.compile("/connexion"))
    sign_in(page, SECRETARY)
    expect(page.locator(".who")).to_contain_text("Mairie de Quérénaing")

    page.get_by_role("link", name="Chercher du matériel").click()
    search(page, when)
    said = f"Du {moment(when.starts_at)}, au {moment(when.ends_at)}"
    expect(page.get_by_text(said)).to_be_visible()
    for name, free, depots in (
        (TENT, "12 libres sur 12", "Maing – atelier municipal (8), Hergnies – hangar (4)"),
        (CHAIR, "400 libres sur 400", "Maing – atelier municipal"),
    ):
        row = page.get_by_role("listitem").filter(has=page.get_by_role("link", name=name))
        expect(row).to_contain_text(free)
        expect(row).to_contain_text("Parc communautaire · géré par Maing")
        expect(row).to_contain_text(depots)
    page.get_by_label(f"Quantité : {TENT}").fill("2")
    page.get_by_label(f"Quantité : {CHAIR}").fill("39")
    page.get_by_role("button", name=f"Plus : {CHAIR}").click()
    expect(page.locator("[data-cart]")).to_contain_text(f"40 × {CHAIR}, 2 × {TENT}")
    page.get_by_role("button", name="Continuer").click()

    expect(page.get_by_label("La commune elle-même")).to_be_checked()
    page.get_by_label("Objet de la demande").fill("Fête de la Saint-Jean")
    page.get_by_label("Lieu").fill("Place de la Mairie")
    submit(page)

    expect(page.get_by_role("status")).to_contain_text("Le matériel est retenu")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Fête de la Saint-Jean")
    expect(page.locator("main")).to_contain_text("Déposée")
    who_answers_by_when = re.compile(r"^Maing répond avant le \w+ \d+.* 20\d\d, 12\s*h\.$")
    expect(page.get_by_text(who_answers_by_when)).to_be_visible()

    search(page, when)
    tents = page.get_by_role("listitem").filter(has=page.get_by_role("link", name=TENT))
    expect(tents).to_contain_text("10 libres sur 12")


def test_an_impossible_quantity_stores_nothing_and_one_click_replaces_it(office: Office) -> None:
    when = weekend(1)
    page = office.open(SECRETARY)
    ask(office.open("secretaire@artres"), when, "Kermesse", {TENT: 10})
    page.goto("/demandes")
    before = page.locator(".rows > li").count()

    choose(page, when, {TENT: 5, CHAIR: 40})
    page.get_by_label("Objet de la demande").fill("Repas des aînés")
    page.get_by_label("Précisions pour le gestionnaire").fill("Livrable ?")
    page.get_by_label("Une association dont la commune répond").check()
    page.get_by_label("Nom du bénéficiaire").fill("Les Aînés (exemple)")
    submit(page)

    refusal = page.get_by_role("alert")
    expect(refusal).to_be_focused()
    expect(refusal).to_contain_text(f"{TENT} : 5 demandés, 2 sont libres.")
    expect(refusal).to_contain_text("Rien n’a été enregistré")
    expect(page.get_by_label("Objet de la demande")).to_have_value("Repas des aînés")
    expect(page.get_by_label("Nom du bénéficiaire")).to_have_value("Les Aînés (exemple)")
    expect(page.get_by_label("Précisions pour le gestionnaire")).to_have_value("Livrable ?")
    expect(page.get_by_label("Une association dont la commune répond")).to_be_checked()
    expect(page.get_by_label(f"Quantité : {TENT}")).to_have_value("5")
    other_dates = page.get_by_role("group", name="Autres périodes").get_by_role("button")
    expect(other_dates.first).to_have_text(re.compile(r"du \w{3}\. .* au \w{3}\. "))

    page.get_by_role("button", name=re.compile(r"En demander 2\b")).click()
    expect(page.get_by_label(f"Quantité : {TENT}")).to_have_value("2")
    expect(page.get_by_label("Objet de la demande")).to_have_value("Repas des aînés")
    page.get_by_label(f"Quantité : {TENT}").fill("5")
    submit(page)
    other_dates.first.click()
    expect(page.get_by_label("Retrait")).not_to_have_value(when.typed[0])
    expect(page.get_by_label(f"Quantité : {TENT}")).to_have_value("5")

    page.goto("/demandes")
    expect(page.locator(".rows > li")).to_have_count(before)


def test_the_dates_offered_are_really_free(office: Office) -> None:
    when = weekend(2)
    page = office.open(SECRETARY)
    ask(office.open("secretaire@artres"), when, "Ducasse", {TENT: 10})
    choose(page, when, {TENT: 5})
    page.get_by_label("Objet de la demande").fill("Ducasse du village")
    submit(page)
    page.get_by_role("group", name="Autres périodes").get_by_role("button").first.click()
    submit(page)
    expect(page.get_by_role("status")).to_contain_text("Votre demande est déposée")


def test_the_manager_answers_the_secretary_reads_it_and_each_step_wrote_a_mail(
    office: Office, on_sqlite: Service
) -> None:
    secretary, manager = office.open(SECRETARY), office.open(MANAGER)
    theirs = ask(secretary, weekend(3), "Gala de danse", CART, association="La Ronde (exemple)")
    ours = ask(secretary, weekend(4), "Vide-grenier", CART)
    draft = text_of(convention(secretary))
    assert "PROJET" in draft

    manager.goto("/")
    manager.get_by_role("link", name=re.compile("À traiter")).first.click()
    row = manager.locator(".rows > li").filter(has_text="Gala de danse")
    expect(row).to_contain_text("Quérénaing · du ")
    expect(row).to_contain_text("Répondre avant le ")
    row.get_by_role("link").click()
    rules = manager.get_by_role("region", name="Règles")
    for rule in ("873 habitants : peut", "Prêt à une association : admis", "Tout est libre"):
        expect(rules).to_contain_text(rule)
    expect(manager.get_by_role("region", name="Qui et pour quoi")).to_contain_text("La Ronde")
    expect(manager.get_by_role("region", name="Autour de ces dates")).to_contain_text(TENT)
    refuse(manager, manager.url, "Les tentes partent en réparation ce mois-là.")
    approve(manager, ours)

    read_answers(secretary, theirs, ours)
    read_letters(office, on_sqlite, theirs)


def read_answers(secretary: Page, theirs: str, ours: str) -> None:
    """See the refusal with its reason, and print the convention of what was agreed."""
    secretary.goto(theirs)
    expect(secretary.locator("main")).to_contain_text("Refusée")
    expect(secretary.get_by_text("Motif : Les tentes partent en réparation")).to_be_visible()
    secretary.goto(ours)
    expect(secretary.locator("main")).to_contain_text("Quérénaing signe le bon de prêt n°")
    paper = text_of(convention(secretary))
    assert "PROJET" not in paper
    number = re.search(r"bon de prêt n°\s(\d{4}-\d{4})", secretary.locator("main").inner_text())
    assert number
    for words in (
        number[1],
        "Quérénaing",
        "CA Valenciennes Métropole",
        TENT,
        CHAIR,
        "Vide-grenier",
    ):
        assert words in paper, words


def read_letters(office: Office, on_sqlite: Service, theirs: str) -> None:
    """See that each step wrote one letter, and that it left."""
    on_sqlite.flask("mail", "send")
    outbox = office.open(OFFICE)
    outbox.get_by_role("link", name="Administration").first.click()
    outbox.get_by_role("link", name="Courriels").click()
    letters = outbox.locator(".rows > li")
    for subject, reader in (
        ("Demande déposée : Gala de danse", SECRETARY),
        ("À traiter : Gala de danse, Quérénaing", MANAGER),
        ("Demande refusée : Gala de danse", SECRETARY),
        ("Demande déposée : Vide-grenier", SECRETARY),
        ("À traiter : Vide-grenier, Quérénaing", MANAGER),
        ("Demande validée : Vide-grenier", SECRETARY),
    ):
        letter = letters.filter(has_text=subject)
        expect(letter).to_have_count(1)
        expect(letter).to_contain_text(f"{reader}.example")
        expect(letter).to_contain_text("Envoyé")
        assert [to for to, about in arrived(on_sqlite) if about == subject] == [f"{reader}.example"]
    letters.filter(has_text="Demande refusée : Gala de danse").get_by_role("link").click()
    expect(outbox.locator(".mail-body")).to_contain_text("Les tentes partent en réparation")
    expect(outbox.locator(".mail-body")).to_contain_text(theirs)


def arrived(service: Service) -> list[tuple[str, str]]:
    """Return to whom and about what the letters that really left were."""
    return [(str(letter["To"]), str(letter["Subject"])) for letter in service.post.letters]


def test_one_subscription_shows_pending_then_confirmed_then_cancelled(
    office: Office, tmp_path: Path
) -> None:
    when, purpose = weekend(5), "Bal du printemps"
    secretary, manager = office.open(SECRETARY), office.open(MANAGER)
    url = subscribe(secretary)
    request = ask(secretary, when, purpose, CART)
    agenda = Subscriber(tmp_path, url)
    title = f"{purpose} — 40\N{NO-BREAK SPACE}chaises et 2\N{NO-BREAK SPACE}tentes"
    times = f"{when.starts_at:%Y-%m-%dT%H:%M}|{when.ends_at:%Y-%m-%dT%H:%M}"
    stay = [(when.starts_at, when.ends_at)]

    ((*pending, first),) = standings(url, purpose)
    assert pending == ["TENTATIVE", f"À confirmer : {title}"]
    assert moments(url, purpose) == stay
    assert week(agenda, when.friday, purpose) == [f"{times}|À confirmer : {title}|TENTATIVE"]

    approve(manager, request)
    assert standings(url, purpose) == [("CONFIRMED", title, first + 1)]
    assert moments(url, purpose) == stay
    assert week(agenda, when.friday, purpose) == [f"{times}|{title}|CONFIRMED"]

    secretary.goto(request)
    secretary.get_by_text("Annuler la réservation", exact=True).click()
    secretary.get_by_label("Motif").fill("Bal reporté à l’automne.")
    secretary.get_by_role("button", name="Confirmer l’annulation").click()
    expect(secretary.get_by_role("status")).to_contain_text("La réservation est annulée")
    assert standings(url, purpose) == [("CANCELLED", f"Annulé : {title}", first + 2)]
    assert week(agenda, when.friday, purpose) == [f"{times}|Annulé : {title}|CANCELLED"]


def test_a_technician_hands_over_and_takes_back_on_a_phone(office: Office) -> None:
    wanted = {CHAIR: 40, "Cône de chantier K5a": 12}  # months early: must be free all along
    request = ask(office.open(SECRETARY), weekend(6), "Course de caisses à savon", wanted)
    approve(office.open(MANAGER), request)

    phone = office.open(TECHNICIAN, phone=True)
    phone.goto(request)
    number = re.findall(r"R-\d{5}", phone.locator("main").inner_text())[0]
    phone.get_by_text("Remettre plus tôt que prévu").click()
    phone.get_by_role("link", name="Remettre le matériel").click()
    phone.get_by_role("textbox", name="Qui emporte le matériel").fill("Luc Petit")
    phone.get_by_role("button", name="Enregistrer la remise").click()  # months early
    expect(phone.get_by_role("status")).to_contain_text("La remise est enregistrée")
    expect(phone.locator("main")).to_contain_text("Quérénaing rend le matériel le ")

    phone.goto("/comptoir")
    phone.get_by_label("Scanner ou saisir un numéro").fill(number)
    phone.get_by_role("button", name="Ouvrir").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Retour")
    phone.get_by_role("textbox", name=re.compile("^Qui rapporte")).fill("Luc Petit")
    phone.get_by_role("button", name="Enregistrer le retour").click()
    said = phone.get_by_role("status").filter(has_text="Le retour est enregistré")
    expect(said).to_be_visible()
    expect(phone.locator("main")).to_contain_text("Retournée, à contrôler")


def test_a_commune_that_is_not_eligible_reads_why(office: Office) -> None:
    page = office.open("secretaire@anzin")
    search(page, weekend(7), "tente pliante")
    row = page.get_by_role("listitem").filter(has=page.get_by_role("link", name=TENT))
    expect(row).to_contain_text("Non ouvert à Anzin")
    why = re.compile(r"13\s511 habitants\s: réservé aux communes de moins de 5\s000")
    expect(row).to_contain_text(why)
    expect(row.get_by_role("spinbutton")).to_have_count(0)


def test_what_is_chosen_stays_in_sight_while_one_searches_again(office: Office) -> None:
    page = office.open(SECRETARY)
    search(page, weekend(8))
    page.get_by_label(f"Quantité : {TENT}").fill("2")
    page.get_by_label("Rechercher").fill("chaise")
    page.get_by_role("button", name="Voir", exact=True).click()
    page.get_by_label(f"Quantité : {CHAIR}").fill("40")
    cart = page.locator("[data-cart]")
    expect(cart).to_contain_text(f"40 × {CHAIR}")
    expect(cart).to_contain_text(f"2 × {TENT}")


def test_a_quantity_typed_survives_a_look_at_another_family(office: Office) -> None:
    page = office.open(SECRETARY)
    search(page, weekend(8))
    page.get_by_label(f"Quantité : {TENT}").fill("2")
    families = page.get_by_role("group", name="Familles de matériel")
    families.get_by_text("Voirie", exact=True).click()
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_label(f"Quantité : {TENT}")).to_have_value("2")


def test_who_may_not_ask_is_not_led_through_the_whole_form(office: Office) -> None:
    mayor = office.open("maire@querenaing")
    search(mayor, weekend(8))
    expect(mayor.get_by_role("button", name="Continuer")).to_have_count(0)

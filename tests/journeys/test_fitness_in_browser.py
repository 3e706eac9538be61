"""A control refuses dates and offers others; what blocks is waived by name, or stays at home."""

from datetime import date, timedelta

from playwright.sync_api import Locator, Page, expect

from booking import clock
from tests.browser import PHONE, Office
from tests.journeys.acts import approve, ask, choose, submit
from tests.journeys.inspection import sound
from tests.journeys.service import PARIS, Weekend, weekend

OFFICE, SECRETARY = "bureau@valenciennes-metropole", "secretaire@querenaing"
MANAGER, TECHNICIAN = "gestionnaire@maing", "technicien@maing"
PLATFORM, CABINET = "Nacelle articulée 12 m", "Coffret électrique de chantier"
CHECK = "Vérification générale périodique"
WHY = "Le vérificateur passe sur place le samedi matin"


def record_check(page: Page, until: date) -> None:
    """Record that the platform was controlled today, and until when that is good."""
    page.goto("/controles")
    page.get_by_role("link", name=PLATFORM).first.click()
    page.get_by_text("Enregistrer un contrôle", exact=True).click()
    form = page.locator("#enregistrer")
    form.get_by_label("Contrôle", exact=True).select_option(label=CHECK)
    form.get_by_label("Constat").select_option(label="Conforme")
    form.get_by_label("Valable jusqu’au").fill(until.isoformat())
    sound(page)
    form.get_by_role("button", name="Enregistrer le contrôle").click()
    expect(page.get_by_role("status")).to_contain_text("Le contrôle est enregistré")
    sound(page)


def rules(page: Page) -> Locator:
    """Return what is judged of the only reservation shown."""
    return page.get_by_role("region", name="Règles")


def test_a_platform_refused_for_its_control_is_asked_for_other_dates(office: Office) -> None:
    when = weekend(31)
    record_check(office.open(OFFICE), when.friday + timedelta(days=1))
    page = office.open(SECRETARY)
    choose(page, when, {PLATFORM: 1})
    page.get_by_label("Objet de la demande").fill("Taille des platanes")
    page.get_by_label("Lieu").fill("Place de l’Église")
    page.get_by_label("Précisions pour le gestionnaire").fill("Accès par la rue du Moulin")
    submit(page)

    expect(page.get_by_role("alert")).to_contain_text("contrôle à refaire au plus tard le")
    expect(page.get_by_label("Objet de la demande")).to_have_value("Taille des platanes")
    sound(page)
    page.get_by_role("group", name="Autres périodes").get_by_role("button").first.click()
    expect(page.get_by_role("status")).to_contain_text("Les dates sont remplacées")
    expect(page.get_by_label("Retrait")).not_to_have_value(when.typed[0])
    expect(page.get_by_label("Lieu")).to_have_value("Place de l’Église")
    expect(page.get_by_label("Précisions pour le gestionnaire")).to_have_value(
        "Accès par la rue du Moulin"
    )
    sound(page)

    submit(page)
    expect(page.get_by_role("status")).to_contain_text("Votre demande est déposée")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Taille des platanes")
    sound(page)


def test_what_a_control_blocks_is_approved_with_a_name_and_a_reason(office: Office) -> None:
    when = weekend(33)
    secretary, page = office.open(SECRETARY), office.open(OFFICE)
    request = ask(secretary, when, "Pose des guirlandes", {PLATFORM: 1})
    record_check(page, when.friday + timedelta(days=1))

    page.goto(request)
    blocking = rules(page)
    expect(blocking).to_contain_text("Ce qui bloque")
    expect(blocking).to_contain_text("pendant le prêt")
    sound(page)
    blocking.locator("summary", has_text="Déroger").click()
    blocking.get_by_label("Motif").fill(" ")
    blocking.get_by_role("button", name="Déroger à cette exigence").click()
    expect(page.get_by_role("alert")).to_be_visible()
    sound(page)
    blocking.get_by_label("Motif").fill(WHY)
    blocking.get_by_role("button", name="Déroger à cette exigence").click()

    expect(page.get_by_role("status")).to_contain_text("La dérogation est notée")
    expect(rules(page)).to_contain_text(f"dérogation de Sophie Vasseur : {WHY}")
    expect(rules(page)).not_to_contain_text("Ce qui bloque")
    sound(page)
    approve(page, request)
    sound(page)
    secretary.goto(request)
    expect(rules(secretary)).to_contain_text(f"dérogation de Sophie Vasseur : {WHY}")
    sound(secretary)


def require_check(page: Page) -> None:
    """Ask that the cabinets be controlled every year, or not leave."""
    page.goto("/administration/exigences/nouvelle?materiel=COF-ELE")
    sound(page)
    page.get_by_label("le bien").check()
    page.get_by_label("Libellé").fill("contrôle annuel du coffret")
    page.get_by_label("Périodicité (mois)").fill("12")
    page.get_by_label("À la remise").select_option("block")
    page.get_by_role("button", name="Ajouter l’exigence").click()
    expect(page.get_by_role("status")).to_contain_text("L’exigence est ajoutée")
    sound(page)


def soon() -> Weekend:
    """Return a weekend near enough for things to leave before it, after the notice of the pool."""
    today = clock.today(PARIS)
    return Weekend(today + timedelta(days=14 + (4 - today.weekday()) % 7))


def test_a_technician_notes_a_paper_and_cannot_hand_over_unfit_things(office: Office) -> None:
    manager = office.open(MANAGER)
    require_check(manager)
    request = ask(office.open(SECRETARY), soon(), "Repas des aînés", {CABINET: 1})
    approve(manager, request)

    phone = office.open(TECHNICIAN, phone=True)
    phone.goto(request)
    papers = phone.get_by_role("region", name="Pièces à fournir")
    seen = papers.get_by_role("button", name="Noter comme vue").first
    box = seen.bounding_box()
    assert box
    assert box["height"] >= 44
    seen.click()
    expect(phone.get_by_role("status")).to_contain_text("C’est noté : vu ce jour")
    sound(phone)

    phone.get_by_text("Remettre plus tôt que prévu").click()
    phone.get_by_role("link", name="Remettre le matériel").click()
    expect(phone.locator("main")).to_contain_text("Prévenez le gestionnaire : Maing")
    phone.get_by_role("textbox", name="Qui emporte le matériel").fill("Luc Petit")
    phone.get_by_role("button", name="Enregistrer la remise").click()
    told = phone.get_by_role("alert")
    expect(told).to_contain_text("une vérification ou une pièce s’y oppose")
    expect(told).to_contain_text("contrôle annuel du coffret : rien n’est enregistré")
    expect(phone.get_by_label("Motif, pour remettre")).to_have_count(0)
    assert phone.viewport_size == PHONE
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    sound(phone)

    manager.goto(request)
    manager.get_by_text("Remettre plus tôt que prévu").click()
    manager.get_by_role("link", name="Remettre le matériel").click()
    expect(manager.get_by_label("Motif, pour remettre malgré ce qui bloque")).to_be_visible()
    sound(manager)

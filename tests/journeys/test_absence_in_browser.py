"""A pilot says on a telephone when not there; the manager reads which reservation is in danger."""

from playwright.sync_api import Page, expect

from tests.browser import Office
from tests.journeys.acts import approve, ask
from tests.journeys.inspection import inspect
from tests.journeys.service import Weekend, weekend

MANAGER, PILOT = "bureau@valenciennes-metropole", "presidence@valenciennes-metropole"
DRONE, PURPOSE = "Drone avec caméra thermique", "Relevé des toitures"


def link(page: Page) -> None:
    """Say which account the pilot of the drone is."""
    page.goto("/administration")
    page.get_by_role("link", name="Absences").click()
    page.get_by_text("Relier à son compte").click()
    page.get_by_label("Adresse électronique de la personne").fill(f"{PILOT}.example")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status")).to_contain_text("C’est noté")
    assert inspect(page) == []


def be_away(page: Page, when: Weekend) -> None:
    """Say that one is away over the days of a loan."""
    page.goto("/absences")
    expect(page.locator("main")).to_contain_text("Je serai absent")
    page.get_by_label("Du", exact=True).fill(when.typed[0][:10])
    page.get_by_label("Au", exact=True).fill(when.typed[1][:10])
    page.get_by_role("button", name="Noter l’absence").first.click()
    expect(page.get_by_role("status")).to_contain_text("indisponible à ces dates")


def test_a_pilot_is_away_over_an_approved_loan(office: Office) -> None:
    when = weekend(30)
    borrower, manager = office.open("secretaire@querenaing"), office.open(MANAGER)
    request = ask(borrower, when, PURPOSE, {DRONE: 1})
    approve(manager, request)
    link(manager)

    phone = office.open(PILOT, phone=True)
    be_away(phone, when)

    expect(phone.locator("main")).to_contain_text("Plus personne pour cette réservation")
    expect(phone.locator("main")).to_contain_text(PURPOSE)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    assert inspect(phone) == []
    manager.goto("/")
    danger = manager.get_by_role("region", name="Réservations en danger")
    expect(danger).to_contain_text(PURPOSE)
    danger.get_by_role("link", name=PURPOSE).click()
    expect(manager).to_have_url(request)

    phone.get_by_role("button", name="Effacer").click()
    expect(phone.get_by_role("status")).to_contain_text("de nouveau disponible")
    manager.goto("/")
    expect(manager.locator("main")).not_to_contain_text("il en manque 1")


def test_the_register_of_qualifications_is_kept_and_clean(office: Office) -> None:
    page = office.open("secretaire@querenaing")
    page.goto("/habilitations")
    assert inspect(page) == []
    page.get_by_role("link", name="Noter une habilitation").click()
    page.get_by_label("Qui", exact=True).fill("Agent technique")
    page.get_by_label("Habilitation").select_option("caces_r486")
    page.get_by_label("Dernier jour").fill("2035-06-30")
    assert inspect(page) == []
    page.get_by_role("button", name="Enregistrer").click()

    expect(page.get_by_role("row").filter(has_text="Agent technique")).to_contain_text(
        "30 juin 2035"
    )
    assert inspect(page) == []
    page.get_by_role("link", name="Modifier : Agent technique").click()
    page.get_by_role("link", name="Retirer du registre").click()
    assert inspect(page) == []
    page.get_by_role("button", name="Retirer du registre").click()
    expect(page.get_by_role("status")).to_contain_text("retirée du registre")

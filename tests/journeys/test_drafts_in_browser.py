"""A form is kept as one types, found again later, and leaves nothing behind once submitted."""

from playwright.sync_api import Page, expect

from tests.browser import Office
from tests.journeys.acts import CHAIR, TENT, choose, submit
from tests.journeys.inspection import inspect
from tests.journeys.service import weekend

PURPOSE = "Banquet des aînés"


def fill(page: Page) -> None:
    """Type what for, and wait until it is kept."""
    page.get_by_label("Objet de la demande").fill(PURPOSE)
    expect(page.locator("[data-draft-status]")).to_contain_text("Brouillon enregistré à")


def test_a_form_is_kept_as_one_types_until_it_is_submitted(office: Office) -> None:
    page = office.open("secretaire@sebourg", phone=True)
    choose(page, weekend(34), {CHAIR: 3})
    fill(page)
    page.get_by_role("link", name="Ajouter du matériel").click()
    choose(page, weekend(34), {TENT: 1})
    expect(page.get_by_label("Objet de la demande")).to_have_value(PURPOSE)
    expect(page.get_by_label(f"Quantité : {CHAIR}")).to_have_value("3")

    page.get_by_role("button", name="Donner plutôt les dates de l’évènement").click()
    expect(page.get_by_role("group", name="Parc communautaire")).to_be_visible()
    expect(page.locator("[data-draft-status]")).to_contain_text("Brouillon enregistré à")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert inspect(page) == []

    page.goto("/demandes")
    assert inspect(page) == []
    page.get_by_role("link", name=f"Reprendre : {PURPOSE}").click()
    expect(page.get_by_label("Début de l’évènement")).not_to_be_empty()
    submit(page)
    expect(page.get_by_role("status")).to_contain_text("Votre demande est déposée")
    page.goto("/demandes")
    expect(page.get_by_role("link", name=f"Reprendre : {PURPOSE}")).to_have_count(0)


def test_without_script_a_button_keeps_the_form(office: Office) -> None:
    page = office.open("secretaire@sebourg", java_script_enabled=False)
    choose(page, weekend(35), {CHAIR: 3})
    page.get_by_label("Objet de la demande").fill(PURPOSE)
    page.get_by_role("button", name="Enregistrer le brouillon").click()

    expect(page.get_by_text("Brouillon enregistré à")).to_be_visible()
    page.goto("/demandes")
    page.get_by_text(f"Supprimer : {PURPOSE}").click()
    page.get_by_role("button", name="Supprimer ce brouillon pour de bon").click()
    expect(page.get_by_text("Le brouillon est supprimé.")).to_be_visible()

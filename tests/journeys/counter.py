"""What a technician does at the counter, on a phone, with or without a line."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from booking import clock
from tests.journeys.service import PARIS

TECHNICIAN, MANAGER = "technicien@maing", "gestionnaire@maing"


def tonight() -> str:
    """Return this evening as the browser's field takes it; near midnight, the next."""
    return f"{(clock.now().astimezone(PARIS) + timedelta(hours=2)):%Y-%m-%dT%H:%M}"


def lend(page: Page, thing: str, quantity: int, borrower: str = "Artres") -> str:
    """Lend at the counter until this evening, down to the form of the hand-over; return it."""
    page.goto("/comptoir/pret-immediat")
    options = page.get_by_label("Choisir un matériel").locator("option")
    item = options.filter(has_text=thing).first.get_attribute("value")
    page.get_by_label("Choisir un matériel").select_option(item)
    page.get_by_label("Combien").fill(str(quantity))
    page.get_by_role("button", name="Ajouter").last.click()
    page.get_by_label("Qui emprunte").select_option(label=borrower)
    page.get_by_label("Retour").fill(tonight())
    page.get_by_label("Objet du prêt").fill("Dépannage du marché")
    page.get_by_role("button", name="Prêter, puis remettre").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Remise")
    return page.url


def keep_day(page: Page) -> None:
    """Open the counter until its day is kept on the phone."""
    page.goto("/comptoir")
    expect(page.locator("[data-prepared]")).to_contain_text("Gardée sur ce téléphone", timeout=30_000)

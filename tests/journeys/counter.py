"""What a technician does at the counter, on a phone, with or without a line."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from booking import clock
from tests.journeys.service import PARIS

TECHNICIAN, MANAGER = "technicien@maing", "gestionnaire@maing"
UNSENT = ".unsent"


def tonight() -> str:
    """Return an hour soon after now, as the browser's field takes it."""
    return f"{clock.now().astimezone(PARIS) + timedelta(hours=2):%Y-%m-%dT%H:%M}"


def lend(page: Page, thing: str, quantity: int, borrower: str = "Artres") -> str:
    """Lend at once, down to the form of the hand-over; return its address."""
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


def name_taker(page: Page) -> None:
    """Write who takes the things away."""
    page.get_by_role("textbox", name="Qui emporte le matériel").fill("Luc Petit")


def hand_over(page: Page, quantity: int, thing: str = "Chaise pliante") -> str:
    """Lend at once and hand over; return the address of the return."""
    address = lend(page, thing, quantity)
    name_taker(page)
    page.get_by_role("button", name="Enregistrer la remise").click()
    expect(page.get_by_role("status").first).to_contain_text("La remise est enregistrée")
    return address.replace("/remise/", "/retour/")


def keep_day(page: Page) -> None:
    """Prepare the round: the day is kept on the phone."""
    open_counter(page)
    page.get_by_text("tournée, autre jour").click()
    page.get_by_role("button", name="Préparer la tournée").click()
    expect(page.locator("[data-prepared]")).to_contain_text("Gardée sur ce téléphone")


def open_counter(page: Page) -> None:
    """Open the counter: that alone keeps the day."""
    page.goto("/comptoir")
    expect(page.locator("[data-prepared]")).to_contain_text("Gardée sur ce téléphone")


def take_back(page: Page, address: str, damaged: int = 0) -> None:
    """Fill in a return, three gestures: the line, how many are damaged, who brings it; send it."""
    page.goto(address)
    if damaged:
        page.get_by_text("Abîmé, sale, manquant").first.click()
        page.locator("input[name$='-damaged']").first.fill(str(damaged))
    page.get_by_role("textbox", name=re.compile("^Qui rapporte")).fill("Luc Petit")
    page.get_by_role("button", name="Enregistrer le retour").click()


def kept(page: Page) -> None:
    """See that what was filled in waits on the phone."""
    expect(page.locator("[data-notice]")).to_contain_text("Gardé sur ce téléphone")


def being_kept(page: Page) -> None:
    """Wait until what is being filled in is on the phone."""
    states: list[str] = []
    for _ in range(50):
        states = [each["state"] for each in page.evaluate("outbox.all()")]
        if states == ["draft"]:
            return
        page.wait_for_timeout(200)
    pytest.fail(f"of a form being filled in, the phone keeps {states}")


def passages(page: Page, address: str) -> list[str]:
    """Return what passed the counter, as the page of a loan's state tells it."""
    number = address.rstrip("/").rpartition("/")[2]
    page.goto(f"/reservations/{number}/etat")
    return page.get_by_role("heading", name=re.compile("^(Remise|Retour), ")).all_inner_texts()


CAMERA = """
class Stub { async detect() { return self.seen ? [{ rawValue: self.seen }] : []; } }
self.BarcodeDetector = Stub;
Object.defineProperty(navigator, "mediaDevices", { value: {
  getUserMedia: async () => document.createElement("canvas").captureStream(),
} });
"""
"""A camera and a reader of codes, which Chromium has not on Linux: what is shown is `self.seen`."""


def scan(page: Page, address: str) -> None:
    """Hold a label before the camera."""
    page.evaluate("address => { self.seen = address; }", address)
    page.get_by_role("button", name="Scanner").click()

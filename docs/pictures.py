"""Takes the README's pictures from a demonstration of its own.

`.venv/bin/python -m docs.pictures`, with Debian's `chromium-l10n` for dates in French fields.
"""

import os
import tempfile
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from tests.browser import ARGUMENTS, CALM, PHONE, WIDE, find_browser, sign_in
from tests.journeys.acts import CHAIR, TENT, ask, search
from tests.journeys.service import Weekend, free_port, serve, weekend

HERE = Path(__file__).parent
FEAST = "Fête de la Saint-Jean"
BUSY = ("Kermesse de l’école", {TENT: 9, CHAIR: 180, "Table pliante 2,20 m": 57})
LOW = 215
"""How far down the picture the frame to sign in stands."""
FRENCH = {"LANG": "fr_FR.UTF-8", "LANGUAGE": "fr"}  # dates in fields are the browser's own words


def take(page: Page, name: str, *, top: int = 0) -> None:
    """Take one picture, of what the screen shows and no more."""
    page.mouse.move(0, 0)
    page.evaluate(f"document.activeElement.blur(); scrollTo(0, {top})")
    page.screenshot(path=HERE / f"{name}.png", scale="css", animations="disabled")


def catalogue(page: Page, when: Weekend) -> None:
    """Show what is free on a busy weekend, two things chosen."""
    search(page, when, "pliante")
    page.get_by_label(f"Quantité : {CHAIR}").fill("40")
    page.get_by_label(f"Quantité : {TENT}").fill("2")
    expect(page.locator("[data-cart]")).to_contain_text(f"2 × {TENT}")
    take(page, "catalogue", top=80)


def papers(signer: Page, reader: Page) -> None:
    """Show a paper that is read and signed on a telephone, and one that all have signed."""
    signer.goto("/conventions/a-signer")
    box = signer.locator("canvas").bounding_box()
    assert box  # noqa: S101 # the mayor has papers to sign
    take(signer, "signer", top=int(box["y"]) - LOW)
    reader.goto("/conventions?q=Course")
    reader.get_by_role("link", name="Course cycliste").first.click()
    take(reader, "papier")


def park(reader: Page, phone: Page) -> None:
    """Show the whole park over a month, on a desk and on a telephone, and the year of a thing."""
    for page, name, top in ((reader, "planning", 60), (phone, "jours", 60)):
        page.goto("/planning")
        page.get_by_role("link", name="Après").click()
        take(page, name, top=top)
    reader.goto("/materiel?q=pliante")
    reader.get_by_role("link", name=TENT).click()
    reader.get_by_role("link", name="L’année entière").click()
    take(reader, "annee")


def main() -> None:
    """Start a demonstration, live a little in it and take the pictures."""
    when = weekend(8)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        url = f"sqlite:///{folder}/parc.sqlite"
        with serve(url, Path(folder), port=free_port()) as service:
            browser = playwright.chromium.launch(
                executable_path=find_browser(),
                args=[*ARGUMENTS, "--lang=fr-FR"],
                env=os.environ | FRENCH,
            )

            def desk(person: str, **options: object) -> Page:
                settings = CALM | {"viewport": WIDE, "base_url": service.url} | options
                page = browser.new_context(**settings).new_page()  # type: ignore[arg-type]
                page.goto("/connexion")
                sign_in(page, person)
                return page

            ask(desk("secretaire@artres"), when, *BUSY)
            secretary = desk("secretaire@querenaing")
            catalogue(secretary, when)
            request = ask(secretary, when, FEAST, {TENT: 2, CHAIR: 40})
            manager = desk("gestionnaire@maing")
            manager.goto(request)
            take(manager, "demande")
            phone = desk("secretaire@querenaing", viewport=PHONE)
            phone.goto(request)
            take(phone, "telephone")
            park(manager, phone)
            papers(desk("maire@querenaing", viewport=PHONE), manager)
            browser.close()


if __name__ == "__main__":
    main()

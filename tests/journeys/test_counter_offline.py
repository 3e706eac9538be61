"""The counter in a shed: the line is cut before, amid and after; each form is sent once."""
from playwright.sync_api import Page, expect
from tests.browser import Office
from tests.journeys.acts import CHAIR
from tests.journeys.counter import MANAGER, TECHNICIAN, keep_day, lend


def test_x(office: Office) -> None:
    page = office.open(MANAGER, phone=True)
    page.goto("/comptoir/pret-immediat"); print(page.get_by_label("Choisir un matériel").inner_text()[:600]); print(page.get_by_label("Qui emprunte").inner_text()[:300])
    try:
        print(lend(page, "Chaise pliante", 40))
    except Exception as e:
        print(page.url, page.locator("main").inner_text()); raise
    page.screenshot(path="/tmp/f/remise.png", full_page=True)
    page.get_by_role("button", name="Enregistrer la remise").click()
    page.wait_for_timeout(3000)
    print(page.url, page.locator("main").inner_text()[:500])
    keep_day(page)
    print(page.locator("main").inner_text())

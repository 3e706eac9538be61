"""At 360 px, in the shed: everything at Quarouble is verified, one tent is to be repaired."""

import csv

from playwright.sync_api import Locator, Page, expect

from tests.browser import PHONE, Office
from tests.journeys.inspection import inspect

TECHNICIAN = "technicien@quarouble"
BENCH, TENT = "Banc pliant", "Tente de réception"


def card(page: Page, name: str) -> Locator:
    """Return the first card of a thing that is left."""
    left = page.locator("section[aria-labelledby=reste] .checks > li")
    return left.filter(has=page.get_by_role("heading", name=name)).first


def open_campaign(page: Page) -> None:
    page.goto("/administration")
    page.get_by_role("link", name="Vérification des dépôts").click()
    page.get_by_role("button", name="Vérifier tout à Quarouble").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Vérification")
    expect(page.get_by_text("0 vérifié sur")).to_be_visible()


def sound(page: Page) -> None:
    """See that the page shown has no fault, and come back to the phone."""
    assert inspect(page) == []
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]


def check_benches(page: Page) -> None:
    """Mistake a button, be told, then note a remark with the keyboard."""
    bench = card(page, BENCH)
    bench.get_by_text("Noter, compter ou retirer du prêt").click()
    bench.get_by_label("Combien retirer du prêt").fill("2")
    bench.get_by_role("button", name="En ordre").click()
    expect(page.get_by_role("alert")).to_contain_text("à réparer")
    sound(page)
    bench.get_by_label("Combien retirer du prêt").fill("")
    bench.get_by_label("Note").fill("Deux vis à resserrer")
    bench.get_by_role("button", name="En ordre").press("Enter")
    expect(page.get_by_text("1 vérifié sur")).to_be_visible()


def check_tents(page: Page) -> str:
    """Keep one tent back, find another in order; return the name of the first."""
    tent = card(page, TENT)
    name = tent.get_by_role("heading").inner_text()
    tent.get_by_label("Le retirer du prêt").check()
    tent.get_by_role("button", name="À réparer").click()
    expect(page.get_by_text("2 vérifiés sur")).to_be_visible()
    expect(page.locator("section[aria-labelledby=fait]")).to_contain_text("retiré du prêt")

    other = card(page, TENT).get_by_role("button", name="En ordre")
    box = other.bounding_box()
    assert box
    assert box["height"] >= 56
    other.click()
    expect(page.get_by_text("3 vérifiés sur")).to_be_visible()
    return name


def exported(page: Page) -> list[str]:
    """Return the results that the table gives."""
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Exporter en tableau").click()
    with downloading.value.path().open(encoding="utf-8-sig", newline="") as file:
        return [row[5] for row in csv.reader(file, delimiter=";")]


def test_a_depot_is_verified_on_a_phone(office: Office) -> None:
    page = office.open(TECHNICIAN, phone=True)
    open_campaign(page)
    sound(page)
    check_benches(page)
    tent = check_tents(page)
    sound(page)

    page.get_by_role("button", name="Clore la vérification").click()
    broken = page.locator("section[aria-labelledby=to_repair]")
    expect(broken).to_contain_text(tent)
    expect(broken).to_contain_text("retiré du prêt")
    expect(page.locator("section[aria-labelledby=in_order]")).to_contain_text("Deux vis")
    expect(page.locator("section[aria-labelledby=unseen]")).to_be_visible()
    sound(page)

    results = exported(page)
    assert results.count("à réparer") == 1
    assert "en ordre, avec remarque" in results
    page.goto("/controles/campagnes")
    expect(page.get_by_role("link", name="Dernière vérification")).to_be_visible()
    sound(page)

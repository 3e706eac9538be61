"""What a phone shows of a refusal, of what waits, and of what is not kept."""

import re
from datetime import timedelta

from playwright.sync_api import Page, expect

from booking import clock
from tests.browser import Office
from tests.journeys.counter import (
    MANAGER,
    TECHNICIAN,
    UNSENT,
    hand_over,
    keep_day,
    kept,
    lend,
    name_taker,
    take_back,
)
from tests.journeys.inspection import sound
from tests.journeys.service import PARIS
from tests.journeys.test_counter_in_browser import draw, snap

STATES = "outbox.all().then((found) => found.map((each) => each.state))"


def test_a_refusal_stands_beside_each_field_and_is_nothing_to_send(phones: Office) -> None:
    page = phones.open(TECHNICIAN, phone=True)
    page.goto("/incidents/nouveau")
    page.get_by_label("Où").fill("Au stade")
    page.get_by_role("button", name="Signaler l’incident").click()

    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("3 points sont à corriger")
    expect(alert).to_contain_text("Circonstances : ce champ est obligatoire.")
    expect(page.get_by_label("Circonstances")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#circumstances-erreur")).to_have_text("Ce champ est obligatoire.")
    expect(page.locator("#kind")).to_have_attribute("aria-describedby", "kind-erreur")
    expect(page.locator(UNSENT)).to_be_hidden()
    sound(page)
    alert.get_by_role("link", name=re.compile("^Circonstances")).click()
    page.get_by_label("Circonstances").fill("Tombée du camion.")
    page.get_by_role("button", name="Signaler l’incident").click()
    expect(alert).to_contain_text("2 points sont à corriger")
    expect(page.locator("#circumstances-erreur")).to_have_count(0)
    expect(page.get_by_label("Circonstances")).not_to_have_attribute("aria-invalid", "true")

    page.goto("/comptoir/envois")
    expect(page.get_by_text("Rien n’attend sur ce téléphone.")).to_be_visible()
    expect(page.locator(UNSENT)).to_be_hidden()
    assert page.evaluate(STATES) == ["draft"]
    page.goto("/incidents/nouveau")
    expect(page.locator("[data-notice]")).to_contain_text("Repris là où vous en étiez")
    expect(page.get_by_label("Où")).to_have_value("Au stade")
    page.evaluate("outbox.dropDrafts()")


def test_a_line_refused_opens_and_is_named(phones: Office) -> None:
    page = phones.open(MANAGER, phone=True)
    page.goto(hand_over(page, 5))
    page.locator("input[name$='-damaged']").first.evaluate("field => { field.value = 5; }")
    page.locator("input[name$='-quantity']").first.evaluate("field => { field.value = 3; }")
    page.get_by_role("textbox", name=re.compile("^Qui rapporte")).fill("Luc Petit")
    page.get_by_role("button", name="Enregistrer le retour").click()

    expect(page.get_by_role("alert")).to_contain_text("Chaise pliante : pas plus que")
    damaged = page.locator("input[name$='-damaged']").first
    expect(damaged).to_be_visible()
    expect(damaged).to_have_attribute("aria-invalid", "true")
    expect(page.locator(UNSENT)).to_be_hidden()


def test_a_conflict_says_who_did_it_and_shows_what_was_drawn_and_photographed(
    phones: Office,
) -> None:
    desk = phones.open(MANAGER)
    address = lend(desk, "Chaise pliante", 2)
    page = phones.open(TECHNICIAN, phone=True)
    page.goto(address)
    page.context.set_offline(True)
    name_taker(page)
    draw(page, 0)
    page.get_by_text("Photos au départ").first.click()
    snap(page, page.locator("input[type=file]").first)
    page.get_by_role("button", name="Enregistrer la remise").click()
    kept(page)
    name_taker(desk)
    desk.get_by_role("button", name="Enregistrer la remise").click()
    expect(desk.get_by_role("status").first).to_contain_text("La remise est enregistrée")
    page.context.set_offline(False)
    expect(page.locator(UNSENT)).to_contain_text("Un a été refusé")

    page.goto("/comptoir/envois")
    row = page.get_by_role("listitem").filter(has_text="Remise")
    expect(row).to_contain_text("Déjà enregistré : remise du")
    expect(page.get_by_role("button", name="Envoyer maintenant")).to_be_hidden()
    row.get_by_text("Ce qui a été saisi").click()
    expect(row.get_by_role("img", name="Photo 1")).to_be_visible()
    expect(row.get_by_role("img", name="Signature tracée")).to_be_visible()
    for said in ("Chaise pliante, Partent : 2", "État au départ : Bon", "1 photo"):
        expect(row).to_contain_text(said, ignore_case=True)
    sound(page)
    row.get_by_role("link", name="Rouvrir").click()
    expect(page.locator("main")).to_contain_text("à Luc Petit")
    page.get_by_role("link", name="Voir le départ et le retour").click()
    expect(page.get_by_role("heading", name=re.compile("^Remise, "))).to_be_visible()
    page.evaluate("outbox.all().then((all) => Promise.all(all.map((f) => outbox.remove(f.key))))")


def test_what_is_not_kept_says_what_is_in_the_look_of_the_product(phones: Office) -> None:
    page = phones.open(TECHNICIAN, phone=True)
    keep_day(page)
    page.context.set_offline(True)

    for address in ("/", "/materiel", "/comptoir/pret-immediat"):
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_have_text("Sans réseau")
        expect(page.locator("main")).to_contain_text("Y est gardée : journée du")
        assert width(page) <= 360
        font = page.locator("h1").evaluate("title => getComputedStyle(title).fontFamily")
        assert "Times" not in font
        assert "serif" in font
        assert len(page.evaluate("[...document.styleSheets].map((each) => each.href)")) == 3
    page.get_by_role("link", name="Préparation du jour").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Préparation")
    expect(page.locator(UNSENT)).to_contain_text("Sans réseau : journée du")
    page.goto("/comptoir")
    page.get_by_text("tournée, autre jour").click()
    page.get_by_role("link", name="Préparation").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Préparation")
    tomorrow = f"{clock.today(PARIS) + timedelta(days=1):%Y-%m-%d}"
    for place in ("/comptoir", "/comptoir/preparation"):
        page.goto(f"{place}?jour={tomorrow}")
        expect(page.locator("main")).to_contain_text("La journée du")
        expect(page.locator("main")).to_contain_text("n’est pas gardée sur ce téléphone")


def width(page: Page) -> int:
    """Return how wide a page is drawn."""
    return int(page.evaluate("document.documentElement.scrollWidth"))


def test_the_kept_counter_says_what_waits_and_finds_a_loan_by_its_number(
    phones: Office,
) -> None:
    desk = phones.open(MANAGER)
    address = lend(desk, "Chaise pliante", 3)
    number = address.rpartition("/")[2]
    page = phones.open(TECHNICIAN, phone=True)
    keep_day(page)
    page.context.set_offline(True)
    page.goto("/comptoir")
    for code in (number, f"r{number}", f"R-{int(number):05d}"):
        page.get_by_label("Scanner ou saisir un numéro").fill(code)
        page.get_by_role("button", name="Ouvrir").click()
        expect(page.locator("form#find + .scanned")).to_contain_text("Remettre : R-")
        page.locator(".scanned").evaluate("box => box.replaceChildren()")
    page.goto(address)
    name_taker(page)
    page.get_by_role("button", name="Enregistrer la remise").click()
    kept(page)

    page.goto("/comptoir/envois")
    page.get_by_role("button", name="Envoyer maintenant").click()
    expect(page.get_by_role("status")).to_contain_text("Le réseau n’est pas là")
    page.goto("/comptoir")
    call = page.locator(f"[data-loan='{number}']").first
    expect(call).to_contain_text("Remise notée sur ce téléphone, à envoyer.")
    page.context.set_offline(False)
    expect(call).to_contain_text("Remise notée sur ce téléphone, et partie.")


def test_counts_follow_what_is_missing_and_are_not_wiped_unasked(phones: Office) -> None:
    page = phones.open(MANAGER, phone=True)
    address = hand_over(page, 25)
    page.goto(address)
    page.get_by_text("Abîmé, sale, manquant").first.click()
    back, missing = (
        page.locator(f"input[name$='-{each}']").first for each in ("quantity", "missing")
    )
    page.locator("[data-few]").last.get_by_role("button", name="2", exact=True).click()
    expect(back).to_have_value("23")
    page.locator("[data-few]").last.get_by_role("button", name="2", exact=True).click()
    expect(back).to_have_value("25")
    missing.fill("1")
    expect(back).to_have_value("24")

    page.once("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("link", name="Tout est rentré, signer").click()
    expect(missing).to_have_value("1")
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("link", name="Tout est rentré, signer").click()
    expect(missing).to_have_value("0")
    expect(back).to_have_value("25")
    take_back(page, address)
    expect(page.get_by_role("status").first).to_contain_text("Le retour est enregistré")


def test_the_button_stands_on_the_bottom_bar_and_a_copy_is_one(phones: Office) -> None:
    page = phones.open(TECHNICIAN, phone=True)
    page.goto("/incidents/nouveau")
    button = page.get_by_role("button", name="Signaler l’incident").bounding_box()
    bottom = page.locator(".acts").bounding_box()
    assert button
    assert bottom
    assert button["y"] + button["height"] <= bottom["y"]
    thing = page.get_by_label("Quel matériel")
    many = page.locator("[data-many]")
    expect(many).to_be_visible()
    values = thing.evaluate("list => [...list.options].map((each) => each.value)")
    thing.select_option(next(each for each in values if each and each.split("|")[1]))
    expect(many).to_be_hidden()
    thing.select_option(next(each for each in values if each and not each.split("|")[1]))
    expect(many).to_be_visible()
    page.evaluate("outbox.dropDrafts()")

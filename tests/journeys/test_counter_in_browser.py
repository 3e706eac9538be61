"""The counter on a phone with a line: photos, drawn signatures, a loan back in two times."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from booking import clock
from tests.browser import Office
from tests.journeys.counter import MANAGER, TECHNICIAN, hand_over, lend, passages
from tests.journeys.inspection import sound
from tests.journeys.service import PARIS
from tests.papers import photo

TENT = "Tente pliante 3 × 3 m"
AGAIN = """async () => {
  const form = document.querySelector("form[data-offline]");
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
  return answer.redirected;
}"""
"""The form as it is, sent by another way than its button."""


def draw(page: Page, rank: int) -> None:
    """Sign with a finger in the field of that rank."""
    field = page.locator("[data-draw] canvas").nth(rank)
    field.scroll_into_view_if_needed()
    box = field.bounding_box()
    assert box
    page.mouse.move(box["x"] + 30, box["y"] + 20)
    page.mouse.down()
    for step in range(1, 6):
        page.mouse.move(box["x"] + 30 + 30 * step, box["y"] + 20 + 10 * (step % 2))
    page.mouse.up()


def snap(page: Page, field: Locator) -> None:
    """Take a photo with the field that says so."""
    shots = page.locator("[data-shots] li")
    before = shots.count()
    field.set_input_files([{"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo()}])
    expect(shots).to_have_count(before + 1)


def signed_by(page: Page, who: str) -> None:
    """Write who stands on the other side, and draw for both."""
    page.get_by_role("textbox", name=re.compile("^Qui (emporte|rapporte)")).fill(who)
    draw(page, 0)
    draw(page, 1)


def test_a_loan_leaves_with_photos_and_signatures_and_is_back_in_two_times(
    phones: Office,
) -> None:
    page = phones.open(TECHNICIAN, phone=True)
    for address in ("/comptoir", "/comptoir/envois", "/incidents", "/incidents/nouveau"):
        page.goto(address)
        sound(page)
    page = phones.open(MANAGER, phone=True)
    leaving = lend(page, "Chaise pliante", 20)
    sound(page)
    page.get_by_text("Photos au départ").first.click()
    snap(page, page.locator("input[type=file]").first)
    signed_by(page, "Zoé Petit")
    page.get_by_role("button", name="Enregistrer la remise").click()
    expect(page.get_by_role("status").first).to_contain_text("La remise est enregistrée")

    page.goto(leaving.replace("/remise/", "/retour/"))
    sound(page)
    page.get_by_text("Abîmé, sale, manquant").first.click()
    page.locator("input[name$='-quantity']").first.fill("12")
    snap(page, page.locator("input[type=file]").first)
    signed_by(page, "Luc Petit")
    page.get_by_role("button", name="Enregistrer le retour").click()
    expect(page.get_by_role("status").first).to_contain_text("Le reste est encore attendu")

    page.goto(leaving.replace("/remise/", "/retour/"))
    expect(page.get_by_text("8 attendus")).to_be_visible()
    page.get_by_role("textbox", name=re.compile("^Qui rapporte")).fill("Zoé Petit")
    page.get_by_role("button", name="Enregistrer le retour").click()
    expect(page.get_by_role("status").first).to_contain_text("Le retour est enregistré")

    passed = passages(page, leaving)
    assert [each.partition(",")[0] for each in passed] == ["Remise", "Retour", "Retour"]
    for who in ("Zoé Petit", "Luc Petit"):
        expect(page.get_by_role("img", name=f"Signature tracée : {who}")).to_have_count(1)
    expect(page.get_by_role("img", name=re.compile("photo 1 du départ"))).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("photo 1 du retour"))).to_be_visible()
    sound(page)


def test_a_copy_gone_meanwhile_and_one_of_another_thing_are_refused_with_their_sentences(
    phones: Office,
) -> None:
    page = phones.open(MANAGER, phone=True)
    address = lend(page, TENT, 1)
    page.get_by_role("textbox", name="Qui emporte le matériel").fill("Zoé Petit")
    list_ = page.locator("select[data-scan]").first
    wanted = list_.locator("option:not([value=''])").last.get_attribute("value")
    other = phones.open(MANAGER, phone=True)
    lend(other, TENT, 1)
    other.locator("select[data-scan]").first.select_option(wanted)
    other.get_by_role("textbox", name="Qui emporte le matériel").fill("Luc Petit")
    other.get_by_role("button", name="Enregistrer la remise").click()
    expect(other.get_by_role("status").first).to_contain_text("La remise est enregistrée")

    list_.select_option(wanted)
    page.get_by_role("button", name="Enregistrer la remise").click()

    expect(page.get_by_role("alert").first).to_contain_text(wanted or "?")
    assert passages(other, address) == []

    page.goto(address)
    add = """(list, number) => { list.add(new Option(number, number)); list.value = number; }"""
    list_.evaluate(add, stranger(other))
    page.get_by_role("textbox", name="Qui emporte le matériel").fill("Zoé Petit")
    page.get_by_role("button", name="Enregistrer la remise").click()
    expect(page.get_by_role("alert").first).to_contain_text("est un exemplaire de «")
    expect(page.get_by_role("alert").first).to_contain_text(f"pas de « {TENT}")
    sound(page)
    assert passages(other, address) == []


def stranger(page: Page) -> str:
    """Return the number of a copy of another thing than the tent."""
    tags = page.request.get("/comptoir/journee.json").json()["tags"].values()
    return next(each["number"] for each in tags if each["unit"] and each["name"] != TENT)


@pytest.mark.parametrize("way", ["remise", "retour"])
def test_the_same_form_sent_twice_is_recorded_once(phones: Office, way: str) -> None:
    page = phones.open(MANAGER, phone=True)
    if way == "remise":
        address = lend(page, "Chaise pliante", 3)
    else:
        address = hand_over(page, 3)
        page.goto(address)
    page.get_by_role("textbox", name=re.compile("^Qui (emporte|rapporte)")).fill("Zoé Petit")

    assert page.evaluate(AGAIN)
    page.get_by_role("button", name="Enregistrer").click()

    expect(page.get_by_role("status").first).to_contain_text("enregistré")
    assert len(passages(page, address)) == (1 if way == "remise" else 2)


def free_tents(page: Page) -> str:
    """Return what a borrower is shown of the tents for the hours to come."""
    first, last = (clock.now().astimezone(PARIS) + timedelta(hours=each) for each in (1, 3))
    page.goto(f"/materiel?du={first:%Y-%m-%dT%H:%M}&au={last:%Y-%m-%dT%H:%M}&q=tente+pliante+3")
    row = page.get_by_role("listitem").filter(has=page.get_by_role("link", name=TENT))
    return row.inner_text()


def test_a_late_tent_is_told_to_the_next_search_until_its_return(phones: Office) -> None:
    reader = phones.open("secretaire@querenaing")
    assert "1 en retard depuis le" in free_tents(reader)
    page = phones.open(TECHNICIAN, phone=True)
    page.goto("/comptoir")
    late = page.get_by_role("region", name=re.compile("^En retard"))
    late.get_by_role("link", name=re.compile("^Reprendre")).first.click()
    signed_by(page, "Martine Legrand")
    page.get_by_role("button", name="Enregistrer le retour").click()
    expect(page.get_by_role("status").first).to_contain_text("Le retour est enregistré")

    assert "en retard" not in free_tents(reader)  # it dries first: its preparation

"""What a phone keeps of the counter's day follows what is done, there and elsewhere."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Office
from tests.journeys.counter import (
    MANAGER,
    TECHNICIAN,
    being_kept,
    hand_over,
    kept,
    lend,
    name_taker,
    open_counter,
)
from tests.journeys.inspection import sound

KEPT = """async () => {
  const day = await caches.match("/comptoir/journee.json");
  return day ? day.json() : null;
}"""
CUT = """() => {
  const post = ServiceWorker.prototype.postMessage;
  ServiceWorker.prototype.postMessage = function (message, ...rest) {
    if (message.act !== "renew") post.call(this, message, ...rest);
  };
}"""
"""The line goes just after a form was sent: the day is not fetched again."""
HOLD = """() => {
  const request = indexedDB.open("parc-commun", 1);
  request.onsuccess = () => {
    const forms = request.result.transaction("envois", "readwrite").objectStore("envois");
    const again = () => { if (!self.done) forms.get("none").onsuccess = again; };
    again();
  };
}"""
"""Another tab writes, for as long as it is not `done`: nobody reads what the phone keeps."""
NOBODY = "Faites signer, ou dites pourquoi l’emprunteur ne signe pas."


def day(page: Page) -> dict[str, Any]:
    """Return the day that the phone keeps."""
    found: dict[str, Any] | None = page.evaluate(KEPT)
    assert found
    return found


def kept_after(page: Page, before: dict[str, Any]) -> dict[str, Any]:
    """Wait until the day was kept again; return it."""
    for _ in range(100):
        if day(page)["asked"] != before["asked"]:
            return day(page)
        page.wait_for_timeout(100)
    pytest.fail("the day was not kept again")


def leave(page: Page) -> None:
    """Hand over what the form shows."""
    name_taker(page)
    page.get_by_role("button", name="Enregistrer la remise").click()


def calls(page: Page, address: str) -> list[str]:
    """Return what the counter, without network, proposes for a loan."""
    page.context.set_offline(True)
    page.goto("/comptoir")
    number = address.rpartition("/")[2]
    expect(page.locator(".unsent")).to_contain_text("Sans réseau : journée du")
    found = page.locator(f"[data-loan='{number}'] a.btn:visible").all_inner_texts()
    return [each.split()[0] for each in found]


def test_what_the_desk_handed_over_is_not_offered_once_the_counter_was_opened_again(
    phones: Office,
) -> None:
    desk = phones.open(MANAGER)
    address, other = lend(desk, "Chaise pliante", 2), lend(desk, "Chaise pliante", 1)
    page = phones.open(TECHNICIAN, phone=True)
    open_counter(page)
    before = day(page)
    desk.goto(address)
    leave(desk)
    expect(desk.get_by_role("status").first).to_contain_text("La remise est enregistrée")

    open_counter(page)
    after = day(page)

    form = other[other.index("/comptoir") :]
    assert after["drawn"][form] == before["drawn"][form], "nothing changed of it: it is copied"
    assert after["drawn"]["/comptoir"] > before["drawn"]["/comptoir"]
    assert address[address.index("/comptoir") :] not in after["drawn"]
    assert calls(page, address) == ["Reprendre"]
    assert calls(page, other) == ["Remettre"]


def test_what_the_phone_sends_is_in_the_day_it_keeps_at_once(phones: Office) -> None:
    address = lend(phones.open(MANAGER), "Chaise pliante", 2)
    page = phones.open(TECHNICIAN, phone=True)
    open_counter(page)
    before = day(page)
    page.goto(address)

    leave(page)
    expect(page.get_by_role("status").first).to_contain_text("La remise est enregistrée")
    kept_after(page, before)

    assert calls(page, address) == ["Reprendre"]


def test_what_was_sent_is_said_and_not_offered_even_if_the_line_goes_at_once(
    phones: Office,
) -> None:
    address = lend(phones.open(MANAGER), "Chaise pliante", 2)
    page = phones.open(TECHNICIAN, phone=True)
    page.context.add_init_script(f"({CUT})()")
    open_counter(page)
    page.goto(address)

    leave(page)
    expect(page.get_by_role("status").first).to_contain_text("La remise est enregistrée")

    assert calls(page, address) == []
    call = page.locator(f"[data-loan='{address.rpartition('/')[2]}']").first
    expect(call).to_contain_text("Remise notée sur ce téléphone, et partie.")
    expect(call.get_by_role("link", name="Enregistrer le retour")).to_be_visible()
    page.get_by_label("Scanner ou saisir un numéro").fill(f"R-{address.rpartition('/')[2]}")
    page.get_by_role("button", name="Ouvrir").click()
    expect(page.locator(".scanned")).to_contain_text(re.compile("Reprendre|rien à remettre"))
    expect(page.locator(".scanned")).not_to_contain_text("Remettre")
    page.goto(address)
    expect(page.locator("main")).to_contain_text("Cette page n’est pas gardée")


def test_what_is_typed_before_the_phone_was_read_is_kept_too(phones: Office) -> None:
    page = phones.open(TECHNICIAN, phone=True)
    page.goto("/comptoir")
    other = page.context.new_page()
    other.goto("/comptoir")
    other.evaluate(HOLD)
    page.goto("/incidents/nouveau")

    page.get_by_label("Circonstances").fill("Un pied plié.")
    other.evaluate("self.done = true")

    being_kept(page)
    page.reload()
    expect(page.locator("[data-notice]")).to_contain_text("Repris là où vous en étiez")
    expect(page.get_by_label("Circonstances")).to_have_value("Un pied plié.")
    page.evaluate("outbox.dropDrafts()")


def test_an_incident_of_which_nothing_is_said_is_refused_on_the_spot(phones: Office) -> None:
    page = phones.open(TECHNICIAN, phone=True)
    page.goto("/incidents/nouveau")
    page.context.set_offline(True)

    page.get_by_role("button", name="Signaler l’incident").click()

    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("3 points sont à corriger")
    expect(alert).to_contain_text(re.compile(r"Circonstances\s: ce champ est obligatoire\."))
    expect(page.locator("#circumstances-erreur")).to_have_text("Ce champ est obligatoire.")
    expect(page.locator("#kind")).to_have_attribute("aria-describedby", "kind-erreur")
    sound(page)
    assert page.evaluate("outbox.all()") == []
    page.get_by_label("Quel matériel").select_option(index=1)
    page.get_by_label("Dégradation").check()
    page.get_by_label("Circonstances").fill("  ")
    page.get_by_role("button", name="Signaler l’incident").click()
    expect(alert).to_contain_text("Un point est à corriger")
    page.get_by_label("Circonstances").fill("Un pied plié.")
    page.get_by_role("button", name="Signaler l’incident").click()
    kept(page)
    page.evaluate("outbox.all().then((all) => Promise.all(all.map((f) => outbox.remove(f.key))))")


@pytest.mark.parametrize(
    ("way", "said"),
    [
        ("remise", "Écrivez le nom de qui emporte le matériel, ou dites pourquoi personne"),
        ("retour", NOBODY),
    ],
)
def test_what_nobody_signs_without_a_word_is_refused_on_the_spot(
    phones: Office, way: str, said: str
) -> None:
    page = phones.open(MANAGER, phone=True)
    page.goto(lend(page, "Chaise pliante", 2) if way == "remise" else hand_over(page, 2))
    page.context.set_offline(True)

    page.get_by_role("button", name="Enregistrer").click()

    expect(page.get_by_role("alert")).to_contain_text(said)
    expect(page.locator("#borrower_name-erreur")).to_contain_text(said)
    expect(page.locator("#borrower_name")).to_have_attribute("aria-invalid", "true")
    assert page.evaluate("outbox.all()") == []
    page.get_by_label("Pourquoi l’emprunteur ne signe pas").fill("Il est déjà reparti.")
    page.get_by_role("button", name="Enregistrer").click()
    kept(page)
    page.evaluate("outbox.all().then((all) => Promise.all(all.map((f) => outbox.remove(f.key))))")

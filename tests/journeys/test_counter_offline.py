"""The counter in a shed: the line is cut before, amid and after; each form is sent once."""

import json
import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser import Office, sign_in
from tests.journeys.counter import (
    MANAGER,
    TECHNICIAN,
    UNSENT,
    being_kept,
    hand_over,
    keep_day,
    kept,
    lend,
    name_taker,
    passages,
    take_back,
)
from tests.journeys.service import Service, fetch

CHAIRS = 400
AGED = "outbox.all().then(([form]) => outbox.put({ ...form, at: form.at - 26 * 864e5 }))"
"""Nearly four weeks go by."""
BEHIND = """
outbox.all().then(async ([form]) => {
  const now = { ...form, at: Date.now() };
  await outbox.put({ ...now, state: "refused", said_no: "Non." });
  await outbox.put({ ...now, key: "b", address: form.address.replace("remise", "retour") });
  return outbox.send().then(({ refused, sent }) => refused.length + sent.length);
})
"""
"""Of a loan whose departure was refused, the return is not tried."""


def lost_line(page: Page) -> None:
    """Walk into the shed."""
    page.context.set_offline(True)


def back_on_line(page: Page) -> None:
    """Walk out of it."""
    page.context.set_offline(False)


def all_chairs(service: Service) -> dict[str, Any]:
    """Return the chairs of the demonstration: how many there are, how many are free."""
    token = service.token(MANAGER)
    answer = fetch(f"{service.url}/api/v1/items?q=CHA-PLI", Authorization=f"Bearer {token}")
    found: dict[str, Any] = json.loads(answer.body)["items"][0]
    return found


def free_chairs(service: Service) -> int:
    return int(all_chairs(service)["available"])


def in_service(page: Page, address: str) -> str:
    """Return what the page of the chairs says of how many are in service."""
    page.goto(address)
    return page.get_by_text(re.compile(r"en service sur [0-9]+\.$")).inner_text()


def test_the_line_is_cut_amid_a_hand_over_and_comes_back(phones: Office) -> None:
    page = phones.open(MANAGER, phone=True)
    address = lend(page, "Chaise pliante", 10)
    page.get_by_role("textbox", name="Qui emporte le matériel").fill("Zoé Petit")
    lost_line(page)
    page.get_by_role("button", name="Enregistrer la remise").click()
    kept(page)
    expect(page.locator(UNSENT)).to_contain_text(
        "1 formulaire à envoyer, Maing – atelier municipal"
    )

    back_on_line(page)

    expect(page.locator(UNSENT)).to_contain_text("1 formulaire envoyé")
    assert len(passages(page, address)) == 1
    expect(page.locator("main")).to_contain_text("Zoé Petit")


def test_offline_before_opening_then_logged_out_and_sent_the_day_after(
    phones: Office, shed: Service
) -> None:
    page = phones.open(MANAGER, phone=True)
    address = hand_over(page, 40)
    phone = phones.open(TECHNICIAN, phone=True)
    keep_day(phone)
    before, whole = free_chairs(shed), all_chairs(shed)

    lost_line(phone)
    phone.goto("/comptoir")
    expect(phone.locator(UNSENT)).to_contain_text("Sans réseau : journée du")
    link = phone.get_by_role("link", name=re.compile(f"^Reprendre : .*{address[-2:]}"))
    expect(link).to_be_visible()
    take_back(phone, address, damaged=3)
    kept(phone)
    phone.close()  # and the phone restarts
    phone.context.clear_cookies()  # the session ended in the night
    again = phone.context.new_page()
    again.goto("/comptoir")  # still opens
    expect(again.locator(UNSENT)).to_contain_text("1 formulaire à envoyer, Maing – atelier")
    back_on_line(again)
    again.goto("/comptoir")
    expect(again).to_have_url(re.compile("/connexion"))
    expect(again.locator(UNSENT)).to_contain_text("Reconnectez-vous pour envoyer")
    sign_in(again, TECHNICIAN)

    expect(again.locator(UNSENT)).to_contain_text("1 formulaire envoyé")
    passed = passages(again, address)
    assert len(passed) == 2
    assert len([each for each in passed if each.startswith("Retour")]) == 1
    expect(again.locator("main")).to_contain_text("40, 3 abîmés")
    assert free_chairs(shed) == before + 37
    assert whole["quantity"] == CHAIRS
    said = in_service(again, f"/materiel/{whole['id']}")
    assert said == "397 en service sur 400."


def test_what_leaves_without_network_comes_back_without_it(phones: Office) -> None:
    desk = phones.open(MANAGER)
    address = lend(desk, "Chaise pliante", 7)
    phone = phones.open(TECHNICIAN, phone=True)
    keep_day(phone)
    lost_line(phone)
    phone.goto(address)
    name_taker(phone)
    phone.get_by_role("button", name="Enregistrer la remise").click()
    kept(phone)

    phone.get_by_role("link", name="Enregistrer le retour").click()
    expect(phone.locator("main")).to_contain_text("n’est pas encore parti")
    phone.get_by_role("textbox", name=re.compile("^Qui rapporte")).fill("Luc Petit")
    phone.get_by_role("button", name="Enregistrer le retour").click()
    kept(phone)
    expect(phone.locator(UNSENT)).to_contain_text("2 formulaires à envoyer")
    back_on_line(phone)

    expect(phone.locator(UNSENT)).to_contain_text("2 formulaires envoyés")
    assert [each[:6] for each in passages(phone, address)] == ["Remise", "Retour"]


def test_nothing_of_a_loan_goes_before_what_was_written_first_nor_when_too_old(
    phones: Office,
) -> None:
    page = phones.open(MANAGER, phone=True)
    address = lend(page, "Chaise pliante", 2)
    lost_line(page)
    name_taker(page)
    page.get_by_role("button", name="Enregistrer la remise").click()
    kept(page)
    page.evaluate(AGED)
    back_on_line(page)

    page.goto("/comptoir/envois")
    expect(page.get_by_role("listitem").filter(has_text="plus de 25 jours")).to_be_visible()
    assert passages(page, address) == []
    assert page.evaluate(BEHIND) == 0


def test_the_same_form_sent_twice_is_one_return(phones: Office) -> None:
    page = phones.open(MANAGER, phone=True)
    address = hand_over(page, 5)
    page.goto(address)
    lost_line(page)
    page.get_by_role("textbox", name=re.compile("^Qui rapporte")).fill("Luc Petit")
    page.get_by_role("button", name="Enregistrer le retour").dblclick()
    kept(page)
    copy = "outbox.all().then(([form]) => { self.copy = form; })"
    page.evaluate(copy)
    expect(page.locator(UNSENT)).to_contain_text("1 formulaire à envoyer")
    other = page.context.new_page()  # a second tab, that sends as well
    back_on_line(page)
    other.goto("/comptoir/envois")
    expect(other.get_by_text("Rien n’attend sur ce téléphone.")).to_be_visible()

    page.evaluate("outbox.put(self.copy).then(() => outbox.send())")

    assert len(passages(other, address)) == 2


def test_what_somebody_else_took_back_meanwhile_is_a_conflict_that_is_shown(
    phones: Office,
) -> None:
    desk = phones.open(MANAGER)
    address = hand_over(desk, 6)
    page = phones.open(TECHNICIAN, phone=True)
    page.goto(address)
    lost_line(page)
    page.get_by_role("textbox", name=re.compile("^Qui rapporte")).fill("Luc Petit")
    page.get_by_role("button", name="Enregistrer le retour").click()
    kept(page)
    take_back(desk, address)
    expect(desk.get_by_role("heading", name=re.compile("^Retour, "))).to_have_count(1)

    back_on_line(page)

    expect(page.locator(UNSENT)).to_contain_text("Un a été refusé")
    page.get_by_role("link", name="Voir la liste").click()
    row = page.get_by_role("listitem").filter(has_text="Dépannage du marché")
    expect(row).to_contain_text("Refusé : ")
    row.get_by_text("Ce qui a été saisi").click()
    expect(row).to_contain_text("Luc Petit")
    page.once("dialog", lambda dialog: dialog.dismiss())
    row.get_by_role("button", name="Abandonner").click()
    expect(row).to_be_visible()
    page.once("dialog", lambda dialog: dialog.accept())
    row.get_by_role("button", name="Abandonner").click()
    expect(page.get_by_text("Rien n’attend sur ce téléphone.")).to_be_visible()
    assert len(passages(page, address)) == 2


def test_logging_out_erases_what_was_read_and_only_its_writer_sends_a_form(
    phones: Office,
) -> None:
    address = hand_over(phones.open(MANAGER, phone=True), 4)
    page = phones.open(TECHNICIAN, phone=True)
    keep_day(page)
    lost_line(page)
    take_back(page, address)
    kept(page)
    page.context.clear_cookies()
    back_on_line(page)
    page.goto("/connexion")
    sign_in(page, MANAGER)
    page.goto("/comptoir/envois")
    row = page.get_by_role("listitem").filter(has_text="Maing – atelier municipal")
    expect(row).to_contain_text("Écrit par un autre compte")
    expect(row).not_to_contain_text("Dépannage")
    keep_day(page)

    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    page.locator("details.drop > summary").click()
    page.get_by_role("button", name="Se déconnecter").click()

    expect(page.locator(UNSENT)).to_contain_text(
        "1 formulaire à envoyer, Maing – atelier municipal"
    )
    assert "restent sur ce téléphone" in asked[0]
    lost_line(page)
    page.goto("/comptoir")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sans réseau")
    back_on_line(page)
    page.goto("/connexion")
    sign_in(page, TECHNICIAN)
    expect(page.locator(UNSENT)).to_contain_text("1 formulaire envoyé")
    assert len(passages(page, address)) == 2


def test_a_form_half_filled_survives_a_closed_tab_and_nothing_of_it_a_log_out(
    phones: Office,
) -> None:
    page = phones.open(MANAGER, phone=True)
    address = hand_over(page, 8)
    page.goto(address)
    page.get_by_text("Abîmé, sale, manquant").first.click()
    page.locator("input[name$='-dirty']").first.fill("2")
    page.get_by_role("textbox", name=re.compile("^Qui rapporte")).fill("Luc Petit")
    being_kept(page)
    page.close()

    again = page.context.new_page()
    again.goto(address)
    expect(again.locator("[data-notice]")).to_contain_text("Repris là où vous en étiez")
    expect(again.locator("input[name$='-dirty']").first).to_have_value("2")
    expect(again.locator("input[name$='-dirty']").first).to_be_visible()
    expect(again.get_by_role("textbox", name=re.compile("^Qui rapporte"))).to_have_value(
        "Luc Petit"
    )
    expect(again.locator(UNSENT)).to_be_hidden()  # what is not sent yet waits for nobody
    with again.expect_navigation():
        again.get_by_role("button", name="Repartir de zéro").click()
    expect(again.locator("input[name$='-dirty']").first).to_have_value("0")
    assert again.evaluate("outbox.all()") == []

    again.get_by_role("textbox", name=re.compile("^Qui rapporte")).fill("Zoé Petit")
    being_kept(again)
    again.get_by_role("button", name="Enregistrer le retour").click()
    expect(again.get_by_role("status").first).to_contain_text("retour est enregistré")
    assert again.evaluate("outbox.all()") == []
    again.goto("/incidents/nouveau")
    again.locator("form[data-offline] textarea").first.fill("Chaise tombée du camion")
    being_kept(again)
    again.locator("details.drop > summary").click()
    again.get_by_role("button", name="Se déconnecter").click()
    again.wait_for_url("**/connexion**")
    assert again.evaluate("outbox.all()") == []

"""The counter in a shed: the line is cut before, amid and after; each form is sent once."""

import json
import re

from playwright.sync_api import Page, expect

from tests.browser import Office, sign_in
from tests.journeys.counter import (
    MANAGER,
    TECHNICIAN,
    UNSENT,
    hand_over,
    keep_day,
    kept,
    lend,
    passages,
    take_back,
)
from tests.journeys.service import Service, fetch

CHAIRS = 400


def lost_line(page: Page) -> None:
    """Walk into the shed."""
    page.context.set_offline(True)


def back_on_line(page: Page) -> None:
    """Walk out of it."""
    page.context.set_offline(False)


def free_chairs(service: Service) -> int:
    token = service.token(MANAGER)
    answer = fetch(f"{service.url}/api/v1/items?q=CHA-PLI", Authorization=f"Bearer {token}")
    return int(json.loads(answer.body)["items"][0]["available"])


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
    before = free_chairs(shed)

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
    assert len(passages(again, address)) == 2  # it left, it is back: once
    expect(again.locator("main")).to_contain_text("40, 3 abîmés")
    assert free_chairs(shed) == before + 37
    assert before + 40 <= CHAIRS


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

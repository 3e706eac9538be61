"""What a letter leads to without signing in, and what one chooses to receive (issue 6)."""

import re
from email.message import EmailMessage

import pytest
from playwright.sync_api import expect

from tests.browser import Office
from tests.journeys.acts import CHAIR, ask, propose
from tests.journeys.inspection import sound
from tests.journeys.service import Service, weekend

SECRETARY, MANAGER = "secretaire@querenaing", "gestionnaire@maing"
DEVICES = pytest.mark.parametrize("phone", [False, True], ids=["1280", "360"])
LINK = re.compile(r"http://\S+/courriel/[\w.~-]+")


def words(letter: EmailMessage) -> str:
    """Return a letter as plain words."""
    body = letter.get_body(("plain",))
    assert body
    content: str = body.get_content()
    return content


@DEVICES
def test_a_link_shows_what_it_would_do_then_does_it_once(
    office: Office, on_sqlite: Service, phone: bool
) -> None:
    purpose = f"Fête du timbre {phone}"
    request = ask(office.open(SECRETARY), weekend(72 + phone), purpose, {CHAIR: 10})
    propose(office.open(MANAGER), request, weekend(74 + phone), "La semaine d’après ?")
    on_sqlite.flask("mail", "send")
    (letter,) = [
        each for each in on_sqlite.post.letters if f"proposition : {purpose}" in each["Subject"]
    ]
    links = LINK.findall(words(letter))

    stranger = office.open(phone=phone)
    for link in links:
        stranger.goto(link)
        expect(stranger.get_by_role("heading", level=1)).to_contain_text(" ?")
        sound(stranger)
    stranger.goto(links[0])
    stranger.locator("main").get_by_role("button").click()
    expect(stranger.get_by_role("heading", level=1)).to_have_text("C’est fait")
    sound(stranger)
    for link in links:
        stranger.goto(link)
        expect(stranger.get_by_role("heading", level=1)).to_have_text("Ce lien n’a plus d’effet")
    sound(stranger)


@DEVICES
def test_one_chooses_what_to_receive(office: Office, phone: bool) -> None:
    page = office.open("secretaire@sebourg", phone=phone)
    page.goto("/compte/courriels")
    sound(page)
    page.get_by_label(re.compile("invitation d’agenda")).check()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status")).to_be_visible()
    expect(page.get_by_label(re.compile("invitation d’agenda"))).to_be_checked()
    sound(page)

"""Every page, for every part in the demonstration: axe-core, widths, darkness, paper, weight."""

import gzip
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Response, expect

from tests.browser import Office
from tests.journeys.acts import CHAIR, TENT, ask, choose, search, submit, subscribe
from tests.journeys.inspection import crawl, inspect, shape
from tests.journeys.service import Service, weekend

PEOPLE = (
    "secretaire@querenaing",
    "gestionnaire@maing",
    "technicien@maing",
    "maire@querenaing",
    "bureau@valenciennes-metropole",
    "",
)
LIGHT_ENOUGH = 100_000


@pytest.mark.parametrize("person", PEOPLE, ids=[person or "anonymous" for person in PEOPLE])
def test_every_page_in_reach_is_sound_wide_narrow_and_dark(office: Office, person: str) -> None:
    page = office.open(person)
    faults = []
    for _ in crawl(page):
        faults += inspect(page)
    assert faults == []


def test_whoever_is_signed_in_finds_their_account_and_the_reference(office: Office) -> None:
    found = {shape(each) for each in crawl(office.open("secretaire@querenaing"))}
    assert {"/compte?", "/aide/api?", "/calendriers?", "/demandes/N?"} <= found


def _short(page: Page) -> None:
    choose(page, weekend(10), {TENT: 500, CHAIR: 40})
    page.get_by_label("Objet de la demande").fill("Fête")
    submit(page)
    expect(page.get_by_role("alert")).to_be_visible()


def _blank(page: Page) -> None:
    choose(page, weekend(10), {TENT: 2})
    submit(page)
    expect(page.get_by_role("alert")).to_be_visible()


def _subscribed(page: Page) -> None:
    subscribe(page)


def _chosen_too_many(page: Page) -> None:
    search(page, weekend(10))
    page.get_by_label(f"Quantité : {TENT}").fill("13")
    page.get_by_role("button", name="Voir", exact=True).click()


def _wrong_dates(page: Page) -> None:
    page.goto("/materiel?du=2027-05-10T10:00&au=2027-05-07T14:00")


def _weak_password(page: Page) -> None:
    page.goto("/compte")
    page.get_by_label("Mot de passe actuel").fill("x")
    page.get_by_label("Nouveau mot de passe").fill("court")
    page.get_by_role("button", name="Changer le mot de passe").click()


def _lost(page: Page) -> None:
    page.goto("/demandes/99999")


def _done(page: Page) -> None:
    ask(page, weekend(10), "Loto", {CHAIR: 5})


def _open_menu(page: Page) -> None:
    page.locator("details.drop summary").click()


STATES = (
    _short,
    _blank,
    _subscribed,
    _chosen_too_many,
    _wrong_dates,
    _weak_password,
    _lost,
    _done,
    _open_menu,
)


@pytest.mark.parametrize("reach", STATES, ids=[reach.__name__.strip("_") for reach in STATES])
def test_what_pages_become_after_an_act_is_sound_too(
    office: Office, reach: Callable[[Page], None]
) -> None:
    page = office.open("secretaire@querenaing")
    reach(page)
    assert inspect(page) == []


def test_an_invitation_a_wrong_password_and_a_stale_link_are_sound(
    office: Office, on_sqlite: Service
) -> None:
    on_sqlite.flask(
        "user", "invite", "maire@artres.example", "--name", "Marc Lenglet",
        "--organization", "215900192", "--role", "elected",
    )  # fmt: skip
    on_sqlite.flask("mail", "send")
    body = on_sqlite.post.letters[-1].get_body(("plain",))
    assert body is not None
    link = next(word for word in body.get_content().split() if "/invitation/" in word)
    page = office.open()
    for address in (link, link[:-4] + "AAAA"):
        page.goto(address)
        assert inspect(page) == []
    page.goto("/connexion")
    page.get_by_label("Adresse électronique").fill("personne@nulle-part.example")
    page.get_by_label("Mot de passe").fill("devine")
    page.get_by_role("button", name="Se connecter").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert inspect(page) == []


def test_no_number_of_the_calendar_is_cut_in_two_on_a_phone(office: Office) -> None:
    request = ask(office.open("secretaire@querenaing"), weekend(15), "Brocante", {CHAIR: 40})
    phone = office.open("gestionnaire@maing", phone=True)
    phone.goto(request)
    broken = phone.eval_on_selector_all(
        ".around td:not(:empty), .around thead b",
        """all => all.filter((cell) => {
            const words = document.createRange();
            words.selectNodeContents(cell);
            return new Set([...words.getClientRects()].map((line) => line.top)).size > 1;
        }).map((cell) => cell.textContent)""",
    )
    assert broken == []


def test_on_paper_only_the_matter_remains(office: Office) -> None:
    page = office.open("secretaire@querenaing")
    ask(page, weekend(11), "Thé dansant", {CHAIR: 5})
    page.emulate_media(media="print")
    for frame in (".top", ".side", ".acts", ".foot", ".skip", ".flash"):
        for part in page.locator(frame).all():
            expect(part).to_be_hidden()
    for button in page.locator("main").get_by_role("button").all():
        expect(button).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("cell", name="CHA-PLI")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_the_first_catalogue_page_is_light_when_compressed(office: Office) -> None:
    page = office.open("secretaire@querenaing")
    loaded: list[Response] = []
    fresh = page.context.new_page()
    fresh.on("response", lambda answer: loaded.append(answer))
    fresh.goto("/materiel", wait_until="networkidle")
    weights = {answer.url: len(gzip.compress(answer.body(), 6)) for answer in loaded}
    assert any(url.endswith("bootstrap.min.css") for url in weights)
    assert sum(weights.values()) < LIGHT_ENOUGH, weights

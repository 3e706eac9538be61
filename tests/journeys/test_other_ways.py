"""Without a mouse and without JavaScript: the same request is made."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Office, sign_in
from tests.journeys.acts import CHAIR, TENT, ask, choose, convention, refuse, submit, subscribe
from tests.journeys.papers import text_of
from tests.journeys.service import PASSWORD, weekend

SECRETARY, MANAGER = "secretaire@querenaing", "gestionnaire@maing"

FOCUS = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const all = [...document.querySelectorAll('*')];
  const box = at.getBoundingClientRect();
  const under = [.1, .5, .9].map(
    (part) => document.elementFromPoint(box.x + box.width * part, box.y + box.height / 2));
  const ring = [getComputedStyle(at), getComputedStyle(at, "::after")].some(
    (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
  return {
    place: all.indexOf(at), tag: at.localName, id: at.id, name: at.name || "",
    words: (at.innerText || at.getAttribute("aria-label") || "").trim(),
    seen: under.some((over) => over && (at.contains(over) || over.contains(at)
      || [...(at.labels || [])].some((label) => label.contains(over)))),
    over: under[1]?.closest("[class]")?.className ?? "",
    ring: ring || (at.type === "radio"),
  };
}"""
REACHABLE = """() => [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")]
  .filter((each) => each.checkVisibility() && !each.disabled && each.tabIndex >= 0)
  .filter((each) => each.type !== "radio" || each.checked)
  .map((each) => [...document.querySelectorAll('*')].indexOf(each))"""


def walk(page: Page, most: int = 400) -> Iterator[dict[str, Any]]:
    """Press Tab from the top of the page to its end; yield each place the focus stops at."""
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    last = None
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop is None:
            return
        if stop["place"] != last:  # a date has several stops of its own
            yield stop
        last = stop["place"]


def go_to(page: Page, **wanted: str) -> None:
    """Press Tab until the focus is on what is wanted (id, name, words)."""
    for stop in walk(page):
        if all(stop[key] == value for key, value in wanted.items()):
            return
    raise AssertionError(f"the keyboard never reaches {wanted}")


def named(stop: dict[str, Any]) -> str:
    """Return what a stop is called and what hides it."""
    return f"{stop['tag']} « {stop['id'] or stop['words']} » under {stop['over']}"


def check_walk(page: Page) -> list[dict[str, Any]]:
    """Check that Tab reaches everything, in order, in plain sight; return the stops."""
    expected = page.evaluate(REACHABLE)
    stops = list(walk(page))
    places = [stop["place"] for stop in stops]
    assert stops[0]["words"] == "Aller au contenu"
    assert sorted(set(expected) - set(places)) == []
    assert places == sorted(places)
    assert [named(stop) for stop in stops if not stop["seen"]] == []
    assert [named(stop) for stop in stops if not stop["ring"]] == []
    return stops


def test_one_signs_in_with_the_keyboard_alone(office: Office) -> None:
    page = office.open()
    stops = check_walk(page)
    names = [stop["id"] or stop["words"] for stop in stops]
    fields = ["email", "password", "Se connecter", "Mot de passe oublié\N{NO-BREAK SPACE}?"]
    assert names == ["Aller au contenu", "Parc commun", *fields]
    go_to(page, id="email")
    page.keyboard.type("secretaire@querenaing.example")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bonjour")


def test_the_skip_link_leads_past_the_menu(office: Office) -> None:
    page = office.open(SECRETARY)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_request_is_made_with_the_keyboard_alone(office: Office) -> None:
    page = office.open(SECRETARY)
    choose(page, weekend(12), {TENT: 2, CHAIR: 40})
    stops = check_walk(page)
    ids = [stop["id"] for stop in stops if stop["id"]]
    fields = ["starts_at", "ends_at", "purpose", "place", "beneficiary_kind-1", "note"]
    assert [each for each in ids if each in fields] == fields
    assert stops.index(next(each for each in stops if each["id"] == "note")) < len(stops) - 1

    go_to(page, id="purpose")
    page.keyboard.type("Concert de la chorale")
    go_to(page, id="beneficiary_kind-1")
    page.keyboard.press("ArrowDown")
    go_to(page, id="beneficiary_name")
    page.keyboard.type("Chorale (exemple)")
    go_to(page, words="Déposer la demande")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Votre demande est déposée")
    expect(page.locator("main")).to_contain_text("Chorale (exemple)")


@pytest.mark.parametrize("address", ["/", "/materiel", "/demandes", "/calendriers", "/compte"])
@pytest.mark.parametrize("phone", [False, True], ids=["1280", "360"])
def test_tab_reaches_everything_in_plain_sight(office: Office, address: str, phone: bool) -> None:
    page = office.open(SECRETARY, phone=phone)
    page.goto(address)
    check_walk(page)


def test_the_account_menu_opens_and_closes_with_the_keyboard(office: Office) -> None:
    page = office.open(SECRETARY)
    menu = page.locator("details.drop")
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Se déconnecter")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Se déconnecter")).to_be_hidden()
    expect(menu.locator("summary")).to_be_focused()
    page.keyboard.press("Enter")
    go_to(page, words="Se déconnecter")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Se connecter")


def test_the_whole_request_is_made_without_javascript(office: Office) -> None:
    page = office.open(java_script_enabled=False)
    sign_in(page, SECRETARY)
    choose(page, weekend(13), {TENT: 500, CHAIR: 40})
    page.get_by_label("Objet de la demande").fill("Marché de printemps")
    submit(page)
    page.get_by_role("button", name=re.compile(r"En demander 12\b")).click()
    page.get_by_label(f"Quantité : {TENT}").fill("2")
    submit(page)
    expect(page.get_by_role("status")).to_contain_text("Votre demande est déposée")
    assert "PROJET" in text_of(convention(page))
    assert subscribe(page).endswith(".ics")


def test_a_manager_refuses_without_javascript(office: Office) -> None:
    request = ask(office.open(SECRETARY), weekend(14), "Ciné plein air", {CHAIR: 10})
    manager = office.open(MANAGER, java_script_enabled=False)
    refuse(manager, request, "Les chaises sont promises à l’école.")
    expect(manager.locator("main")).to_contain_text("Motif : Les chaises sont promises")


def test_without_javascript_the_choice_is_named_as_people_say_it(office: Office) -> None:
    page = office.open(SECRETARY, java_script_enabled=False)
    choose(page, weekend(14), {TENT: 2})
    page.goto("/materiel")
    expect(page.locator("[data-cart]")).to_contain_text(f"2 × {TENT}")

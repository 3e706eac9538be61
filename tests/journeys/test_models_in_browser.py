"""The EPCI writes its own articles, with and without JavaScript; a pool waits for signatures."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Office
from tests.journeys.acts import approve, ask
from tests.journeys.inspection import sound
from tests.journeys.service import weekend
from tests.journeys.signing import told

OFFICE, COOWNER, LEAD = (
    "bureau@valenciennes-metropole",
    "secretaire@artres",
    "secretaire@querenaing",
)
POOL, SHREDDER = "Entente de l'Écaillon", "Broyeur de branches 160 mm"
MODEL = "/administration/modeles/slip"
WORDS = "Le matériel est rendu au lieu de retrait : "
WAYS = pytest.mark.parametrize("script", [True, False], ids=["javascript", "sans"])


def titles(page: Page) -> list[str]:
    """Return the titles of the articles in the editor, in their order."""
    page.wait_for_load_state("domcontentloaded")
    fields = page.locator("#articles fieldset").get_by_label("Titre").all()
    return [each.input_value() for each in fields]


def insert(page: Page, *, script: bool) -> None:
    """Write a variable at the end of the first article: from the list, by keyboard, or typed."""
    text = page.locator("#articles-0-text")
    if not script:
        text.fill(f"{text.input_value()}\n\n{WORDS}{{lieu}}")
        return
    text.press("Control+End")
    page.keyboard.type(f"\n\n{WORDS}")
    variable = page.get_by_role("button", name="{lieu}", exact=True)
    variable.focus()
    page.keyboard.press("Enter")
    expect(text).to_be_focused()


def press(page: Page, name: str) -> None:
    """Press a button of the first article by keyboard."""
    button = page.locator("#article-0").get_by_role("button", name=re.compile(f"^{name}"))
    button.focus()
    page.keyboard.press("Enter")


def asks_before_leaving(page: Page) -> None:
    """Press a link, and stay since nothing is saved."""
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_role("link", name="Parc commun").first.click()
    assert asked == ["beforeunload"]


@WAYS
def test_a_model_is_rewritten_previewed_saved_and_given_back(office: Office, script: bool) -> None:
    page = office.open(OFFICE, java_script_enabled=script)
    page.goto("/administration/modeles")
    page.get_by_role("link", name="Bon de prêt", exact=True).click()
    if script:
        sound(page)
    before = titles(page)
    insert(page, script=script)
    expect(page.locator("#articles-0-text")).to_have_value(re.compile(f"{WORDS}{{lieu}}$"))
    press(page, "Descendre")
    expect(page.locator("main")).to_contain_text("Rien n’est encore enregistré")
    assert titles(page)[:2] == [before[1], before[0]]
    if script:
        asks_before_leaving(page)

    page.get_by_label("Aperçu sur une réservation").select_option(index=1)
    page.get_by_role("button", name="Voir l’aperçu").click()
    expect(page.locator("article.paper")).to_contain_text(f"– {before[0]}")
    expect(page.locator("article.paper")).to_contain_text(
        re.compile(rf"{WORDS.removesuffix(' : ')}\s*:\s[^{{]")
    )
    if script:
        sound(page)
        asks_before_leaving(page)
    page.get_by_role("button", name="Continuer la rédaction").click()
    page.get_by_label("Ce que change cette version").fill("Le lieu de retour est écrit.")
    page.get_by_role("button", name="Enregistrer le modèle").click()
    expect(page.get_by_role("status")).to_contain_text("Le modèle est enregistré")
    assert titles(page)[:2] == [before[1], before[0]]
    give_back(page, before)


def give_back(page: Page, before: list[str]) -> None:
    """Return to the shipped words: what changes is shown first."""
    page.get_by_role("link", name="Abandonner notre texte").click()
    expect(page.locator("main")).to_contain_text("Article modifié")
    page.get_by_role("button", name="Abandonner notre texte").click()
    expect(page.get_by_role("status")).to_be_visible()
    page.goto(MODEL)
    assert titles(page) == before


def test_an_older_version_is_read_and_taken_again(office: Office) -> None:
    page = office.open(OFFICE)
    for note in ("Première", "Seconde"):
        page.goto(MODEL)
        page.locator("#articles-0-title").fill(f"Objet, {note.lower()}")
        page.get_by_label("Ce que change cette version").fill(note)
        page.get_by_role("button", name="Enregistrer le modèle").click()
        expect(page.get_by_role("status")).to_contain_text("Le modèle est enregistré")
    versions = page.get_by_role("region", name="Vos versions")
    versions.get_by_role("listitem").filter(has_text="Première").get_by_role("link").click()
    expect(page.locator("main")).to_contain_text("Article modifié")
    sound(page)
    page.get_by_role("button", name="Revenir à cette version").click()
    expect(page.get_by_role("status")).to_contain_text("s’applique de nouveau")
    assert titles(page)[0] == "Objet, première"
    page.get_by_role("link", name="Abandonner notre texte").click()
    sound(page)
    page.get_by_role("button", name="Abandonner notre texte").click()
    expect(page.get_by_role("status")).to_be_visible()


def need_signed(page: Page, *, wanted: bool) -> None:
    """Ask that nothing leave the pool before its paper is signed, or no longer."""
    page.goto("/parcs")
    page.get_by_role("link", name=POOL).click()
    page.get_by_role("link", name="Modifier les conditions").click()
    label = "Ne rien remettre tant que le document du prêt n’est pas signé de tous"
    page.get_by_label(label).set_checked(wanted)
    page.get_by_role("button", name="Enregistrer les conditions").click()
    expect(page.get_by_role("status")).to_contain_text("Les conditions sont enregistrées")


def test_nothing_leaves_before_the_signatures_where_the_pool_asks_it(office: Office) -> None:
    lead = office.open(LEAD)
    need_signed(lead, wanted=True)
    request = ask(office.open(COOWNER), weekend(82), "Taille des haies", {SHREDDER: 1})
    lead.goto(request)
    approve(lead, request)
    expect(lead.locator("main")).to_contain_text("Document pas encore signé de tous")
    lead.get_by_text("Remettre plus tôt que prévu").click()
    lead.get_by_role("link", name="Remettre le matériel").click()
    lead.get_by_role("textbox", name="Qui emporte le matériel").fill("Luc Petit")
    lead.get_by_role("button", name="Enregistrer la remise").click()
    expect(lead.get_by_role("alert")).to_contain_text("pas encore signé de tous")
    sound(lead)
    need_signed(lead, wanted=False)


def test_how_each_document_is_signed_is_set_for_the_territory(office: Office) -> None:
    page = office.open(OFFICE)
    page.goto("/administration/papiers")
    page.get_by_label("Laisser chaque propriétaire rédiger ses propres articles").check()
    page.get_by_role("button", name="Enregistrer").click()
    told(page, "C’est enregistré")
    page.get_by_label("Laisser chaque propriétaire rédiger ses propres articles").uncheck()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status")).to_contain_text("C’est enregistré")

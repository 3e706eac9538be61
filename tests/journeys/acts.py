"""What people do at their desks, written once for all journeys."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.journeys.service import Weekend

TENT, CHAIR = "Tente pliante 3 × 3 m", "Chaise pliante"


def search(page: Page, when: Weekend, words: str = "") -> None:
    """Look at the catalogue on some dates."""
    page.goto("/materiel")
    page.get_by_label("Retrait").fill(when.typed[0])
    page.get_by_label("Retour").fill(when.typed[1])
    page.get_by_label("Rechercher").fill(words)
    page.get_by_role("button", name="Voir", exact=True).click()


def choose(page: Page, when: Weekend, quantities: dict[str, int]) -> None:
    """Put quantities in the catalogue and go on to the request."""
    search(page, when)
    for thing, quantity in quantities.items():
        page.get_by_label(f"Quantité : {thing}").fill(str(quantity))
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Déposer la demande")


def ask(
    page: Page, when: Weekend, purpose: str, quantities: dict[str, int], association: str = ""
) -> str:
    """Make a whole request; return the address of its page."""
    choose(page, when, quantities)
    page.get_by_label("Objet de la demande").fill(purpose)
    if association:
        page.get_by_label("Une association dont la commune répond").check()
        page.get_by_label("Nom du bénéficiaire").fill(association)
    submit(page)
    expect(page.get_by_role("status")).to_contain_text("Votre demande est déposée")
    return page.url


def submit(page: Page) -> None:
    """Send the request typed."""
    page.get_by_role("button", name="Déposer la demande").click()


def approve(page: Page, request: str) -> None:
    """Open a request and agree to it."""
    page.goto(request)
    page.get_by_role("button", name="Valider").click()
    expect(page.get_by_role("status")).to_contain_text("La demande est validée")


def refuse(page: Page, request: str, reason: str) -> None:
    """Open a request and decline it, saying why."""
    page.goto(request)
    page.get_by_text("Refuser", exact=True).click()
    page.get_by_label("Motif", exact=True).fill(reason)
    page.get_by_role("button", name="Refuser la demande").click()
    expect(page.get_by_role("status")).to_contain_text("La demande est refusée")


def ask_details(page: Page, request: str, question: str) -> None:
    """Open a request and ask its borrower something before deciding."""
    page.goto(request)
    page.get_by_text("Demander des précisions", exact=True).click()
    page.get_by_label("Votre question").fill(question)
    page.get_by_role("button", name="Poser la question").click()
    expect(page.get_by_role("status")).to_contain_text("question")


def propose(page: Page, request: str, when: Weekend, why: str) -> None:
    """Open a request and propose other dates."""
    page.goto(request)
    page.get_by_role("link", name="Proposer d’autres dates ou quantités").click()
    page.get_by_label("Retrait").fill(when.typed[0])
    page.get_by_label("Retour").fill(when.typed[1])
    page.get_by_label("Message").fill(why)
    page.get_by_role("button", name=re.compile("^Proposer à ")).click()
    expect(page.get_by_role("status")).to_contain_text("propos")


def in_sight(page: Page, act: Locator, leading: str = "") -> None:
    """See what to do next without scrolling; on a phone, a link may lead to it."""
    link = page.get_by_role("link", name=leading)
    leads = bool(leading) and link.is_visible()
    expect(link if leads else act).to_be_in_viewport()
    expect(act).to_be_visible()


def convention(page: Page) -> bytes:
    """Download the paper that a request's page links to."""
    link = page.locator("a[href$='/convention.pdf']")
    answer = page.request.get(link.get_attribute("href") or "")
    assert answer.headers["content-type"] == "application/pdf"
    return answer.body()


def subscribe(page: Page) -> str:
    """Make a secret calendar address; return it."""
    page.goto("/calendriers")
    page.get_by_role("button", name="Créer une adresse").click()
    return page.get_by_label("Adresse à copier").input_value()

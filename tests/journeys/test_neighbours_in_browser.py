"""A secretary opens a pool for neighbours; one borrows; hidden, it is there for no other."""

import re

from playwright.sync_api import Page, expect

from tests.browser import Office
from tests.journeys.acts import approve, ask
from tests.journeys.service import weekend

OWNER, NEIGHBOUR, THIRD = "secretaire@querenaing", "secretaire@artres", "secretaire@sebourg"
NAME = "Entre voisins de l’Écaillon"
THINGS = ("Motoculteur",)
"""Of Quérénaing, and asked for by nobody."""


def open_pool(page: Page) -> None:
    """Open a pool for Artres with things of one’s own."""
    page.goto("/parcs")
    page.get_by_role("link", name="Ouvrir un parc entre voisins").click()
    page.get_by_label("Nom du parc").fill(NAME)
    page.get_by_role("button", name="Ouvrir le parc").click()
    expect(page.get_by_role("alert")).to_contain_text("Choisissez au moins une commune")
    expect(page.get_by_label("Nom du parc")).to_have_value(NAME)
    page.get_by_label("Artres", exact=True).check()
    for thing in THINGS:
        page.get_by_label(thing).check()
    page.get_by_role("button", name="Ouvrir le parc").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(NAME)
    expect(page.get_by_role("status")).to_contain_text("Le parc est ouvert.")


def hide(page: Page) -> None:
    """Show the pool to its circle alone."""
    page.get_by_role("link", name="Modifier les conditions").click()
    page.get_by_label("Ne montrer le parc qu’à son cercle").check()
    page.get_by_role("button", name="Enregistrer les conditions").click()
    expect(page.get_by_role("status")).to_contain_text("Les conditions sont enregistrées")
    expect(page.locator("main")).to_contain_text("Connu de son cercle seulement")


def test_a_pool_between_neighbours(office: Office) -> None:
    owner = office.open(OWNER)
    open_pool(owner)
    pool = owner.url
    third = office.open(THIRD)
    third.goto(pool)
    expect(third.locator("main")).to_contain_text("Non ouvert à Sebourg")
    hide(owner)

    neighbour = office.open(NEIGHBOUR)
    neighbour.goto("/parcs")
    expect(neighbour.get_by_role("link", name=NAME)).to_be_visible()
    request = ask(neighbour, weekend(19), "Repas des voisins", {THINGS[0]: 1})
    approve(owner, request)
    expect(owner.locator("main")).to_contain_text(NAME)

    assert third.goto(pool).status == 404  # type: ignore[union-attr]
    third.goto("/parcs")
    expect(third.get_by_role("link", name=NAME)).to_have_count(0)
    third.goto("/materiel")
    for name in THINGS:
        expect(third.locator("main")).not_to_contain_text(re.compile(re.escape(name)))

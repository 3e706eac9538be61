"""A model of two articles as its form sends it, and who writes it for the whole territory."""

from booking.db import db
from booking.models.accounts import User
from booking.models.organizations import Territory
from booking.vocabulary import OrganizationKind, Role
from tests.client import Browser, Page
from tests.factories import keep, make_commune, make_user
from tests.pages.place import Place

MODELS = "/administration/modeles"
LOAN = f"{MODELS}/loan"
TWO = {
    "articles-0-title": "Objet",
    "articles-0-text": "Pour **{objet}**.\n\n{désignation}",
    "articles-0-when": "",
    "articles-1-title": "Prix",
    "articles-1-text": "Le prix est de {prix}.",
    "articles-1-when": "price",
}


def make_office(place: Place) -> User:
    """Make a manager of the EPCI of the place."""
    territory = db.session.get_one(Territory, place.lender.territory_id)
    epci = make_commune(territory, "CC du Val", kind=OrganizationKind.EPCI)
    return make_user(epci, Role.MANAGER, name="Ana Roussel")


def open_to_owners(place: Place) -> None:
    """Let owners word their own papers."""
    place.lender.territory.owners_word = True
    keep(place.lender.territory)


def press(client: Browser, button: str, status: int = 200, **fields: str) -> Page:
    """Send the editor with two articles, by one of its buttons."""
    return client.send(LOAN, status, **{"do": button, "seen": "0"} | TWO | fields)

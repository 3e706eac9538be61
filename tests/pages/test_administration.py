"""The pages of administration, each for whom it is."""

from flask import Flask
from sqlalchemy import Connection

from booking.vocabulary import OrganizationKind, Role
from tests.client import browser
from tests.factories import make_commune, make_territory, make_user


def test_the_administrator_of_the_epci_finds_the_outbox(app: Flask, base: Connection) -> None:
    office = make_commune(make_territory(), "CC du Val", kind=OrganizationKind.EPCI)
    client = browser(app).sign_in(make_user(office, Role.ADMINISTRATOR))

    page = client.visit("/administration")

    assert "/administration/courriels" in page.links


def test_who_has_nothing_to_set_is_told_so(app: Flask, base: Connection) -> None:
    client = browser(app).sign_in(make_user(make_commune(make_territory()), Role.OBSERVER))

    assert "Rien à régler ici" in client.visit("/administration").text

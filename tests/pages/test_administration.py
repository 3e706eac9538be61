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


def test_the_menu_marks_where_one_stands_however_deep(app: Flask, base: Connection) -> None:
    office = make_commune(make_territory(), "CC du Val", kind=OrganizationKind.EPCI)
    client = browser(app).sign_in(make_user(office, Role.ADMINISTRATOR))

    for address, marked in (
        ("/administration", ["page"]),
        ("/administration/organismes", ["true"]),
        ("/mise-en-route", []),
    ):
        menu = client.visit(address).root.all("nav")[0]
        found = [each for each in menu.all("a") if each.get("aria-current")]
        assert [each.get("aria-current") for each in found] == marked
        assert all("Administration" in each.text for each in found)


def test_set_up_leads_who_may_to_where_each_paper_is_written(app: Flask, base: Connection) -> None:
    town = make_commune(make_territory())
    client = browser(app).sign_in(make_user(town, Role.ADMINISTRATOR))
    papers = f"/administration/organismes/{town.id}"

    assert f"{papers}#certificates" in client.visit("/mise-en-route").links
    client.sign_in(make_user(town, Role.ELECTED))
    assert papers not in " ".join(client.visit("/mise-en-route").links)

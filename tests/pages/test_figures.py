"""The page of the yearly figures."""

import pytest
from sqlalchemy import select

from booking.db import db
from booking.models.organizations import Adhesion, Organization
from booking.rules.access import SERVICE
from booking.usecases.organizations import load_territory
from booking.vocabulary import OrganizationKind, Role
from tests.client import Browser
from tests.factories import make_pool, make_user
from tests.pages.place import Place

PAGE = "/administration/chiffres"


@pytest.fixture
def office(client: Browser) -> Organization:
    """Give the office of Valenciennes Métropole, an administrator signed in."""
    territory_id = load_territory(SERVICE, "245901160")
    kind = OrganizationKind.EPCI
    found = select(Organization).filter_by(territory_id=territory_id, kind=kind)
    epci = db.session.scalars(found).one()
    client.sign_in(make_user(epci, Role.ADMINISTRATOR))
    return epci


def commune(name: str) -> Organization:
    return db.session.scalars(select(Organization).filter_by(name=name)).one()


def test_what_was_just_loaded_asks_nothing(client: Browser, office: Organization) -> None:
    page = client.visit(PAGE)

    assert "Rien ne diffère" in page.main
    assert PAGE not in [form.action for form in page.forms if "seen" in form.fields]
    assert PAGE in client.visit("/administration").links


def test_what_changes_is_read_then_applied(client: Browser, office: Organization) -> None:
    make_pool(commune("Maing"), name="Parc communautaire")
    anzin, artres = commune("Anzin"), commune("Artres")
    anzin.population, anzin.figures_year = 4_900, 2025
    ended = select(Adhesion).filter_by(organization_id=artres.id)
    db.session.delete(db.session.scalars(ended).one())
    db.session.commit()

    page = client.visit(PAGE)
    assert "Ne pourra plus emprunter Parc communautaire (moins de 5 000)" in page.main
    assert "Rejoint l’EPCI" in page.main
    assert "4 900" in page.main
    form = next(form for form in page.forms if "seen" in form.fields)
    page = client.send(form)

    assert "Les chiffres officiels sont appliqués." in page.main
    assert "Rien ne diffère" in page.main
    assert (commune("Anzin").population, commune("Anzin").figures_year) == (13_511, 2026)


def test_what_changed_since_it_was_read_is_not_applied(
    client: Browser, office: Organization
) -> None:
    commune("Anzin").population = 4_900
    db.session.commit()
    page = client.visit(PAGE)
    form = next(form for form in page.forms if "seen" in form.fields)
    commune("Artres").population = 3
    db.session.commit()

    page = client.send(form)

    assert "Les écarts ont changé depuis votre lecture" in page.main
    assert commune("Artres").population == 3


def test_a_commune_reads_no_such_page(client: Browser, place: Place) -> None:
    client.sign_in(place.secretary).visit(PAGE, 404)
    client.send(PAGE, 404)

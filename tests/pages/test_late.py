"""What is late is seen by who has it, who waits for it, who searches; nobody is named."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from booking import clock
from booking.db import db
from booking.models.accounts import User
from booking.models.organizations import Territory
from booking.period import Period
from booking.queries import catalogue
from booking.usecases import loans, reservations
from booking.vocabulary import Role
from tests.client import browser
from tests.factories import ask, make_commune, make_user, row, set_clock
from tests.pages.place import Place, as_actor, make_place

pytestmark = pytest.mark.usefixtures("base")
PARIS = ZoneInfo("Europe/Paris")
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def place() -> Place:
    """Give a town hall that borrows, one that lends."""
    return make_place()


def waiting(place: Place) -> User:
    """Return the secretary of a town hall that has nothing late."""
    territory = db.session.get_one(Territory, place.pool.territory_id)
    return make_user(make_commune(territory, "Monchaux"), Role.SECRETARY)


def dates(period: Period) -> str:
    first, last = (at.astimezone(PARIS) for at in (period.starts_at, period.ends_at))
    return f"du={first:%Y-%m-%dT%H:%M}&au={last:%Y-%m-%dT%H:%M}"


def test_a_late_loan_blocks_the_next_search_and_frees_on_return(
    app: Flask, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = place.out(10)
    total = catalogue.show(as_actor(place.secretary), place.chairs.id).quantity
    waits = waiting(place)
    set_clock(monkeypatch, row(mine.id).ends_at + 2 * DAY)
    now = clock.now()
    soon = Period(now + 2 * HOUR, now + 5 * HOUR)
    reader = browser(app).sign_in(waits)

    page = reader.visit(f"/materiel?{dates(soon)}")
    assert f"{total - 10} libres" in page.main
    assert "10 en retard depuis le" in page.main
    assert "Quérénaing" not in page.main
    item = reader.visit(f"/materiel/{place.chairs.id}")
    assert "10 en retard depuis le" in item.main
    assert "Quérénaing" not in item.main

    loans.take_back(as_actor(place.manager), mine.id)

    page = reader.visit(f"/materiel?{dates(soon)}")
    assert "en retard" not in page.main
    assert f"{total} libres" in page.main


def test_who_waits_reads_that_it_is_late_and_who_has_it_since_when(
    app: Flask, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = place.out(10)
    waits = waiting(place)
    end = row(mine.id).ends_at
    (next_id,) = ask(
        as_actor(waits), (place.chairs, 3), period=Period(end + 9 * DAY, end + 10 * DAY)
    )
    reservations.approve(as_actor(place.manager), next_id)
    set_clock(monkeypatch, end + 2 * DAY)

    reader = browser(app).sign_in(waits)
    for address in ("/", "/demandes", f"/demandes/{row(next_id).request_id}"):
        page = reader.visit(address)
        assert "un prêt en retard, retour attendu le" in page.main, address
        assert "Quérénaing" not in page.main

    holder = browser(app).sign_in(place.secretary)
    for address in ("/", "/demandes", f"/demandes/{mine.request_id}"):
        assert "en retard depuis 2 jours" in holder.visit(address).main, address


def test_the_borrower_of_what_is_late_is_first_offered_to_keep_it(
    app: Flask, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = place.out(10)
    longer, page_of = f"/reservations/{mine.id}/prolonger", f"/demandes/{mine.request_id}"
    set_clock(monkeypatch, row(mine.id).ends_at + 2 * DAY)
    reader = browser(app).sign_in(place.secretary)

    page = reader.visit(page_of)

    buttons = [each for each in page.root.all("a") if "btn-primary" in each.get("class").split()]
    assert [each.get("href") for each in buttons] == [longer]
    assert page.links.count(longer) == 1
    assert "Modifier la date de retour" not in page.main
    page = reader.send(reader.visit(longer).form(longer))
    assert longer not in page.links  # it is asked: one may only take it back
    assert "Retirer ce changement" in page.main
    assert "btn-primary" not in {each.get("class") for each in page.root.all("a")}

"""Joining and leaving, on the page of an organization and on that of a pool."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from booking import clock
from booking.db import db
from booking.models.organizations import Adhesion
from booking.vocabulary import Role
from tests.client import Browser
from tests.factories import make_pool, make_user
from tests.pages.place import Place
from tests.pages.test_organizations import make_office

DAY = timedelta(days=1)
PARIS = ZoneInfo("Europe/Paris")  # where the place lives


def own(place: Place) -> str:
    return f"/administration/organismes/{place.borrower.id}/adhesions"


def adhesions(pool_id: int) -> list[Adhesion]:
    found = select(Adhesion).filter_by(pool_id=pool_id).order_by(Adhesion.id)
    return list(db.session.scalars(found))


def test_a_manager_adds_several_communes_at_once(client: Browser, place: Place) -> None:
    pool = make_pool(place.lender, name="Entente", by_list=True)
    here = f"/parcs/{pool.id}/adherents"
    client.sign_in(place.manager)
    form = client.visit(here).form(here)
    fields = form.fields | {"starts_on": "2026-01-01", "act": "Délibération 12"}

    ids = [str(place.borrower.id), str(place.lender.id)]
    page = client.read(
        client.post(here, data=fields | {"organizations": ids}, follow_redirects=True)
    )

    assert page.title == "Adhérents : Entente"
    assert "Délibération 12" in page.main
    assert [str(each.organization_id) for each in adhesions(pool.id)] == sorted(ids, key=int)
    page = client.send(page.form(here), 422, starts_on="2026-01-01", act="Encore")
    assert "Choisissez au moins un organisme." in page.main
    assert "#organizations-join" in page.links
    assert "Encore" in [each.get("value") for each in page.root.all("input")]


def test_who_does_not_manage_the_pool_only_reads_its_circle(client: Browser, place: Place) -> None:
    pool = make_pool(place.lender, name="Entente", by_list=True)
    here = f"/parcs/{pool.id}/adherents"

    page = client.sign_in(place.secretary).visit(here)
    assert here not in [form.action for form in page.forms]
    client.send(here, 403, organizations=str(place.borrower.id), starts_on="2026-01-01")
    client.sign_in(place.stranger).visit(here, 404)
    client.send(here, 404)
    client.send("/adhesions/9999/fin", 404)


def test_leaving_names_the_loans_to_come_then_is_confirmed(client: Browser, place: Place) -> None:
    mine = place.approved(10)
    client.sign_in(make_user(make_office(place), Role.ADMINISTRATOR))
    page = client.visit(own(place))
    row = db.session.scalars(
        select(Adhesion).filter_by(organization_id=place.borrower.id, pool_id=None)
    ).one()
    action, today = f"/adhesions/{row.id}/fin", clock.now().date().isoformat()

    page = client.send(page.form(action), 409, ends_on=today, act="Arrêté 7")
    assert mine.reference in page.main
    assert page.form(action).fields["act"] == "Arrêté 7"
    page = client.send(page.form(action), then="confirm")

    assert "Arrêté 7" in page.main
    assert db.session.get_one(Adhesion, row.id).ends_on == clock.now().date()


def test_an_end_before_the_start_and_a_day_twice_are_named(client: Browser, place: Place) -> None:
    client.sign_in(make_user(make_office(place), Role.ADMINISTRATOR))
    page = client.visit(own(place))
    row = db.session.scalars(
        select(Adhesion).filter_by(organization_id=place.borrower.id, pool_id=None)
    ).one()
    leaving = page.form(f"/adhesions/{row.id}/fin")

    page = client.send(leaving, 422, ends_on="1999-01-01")
    assert "ne peut pas précéder" in page.complaint("ends_on")
    page = client.send(page.form(own(place)), 422, starts_on="2026-01-01")
    assert "adhère déjà" in page.main
    assert "#starts_on-join" in page.links


def test_an_organization_comes_back_after_it_left(client: Browser, place: Place) -> None:
    client.sign_in(make_user(make_office(place), Role.ADMINISTRATOR))
    page = client.visit(own(place))
    today = clock.today(PARIS)
    leaving = next(form for form in page.forms if form.action.endswith("/fin"))
    page = client.send(leaving, ends_on=today.isoformat())

    page = client.send(page.form(own(place)), starts_on=(today + DAY).isoformat())

    assert "À venir" in page.main


def test_a_commune_reads_its_own_places_only(client: Browser, place: Place) -> None:
    page = client.sign_in(place.secretary).visit(own(place))

    assert "depuis le 1er janvier 2020" in page.main
    assert [form.action for form in page.forms if "adhesion" in form.action] == []
    client.send(own(place), 403, starts_on="2026-01-01")

"""Every page, as each kind of person sees it, passes the examining client."""

import re
from collections.abc import Iterator, Mapping

import pytest
from flask import Flask
from sqlalchemy import Connection

from booking import answers
from booking.db import db
from booking.models.accounts import User
from booking.models.organizations import Organization, Territory
from booking.usecases.campaigns import open_campaign
from booking.vocabulary import OrganizationKind, Role
from tests.client import Browser, browser
from tests.factories import keep, make_commune, make_user
from tests.guards.brought import of_breakdowns
from tests.guards.worded import make_wording
from tests.guards.wrecked import of_incidents
from tests.pages.place import Place, as_actor, bring, make_place
from tests.registers import make_act
from tests.signing import paper_of
from tests.staff import qualify

DRAWN_OTHERWISE = {
    "static",
    "bootstrap.static",
    "calendars.archive",  # a calendar
    "feeds.calendar",
    "feeds.free_busy",
    "home.health",
    "acts.export",  # a table
    "conventions.pdf",
    "conventions.of_reservation",
    "conventions.sheet",
    "conventions.export",  # a folder
    "conventions.export_all",
    "conventions.table",
    "drafting.describe",  # of a draft: tests/pages/test_drafting.py examines it
    "campaigns.export",  # a table
    "imports.export_text",
    "imports.export_workbook",
    "files.show",
    "files.small",
    "incidents.export",  # a table
    "inspections.export",
    "labels.sheet",  # a PDF
    "offline.day",  # what a phone keeps, as data
    "offline.token",
    "offline.worker",  # a script
    "promises.left",  # a table
    "promises.model",
    "promises.show",  # of another kind of import: tests/pages/test_promises.py examines it
    "labels.unit",  # leads to the item
    "planning.ask",  # leads to the request
}

WITH_A_LINK = {
    "accounts.invitation",
    "accounts.reset",
    "mailed.show",
    "signing.linked",
    "signing.linked_pdf",
}


def addresses(app: Flask, values: dict[str, int | str]) -> Iterator[str]:
    """Yield the address of every page that can be read, for a thing that exists."""
    address = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        reads = "GET" in (rule.methods or ()) and not rule.rule.startswith(answers.API)
        known = rule.endpoint not in DRAWN_OTHERWISE | WITH_A_LINK
        if reads and known:
            yield address.build(rule.endpoint, {name: values[name] for name in rule.arguments})


def make_office(place: Place) -> Organization:
    """Make the intercommunality of the place."""
    territory = db.session.get_one(Territory, place.lender.territory_id)
    return make_commune(territory, "CC du Val", kind=OrganizationKind.EPCI)


def closed(place: Place, person: User, state: str, loan: int) -> tuple[str, ...]:
    """Return how the addresses end that refuse a person, or that come too late."""
    late = ("/qui-etes-vous", *(("/echanger", "/exemplaires") if state == "out" else ()))
    late += ("/administration/papiers",)  # for the administrators of the EPCI
    late += ("/proposer",) if state != "requested" else ()
    late += () if state == "approved" else (f"/comptoir/remise/{loan}",)  # what is held leaves once
    late += () if state == "out" else ("/prolonger",)
    if person is place.secretary:
        shut = ("/a-traiter", "/stock", "/photos", "/nouveau", "/echanger", "/exemplaires")
        shut += ("/comptoir", "/comptoir/preparation", "/pret-immediat")
        shut += (f"/comptoir/remise/{loan}",)
        shut += ("/proposer", "/conventions/nouvelle")
        shut += ("/exigences/nouvelle", "/validation-automatique", "/panne", "/reprise")
        shut = (*shut, f"/controles/{place.chairs.id}")
        return (*late, *shut, "/suppleance", "/conditions", "/chiffres", "/fiche", "/fermetures")
    office = f"/organismes/{place.borrower.id}"
    others = ("/chiffres", "/organismes", "/organismes/nouveau", office, f"{office}/modifier")
    if person is place.manager:
        return (*late, *others, "/blason")
    tending = ("/proposer", "/photos", "/blason", "/nouveau", "/echanger", "/fiche")
    tending += ("/mon-materiel", "/exemplaire-signe", "/a-traiter", "/nouvelle", "/modifier")
    tending += ("/retirer", "/reprise", "/conditions", "/fermetures", "/suppleance")
    return (*late, *others, *tending, "/prolonger")


def kept_out(place: Place, person: User, state: str, values: Mapping[str, int | str]) -> str:
    """Return the pattern of the addresses that refuse a person, or that come too late."""
    # the secretary's commune keeps no depot
    others = "courriels|acces" + ("" if person is place.manager else "|modeles|inventaire")
    others += "|campagnes/|pannes/" if person is place.secretary else ""
    back = person is not place.secretary and state == "out"
    others += "" if back else "|comptoir/retour/"  # leads to how things left
    ends = closed(place, person, state, int(values["reservation_id"]))
    return f"{others}|({'|'.join(map(re.escape, ends))})$"


@pytest.mark.parametrize("state", ["requested", "approved", "out"])
def test_every_page_passes_the_examination(app: Flask, base: Connection, state: str) -> None:
    place = make_place()
    mine = getattr(place, state)()
    place.pool.slug = "parc-de-maing"
    values: dict[str, int | str] = {
        "slug": str(keep(place.pool).slug),
        "pool_id": place.pool.id,
        "depot_id": place.chairs.stocks[0].depot_id,
        "item_id": place.chairs.id,
        "convention_id": paper_of(place.approved(1).id).id,
        "request_id": mine.request_id,
        "reservation_id": mine.id,
        "message_id": 0,
        "import_id": bring(place.manager),
        "incident_id": of_incidents(place)["incidents.close"][0],
        "hold_id": of_breakdowns(place)["breakdowns.notify"][0],
        "campaign_id": open_campaign(as_actor(place.technician), place.chairs.stocks[0].depot_id),
        "organization_id": place.borrower.id,
        "user_id": place.manager.id,
        "name": "tent_check",
        "kind": make_wording(place).kind.value,
        "number": 1,
    }
    for person in (place.secretary, place.manager, place.technician):
        client = browser(app).sign_in(person)
        home = place.borrower if person is place.secretary else place.lender
        values["qualification_id"] = qualify(home, "Luc")
        values["act_id"] = make_act(home).id
        shut = kept_out(place, person, state, values)
        titles = {
            address: client.visit(address).title
            for address in addresses(app, values)
            if not re.search(shut, address)
        }
        assert len(titles) > 6
        assert len(set(titles.values())) == len(titles), titles


def test_the_pages_of_the_administrator_pass_the_examination(app: Flask, base: Connection) -> None:
    place: Place = make_place()
    place.out()
    administrator: User = make_user(make_office(place), Role.ADMINISTRATOR, Role.MANAGER)
    client: Browser = browser(app).sign_in(administrator)

    for address in ("", "/organismes", "/organismes/nouveau", "/papiers"):
        client.visit(f"/administration{address}")
    page = client.visit("/administration/courriels")

    read = [client.visit(link) for link in page.links if "/courriels/" in link]
    assert len(read) >= 4
    for address in (f"?organisme={place.lender.id}", f"/{place.lender.id}/{place.manager.id}"):
        client.visit(f"/administration/acces{address}")


def test_the_page_of_a_refusal_passes_the_examination(app: Flask, base: Connection) -> None:
    client = browser(app)

    assert client.visit("/nulle-part", 404).title == "Page introuvable"
    client.sign_in(make_place().secretary).visit("/nulle-part", 404)

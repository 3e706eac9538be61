"""The pages of verification campaigns, as a technician and others meet them."""

import csv
from datetime import timedelta

import pytest

from booking import clock
from booking.fitness import Finding
from booking.models.accounts import User
from booking.models.inspections import Inspection
from booking.rules.asking import Moved
from booking.usecases import campaigns as acts
from booking.usecases import stocks
from booking.vocabulary import Movement, Role, Tracking
from tests.client import Browser, Page
from tests.factories import keep, make_commune, make_item, make_user
from tests.pages.place import Place, as_actor

LIST = "/controles/campagnes"


def depot_of(place: Place) -> int:
    return place.chairs.stocks[0].depot_id


def open_one(client: Browser, place: Place, who: User | None = None) -> Page:
    client.sign_in(who or place.technician)
    page = client.visit(LIST)
    form = next(each for each in page.forms if each.fields.get("depot") == str(depot_of(place)))
    return client.send(form)


def put_trailer(place: Place) -> None:
    """Keep one numbered trailer beside the chairs."""
    trailer = make_item(
        place.pool, 0, name="Remorque", reference="REM-1", tracking=Tracking.NUMBERED
    )
    trailer.stocks[0].depot_id = depot_of(place)
    keep(trailer)
    came = Moved("REM-1", str(depot_of(place)), Movement.PURCHASE, 1, units=("R-1",))
    stocks.move(as_actor(place.manager), came)


def check(client: Browser, page: Page, name: str, status: int = 200, **fields: str) -> Page:
    """Press a button of the card of a thing."""
    forms = [
        each
        for each in page.forms
        if each.action.endswith("/verifications") and name in each.buttons[0][2]
    ]
    return client.send(forms[0], status, **fields)


def test_everything_at_a_depot_is_verified_then_read_on_a_sheet(
    client: Browser, place: Place
) -> None:
    put_trailer(place)
    page = open_one(client, place)
    assert "0 vérifié sur 2" in page.main
    assert "jamais vérifié" in page.main

    page = check(client, page, "Chaise pliante", finding="passed", found="38", note="Deux perdues")
    assert "1 vérifié sur 2" in page.main
    assert "il en manque 2" in page.main
    page = check(client, page, "Remorque R-1", finding="failed", withhold="1")
    assert "Tout est vérifié" in page.main
    assert "retiré du prêt" in page.main

    page = client.send(page.form(f"{page.address}/cloture"))

    assert "La vérification est close." in page.text
    assert "il en manque 2 : Deux perdues" in page.main
    assert "à réparer, retiré du prêt" in page.main
    answer = client.get(f"{page.address}/export.csv")
    rows = list(
        csv.reader(answer.get_data(as_text=True).lstrip("\ufeff").splitlines(), delimiter=";")
    )
    assert [row[:6] for row in rows[1:]] == [
        [place.chairs.reference, "Chaise pliante", "", "40", "38", "manquant"],
        ["REM-1", "Remorque", "R-1", "1", "", "à réparer"],
    ]
    assert rows[2][9] == "oui"


def test_where_one_is_open_the_second_leads_to_it(client: Browser, place: Place) -> None:
    first = open_one(client, place)

    page = client.send(LIST, depot=str(depot_of(place)), request_key="autre")

    assert page.address == first.address
    assert "déjà en cours de vérification" in page.text
    assert first.address in client.visit(LIST).links
    assert first.address in client.visit(f"/depots/{depot_of(place)}").links


def test_a_copy_not_to_be_found_is_missing(client: Browser, place: Place) -> None:
    put_trailer(place)
    page = check(client, open_one(client, place), "Remorque R-1", finding="missing")

    assert "Manquant" in page.main
    page = client.send(page.form(f"{page.address}/annuler"))
    assert "0 vérifié sur 2" in page.main


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"finding": "passed", "broken": "3"}, "broken", "à réparer"),
        ({"finding": "failed", "broken": "300"}, "broken", "pas autant"),
        ({"finding": "passed", "found": "beaucoup"}, "found", "nombre entier"),
        ({"finding": "passed", "found": "-1"}, "found", "De 0 à"),
        ({"finding": "passed", "note": "n" * 1001}, "note", "1000"),
    ],
)
def test_what_makes_no_sense_is_said_beside_its_field(
    client: Browser, place: Place, fields: dict[str, str], field: str, words: str
) -> None:
    page = check(client, open_one(client, place), "Chaise pliante", 422, **fields)

    assert words in page.complaint(field)
    assert page.field("found").get("value") == fields.get("found", "")
    assert "0 vérifié sur 1" in page.main


def test_a_check_without_a_button_says_which_there_are(client: Browser, place: Place) -> None:
    page = check(client, open_one(client, place), "Chaise pliante", 422, finding="")

    assert "Choisissez" not in page.complaint("note")
    assert "obligatoire" in page.main


def test_what_others_count_on_is_named_before_it_is_kept_back(
    client: Browser, place: Place
) -> None:
    mine = place.requested(39)
    page = open_one(client, place)

    page = check(client, page, "Chaise pliante", 409, finding="failed", broken="5")
    assert mine.reference in page.main
    assert "il en manquerait 4" in page.complaint("broken")
    assert page.field("broken").get("value") == "5"

    page = check(client, page, "Chaise pliante", finding="despite")
    assert "retiré du prêt" in page.main


def test_a_count_that_others_need_is_left_to_the_manager(client: Browser, place: Place) -> None:
    place.requested(40)

    page = check(
        client, open_one(client, place), "Chaise pliante", 409, finding="passed", found="39"
    )

    assert "Prévenez qui gère le parc" in page.complaint("found")
    assert "quand même" not in page.main


def test_a_copy_lent_out_says_where_it_is(client: Browser, place: Place) -> None:
    place.out(10)

    page = open_one(client, place)

    assert "30 ici, 10 sortis (Quérénaing)" in page.main


def test_the_secretary_of_the_depot_reads_and_presses_nothing(
    client: Browser, place: Place
) -> None:
    address = open_one(client, place).address
    client.sign_in(make_user(place.lender, Role.SECRETARY))

    page = client.visit(address)

    assert [form.action for form in page.forms if "/controles/" in form.action] == []
    client.send(f"{address}/cloture", 403)
    client.send(
        f"{address}/verifications", 403, stock=str(place.chairs.stocks[0].id), finding="passed"
    )


def test_another_commune_finds_nothing(client: Browser, place: Place) -> None:
    address = open_one(client, place).address
    for person in (place.neighbour, place.secretary, place.stranger):
        client.sign_in(person)
        client.visit(address, 404)
        client.visit(f"{address}/export.csv", 404)
        for act in ("verifications", "annuler", "cloture"):
            client.send(f"{address}/{act}", 404)
        client.send(LIST, 404, depot=str(depot_of(place)))
        assert "Aucun dépôt à vérifier" in client.visit(LIST).main


def test_a_technician_of_the_custodian_verifies_what_others_own(
    client: Browser, place: Place
) -> None:
    quarouble = make_commune(place.lender.territory, "Quarouble")
    place.chairs.stocks[0].depot.custodian = quarouble
    keep(place.chairs)

    page = open_one(client, place, make_user(quarouble, Role.TECHNICIAN))

    assert "1 vérifié sur 1" in check(client, page, "Chaise pliante", finding="passed").main


def test_a_closed_campaign_refuses_a_late_check(client: Browser, place: Place) -> None:
    page = open_one(client, place)
    campaign = int(page.address.rpartition("/")[2])
    acts.close(as_actor(place.technician), campaign)

    late = check(client, page, "Chaise pliante", 409, finding="passed")

    assert "close" in late.main
    assert "Non vus" in client.visit(page.address).main


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (LIST, "1 sur 1 non vérifié depuis 12 mois."),
        (f"{LIST}?mois=6", "1 sur 1 non vérifié depuis 6 mois."),
        (f"{LIST}?mois=24", "Tout (1) a été vérifié depuis moins de 24 mois."),
        (f"{LIST}?mois=demain", "1 sur 1 non vérifié depuis 12 mois."),
    ],
)
def test_one_chooses_after_how_many_months_to_be_told(
    client: Browser, place: Place, address: str, said: str
) -> None:
    stock = place.chairs.stocks[0]
    day = clock.today(as_actor(place.technician).zone) - timedelta(days=400)
    own = {"territory_id": stock.territory_id, "stock_id": stock.id, "control": "condition"}
    keep(Inspection(**own, day=day, finding=Finding.PASSED, recorded_at=clock.now()))
    client.sign_in(place.technician)

    page = client.visit(address)

    assert said in page.main
    assert ("Chaise pliante" in page.main) is ("non vérifié" in said)


def test_the_administration_leads_to_it(client: Browser, place: Place) -> None:
    client.sign_in(place.technician)

    assert LIST in client.visit("/administration").links


def test_what_was_not_verified_for_a_year_is_marked_and_filtered(
    client: Browser, place: Place
) -> None:
    page = open_one(client, place)
    check(client, page, "Chaise pliante", finding="passed")
    client.sign_in(place.manager)

    page = client.visit("/mon-materiel?verification=a-faire")

    assert "Tente pliante" in page.main
    assert "jamais vérifié" in page.main
    assert "Chaise pliante" not in page.main
    assert page.field("verification").text
    assert client.visit("/mon-materiel").main.count("jamais vérifié") == 1

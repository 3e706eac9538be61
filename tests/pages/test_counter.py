"""Today at the counter: one target a loan, a number that leads to its form, a sheet to print."""

import gzip
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from booking.models.organizations import Contact
from booking.period import Period
from booking.queries import reservations as reads
from booking.usecases import asking, loans, reservations
from booking.vocabulary import ContactFunction, Role
from tests.client import Browser
from tests.factories import asked, insure, keep, make_commune, make_user, set_clock
from tests.pages.place import Place, as_actor

FRIDAY = datetime(2027, 5, 7, 14, tzinfo=ZoneInfo("Europe/Paris"))
LOAN = Period(FRIDAY, FRIDAY + timedelta(days=2))


@pytest.fixture(autouse=True)
def _in_april(monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, FRIDAY - timedelta(days=30))


def agreed(place: Place, quantity: int = 10, purpose: str = "Fête de la Saint-Jean") -> int:
    """Return a reservation of the Friday that the manager agreed to."""
    wish = asked((place.chairs, quantity), period=LOAN, purpose=purpose)
    made = asking.request(as_actor(place.secretary), wish)
    (mine,) = reads.show_request(as_actor(place.secretary), made).reservations
    reservations.approve(as_actor(place.manager), mine.id)
    return mine.id


def test_each_loan_has_one_target_that_leads_to_its_form(
    client: Browser, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    leaving, out = agreed(place), agreed(place, 3)
    set_clock(monkeypatch, FRIDAY)
    loans.hand_over(as_actor(place.manager), out)

    page = client.sign_in(place.technician).visit("/comptoir")
    assert page.title == "Aujourd’hui au comptoir"
    assert "vendredi 7 mai 2027 · 1 départ, aucun retour" in page.main.lower()
    assert "14 h · Quérénaing" in page.main
    assert "10 chaises" in page.main
    assert f"/comptoir/remise/{leaving}" in page.links

    set_clock(monkeypatch, LOAN.ends_at + timedelta(hours=1))
    late = client.visit("/comptoir")
    assert "En retard (2)" in late.main
    assert f"/comptoir/retour/{out}" in late.links


def test_a_departure_is_late_on_the_counter_when_it_is_at_a_glance(
    client: Browser, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    agreed(place)
    loans.hand_over(as_actor(place.manager), agreed(place, 3))
    set_clock(monkeypatch, FRIDAY + timedelta(minutes=1))
    client.sign_in(place.technician)

    assert re.search(r"1\s*en retard\s*1 départ", client.visit("/").main.lower())
    page = client.visit("/comptoir")
    assert "aucun départ, aucun retour · 1 en retard" in page.main.lower()
    assert "pas encore retiré" not in page.main
    assert page.main.lower().count("en retard") == len(["head", "group", "badge"])
    set_clock(monkeypatch, LOAN.ends_at + timedelta(minutes=1))
    assert "1 départ, 1 retour" in client.visit("/").main
    assert "2 en retard" in client.visit("/comptoir").main


def test_the_example_of_a_reference_is_a_loan_of_the_list(
    client: Browser, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "ou réservation"
    empty = client.sign_in(place.technician).visit("/comptoir")
    assert f"{said}." in empty.main
    mine = agreed(place)
    set_clock(monkeypatch, FRIDAY - timedelta(hours=1))

    assert f"{said} (R-{mine:05})." in client.visit("/comptoir").main
    answer = client.get("/comptoir", query_string={"code": f"R-{mine:05}"})
    assert answer.location == f"/comptoir/remise/{mine}"


def test_what_stands_against_a_departure_is_said(
    client: Browser, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    agreed(place)
    set_clock(monkeypatch, FRIDAY - timedelta(hours=2))

    assert "document non signé" in client.sign_in(place.manager).visit("/comptoir").main


def test_the_day_before_and_after_are_one_tap_away(client: Browser, place: Place) -> None:
    agreed(place)
    client.sign_in(place.technician)

    day = client.visit("/comptoir?jour=2027-05-07")
    assert day.title == "Comptoir, vendredi 7 mai 2027"
    assert "Départs (1)" in day.main
    assert {"/comptoir?jour=2027-05-06", "/comptoir?jour=2027-05-08"} <= set(day.links)
    assert "Le lendemain (1)" in client.visit("/comptoir?jour=2027-05-06").main
    assert "Rien à remettre ni à reprendre" in client.visit("/comptoir").main


def test_the_depot_last_chosen_stays_chosen(client: Browser, place: Place) -> None:
    agreed(place)
    tents = place.tents.stocks[0].depot_id
    client.sign_in(place.technician)

    chosen = client.visit(f"/comptoir?depot={tents}&jour=2027-05-07")
    assert "Départs" not in chosen.main
    assert "Départs" not in client.visit("/comptoir?jour=2027-05-07").main
    assert "Rien à préparer" in client.visit("/comptoir/preparation?jour=2027-05-07").main
    assert "Départs (1)" in client.visit("/comptoir?jour=2027-05-07&depot=").main
    assert "Départs (1)" in client.visit("/comptoir?jour=2027-05-07&depot=999999").main


@pytest.mark.parametrize("wrong", ["jour=demain", "depot=ici", "jour=2027-02-30"])
def test_an_address_that_cannot_be_read_is_said(client: Browser, place: Place, wrong: str) -> None:
    client.sign_in(place.manager)

    page = client.visit(f"/comptoir?{wrong}", 422)

    assert [each for each in page.root.all("p") if each.get("role") == "alert"]
    assert client.visit(f"/comptoir/preparation?{wrong}").title.startswith("Préparation du")


def test_a_number_leads_to_the_form(
    client: Browser, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = agreed(place)
    set_clock(monkeypatch, FRIDAY)
    client.sign_in(place.technician)

    for code in (f"R-{mine:05}", place.chairs.reference):
        answer = client.get("/comptoir", query_string={"code": code})
        assert (answer.status_code, answer.location) == (302, f"/comptoir/remise/{mine}")
    loans.hand_over(as_actor(place.manager), mine)
    answer = client.get("/comptoir", query_string={"code": place.chairs.reference})
    assert answer.location == f"/comptoir/retour/{mine}"
    loans.take_back(as_actor(place.manager), mine)
    answer = client.get("/comptoir", query_string={"code": f"R-{mine:05}"})
    assert answer.location == f"/reservations/{mine}/etat"


def test_a_number_that_leads_nowhere_says_why(
    client: Browser, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = agreed(place, 2), agreed(place, 3)
    set_clock(monkeypatch, FRIDAY - timedelta(days=6))
    client.sign_in(place.technician)

    unknown = client.visit("/comptoir?code=ZZ-9")
    assert "ne porte « ZZ-9 »" in unknown.main
    assert unknown.field("code").get("value") == "ZZ-9"
    later = client.visit(f"/comptoir?code={place.chairs.reference}")
    assert "rien n’est à remettre aujourd’hui. Il est réservé plus tard" in later.main
    assert f"/comptoir/pret-immediat?materiel={place.chairs.reference}" in later.links
    set_clock(monkeypatch, FRIDAY)
    several = client.visit(f"/comptoir?code={place.chairs.reference}")
    assert "Plusieurs prêts le concernent : choisissez." in several.main
    assert {f"/comptoir/remise/{each}" for each in (first, second)} <= set(several.links)


def test_the_sheet_of_the_day_says_what_to_gather_and_whom_to_call(
    client: Browser, place: Place
) -> None:
    own = {"territory_id": place.lender.territory_id, "organization_id": place.borrower.id}
    keep(Contact(**own, function=ContactFunction.EQUIPMENT, name="Léa", phone="06 12 34 56 78"))
    agreed(place)

    page = client.sign_in(place.technician).visit("/comptoir/preparation?jour=2027-05-07")

    assert page.title == "Préparation du vendredi 7 mai 2027"
    assert f"{place.chairs.stocks[0].depot.name}, vendredi 7 mai 2027" in page.main
    assert "10 Chaise pliante" in page.main
    assert [each.text for each in page.root.all("label") if "Réuni" in each.text] == [
        "Réuni : 10 × Chaise pliante"
    ]
    (offer,) = [each for each in page.root.all("p") if "data-print" in each.attributes]
    assert offer.text == "Imprimer"
    assert any(each.get("src").endswith("print.js") for each in page.root.all("script"))
    assert "Léa, prêt de matériel, 06 12 34 56 78" in page.main
    assert "/comptoir/preparation?jour=2027-05-08" in page.links


def test_the_counter_is_for_who_stands_there(client: Browser, place: Place) -> None:
    for address in ("/comptoir", "/comptoir/preparation"):
        client.sign_in(place.secretary).visit(address, 404)
        assert "Fête" not in client.sign_in(place.neighbour).visit(address).main
    page = client.sign_in(place.neighbour).visit("/comptoir")
    assert "Votre organisme ne gère ni ne garde de matériel." in page.main
    assert "/comptoir/pret-immediat" not in page.links


def test_a_technician_elsewhere_is_told_whom_to_call(client: Browser, place: Place) -> None:
    quarouble = make_commune(place.lender.territory, "Quarouble")
    depot = place.chairs.stocks[0].depot
    depot.custodian = quarouble
    keep(depot)

    page = client.sign_in(make_user(quarouble, Role.TECHNICIAN)).visit("/comptoir")

    assert "appelez le gestionnaire du parc" in page.main


def test_a_day_of_many_loans_is_light(
    client: Browser, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    insure(place.borrower, FRIDAY.date() - timedelta(days=90), FRIDAY.date() + timedelta(days=90))
    for rank in range(40):
        agreed(place, 1, f"Fête n° {rank}")
    set_clock(monkeypatch, FRIDAY)
    client.sign_in(place.technician)
    drawn = client.get("/comptoir").data
    page = client.visit("/comptoir")
    assert "Départs (40)" in page.main
    loaded = [each.get("src") for each in page.root.all("script")]
    loaded += [
        each.get("href") for each in page.root.all("link") if each.get("rel") == "stylesheet"
    ]
    assert {"outbox.js", "offline.js", "scan.js", "parc.css"} <= {
        str(each).partition("?")[0].rpartition("/")[2] for each in loaded
    }
    files = [client.get(str(each)).data for each in loaded]

    assert sum(len(gzip.compress(each)) for each in (drawn, *files)) < 100_000

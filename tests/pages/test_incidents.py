"""Incidents on their pages: told from a phone, followed, closed, listed."""

from datetime import timedelta
from typing import Any

import pytest

from booking import clock
from booking.db import db
from booking.handling import IncidentState
from booking.models.incidents import Incident
from booking.period import Period
from booking.rules.asking import Moved, Withheld
from booking.usecases import loans, stocks
from booking.vocabulary import HoldReason, Movement, Role, Tracking
from tests.client import Browser, Page
from tests.factories import count_rows, lose, make_item, make_user
from tests.pages.place import Place, as_actor

NEW = "/incidents/nouveau"
TOMORROW = f"{clock.now() + timedelta(days=2):%Y-%m-%dT%H:%M}"
WHAT = {"kind": "damage", "circumstances": "Un pied plié en chargeant."}


def form_of(page: Page) -> Any:
    """Return the form in which an incident is told."""
    return next(each for each in page.forms if each.action.startswith(NEW))


def tell(client: Browser, where: str, status: int = 200, **facts: str) -> Page:
    """Tell of an incident as the form at an address offers it."""
    return client.send(form_of(client.visit(f"{NEW}{where}")), status=status, **WHAT | facts)


def back(place: Place) -> int:
    """Lend ten chairs and take them back; return the reservation."""
    mine = place.out(10)
    loans.take_back(as_actor(place.technician), mine.id)
    return mine.id


def last() -> Incident:
    """Return the incident told last."""
    return db.session.query(Incident).order_by(Incident.id.desc()).first() or Incident()


def test_a_technician_tells_of_a_loan_and_the_things_are_out_of_service(
    client: Browser, place: Place
) -> None:
    mine = place.seen(back(place))
    client.sign_in(place.technician)
    request = f"/demandes/{mine.request_id}"
    assert f"{NEW}?reservation={mine.id}" in client.visit(request).links

    page = tell(client, f"?reservation={mine.id}", quantity="3", out_of_service="true")

    assert page.title == "Dégradation : 3\xa0×\xa0Chaise pliante".replace("\xa0", " ")
    assert "Hors service" in page.main
    hold = f"/pannes/{last().hold_id}"
    assert hold in page.links
    assert f"Voir l’incident n° {last().id}" in client.visit(hold).main
    assert page.address in client.visit(request).links
    assert page.address in client.sign_in(place.secretary).visit(request).links
    assert "Hors service" in client.visit(page.address).main
    assert hold not in client.visit(page.address).links


def test_the_form_is_kept_by_a_phone_without_network(client: Browser, place: Place) -> None:
    page = client.sign_in(place.technician).visit(f"{NEW}?reservation={back(place)}")

    (form,) = [each for each in page.root.all("form") if "data-offline" in each.attributes]
    assert form.get("data-depot") == place.chairs.stocks[0].depot.name
    assert form.get("method") == "post"
    assert {"request_key", "thing", "kind", "circumstances"} <= {
        each.get("name") for each in form.all("input", "textarea")
    }
    assert len(str(client.get(f"{NEW}?reservation={back(place)}").data)) < 100_000


def test_the_answer_to_a_form_is_one_a_queue_understands(client: Browser, place: Place) -> None:
    where = f"{NEW}?reservation={back(place)}"
    sent = form_of(client.sign_in(place.technician).visit(where)).fields | WHAT

    first = client.post(where, data=sent)
    again = client.post(where, data=sent)

    assert (first.status_code, again.status_code) == (303, 303)
    assert first.location == again.location
    assert count_rows(Incident) == 1


@pytest.mark.parametrize(
    ("facts", "field", "said"),
    [
        ({"circumstances": ""}, "circumstances", "obligatoire"),
        ({"quantity": "99"}, "quantity", "pas autant"),
        ({"occurred_at": TOMORROW}, "occurred_at", "à venir"),
        ({"witnesses": "x" * 301}, "witnesses", "300"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(
    client: Browser, place: Place, facts: dict[str, str], field: str, said: str
) -> None:
    where = f"?reservation={back(place)}"
    client.sign_in(place.technician)

    page = tell(client, where, 422, place="Salle", **facts)

    assert said in page.complaint(field)
    assert form_of(page).fields["place"] == "Salle"
    assert any(each.get("role") == "alert" for each in page.root.all("div"))


def test_a_copy_is_chosen_by_a_tap_and_named_by_the_address(client: Browser, place: Place) -> None:
    drone = make_item(place.pool, 0, name="Drone", reference="DRO", tracking=Tracking.NUMBERED)
    long_ago = clock.now() - timedelta(days=9)
    depot = drone.stocks[0].depot.name
    stocks.move(as_actor(place.manager), Moved("DRO", depot, Movement.PURCHASE, 2, long_ago))
    client.sign_in(place.technician)
    where = f"{NEW}?materiel={drone.id}&exemplaire=DRO-02"
    assert f"{NEW}?materiel={drone.id}" in client.visit(f"/materiel/{drone.id}/stock").links

    page = client.visit(f"{NEW}?materiel={drone.id}")
    page = client.send(form_of(page), 422, **WHAT)
    assert "Quel matériel : ce champ est obligatoire." in page.main.replace("\xa0", " ")
    page = client.send(form_of(client.visit(where)), **WHAT, out_of_service="true")

    assert page.title == "Dégradation : Drone DRO-02"
    page = tell(client, f"?materiel={drone.id}&exemplaire=DRO-02", out_of_service="true")
    assert "Hors service" in page.main  # broken already: it stays so
    span = (Period(clock.now(), clock.now() + timedelta(days=5)),)
    kept = Withheld("DRO", depot, HoldReason.MAINTENANCE, span, units=("DRO-01",))
    stocks.withhold(as_actor(place.manager), kept)
    page = tell(client, f"?materiel={drone.id}&exemplaire=DRO-01", 409, out_of_service="true")
    assert any(each.get("role") == "alert" for each in page.root.all("div"))
    assert form_of(page).fields["out_of_service"] == "true"


def test_what_is_still_out_is_neither_withheld_nor_lost(client: Browser, place: Place) -> None:
    mine = place.out(10)
    stale = form_of(client.sign_in(place.secretary).visit(f"{NEW}?reservation={mine.id}"))
    page = client.send(stale, **WHAT)
    assert "encore sorti" in page.main

    page = client.sign_in(place.manager).visit(page.address)
    page = client.send(page.form(f"{page.address}/suivre"), out_of_service="true")
    assert "il est mis hors service à son retour" in page.main
    assert "out_of_service" not in page.form(f"{page.address}/suivre").fields
    page = client.send(page.form(f"{page.address}/clore"), status=409, outcome="lost")

    assert "enregistrez d’abord son retour" in page.main
    assert any(each.get("role") == "alert" for each in page.root.all("div"))


def test_it_is_estimated_then_closed_and_each_step_is_told(client: Browser, place: Place) -> None:
    client.sign_in(place.manager)
    page = tell(client, f"?reservation={back(place)}", quantity="2", out_of_service="true")
    address = page.address
    assert "doit estimer" in page.main

    page = client.send(
        page.form(f"{address}/suivre"), estimate="45,5", charged="borrower", note="Devis reçu."
    )
    assert "doit dire ce que le matériel est devenu" in page.main
    assert "a noté : Devis reçu." in page.main
    assert "estimation : rien → 45,50" in page.main
    assert page.form(f"{address}/suivre").fields["estimate"] == "45,50"
    page = client.send(page.form(f"{address}/suivre"), 422, estimate="beaucoup")
    assert page.complaint("estimate")
    page = client.send(page.form(f"{address}/clore"), 422, outcome="")
    assert "obligatoire" in page.main
    page = client.send(page.form(f"{address}/clore"), outcome="repaired", conclusion="Soudé.")

    assert "réparé, de nouveau prêté" in page.main
    assert last().state is IncidentState.CLOSED
    assert not [each for each in page.forms if each.action.startswith(address)][1:]
    late = client.post(f"{address}/clore", data={"outcome": "lost"})
    assert late.status_code == 409


def test_what_happened_is_completed_on_its_page(client: Browser, place: Place) -> None:
    page = tell(client.sign_in(place.manager), f"?reservation={back(place)}", witnesses="Luc")
    form = page.form(f"{page.address}/suivre")
    assert (form.fields["witnesses"], form.fields["circumstances"]) == (
        "Luc",
        WHAT["circumstances"],
    )

    page = client.send(form, place="Parvis", witnesses="")

    assert "Parvis" in page.main
    assert (last().witnesses, last().circumstances) == ("", WHAT["circumstances"])
    page = client.send(page.form(f"{page.address}/suivre"), 422, occurred_at=TOMORROW)
    assert "à venir" in page.main


def test_what_is_gone_already_is_not_lost_again(client: Browser, place: Place) -> None:
    page = tell(client.sign_in(place.manager), f"?materiel={place.tents.id}", quantity="4")
    lose(place.tents.stocks[0], 1)

    page = client.send(page.form(f"{page.address}/clore"), 422, outcome="lost")

    assert "Il n’y en a pas autant à ce dépôt." in page.main


def test_the_report_is_one_button_and_nothing_is_typed_twice(client: Browser, place: Place) -> None:
    mine = back(place)
    client.sign_in(place.manager)
    page = tell(client, f"?reservation={mine}", place="Salle des fêtes")
    address = page.address

    page = client.send(page.form(f"{address}/proces-verbal"))

    assert page.title.startswith("Procès-verbal de sinistre")
    edit = next(each for each in page.links if each.endswith("/modifier"))
    fields = client.visit(edit).form(edit).fields
    assert "Un pied plié en chargeant." in fields.values()
    assert "Salle des fêtes" in fields.values()
    assert page.address in client.visit(address).links
    client.sign_in(place.secretary)
    assert f"{address}/proces-verbal" not in [each.action for each in client.visit(address).forms]
    assert client.post(f"{address}/proces-verbal").status_code == 403


def test_the_register_is_filtered_in_the_address_summed_and_exported(
    client: Browser, place: Place
) -> None:
    page = client.sign_in(place.manager).visit("/incidents")
    assert "Aucun incident" in page.main
    tell(client, f"?reservation={back(place)}")
    page = tell(client, f"?materiel={place.tents.id}", quantity="1")
    page = client.send(page.form(f"{page.address}/suivre"), estimate="120")

    page = client.visit("/incidents")
    assert "2 incidents (1 à estimer, 1 à clore, 0 clos), 120,00 € estimés" in page.main
    depot = place.tents.stocks[0].depot_id
    page = client.visit(f"/incidents?etat=estimated&depot={depot}&parc={place.pool.id}")
    assert "1 incident (0 à estimer, 1 à clore, 0 clos)" in page.main
    export = next(each for each in page.links if "export.csv" in each)
    answer = client.get(export)
    assert answer.mimetype == "text/csv"
    assert answer.text.count("\n") == 2
    assert "120" in answer.text
    assert "Rien ne correspond" in client.visit("/incidents?etat=closed").main


def test_a_formula_in_a_name_is_not_run_by_a_spreadsheet(client: Browser, place: Place) -> None:
    trap = make_item(place.pool, 3, name="=1+1")
    client.sign_in(place.manager)
    tell(client, f"?materiel={trap.id}", quantity="1")

    assert "'=1+1" in client.get("/incidents/export.csv").text


def test_all_that_one_tends_is_told_of_without_a_loan(client: Browser, place: Place) -> None:
    client.sign_in(place.technician)
    assert NEW in client.visit("/incidents").links
    page = client.visit(NEW)
    (tents,) = [
        each.get("value") for each in page.root.all("input") if "TEN-3X3" in each.get("value")
    ]

    page = client.send(form_of(page), **WHAT, thing=tents)

    assert "Tente pliante" in page.title
    assert "Incidents" in client.sign_in(place.manager).visit("/mon-materiel").main


def test_those_whom_it_does_not_concern_see_nothing(client: Browser, place: Place) -> None:
    mine = back(place)
    address = tell(client.sign_in(place.manager), f"?reservation={mine}").address
    elected = make_user(place.borrower, Role.ELECTED)

    for stranger in (place.stranger, place.neighbour):
        client.sign_in(stranger).visit(address, 404)
        client.visit(f"{NEW}?reservation={mine}", 404)
        for act in ("suivre", "clore", "proces-verbal"):
            assert client.post(f"{address}/{act}").status_code == 404
    client.sign_in(elected).visit(f"{NEW}?reservation={mine}", 403)
    assert client.visit(address).title
    client.sign_in(place.secretary).visit(NEW, 403)
    client.visit(f"{NEW}?reservation=x", 404)
    assert client.post(f"{address}/clore", data={"outcome": "repaired"}).status_code == 403
    assert client.visit(f"/demandes/{place.seen(mine).request_id}")


def test_what_is_sent_by_who_is_not_at_the_counter_is_not_even_read(
    client: Browser, place: Place
) -> None:
    mine = place.out(10).id
    client.sign_in(place.secretary)

    for way in ("remise", "retour"):
        answer = client.post(f"/comptoir/{way}/{mine}", data={"lines-0-quantity": "beaucoup"})
        assert answer.status_code == 403

"""The first page, and the health of the service."""

from datetime import timedelta

import pytest
from flask import Flask, Response
from sqlalchemy import select

from booking import web
from booking.db import db
from booking.models.incidents import Incident
from booking.rules.passages import Counted, Passing
from booking.usecases import loans, replies
from booking.vocabulary import Role
from tests.client import Browser, browser
from tests.factories import lose, make_user, set_clock
from tests.pages.place import Place, as_actor


def test_the_borrower_sees_what_is_under_way(client: Browser, place: Place) -> None:
    place.request(purpose="Marché de Noël")

    page = client.sign_in(place.secretary).visit("/")

    assert "0 À répondre rien n’attend votre réponse" in page.main
    assert "Marché de Noël" in page.main
    assert "Maing répond avant le" in page.main
    assert "À traiter" not in page.text


def test_the_borrower_is_told_that_a_question_waits(client: Browser, place: Place) -> None:
    mine = place.requested()
    replies.ask_details(as_actor(place.manager), mine.id, "Combien ?")

    assert "1 À répondre 1 réponse à donner" in client.sign_in(place.secretary).visit("/").main
    assert "/?voir=attente#cours" in client.visit("/").links
    assert "rien n’attend votre réponse" in client.sign_in(place.manager).visit("/").main


def test_the_manager_sees_who_waits_for_an_answer(client: Browser, place: Place) -> None:
    request_id = place.request()

    page = client.sign_in(place.manager).visit("/")

    assert "1 À répondre 1 demande" in page.main
    assert f"/demandes/{request_id}" in page.links
    assert "À traiter" in page.text


def test_the_technician_sees_what_leaves_and_comes_back(client: Browser, place: Place) -> None:
    place.approved()
    place.out()

    page = client.sign_in(place.technician).visit("/")

    assert "En cours pour Maing" in page.main
    assert "à remettre le" in page.main
    assert "à rendre le" in page.main
    assert "/materiel" in page.links


def test_what_soon_passes_the_counter_leads_to_its_form_for_who_stands_there(
    client: Browser, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    leaving, out = place.approved(), place.out()
    assert "/comptoir/remise/" not in " ".join(client.sign_in(place.manager).visit("/").links)
    set_clock(monkeypatch, leaving.starts_at - timedelta(days=2))

    for person in (place.technician, place.manager):
        links = client.sign_in(person).visit("/").links
        assert {f"/comptoir/remise/{leaving.id}", f"/comptoir/retour/{out.id}"} <= set(links)
    assert "/comptoir/" not in " ".join(client.sign_in(place.secretary).visit("/").links)


def test_a_loan_back_in_part_says_what_remains(client: Browser, place: Place) -> None:
    mine = place.out(40)
    (line,) = mine.lines
    loans.take_back(as_actor(place.manager), mine.id, Passing((Counted(line.id, 15),)))

    page = client.sign_in(place.secretary).visit("/")

    assert "25 chaises" in page.main
    assert "40 chaises" not in page.main


def test_what_concerns_others_does_not_show(client: Browser, place: Place) -> None:
    place.request(purpose="Affaire privée")

    for person in (place.neighbour, place.stranger):
        assert "Affaire privée" not in client.sign_in(person).visit("/").text


def test_the_health_of_the_service_is_public(client: Browser) -> None:
    answer = client.get("/sante")

    assert (answer.status_code, answer.text) == (200, "ok\n")
    assert "Set-Cookie" not in answer.headers


def test_the_manager_reads_which_reservations_are_in_danger(client: Browser, place: Place) -> None:
    mine = place.approved(30)
    assert "en danger" not in client.sign_in(place.manager).visit("/").main
    lose(place.chairs.stocks[0], 20)

    page = client.visit("/")

    assert "Réservations en danger" in page.main
    assert "il en manque 10" in page.main
    assert f"/demandes/{mine.request_id}" in page.links
    assert "en danger" not in client.sign_in(place.secretary).visit("/").main


def test_what_an_incident_leaves_to_settle_is_named_after_it(client: Browser, place: Place) -> None:
    place.approved(30)
    client.sign_in(place.manager)
    address = f"/incidents/nouveau?materiel={place.chairs.id}"
    (form,) = [each for each in client.visit(address).forms if "nouveau" in each.action]
    few = {"kind": "damage", "circumstances": "Cassées.", "out_of_service": "true"}
    client.send(form, **few, quantity="2")
    lose(place.chairs.stocks[0], 10)  # thirty are left, two of which are out of service

    page = client.visit("/")

    (hold,) = [each for each in page.links if each.startswith("/pannes/")]
    number = db.session.scalars(select(Incident.id)).one()
    assert f"Régler les réservations après l’incident n° {number}" in page.main
    page = client.visit(hold)
    assert page.title.startswith(f"Incident n° {number} :")
    assert "Remettre en service" not in page.main  # its closing says so


def test_what_a_colleague_asked_is_ours_too(client: Browser, place: Place) -> None:
    place.request(purpose="Marché de Noël")
    colleague = make_user(place.borrower, Role.ELECTED, name="Jeanne Thuillier")

    page = client.sign_in(colleague).visit("/")

    assert "Marché de Noël" in page.main
    assert "demandé par Nadia Carpentier" in page.main
    assert "demandé par" not in client.sign_in(place.secretary).visit("/").main


def test_what_is_late_comes_first_and_says_who_should_have_acted(
    client: Browser, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = place.requested()
    set_clock(monkeypatch, mine.answer_due_at + timedelta(hours=1))

    page = client.sign_in(place.secretary).visit("/")

    assert "Échéance passée" in page.main
    assert "Maing devait répondre avant le" in page.main


def test_nothing_under_way_says_what_to_do(client: Browser, place: Place) -> None:
    page = client.sign_in(place.secretary).visit("/")

    assert "Rien en cours" in page.main
    assert "/materiel" in page.links


def test_hints_are_put_aside_one_by_one_for_good_and_come_back_on_demand(
    app: Flask, client: Browser, place: Place
) -> None:
    page = client.sign_in(place.secretary).visit("/")
    assert [value for _, value, _ in page.form("/conseils").buttons] == ["search", "ask", "print"]

    page = client.send("/conseils", hint="ask")

    assert [value for _, value, _ in page.form("/conseils").buttons] == ["search", "print"]
    for hint in ("search", "print"):
        client.send("/conseils", hint=hint)
    elsewhere = browser(app).sign_in(place.secretary).visit("/")
    assert "/conseils" not in [form.action for form in elsewhere.forms]
    page = client.send(client.visit("/compte").form("/compte/conseils"))
    assert len(page.form("/conseils").buttons) == 3


@pytest.mark.parametrize(("person", "first"), [("manager", "answer"), ("technician", "hand_over")])
def test_each_role_has_hints_of_its_own(
    client: Browser, place: Place, person: str, first: str
) -> None:
    page = client.sign_in(getattr(place, person)).visit("/")

    assert page.form("/conseils").buttons[0][1] == first


def test_a_hint_that_is_none_is_refused(client: Browser, place: Place) -> None:
    client.sign_in(place.secretary).send("/conseils", 422, hint="king")
    assert place.secretary.dismissed == []


def test_what_the_commune_still_needs_is_shown_until_it_is_in_order(
    client: Browser, place: Place
) -> None:
    page = client.sign_in(place.secretary).visit("/")
    assert "Mise en route de la commune" in page.main
    assert "4 sur 5 en ordre" in page.main

    page = client.visit("/mise-en-route")
    assert page.title == "Mise en route, Quérénaing"
    assert "Demandez à l’assureur l’attestation" in page.main
    assert "Qui s’en charge : le secrétariat" in page.main

    client.visit(f"/mise-en-route?organisme={place.lender.id}", 404)
    assert "Mise en route" not in client.sign_in(place.technician).visit("/").main


def test_a_technician_is_advised_to_tell_of_incidents(client: Browser, place: Place) -> None:
    assert "Signalez un incident" in client.sign_in(place.technician).visit("/").main


def test_a_page_is_set_as_french_wants_it_and_what_programs_read_is_not(
    client: Browser, place: Place
) -> None:
    mine = place.request(purpose="Fête : 400 W")
    client.sign_in(place.secretary)

    assert "Fête\N{NO-BREAK SPACE}: 400\N{NO-BREAK SPACE}W" in client.get(f"/demandes/{mine}").text
    rows = Response("Fête : 400 W", mimetype="text/csv")
    assert web._set(rows).get_data(as_text=True) == "Fête : 400 W"

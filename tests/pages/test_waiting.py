"""The waiting list on the page of a request."""

import pytest

from booking.db import db
from booking.queries import reservations
from booking.queries.views import ReservationView
from booking.rules.access import SERVICE
from booking.usecases import asking, silence
from booking.usecases import reservations as acts
from tests.client import Browser
from tests.factories import asked, set_clock
from tests.pages.place import Place, as_actor


def waiting(place: Place, quantity: int = 5) -> ReservationView:
    """Ask for chairs that are taken, willing to wait."""
    who = as_actor(place.secretary)
    request_id = asking.request(who, asked((place.chairs, quantity), if_short="waitlist"))
    return reservations.show_request(who, request_id).reservations[0]


def test_one_reads_ones_rank_and_that_nothing_is_held(client: Browser, place: Place) -> None:
    place.requested(40)
    mine = waiting(place)

    page = client.sign_in(place.secretary).visit(f"/demandes/{mine.request_id}")

    assert "Liste d’attente" in page.main
    assert "Rang 1 sur la liste d’attente" in page.main
    assert "rien de retenu" in page.main
    assert "attend qu’une place se libère avant le" in page.main
    assert f"/reservations/{mine.id}/confirmer" not in {each.action for each in page.forms}


def test_the_manager_reads_who_waits(client: Browser, place: Place) -> None:
    first, mine = place.requested(40), waiting(place)

    page = client.sign_in(place.manager).visit(f"/demandes/{first.request_id}")

    assert f"1. Quérénaing, {mine.reference}" in page.main
    assert (
        "Liste d’attente"
        not in client.sign_in(place.secretary).visit(f"/demandes/{first.request_id}").main
    )


def test_a_place_offered_is_confirmed(client: Browser, place: Place) -> None:
    first, mine = place.requested(40), waiting(place)
    acts.refuse(as_actor(place.manager), first.id, "Non.")
    page = client.sign_in(place.secretary).visit(f"/demandes/{mine.request_id}")
    assert "Place offerte" in page.main
    assert "Quérénaing confirme la place offerte, ou annule, avant le" in page.main

    page = client.send(page.form(f"/reservations/{mine.id}/confirmer"))

    assert "C’est confirmé" in page.text
    assert place.seen(mine.id).status == "requested"
    client.send(f"/reservations/{mine.id}/confirmer", 409)


def test_others_confirm_nothing(client: Browser, place: Place) -> None:
    first, mine = place.requested(40), waiting(place)
    acts.refuse(as_actor(place.manager), first.id, "Non.")

    client.sign_in(place.manager).send(f"/reservations/{mine.id}/confirmer", 403)
    client.sign_in(place.stranger).send(f"/reservations/{mine.id}/confirmer", 404)


def test_the_page_says_whom_a_request_was_passed_on_to(
    client: Browser, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = place.requested()
    place.pool.substitute_id = place.neighbour.id
    db.session.commit()
    set_clock(monkeypatch, mine.answer_due_at)
    silence.pass_on(SERVICE, mine.id)

    page = client.sign_in(place.secretary).visit(f"/demandes/{mine.request_id}")

    assert "la demande est transmise à Nadia Carpentier, en suppléance, le" in page.main
    assert "Nadia Carpentier en suppléance de Maing répond avant le" in page.main

"""The queue of a manager by pages: read by deadline, answered several at once."""

from typing import Any

import pytest

from booking.dealings import Awaited
from booking.queries.views import ReservationView
from booking.usecases import reservations as acts
from booking.vocabulary import Status
from tests.client import Browser, Page
from tests.factories import keep, lose, row
from tests.pages.place import Place, as_actor


def send(
    client: Browser, act: str, *parts: ReservationView, status: int = 200, **more: Any
) -> Page:
    """Tick some requests of the queue and answer them."""
    form = client.visit("/a-traiter").form("/a-traiter")
    ticked: Any = [str(each.id) for each in parts]
    return client.send(form, status, chosen=ticked, act=act, **more)


def test_each_row_says_who_asks_what_and_until_when(client: Browser, place: Place) -> None:
    mine, _ = place.requested(), place.requested(5)

    page = client.sign_in(place.manager).visit("/a-traiter")

    assert f"/demandes/{mine.request_id}" in page.links
    assert "Quérénaing" in page.main
    assert "jours ouvrés" in page.main
    assert "1 autre demande sur le même matériel" in page.main
    assert "2 demandes" in page.main


def test_what_blocks_is_read_in_the_queue(client: Browser, place: Place) -> None:
    place.requested(40)
    lose(place.chairs.stocks[0], 1)

    page = client.sign_in(place.manager).visit("/a-traiter")

    assert "Le stock ne suffit plus à ces dates" in page.main


def test_several_are_validated_at_once_each_on_its_own(client: Browser, place: Place) -> None:
    first, second, third = place.requested(), place.requested(5), place.requested(1)
    client.sign_in(place.manager)

    page = send(client, "approve", first, third)

    assert "2 demandes sont validées" in page.main
    states = [place.seen(each.id).status for each in (first, second, third)]
    assert states == [Status.APPROVED, Status.REQUESTED, Status.APPROVED]


def test_those_that_cannot_be_are_listed_with_why(client: Browser, place: Place) -> None:
    first, second = place.requested(35), place.requested(5)
    lose(place.chairs.stocks[0], 3)
    client.sign_in(place.manager)

    page = send(client, "approve", first, status=409)
    assert "Aucune demande n’est validée" in page.main
    assert first.reference in page.main
    assert "32 sont libres" in page.main

    client.send(f"/reservations/{second.id}/refuser", reason="Non.")
    page = send(client, "approve", first)
    assert "Une demande est validée" in page.main


def test_one_decided_meanwhile_says_by_whom(client: Browser, place: Place) -> None:
    first, second = place.requested(), place.requested(5)
    client.sign_in(place.manager)
    form = client.visit("/a-traiter").form("/a-traiter")
    acts.approve(as_actor(place.manager), first.id)

    ticked: Any = [str(first.id), str(second.id)]
    page = client.send(form, 409, chosen=ticked, act="approve")

    assert "déjà validée par Bruno Lefebvre" in page.main
    assert "Une demande est validée" in page.main
    assert place.seen(second.id).status is Status.APPROVED


def test_a_double_click_on_several_is_harmless(client: Browser, place: Place) -> None:
    first, second = place.requested(), place.requested(5)
    form = client.sign_in(place.manager).visit("/a-traiter").form("/a-traiter")
    ticked: Any = [str(first.id), str(second.id)]

    pages = [client.send(form, chosen=ticked, act="approve").main for _ in range(2)]

    assert all("2 demandes sont validées" in each for each in pages)
    assert place.seen(first.id).revision == first.revision + 1


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ({"reason": "Le dépôt déménage."}, "Le dépôt déménage."),
        ({"usual": "owner"}, "Le matériel est nécessaire à son propriétaire à ces dates."),
    ],
)
def test_several_are_refused_for_one_reason(
    client: Browser, place: Place, typed: dict[str, str], read: str
) -> None:
    parts = [place.requested(), place.requested(5)]
    client.sign_in(place.manager)

    page = send(client, "refuse", *parts, **typed)

    assert "2 demandes sont refusées" in page.main
    assert [place.seen(each.id).reason for each in parts] == [read, read]


def test_a_refusal_without_reason_keeps_what_was_ticked(client: Browser, place: Place) -> None:
    mine = place.requested()
    client.sign_in(place.manager)

    page = send(client, "refuse", mine, status=422)

    assert page.complaint("reason") == "Ce champ est obligatoire."
    assert "checked" in page.field("chosen").attributes
    assert place.seen(mine.id).status is Status.REQUESTED


@pytest.mark.parametrize("ticked", [[], ["x"], ["9" * 30]])
def test_nothing_ticked_is_said(client: Browser, place: Place, ticked: Any) -> None:
    place.requested()
    form = client.sign_in(place.manager).visit("/a-traiter").form("/a-traiter")

    page = client.send(form, 422, chosen=ticked, act="approve")

    assert "Cochez au moins une demande." in page.main


def test_the_request_of_another_territory_is_refused_like_none(
    client: Browser, place: Place
) -> None:
    mine = place.requested()
    client.sign_in(place.stranger)

    page = client.send("/a-traiter", 409, chosen=str(mine.id), act="approve")

    assert mine.reference not in page.main
    assert place.seen(mine.id).status is Status.REQUESTED


def test_what_awaits_the_borrower_stands_apart(client: Browser, place: Place) -> None:
    mine = row(place.requested().id)
    mine.status, mine.awaited = Status.NEEDS_INFO, Awaited.DETAILS
    keep(mine)

    page = client.sign_in(place.manager).visit("/a-traiter")

    assert "En attente de l’emprunteur" in page.main
    assert "des précisions" in page.main

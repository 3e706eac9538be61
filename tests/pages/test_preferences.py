"""Choosing one's messages."""

from booking.db import db
from booking.models.accounts import User
from booking.vocabulary import MailKind
from tests.client import Browser
from tests.pages.place import Place

ADDRESS = "/compte/courriels"


def test_a_secretary_chooses_and_finds_the_choice_again(client: Browser, place: Place) -> None:
    client.sign_in(place.secretary)
    page = client.visit(ADDRESS)
    assert page.title == "Mes courriels"
    assert place.secretary.email in page.main
    assert "apparaît deux fois" in page.main

    answer = client.post(
        ADDRESS, data={"pace": "daily", "wanted": ["commented"], "agenda": "invitations"}
    )

    assert answer.status_code == 302
    user = db.session.get_one(User, place.secretary.id)
    assert (user.daily, user.invitations) == (True, True)
    assert "requested" in user.muted
    assert "commented" not in user.muted
    again = client.visit(ADDRESS)
    assert again.forms[-1].fields["pace"] == "daily"
    assert again.forms[-1].fields["wanted"] == "commented"
    assert again.forms[-1].fields["agenda"] == "invitations"


def test_the_summary_is_offered_first_to_who_manages_a_pool(client: Browser, place: Place) -> None:
    def first(page: str) -> str:
        return page.partition("Quand les recevoir")[2][:40]

    assert "tout de suite" in first(client.sign_in(place.secretary).visit(ADDRESS).main)
    assert "résumé par jour" in first(client.sign_in(place.manager).visit(ADDRESS).main)


def test_what_is_no_choice_is_said_beside_its_field(client: Browser, place: Place) -> None:
    client.sign_in(place.secretary)

    page = client.send(ADDRESS, 422, pace="parfois")
    assert "deux façons" in page.main
    page = client.send(ADDRESS, 422, pace="daily", wanted=MailKind.RESET.value)
    assert "n’est pas dans la liste" in page.main
    assert not db.session.get_one(User, place.secretary.id).daily


def test_the_account_leads_there(client: Browser, place: Place) -> None:
    assert ADDRESS in client.sign_in(place.secretary).visit("/compte").links

"""Asking to keep things longer: signed in, or by the link of a reminder."""

import re
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from booking import clock
from booking.db import db
from booking.models.mail import Message
from booking.queries import lateness as due
from booking.queries.mail import show
from booking.rules.access import SERVICE
from booking.usecases import lateness
from booking.usecases.mail import drawn
from booking.vocabulary import MailKind
from tests.client import browser
from tests.factories import row, set_clock
from tests.pages.place import Place, as_actor, make_place
from tests.usecases.test_mailed import SITE, rows

pytestmark = pytest.mark.usefixtures("base")
DAY = timedelta(days=1)


@pytest.fixture
def place() -> Place:
    """Give a town hall that borrows, one that lends."""
    return make_place()


def reminder(place: Place, loan_id: int, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the address that the reminder of the day of a return offers its borrower."""
    zone = as_actor(place.secretary).zone
    back = row(loan_id).ends_at.astimezone(zone)
    set_clock(monkeypatch, back.replace(hour=7, minute=30))
    assert due.to_remind(clock.now()) == [loan_id]
    lateness.remind(SERVICE, loan_id)
    found = select(Message).filter_by(kind=MailKind.RETURN_DUE, to=place.secretary.email)
    message = db.session.scalars(found).one()
    body = drawn(show(SERVICE, message.id), SITE, readable=True).body
    (address,) = re.findall(r"http://localhost(/courriel/\S+)", body)
    return str(address)


def later(loan_id: int, days: int = 2) -> str:
    return f"{row(loan_id).ends_at + days * DAY:%Y-%m-%dT%H:%M}"


def test_the_link_of_a_reminder_asks_for_more_time(
    app: Flask, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = place.out()
    address, stranger = reminder(place, mine.id, monkeypatch), browser(app)

    page = stranger.visit(address)
    assert page.title == "Prolonger le prêt"
    (form,) = page.forms
    proposed = datetime.fromisoformat(form.fields["ends_at"])
    assert proposed.date() > row(mine.id).ends_at.date()
    assert "Aucune autre réservation n’en manquerait" in page.main

    done = stranger.send(form, reason="La fête dure.")
    assert done.title == "C’est fait"
    assert "demandée à Maing" in done.main
    assert stranger.send(form).title == "C’est fait"  # pressed twice
    assert stranger.visit(address, 404).title == "Ce lien n’a plus d’effet"


def test_the_link_opened_twice_changes_nothing(
    app: Flask, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = place.out()
    address, stranger = reminder(place, mine.id, monkeypatch), browser(app)
    before = rows()

    for _ in range(2):
        stranger.visit(address)

    assert rows() == before


def test_a_refusal_says_until_when_and_keeps_the_link(
    app: Flask, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = place.out()
    address, stranger = reminder(place, mine.id, monkeypatch), browser(app)

    page = stranger.send(address, 422, ends_at="")
    assert "Donnez le jour et l’heure du nouveau retour." in page.main
    page = stranger.send(address, 409, ends_at=later(mine.id, 300))
    assert "Rien n’a été enregistré" in page.main

    assert stranger.send(address, ends_at=later(mine.id)).title == "C’est fait"


def test_who_is_signed_in_asks_from_the_page_of_the_request(app: Flask, place: Place) -> None:
    mine = place.out()
    secretary = browser(app).sign_in(place.secretary)
    page = secretary.visit(f"/demandes/{mine.request_id}")
    assert f"/reservations/{mine.id}/prolonger" in page.links

    address = f"/reservations/{mine.id}/prolonger"
    form = secretary.visit(address).form(address)
    page = secretary.send(form, ends_at=later(mine.id))

    assert "La prolongation est demandée à Maing" in page.text


def test_what_is_not_out_is_not_prolonged(app: Flask, place: Place) -> None:
    mine = place.approved()
    browser(app).sign_in(place.secretary).visit(f"/reservations/{mine.id}/prolonger", 409)

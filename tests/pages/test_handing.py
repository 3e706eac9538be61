"""The form of the hand-over, on a phone, without script."""

import pytest
from flask import Flask
from sqlalchemy import Connection

from booking.db import db
from booking.models.loans import Passage
from booking.queries.views import ReservationView
from tests.client import Browser, browser
from tests.pages.place import Place, make_place

pytestmark = pytest.mark.usefixtures("base")


def address(mine: ReservationView) -> str:
    """Return the address of the form."""
    return f"/comptoir/remise/{mine.id}"


def counter(app: Flask, place: Place) -> Browser:
    """Return the technician's telephone."""
    return browser(app).sign_in(place.technician)


def passage() -> Passage:
    """Return the last passage."""
    return db.session.query(Passage).order_by(Passage.id.desc()).first()  # type: ignore[return-value]


def test_all_that_was_agreed_leaves_in_one_tap(app: Flask, base: Connection) -> None:
    place = make_place()
    mine = place.approved(10)
    client = counter(app, place)
    form = client.visit(address(mine)).form(address(mine))

    page = client.send(form)

    assert "La remise est enregistrée" in page.main
    assert place.seen(mine.id).status == "out"
    made = passage()
    assert (made.borrower_name, made.keeper_name) == ("Nadia Carpentier", "Luc Wattiez")
    assert [(line.quantity, line.wear) for line in made.lines] == [(10, "good")]

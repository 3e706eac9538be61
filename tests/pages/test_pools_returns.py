"""A pool says when a return is asked for, and how long a report may be contested."""

import pytest
from flask import Flask

from booking.db import db
from booking.models.catalogue import Pool
from tests.client import browser
from tests.pages.place import Place, make_place

pytestmark = pytest.mark.usefixtures("base")


@pytest.fixture
def place() -> Place:
    """Give a town hall that borrows, one that lends."""
    return make_place()


@pytest.mark.parametrize(
    ("typed", "kept", "said"),
    [
        ("-2, 0, 1, 3", [-2, 0, 1, 3], "2 jours avant, le jour du retour, 1 jour après et"),
        ("J-3 ; J ; J+1", [-3, 0, 1], "3 jours avant, le jour du retour et 1 jour après."),
        ("1, 1, \N{MINUS SIGN}1", [-1, 1], "1 jour avant et 1 jour après."),
        ("", [], "Aucun."),
    ],
)
def test_the_days_are_typed_as_people_write_them(
    app: Flask, place: Place, typed: str, kept: list[int], said: str
) -> None:
    manager, address = browser(app).sign_in(place.manager), f"/parcs/{place.pool.id}/conditions"
    form = manager.visit(address).form(address)
    assert form.fields["remind_days"] == "-2, 0, 1, 3"

    page = manager.send(form, remind_days=typed, contest_days="4")

    pool = db.session.get_one(Pool, place.pool.id)
    assert (pool.remind_days, pool.contest_days) == (kept, 4)
    assert said.lower() in page.main.lower()
    assert "4 jours ouvrés" in page.main


@pytest.mark.parametrize("typed", ["demain", "45", "1,2,3,4,5,6,7,8,9"])
def test_what_is_no_day_is_said_beside_its_field(app: Flask, place: Place, typed: str) -> None:
    manager, address = browser(app).sign_in(place.manager), f"/parcs/{place.pool.id}/conditions"
    form = manager.visit(address).form(address)

    page = manager.send(form, 422, remind_days=typed)

    assert page.complaint("remind_days")
    assert page.field("remind_days").get("value") == typed

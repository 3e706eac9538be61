"""What is told missing by the form is lent no more, though nothing is ticked."""

from booking.db import db
from booking.models.incidents import Incident
from tests.client import Browser
from tests.pages.place import Place


def test_what_is_told_missing_from_its_item_is_lent_no_more(client: Browser, place: Place) -> None:
    page = client.sign_in(place.technician).visit(f"/incidents/nouveau?materiel={place.chairs.id}")
    form = next(each for each in page.forms if each.action.startswith("/incidents/nouveau"))

    page = client.send(form, kind="missing", quantity="2", circumstances="Introuvables.")

    assert "Hors service" in page.main
    assert db.session.query(Incident).one().hold_id

"""From the form to the catalogue and back, nothing that was typed is lost."""

from booking.queries import drafts
from tests.client import Browser
from tests.pages.asked import ASK, filled
from tests.pages.place import Place, as_actor

SAVE = "/demandes/brouillon"


def test_what_was_typed_is_there_after_more_was_chosen(client: Browser, place: Place) -> None:
    form = filled(client.sign_in(place.secretary), place)
    client.send(SAVE, **form.fields | {"lines-0-quantity": "3"})

    chosen = {"lines-0-item": place.chairs.reference, "lines-0-quantity": "5", "then": "ask"}
    page = client.send("/materiel", **chosen)

    fields = page.form(ASK).fields
    assert "Votre brouillon continue ici" in page.main
    assert (fields["purpose"], fields["request_key"]) == ("Ducasse", form.fields["request_key"])
    found = {fields[f"lines-{rank}-item"]: fields[f"lines-{rank}-quantity"] for rank in (0, 1)}
    assert found == {"TEN-3X3": "3", place.chairs.reference: "5"}


def test_one_may_ask_for_something_else_and_keep_the_draft(client: Browser, place: Place) -> None:
    form = filled(client.sign_in(place.secretary), place)
    client.send(SAVE, **form.fields)

    page = client.visit(next(link for link in client.visit(ASK).links if "autre=" in link))

    fields = page.form(ASK).fields
    assert fields["purpose"] == ""
    assert fields["request_key"] != form.fields["request_key"]
    assert len(drafts.of(as_actor(place.secretary))) == 1


def test_an_event_typed_stays_an_event(client: Browser, place: Place) -> None:
    form = filled(client.sign_in(place.secretary), place)
    event = client.send(form, dating="event").form(ASK)
    client.send(SAVE, **event.fields)

    fields = client.visit(ASK).form(ASK).fields

    assert fields["by"] == "event"
    assert fields["event_starts_at"] == event.fields["event_starts_at"]


def test_what_was_submitted_is_forgotten(client: Browser, place: Place) -> None:
    form = filled(client.sign_in(place.secretary), place)
    client.send(SAVE, **form.fields)
    client.send(form)

    page = client.visit(ASK)

    assert "Aucun matériel choisi." in page.main
    assert page.form(ASK).fields["purpose"] == ""


def test_one_item_asked_for_on_its_dates_joins_what_is_chosen(
    client: Browser, place: Place
) -> None:
    client.sign_in(place.secretary)
    choice = {"lines-0-item": place.tents.reference, "lines-0-quantity": "2"}
    client.send("/materiel", **choice)
    dates = "du=2027-05-04T00:00&au=2027-05-05T00:00"

    page = client.visit(f"/demandes/nouvelle?materiel={place.chairs.id}&{dates}")

    fields = page.form("/demandes/nouvelle").fields
    lines = [(fields[f"lines-{n}-item"], fields[f"lines-{n}-quantity"]) for n in (0, 1)]
    assert lines == [(place.chairs.reference, "1"), (place.tents.reference, "2")]
    event = (fields["by"], fields["event_starts_at"], fields["event_ends_at"])
    assert event == ("event", "2027-05-04T00:00", "2027-05-05T00:00")

    wrong = client.visit(f"/demandes/nouvelle?materiel={place.chairs.id}&du=hier&au=demain")
    assert "Chaise pliante" in wrong.main
    client.visit(f"/demandes/nouvelle?materiel=999999&{dates}", 404)

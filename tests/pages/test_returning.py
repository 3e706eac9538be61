"""Taking things back by pages: three gestures, in part, damaged, contested, closed."""

from typing import Any

import pytest

from booking.db import db
from booking.models.conventions import Convention
from booking.models.incidents import Incident
from booking.models.loans import Passage
from booking.queries import loans as readings
from booking.rules.passages import Passing, Signed
from booking.usecases import loans
from booking.vocabulary import Derived, Role, Status
from tests.client import Browser, Page
from tests.factories import keep, make_user
from tests.pages.place import Place, as_actor


def path(reservation_id: int) -> str:
    """Return the address of the form of a return."""
    return f"/comptoir/retour/{reservation_id}"


def state(reservation_id: int) -> str:
    """Return the address of a departure beside its return."""
    return f"/reservations/{reservation_id}/etat"


def tallied(reservation_id: int) -> list[tuple[int, int, int, int]]:
    """Return how many left, are back, of which damaged, and are given up, line by line."""
    found = readings.tally(readings.of_reservation(reservation_id)).values()
    return [(each.out, each.back, each.damaged, each.missing) for each in found]


def send(client: Browser, mine: int, status: int = 200, **fields: Any) -> Page:
    """Fill the form of a return and send it, signed unless told otherwise."""
    signed = {} if "unsigned" in fields else {"borrower_name": "Luc Petit"}
    return client.send(client.visit(path(mine)).form(path(mine)), status, **signed | fields)


def test_everything_is_back_in_one_tap_and_a_signature(client: Browser, place: Place) -> None:
    mine = place.out(40)
    client.sign_in(place.technician)
    page = client.visit(f"/demandes/{mine.request_id}")
    assert path(mine.id) in page.links

    page = send(client, mine.id)

    assert "Le retour est enregistré" in page.main
    assert tallied(mine.id) == [(40, 40, 0, 0)]
    assert place.seen(mine.id).status is Status.RETURNED
    assert "Luc Petit" in page.main


def test_numbers_and_the_signature_are_one_tap_away(client: Browser, place: Place) -> None:
    mine = place.out(40)
    page = client.sign_in(place.technician).visit(path(mine.id))

    for name, whole in (("damaged", "lines-0-quantity"), ("missing", "")):
        count = page.field(f"lines-0-{name}").parent
        while count and "data-count" not in count.attributes:
            count = count.parent
        assert count
        taps = count.all("button")
        assert [each.get("data-set") for each in taps] == ["1", "2", "3", "40"]
        assert [each.get("data-like") for each in taps] == ["", "", "", whole]
        assert all("hidden" in each.attributes for each in taps), "without script, one types"
    assert [each.text for each in page.root.all("a") if each.get("href") == "#signatures"] == [
        "Tout est rentré, signer",
        "Signer : Chaise pliante",
    ]


def test_three_are_damaged(client: Browser, place: Place) -> None:
    mine = place.out(40)
    client.sign_in(place.manager)

    page = send(client, mine.id, **{"lines-0-damaged": "3", "lines-0-wear": "to_repair"})

    assert tallied(mine.id) == [(40, 40, 3, 0)]
    assert "3 abîmés" in page.main
    assert "à réparer" in page.main
    assert place.seen(mine.id).label is Derived.DISPUTED
    assert db.session.query(Incident).one().quantity == 3


def test_what_is_missing_is_taken_off_what_the_form_proposed(client: Browser, place: Place) -> None:
    mine = place.out(40)
    client.sign_in(place.manager)

    send(client, mine.id, **{"lines-0-missing": "2"})

    assert tallied(mine.id) == [(40, 38, 0, 2)]


def test_a_part_is_back_and_the_rest_is_asked_for_next_time(client: Browser, place: Place) -> None:
    mine = place.out(40)
    client.sign_in(place.manager)

    page = send(client, mine.id, **{"lines-0-quantity": "15"})
    assert "Le reste est encore attendu" in page.main
    assert "25 encore attendus" in page.main

    assert client.visit(path(mine.id)).field("lines-0-quantity").get("value") == "25"
    send(client, mine.id)
    assert place.seen(mine.id).status is Status.RETURNED


@pytest.mark.parametrize(
    ("fields", "field", "said"),
    [
        ({"borrower_name": ""}, "borrower_name", "Faites signer"),
        ({"lines-0-quantity": "3", "lines-0-damaged": "4"}, "lines-0-damaged", "Pas plus"),
        ({"lines-0-quantity": "beaucoup"}, "lines-0-quantity", "nombre entier"),
        ({"borrower_drawn": "<script>"}, "", "ne se lit pas"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    client: Browser, place: Place, fields: dict[str, str], field: str, said: str
) -> None:
    mine = place.out(40)
    client.sign_in(place.manager)

    page = send(client, mine.id, 422, note="Sous la pluie.", **fields)
    assert ("Chaise pliante : " in page.main) == field.startswith("lines-"), "the list names it"

    assert said in (page.complaint(field) if field else page.main)
    assert "Sous la pluie." in page.main
    assert tallied(mine.id) == [(40, 0, 0, 0)]


def test_more_than_is_out_is_refused_and_nothing_typed_is_lost(
    client: Browser, place: Place
) -> None:
    mine = place.out(40)
    client.sign_in(place.manager)
    form = client.visit(path(mine.id)).form(path(mine.id))
    send(client, mine.id, **{"lines-0-quantity": "15"})

    page = client.send(form, 409, borrower_name="Luc Petit", note="Sous la pluie.")

    assert "il n’en reste que 25 à rendre" in page.main
    assert "Sous la pluie." in page.main
    assert tallied(mine.id) == [(40, 15, 0, 0)]


def test_the_same_form_sent_twice_is_one_return(client: Browser, place: Place) -> None:
    mine = place.out(40)
    client.sign_in(place.manager)
    form = client.visit(path(mine.id)).form(path(mine.id))
    told = {"borrower_name": "Luc Petit", "lines-0-damaged": "3"}

    for _ in range(2):
        client.send(form, **told)

    assert tallied(mine.id) == [(40, 40, 3, 0)]
    assert db.session.query(Incident).count() == 1


def test_what_came_back_meanwhile_is_said(client: Browser, place: Place) -> None:
    mine = place.out(40)
    client.sign_in(place.manager)
    form = client.visit(path(mine.id)).form(path(mine.id))
    loans.take_back(as_actor(place.manager), mine.id)

    page = client.send(form, 409, borrower_name="Luc Petit")

    assert "Rien n’est plus attendu" in page.main


def test_only_the_counter_takes_back(client: Browser, place: Place) -> None:
    mine = place.out(40)

    client.sign_in(place.secretary).visit(path(mine.id), 403)
    client.send(path(mine.id), 403, borrower_name="Luc Petit")
    client.sign_in(place.neighbour).visit(path(mine.id), 404)
    assert tallied(mine.id) == [(40, 0, 0, 0)]


def test_what_is_not_out_leads_to_its_state(client: Browser, place: Place) -> None:
    mine = place.approved()

    page = client.sign_in(place.manager).visit(path(mine.id))

    assert "Rien n’est encore parti" in page.main


def test_departure_and_return_stand_side_by_side_with_both_signatures(
    client: Browser, place: Place
) -> None:
    mine = place.out(40)
    departure = db.session.query(Passage).one()
    departure.borrower_name, departure.borrower_drawn = "Ana Roy", "M1 1 L20 20"
    departure.lines[0].hours, departure.lines[0].km = 100, 2_000
    departure.lines[0].accessories = [{"name": "Housse", "expected": 40, "counted": 40}]
    keep(departure)
    client.sign_in(place.manager)
    page = client.visit(path(mine.id))
    assert "Ana Roy" in page.main

    page = send(
        client,
        mine.id,
        **{
            "borrower_drawn": "M2 2 L30 30",
            "lines-0-hours": "12,5",
            "lines-0-km": "2080",
            "accessories-0-counted": "38",
        },
    )

    paths = [each.get("d") for each in page.root.all("path") if each.get("stroke-linejoin")]
    assert paths == ["M1 1 L20 20", "M2 2 L30 30"]
    assert "2,5 h, 80 km" in page.main
    assert "Housse : 2 en moins" in page.main
    assert "rien ne reste à régler" not in page.main
    assert "Manquant : accessoires de Chaise pliante" in page.main


def test_who_draws_without_writing_signs_in_nobody_else_s_name(
    client: Browser, place: Place
) -> None:
    mine = place.out(40)
    departure = db.session.query(Passage).one()
    departure.borrower_name = "Ana Roy"
    keep(departure)
    client.sign_in(place.manager)

    page = send(client, mine.id, borrower_name="", borrower_drawn="M2 2 L30 30")

    made = db.session.query(Passage).order_by(Passage.id.desc()).limit(1).one()
    assert (made.borrower_name, made.contest_until) == ("", None)
    (report,) = db.session.query(Convention).filter_by(passage_id=made.id)
    assert report.signatures[0].name == "signature tracée, nom non écrit"
    assert "signature tracée, nom non écrit" in page.main


def test_who_did_not_sign_contests_and_is_answered(client: Browser, place: Place) -> None:
    mine = place.out(40)
    client.sign_in(place.manager)
    send(client, mine.id, unsigned="Déposé le soir.")
    report = db.session.query(Passage).order_by(Passage.id.desc()).first()
    assert report is not None
    contesting = f"/comptoir/passages/{report.id}/contester"
    assert not [each for each in client.visit(state(mine.id)).forms if each.action == contesting]

    page = client.sign_in(place.secretary).visit(state(mine.id))
    assert "Déposé le soir." in page.main
    assert client.send(page.form(contesting), 422).complaint("contest")
    page = client.send(page.form(contesting), contest="Rien n’était cassé.")
    assert "Litige en cours" in page.main
    assert "règle l’incident ou la" in client.visit(f"/demandes/{mine.request_id}").main
    client.send(contesting, 409, contest="Encore.")
    client.send(f"/reservations/{mine.id}/cloturer", 403)

    client.sign_in(place.manager)
    closing = client.visit(state(mine.id)).form(f"/reservations/{mine.id}/cloturer")
    assert "répondez à l’emprunteur" in client.send(closing, 409).main
    page = client.send(closing, answer="Vous avez raison.")
    assert "Clôturée" in page.main


def test_a_loan_with_an_open_incident_is_not_closed(client: Browser, place: Place) -> None:
    mine = place.out(40)
    client.sign_in(place.manager)
    page = send(client, mine.id, **{"lines-0-damaged": "3"})

    assert "Le prêt se clôture une fois l’incident réglé." in page.main
    assert "Dégradation : 3 × Chaise pliante" in page.main
    closing = f"/reservations/{mine.id}/cloturer"
    assert closing not in [form.action for form in page.forms]
    page = client.send(closing, 409)
    assert "Un incident de ce prêt est encore ouvert" in page.main
    assert place.seen(mine.id).status is Status.RETURNED


def test_others_neither_read_nor_contest(client: Browser, place: Place) -> None:
    mine = place.out(40)
    passing = Passing(signed=Signed(unsigned="Déposé."))
    loans.take_back(as_actor(place.manager), mine.id, passing)
    report = db.session.query(Passage).order_by(Passage.id.desc()).first()
    assert report is not None

    for person in (place.neighbour, place.stranger):
        client.sign_in(person).visit(state(mine.id), 404)
        client.send(f"/comptoir/passages/{report.id}/contester", 404, contest="Non.")
        client.send(f"/reservations/{mine.id}/cloturer", 404)
    reader = make_user(place.borrower, Role.OBSERVER)
    client.sign_in(reader).visit(state(mine.id))
    client.send(f"/comptoir/passages/{report.id}/contester", 403, contest="Non.")


def test_three_chairs_less_serve_once_they_came_back_damaged(client: Browser, place: Place) -> None:
    mine = place.out(40)
    client.sign_in(place.manager)
    send(client, mine.id, **{"lines-0-damaged": "3"})

    for page in (f"/materiel/{place.chairs.id}", f"/materiel/{place.chairs.id}/stock"):
        assert "37 en service sur 40" in client.visit(page).main

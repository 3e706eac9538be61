"""The form of the hand-over, on a phone, without script."""

import pytest

from booking.db import db
from booking.fitness import Equipment
from booking.models.catalogue import Accessory
from booking.models.conventions import Convention
from booking.models.loans import Passage
from booking.paperwork import PaperState
from booking.queries import reservations
from booking.queries.views import ReservationView
from booking.rules.asking import Moved
from booking.usecases import asking, loans, stocks
from booking.usecases import reservations as acts
from booking.vocabulary import Movement, Tracking
from tests.client import Browser, Page
from tests.factories import asked, keep, make_item
from tests.issued import paper_of, sign
from tests.pages.place import Place, as_actor
from tests.usecases.tending import SINCE_LONG

pytestmark = pytest.mark.usefixtures("base")
DRAWN = "M10 10 L20 20"


def address(mine: ReservationView) -> str:
    """Return the address of the form."""
    return f"/comptoir/remise/{mine.id}"


def opened(client: Browser, place: Place, mine: ReservationView) -> Page:
    """Return the form on the technician's telephone."""
    return client.sign_in(place.technician).visit(address(mine))


def passage() -> Passage:
    """Return the last passage."""
    return db.session.query(Passage).order_by(Passage.id.desc()).limit(1).one()


def test_all_that_was_agreed_leaves_in_one_tap_and_a_name(client: Browser, place: Place) -> None:
    mine = place.approved(10)

    page = client.send(opened(client, place, mine).form(address(mine)), borrower_name="Luc Petit")

    assert "La remise est enregistrée" in page.main
    assert place.seen(mine.id).status == "out"
    made = passage()
    assert (made.borrower_name, made.keeper_name) == ("Luc Petit", "Luc Wattiez")
    assert [(line.quantity, line.wear) for line in made.lines] == [(10, "good")]


def test_an_unsigned_paper_is_read_before_anything_leaves(client: Browser, place: Place) -> None:
    mine = place.approved(10)
    paper = paper_of(mine.id)
    page = opened(client, place, mine)
    assert "À voir avant la remise document non signé" in page.main
    assert f"/conventions/{paper.id}" in page.links
    client.visit(f"/conventions/{paper.id}")

    sign(paper)
    assert "document non signé" not in opened(client, place, mine).main
    paper.state = PaperState.CANCELLED
    keep(paper)
    page = opened(client, place, mine)
    assert "À voir avant la remise document à établir" in page.main
    assert f"/demandes/{mine.request_id}#papiers-{mine.id}" in page.links


def test_a_hand_over_that_is_recorded_leads_back_to_the_counter(
    client: Browser, place: Place
) -> None:
    mine = place.approved(10)
    form = opened(client, place, mine).form(address(mine))

    page = client.send(form, borrower_name="Luc Petit")

    assert "l’emprunteur est prévenu. Revenir au comptoir Fête" in page.main
    assert "/comptoir" in page.links
    assert "Revenir au comptoir" not in client.visit(f"/demandes/{mine.request_id}").main


def test_the_phone_knows_what_is_refused_when_nobody_signs(client: Browser, place: Place) -> None:
    place.chairs.instructions = "À l’abri de la pluie."
    db.session.commit()
    mine = place.approved(10)

    page = opened(client, place, mine)

    (form,) = [each for each in page.root.all("form") if "data-offline" in each.attributes]
    assert form.get("data-signed") == "borrower_name unsigned"
    assert form.get("data-unsigned").startswith("Écrivez le nom de qui emporte")
    assert page.field("agreed").get("data-missing").startswith("Faites lire les consignes")


def test_nobody_signs_who_did_not_come(client: Browser, place: Place) -> None:
    mine = place.approved(10)
    page = opened(client, place, mine)
    assert "Demandé par Nadia Carpentier" in page.main
    form = page.form(address(mine))
    assert form.fields["borrower_name"] == ""

    page = client.send(form, 422)

    assert "Écrivez le nom" in page.complaint("borrower_name")
    assert place.seen(mine.id).status == "approved"
    client.send(page.form(address(mine)), unsigned="Déposé devant la mairie.")
    (report,) = db.session.query(Convention).filter_by(passage_id=passage().id)
    assert report.state is not PaperState.SIGNED


def test_the_same_form_sent_twice_is_one_hand_over(client: Browser, place: Place) -> None:
    mine = place.approved(10)
    form = opened(client, place, mine).form(address(mine))
    form.fields["borrower_name"] = "Luc Petit"

    for _ in range(2):
        assert client.post(form.action, data=form.fields).status_code == 303

    assert db.session.query(Passage).count() == 1


def test_the_form_is_kept_for_days_without_network(client: Browser, place: Place) -> None:
    mine = place.approved(10)

    (form,) = [
        each
        for each in opened(client, place, mine).root.all("form")
        if "data-offline" in each.attributes
    ]

    assert form.get("data-depot") == place.chairs.stocks[0].depot.name
    assert form.get("enctype") == "multipart/form-data"


def test_less_leaves_signed_by_both_and_the_rest_is_kept(client: Browser, place: Place) -> None:
    mine = place.approved(10)
    form = opened(client, place, mine).form(address(mine))
    said = {"borrower_name": "Luc", "borrower_drawn": DRAWN, "keeper_drawn": DRAWN, "note": "Vite."}

    page = client.send(form, **said, **{"lines-0-quantity": "7", "kept": "1"})
    assert "Ce qui reste à remettre (" in page.main

    assert "dont 3 à remettre encore" in page.main
    made = passage()
    assert (made.borrower_name, made.borrower_drawn, made.note) == ("Luc", DRAWN, "Vite.")
    rest = client.visit(address(mine))
    assert rest.title.startswith("Remise de la suite")
    client.send(rest.form(address(mine)), borrower_name="Luc")
    assert [line.quantity for line in passage().lines] == [3]
    assert client.visit(address(mine), 409).title == "Ce n’est plus possible"


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(
    client: Browser, place: Place
) -> None:
    keep(Accessory(item_id=place.chairs.id, name="Clé", quantity=2))
    place.chairs.equipment = Equipment.GARDEN_MACHINE
    place.chairs.instructions = "À l’abri de la pluie."
    db.session.commit()
    mine = place.approved(10)
    typed = {
        "lines-0-quantity": "8",
        "lines-0-hours": "12,55",
        "lines-0-energy": "120",
        "lines-0-note": "Un pied tordu.",
        "accessories-0-counted": "19",
        "borrower_name": "",
        "borrower_drawn": DRAWN,
    }

    page = client.send(opened(client, place, mine).form(address(mine)), 422, **typed)

    assert "une décimale" in page.complaint("lines-0-hours")
    assert page.complaint("lines-0-energy")
    assert "Écrivez le nom" in page.complaint("borrower_name")
    kept = page.form(address(mine)).fields
    assert {name: kept[name] for name in typed} == typed
    right = {"lines-0-hours": "12,5", "lines-0-energy": "80", "borrower_name": "Luc"}
    page = client.send(page.form(address(mine)), 422, **right)
    assert "cochez cette case" in page.main
    client.send(page.form(address(mine)), agreed="1")
    (line,) = passage().lines
    assert (line.hours, line.energy, line.note) == (125, 80, "Un pied tordu.")
    assert line.accessories == [{"name": "Clé", "expected": 16, "counted": 19}]
    assert passage().agreed == "Chaise pliante : À l’abri de la pluie."


def test_more_than_is_free_says_how_many_may_leave(client: Browser, place: Place) -> None:
    mine = place.approved(10)
    place.approved(25)
    page = opened(client, place, mine)
    assert "5 de plus sont libres" in page.main

    taker = {"borrower_name": "Luc"}
    page = client.send(page.form(address(mine)), 409, **taker, **{"lines-0-quantity": "16"})

    assert "15 au plus sont libres" in page.complaint("lines-0-quantity")
    client.send(page.form(address(mine)), **{"lines-0-quantity": "15"})
    assert [line.quantity for line in place.seen(mine.id).lines] == [15]


def test_packs_are_proposed(client: Browser, place: Place) -> None:
    place.chairs.pack_quantity, place.chairs.pack_name = 20, "rack"
    db.session.commit()

    assert "+20 (1 rack)" in opened(client, place, place.approved(10)).main


def numbered(place: Place, copies: int) -> tuple[ReservationView, list[str]]:
    """Agree to a loan of one of some numbered tents; return it with the numbers of the copies."""
    tents = make_item(place.pool, 0, reference="CHA-N", name="Nacelle", tracking=Tracking.NUMBERED)
    depot, manager = tents.stocks[0].depot.name, as_actor(place.manager)
    stocks.move(manager, Moved("CHA-N", depot, Movement.PURCHASE, copies, at=SINCE_LONG))
    request = asking.request(as_actor(place.secretary), asked((tents, 1)))
    mine = reservations.show_request(as_actor(place.secretary), request).reservations[0]
    acts.approve(manager, mine.id)
    return place.seen(mine.id), [unit.number for unit in tents.stocks[0].units]


def test_a_copy_is_picked_and_one_more_may_come(client: Browser, place: Place) -> None:
    mine, (first, second, third) = numbered(place, 3)
    page = opened(client, place, mine)
    form = page.form(address(mine))
    assert (form.fields["lines-0-unit"], form.fields["lines-1-unit"]) == (first, "")

    taker = {"borrower_name": "Luc"}
    client.send(form, **taker, **{"lines-0-unit": third, "lines-1-unit": second})

    assert sorted(place.seen(mine.id).lines[0].units) == [second, third]


def test_a_wrong_copy_is_named_beside_its_field(client: Browser, place: Place) -> None:
    mine, (first, _) = numbered(place, 2)
    form = opened(client, place, mine).form(address(mine))
    form.fields["borrower_name"] = "Luc"

    page = client.send(form, 422, **{"lines-0-unit": "X-9"})
    assert "Aucun exemplaire ne porte le numéro « X-9 »" in page.complaint("lines-0-unit")
    assert page.form(address(mine)).fields["lines-0-unit"] == "X-9"
    page = client.send(form, 422, **{"lines-1-unit": first})
    assert "compté deux fois" in page.complaint("lines-0-unit")


def test_only_who_keeps_the_things_sees_the_form(client: Browser, place: Place) -> None:
    mine = place.approved(1)

    for person, status in ((place.secretary, 403), (place.neighbour, 404), (place.stranger, 404)):
        client.sign_in(person).visit(address(mine), status)
        client.send(address(mine), status, borrower_name="Luc")
    assert place.seen(mine.id).status == "approved"


def test_what_has_left_has_no_form_any_more(client: Browser, place: Place) -> None:
    mine = place.approved(1)
    form = opened(client, place, mine).form(address(mine))
    loans.hand_over(as_actor(place.manager), mine.id)

    assert client.visit(address(mine), 409).title == "Ce n’est plus possible"
    client.send(form, 409)


def test_what_does_not_leave_is_said_to_be_free_for_others(client: Browser, place: Place) -> None:
    mine = place.approved(10)
    form = client.sign_in(place.technician).visit(address(mine)).form(address(mine))

    page = client.send(form, borrower_name="Luc", **{"lines-0-quantity": "9"})

    assert "Ce qui n’est pas parti (1) est libre pour les autres." in page.main
    assert "a remis le matériel" in page.main


def test_what_is_printed_to_be_filled_in_says_so_and_to_whom(client: Browser, place: Place) -> None:
    request = f"/demandes/{place.out(10).request_id}"

    page = client.sign_in(place.manager).visit(request)
    assert "À imprimer pour le dépôt" in page.main
    assert "État des lieux de retour à remplir" in page.main
    assert "pour le dépôt" not in client.sign_in(place.secretary).visit(request).main

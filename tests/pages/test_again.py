"""Last year's request, in two clicks."""

from booking.db import db
from booking.models.catalogue import Item
from booking.usecases import reservations as acts
from booking.vocabulary import LifeStage, Role
from tests.client import Browser
from tests.factories import keep, make_user, next_weekend
from tests.pages.asked import ASK, filled, local
from tests.pages.place import Place, as_actor


def again(links: list[str]) -> list[str]:
    return [link for link in links if "comme=" in link]


def test_a_request_is_made_once_more_in_two_clicks(client: Browser, place: Place) -> None:
    first = client.send(filled(client.sign_in(place.secretary), place))

    page = client.visit(again(first.links)[0])

    form = page.form(ASK)
    assert "un an plus tard le même jour" in page.main
    zone = as_actor(place.secretary).zone
    assert form.fields["starts_at"] == local(place, next_weekend().shifted(364, zone).starts_at)
    assert client.send(form).title == first.title == "Ducasse, 2 tentes"


def test_what_is_no_longer_lent_is_named(client: Browser, place: Place) -> None:
    chosen = (("TEN-3X3", 2), (place.chairs.reference, 5))
    first = client.send(filled(client.sign_in(place.secretary), place, *chosen))
    gone = db.session.get_one(Item, place.tents.id)
    gone.stage = LifeStage.SUSPENDED
    keep(gone)

    page = client.visit(again(first.links)[0])

    assert "N’est plus prêté, et n’est pas repris : Tente pliante." in page.main
    assert page.form(ASK).fields["lines-0-item"] == place.chairs.reference


def test_an_event_is_proposed_again_around_its_new_dates(client: Browser, place: Place) -> None:
    form = client.send(filled(client.sign_in(place.secretary), place), dating="event").form(ASK)
    first = client.send(form)

    again_form = client.visit(again(first.links)[0]).form(ASK)

    assert again_form.fields["by"] == "event"
    assert again_form.fields["event_starts_at"][:4] > form.fields["event_starts_at"][:4]
    assert again_form.fields["parts-0-lender"] == form.fields["parts-0-lender"]


def test_past_requests_offer_it_in_the_list(client: Browser, place: Place) -> None:
    mine = place.requested()
    acts.cancel(as_actor(place.secretary), mine.id)
    client.sign_in(place.secretary)

    assert again(client.visit("/demandes?etat=passees").links)
    assert again(client.visit("/demandes").links) == []


def test_only_who_may_ask_for_the_borrower_is_offered_it(client: Browser, place: Place) -> None:
    request_id = place.request()
    address = f"/demandes/{request_id}"
    for person in (place.manager, make_user(place.borrower, Role.OBSERVER)):
        assert again(client.sign_in(person).visit(address).links) == []
    client.sign_in(place.manager)
    assert client.visit(f"{ASK}?comme={request_id}", 404)


def test_what_is_proposed_for_something_broken_is_asked_for_at_the_same_dates(
    client: Browser, place: Place
) -> None:
    mine = place.approved(5)
    address = f"{ASK}?pour={mine.id}&materiel={place.tents.id}&quantite=2"

    page = client.sign_in(place.secretary).visit(address)

    form = page.form(ASK)
    assert "À la place du matériel en panne" in page.main
    assert (form.fields["lines-0-item"], form.fields["lines-0-quantity"]) == ("TEN-3X3", "2")
    assert form.fields["starts_at"] == local(place, mine.starts_at)
    assert form.fields["purpose"] == mine.purpose
    client.sign_in(place.manager).visit(address, 404)

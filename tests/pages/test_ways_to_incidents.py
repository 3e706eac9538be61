"""How one comes to tell what went wrong: from the pages of a thing, and from the counter."""

from datetime import timedelta

from booking import clock
from booking.rules.asking import Moved
from booking.usecases import stocks
from booking.vocabulary import Movement, Role, Tracking
from tests.client import Browser
from tests.factories import make_item, make_user
from tests.pages.place import Place, as_actor

NEW = "/incidents/nouveau"


def test_who_may_tell_of_a_thing_is_led_there_from_its_pages(client: Browser, place: Place) -> None:
    item, stock = f"/materiel/{place.chairs.id}", f"/materiel/{place.chairs.id}/stock"
    where = f"{NEW}?materiel={place.chairs.id}"
    owner = make_user(place.chairs.owner, Role.MANAGER)

    for person in (place.technician, place.manager, owner):
        assert where in client.sign_in(person).visit(item).links
        assert client.visit(where).title
    assert where in client.sign_in(place.technician).visit(stock).links

    for person in (place.secretary, place.neighbour):
        assert where not in client.sign_in(person).visit(item).links


def test_a_copy_leads_to_what_is_told_of_it(client: Browser, place: Place) -> None:
    drone = make_item(place.pool, 0, name="Drone", reference="DRO", tracking=Tracking.NUMBERED)
    long_ago, depot = clock.now() - timedelta(days=9), drone.stocks[0].depot.name
    stocks.move(as_actor(place.manager), Moved("DRO", depot, Movement.PURCHASE, 2, long_ago))

    page = client.sign_in(place.technician).visit(f"/materiel/{drone.id}/stock")

    where = f"{NEW}?materiel={drone.id}&exemplaire=DRO-02"
    assert where in page.links
    ticked = [
        each for each in client.visit(where).root.all("input") if "checked" in each.attributes
    ]
    assert any("|DRO-02|" in each.get("value") for each in ticked)


def test_the_counter_leads_to_incidents(client: Browser, place: Place) -> None:
    where = f"{NEW}?materiel={place.chairs.id}"

    found = client.sign_in(place.technician).visit(f"/comptoir?code={place.chairs.reference}").links

    assert {NEW, where, "/incidents"} <= set(found)
    for each in (NEW, where, "/incidents"):
        assert client.visit(each).title


def test_an_incident_is_closed_beside_what_is_followed(client: Browser, place: Place) -> None:
    address = f"{NEW}?materiel={place.chairs.id}"
    client.sign_in(place.manager)
    (form,) = [each for each in client.visit(address).forms if each.action.startswith(NEW)]

    page = client.send(form, kind="damage", circumstances="Un pied plié.")

    beside = {each.get("action"): each.within("aside") for each in page.root.all("form")}
    assert beside[f"{page.address}/clore"]
    assert not beside[f"{page.address}/suivre"]
    optional = {each.get("for") for each in page.root.all("label") if "facultatif" in each.text}
    assert {"occurred_at", "place", "witnesses", "others", "injured"} <= optional

"""The stock page: what comes, what goes, what rests, and what others count on."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from booking.db import db
from booking.models.catalogue import Item
from booking.models.reservations import Hold
from booking.queries import stocks
from booking.rules.asking import Moved
from booking.usecases import stocks as acts
from booking.vocabulary import HoldReason, Movement, Tracking
from tests.client import Browser, Form, Page
from tests.factories import make_item, next_weekend
from tests.pages.place import Place, as_actor


def address(item: Item) -> str:
    return f"/materiel/{item.id}/stock"


def form(page: Page, item: Item, act: str) -> Form:
    """Return the first form of an act."""
    return page.form(f"{address(item)}/{act}")


def weekend(first: int = 0, last: int = 0) -> dict[str, str]:
    """Return the fields of a weekend, moved by some days."""
    period = next_weekend()
    return {
        "starts_at": f"{period.starts_at + timedelta(days=first):%Y-%m-%dT%H:%M}",
        "ends_at": f"{period.ends_at + timedelta(days=last):%Y-%m-%dT%H:%M}",
    }


def quantity(place: Place, item: Item) -> int:
    """Return how many of an item are in service."""
    return sum(each.quantity for each in stocks.show(as_actor(place.manager), item.id).stocks)


def numbered(place: Place, count: int = 2) -> Item:
    """Make an item of which each copy has its number."""
    item = make_item(place.pool, 0, name="Vidéo", reference="VID", tracking=Tracking.NUMBERED)
    depot = str(item.stocks[0].depot_id)
    acts.move(as_actor(place.manager), Moved("VID", depot, Movement.PURCHASE, count))
    return item


def test_only_those_who_tend_the_stock_find_it(client: Browser, place: Place) -> None:
    here, item = address(place.chairs), f"/materiel/{place.chairs.id}"

    for person in (place.manager, place.technician):
        assert here in client.sign_in(person).visit(item).links
        client.visit(here)
    assert here not in client.sign_in(place.secretary).visit(item).links
    client.visit(here, 403)
    client.sign_in(place.stranger).visit(here, 404)


def test_more_come_in(client: Browser, place: Place) -> None:
    page = client.sign_in(place.manager).visit(address(place.chairs))

    sent = form(page, place.chairs, "mouvements")
    page = client.send(sent, movement="purchase", quantity="10", note="Achat groupé")

    assert "Le mouvement est enregistré." in page.main
    assert "50 en service" in page.main
    assert "Achat groupé" in page.main
    client.send(sent, movement="purchase", quantity="10", note="Achat groupé")
    assert quantity(place, place.chairs) == 50


@pytest.mark.parametrize(
    ("movement", "left"), [("purchase", 43), ("loss", 37), ("more", 43), ("less", 37)]
)
def test_each_kind_of_movement_has_its_sign(
    client: Browser, place: Place, movement: str, left: int
) -> None:
    page = client.sign_in(place.manager).visit(address(place.chairs))

    client.send(form(page, place.chairs, "mouvements"), movement=movement, quantity="3")

    assert quantity(place, place.chairs) == left


def test_what_is_wrong_is_said_beside_its_field(client: Browser, place: Place) -> None:
    page = client.sign_in(place.manager).visit(address(place.chairs))
    depot = place.chairs.stocks[0].depot_id

    page = client.send(form(page, place.chairs, "mouvements"), 422, movement="loss", note="Vol")

    assert "Ce champ est obligatoire." in page.main
    assert f"#quantity-move-{depot}" in page.links
    assert "Vol" in [each.get("value") for each in page.root.all("input")]


def test_what_others_count_on_is_shown_before_it_goes(client: Browser, place: Place) -> None:
    mine = place.approved(30)
    page = client.sign_in(place.manager).visit(address(place.chairs))
    sent = form(page, place.chairs, "mouvements")

    page = client.send(sent, 409, movement="loss", quantity="20", note="Inondation")

    assert "il en manquerait 10" in page.main
    assert f"/demandes/{mine.request_id}" in page.links
    assert "Inondation" in [each.get("value") for each in page.root.all("input")]
    assert quantity(place, place.chairs) == 40

    again = form(page, place.chairs, "mouvements")
    typed = {"movement": "loss", "quantity": "20", "note": "Inondation"}
    page = client.send(again, 409, **typed, then="despite")
    assert "Dites pourquoi" in page.complaint("despite")
    page = client.send(again, **typed, then="despite", despite="Plus utilisables.")
    assert quantity(place, place.chairs) == 20
    assert "Plus utilisables." in page.main


def test_a_reason_counts_only_with_the_button_for_it(client: Browser, place: Place) -> None:
    place.approved(30)
    page = client.sign_in(place.manager).visit(address(place.chairs))

    sent = form(page, place.chairs, "mouvements")
    client.send(sent, 409, movement="loss", quantity="20", despite="Par mégarde")

    assert quantity(place, place.chairs) == 40


def test_so_many_are_withheld_then_back(client: Browser, place: Place) -> None:
    page = client.sign_in(place.technician).visit(address(place.chairs))

    sent = form(page, place.chairs, "retraits")
    page = client.send(sent, reason="maintenance", quantity="5", note="Vis", **weekend())

    assert "C’est retiré du prêt." in page.main
    assert "Vis" in page.main
    hold = db.session.scalars(select(Hold)).one()
    assert (hold.quantity, hold.reason) == (5, HoldReason.MAINTENANCE)
    page = client.send(page.form(f"/retraits/{hold.id}/fin"))
    assert "C’est remis en service." in page.main
    assert "Rien n’est retiré du prêt" in page.main


def test_a_breakdown_lasts_until_it_is_repaired(client: Browser, place: Place) -> None:
    page = client.sign_in(place.manager).visit(address(place.chairs))
    sent = form(page, place.chairs, "retraits")

    dates = weekend() | {"ends_at": ""}
    page = client.send(sent, 422, reason="maintenance", quantity="5", **dates)
    assert "sauf pour une panne" in page.complaint("ends_at")

    page = client.send(sent, reason="breakdown", quantity="5", **dates)
    assert "jusqu’à réparation" in page.main


def test_a_reserve_comes_back_every_week(client: Browser, place: Place) -> None:
    page = client.sign_in(place.manager).visit(address(place.chairs))
    sent = form(page, place.chairs, "retraits")
    until = f"{next_weekend(6).starts_at:%Y-%m-%d}"
    facts = {"reason": "owner", "quantity": "5", "repeat": "weekly", **weekend()}

    page = client.send(sent, 422, **facts)
    assert "Jusqu’à quelle date" in page.complaint("until")

    page = client.send(sent, **facts, until=until)
    assert "puis 2 autres de la série" in page.main
    ends = [each for each in page.forms if each.action.endswith("/fin")]
    assert "following" in ends[-1].fields
    assert "Rien n’est retiré du prêt" in client.send(ends[-1]).main


def test_copies_are_named(client: Browser, place: Place) -> None:
    item = numbered(place)
    page = client.sign_in(place.manager).visit(address(item))
    assert "VID-01" in page.main

    page = client.send(form(page, item, "mouvements"), movement="purchase", numbers="A7, A8")
    assert quantity(place, item) == 4
    page = client.send(form(page, item, "mouvements"), movement="loss", units="VID-02")
    assert quantity(place, item) == 3
    page = client.send(form(page, item, "retraits"), reason="maintenance", units="A7", **weekend())
    assert "A7" in page.main


def test_a_copy_withheld_twice_is_said_beside_the_field(client: Browser, place: Place) -> None:
    item = numbered(place)
    page = client.sign_in(place.manager).visit(address(item))
    sent = form(page, item, "retraits").fields | {"units": "VID-01", "reason": "maintenance"}
    client.send(f"{address(item)}/retraits", **(sent | weekend()))

    again = sent | {"request_key": "autre"}
    page = client.send(f"{address(item)}/retraits", 409, **(again | weekend()))

    assert "déjà retiré du prêt" in page.main
    depot = item.stocks[0].depot_id
    assert f"#units-withhold-{depot}" in page.links


def test_the_first_ones_come_to_another_depot(client: Browser, place: Place) -> None:
    page = client.sign_in(place.manager).visit(address(place.chairs))
    other = place.tents.stocks[0].depot_id

    sent = next(each for each in page.forms if "first" in each.fields)
    client.send(sent, depot=str(other), quantity="7")

    assert quantity(place, place.chairs) == 47


def test_a_stranger_touches_nothing(client: Browser, place: Place) -> None:
    client.sign_in(place.stranger)

    client.send(f"{address(place.chairs)}/mouvements", 404, movement="loss", quantity="1")
    client.send(f"{address(place.chairs)}/retraits", 404)
    client.send("/retraits/9999/fin", 404)
    client.sign_in(place.secretary)
    depot = str(place.chairs.stocks[0].depot_id)
    lost = {"movement": "loss", "quantity": "1", "depot": depot}
    client.send(f"{address(place.chairs)}/mouvements", 403, **lost)

"""Composing a kit, and asking for it."""

from booking.models.reservations import Reservation
from tests.client import Browser
from tests.factories import count_rows
from tests.pages.place import Place

NEW = "/materiel/lots/nouveau"


def facts(place: Place, **more: str) -> dict[str, str]:
    """Return the fields of a kit of two tents and twenty chairs."""
    return {
        "reference": "KIT",
        "name": "Kit buvette",
        "family": "Événementiel",
        "lines-0-item": "TEN-3X3",
        "lines-0-quantity": "2",
        "lines-3-item": place.chairs.reference,
        "lines-3-quantity": "20",
        **more,
    }


def test_a_kit_is_composed_and_counted_by_its_parts(client: Browser, place: Place) -> None:
    client.sign_in(place.manager)
    assert NEW in client.visit("/materiel").links

    page = client.send(client.visit(NEW).form(NEW), **facts(place))

    assert page.title == "Kit buvette"
    assert "2 libres sur 2" in page.main
    assert "20 × Chaise pliante" in page.main
    assert "lot : 2 × Tente pliante, 20 × Chaise pliante" in client.visit("/materiel").main


def test_what_is_wrong_is_said_beside_its_field(client: Browser, place: Place) -> None:
    form = client.sign_in(place.manager).visit(NEW).form(NEW)

    page = client.send(form, 422, **facts(place, name="", **{"lines-3-quantity": ""}))

    assert "obligatoire" in page.complaint("name")
    assert "obligatoire" in page.complaint("lines-1-quantity")
    assert page.field("reference").get("value") == "KIT"
    page = client.send(form, 404, **facts(place, **{"lines-0-item": "RIEN"}))
    assert "RIEN" in page.main
    page = client.send(form, 422, **facts(place, reference="TEN-3X3"))
    assert "déjà prise" in page.complaint("reference")


def test_a_kit_that_is_short_says_so_on_its_line(client: Browser, place: Place) -> None:
    client.sign_in(place.manager)
    client.send(client.visit(NEW).form(NEW), **facts(place))
    place.requested(30)
    client.sign_in(place.secretary)
    with client.session_transaction() as session:
        session["cart"] = {"KIT": 1}
    form = client.visit("/demandes/nouvelle").form("/demandes/nouvelle")
    period = place.requested(1)
    zone = {"starts_at": period.starts_at.isoformat(), "ends_at": period.ends_at.isoformat()}

    page = client.send(form, 409, purpose="Ducasse", **zone)

    assert "1 demandé, aucun libre" in page.main
    assert "Chaise pliante : 20 demandés, 9 sont libres." in page.main
    assert count_rows(Reservation) == 2


def test_only_managers_compose_kits(client: Browser, place: Place) -> None:
    for person in (place.secretary, place.technician):
        client.sign_in(person).visit(NEW, 403)
        assert NEW not in client.visit("/materiel").links

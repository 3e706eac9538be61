"""The pages of a breakdown: said, settled reservation by reservation, told."""

from datetime import timedelta

from sqlalchemy import select

from booking import clock
from booking.db import db
from booking.models.mail import Message
from booking.vocabulary import MailKind, Status
from tests.client import Browser, Page
from tests.factories import add_stock
from tests.pages.place import Place

REPORT = "/materiel/{}/panne"


def report(client: Browser, place: Place, quantity: str = "35") -> Page:
    """Say that chairs are broken, as the form offers it."""
    address = REPORT.format(place.chairs.id)
    return client.send(client.visit(address).form(address), quantity=quantity, note="Pieds cassés")


def told() -> list[Message]:
    found = select(Message).filter_by(kind=MailKind.BROKEN).order_by(Message.id)
    return list(db.session.scalars(found))


def test_a_breakdown_is_said_and_shows_whom_it_leaves_short(client: Browser, place: Place) -> None:
    mine = place.approved(10)
    client.sign_in(place.technician)
    stock = f"/materiel/{place.chairs.id}/stock"
    assert any("/panne?depot=" in link for link in client.visit(stock).links)

    page = report(client, place)

    assert "1 réservation à régler" in page.main
    assert mine.reference in page.main
    assert "Le gestionnaire du parc les règle." in page.main
    assert page.address in client.visit(stock).links
    home = client.sign_in(place.manager).visit("/")
    assert page.address in home.links


def test_the_manager_settles_and_the_borrower_is_told_once(client: Browser, place: Place) -> None:
    first, second = place.approved(10), place.approved(12)
    there = add_stock(place.chairs, 10)
    page = report(client.sign_in(place.manager), place)
    settle = next(each for each in page.forms if each.action.endswith("/reglement"))

    page = client.send(
        settle,
        **{
            "decisions-0-choice": f"depot:{there.depot_id}",
            "decisions-1-choice": "withdraw",
            "message": "Les pieds ont cassé.",
        },
    )

    assert "2 réservations sont réglées" in page.main
    assert "Aucune réservation n’en manque." in page.main
    assert place.seen(second.id).status is Status.CANCELLED
    assert place.seen(first.id).lines[0].depots == ((there.depot.name, 10),)
    (message,) = told()
    assert (message.to, len(message.facts["lines"])) == (place.secretary.email, 2)


def test_what_is_withdrawn_wants_a_reason(client: Browser, place: Place) -> None:
    mine = place.approved(10)
    page = report(client.sign_in(place.manager), place)
    settle = next(each for each in page.forms if each.action.endswith("/reglement"))

    page = client.send(settle, status=422, **{"decisions-0-choice": "withdraw"})

    assert "Dites pourquoi" in page.complaint("message")
    again = next(each for each in page.forms if each.action.endswith("/reglement"))
    assert again.fields["decisions-0-choice"] == "withdraw"
    assert place.seen(mine.id).status is Status.APPROVED
    assert told() == []


def test_what_is_no_longer_possible_is_said_and_the_rest_is_done(
    client: Browser, place: Place
) -> None:
    first, second = place.approved(10), place.approved(12)
    there = add_stock(place.chairs, 10)
    page = report(client.sign_in(place.manager), place)
    settle = next(each for each in page.forms if each.action.endswith("/reglement"))
    choice = f"depot:{there.depot_id}"

    page = client.send(settle, **{"decisions-0-choice": choice, "decisions-1-choice": choice})

    assert "La réservation est réglée" in page.main
    assert second.reference in page.main
    assert "Il n’y a pas assez de matériel libre à ces dates" in page.main
    assert place.seen(first.id).lines[0].depots == ((there.depot.name, 10),)
    assert len(told()[0].facts["lines"]) == 1


def test_no_decision_at_all_says_so(client: Browser, place: Place) -> None:
    place.approved(10)
    page = report(client.sign_in(place.manager), place)
    settle = next(each for each in page.forms if each.action.endswith("/reglement"))

    assert "Choisissez une décision" in client.send(settle).main
    assert told() == []


def test_a_form_that_is_wrong_is_drawn_again(client: Browser, place: Place) -> None:
    client.sign_in(place.manager)
    address = REPORT.format(place.chairs.id)
    before = f"{clock.now() - timedelta(days=9):%Y-%m-%dT%H:%M}"

    page = client.send(client.visit(address).form(address), status=422, ends_at=before)

    assert "Donnez une quantité" in page.complaint("quantity")
    assert "La fin doit venir après le début." in page.complaint("ends_at")
    page = client.send(page.form(address), status=422, quantity="99", ends_at="")
    assert "Il n’y en a pas autant" in page.complaint("quantity")


def test_only_those_who_tend_it_see_a_breakdown(client: Browser, place: Place) -> None:
    address = report(client.sign_in(place.manager), place).address

    client.sign_in(place.stranger).visit(address, 404)
    client.sign_in(place.secretary).visit(address, 403)
    client.visit(REPORT.format(place.chairs.id), 403)
    assert client.post(f"{address}/reglement").status_code == 403

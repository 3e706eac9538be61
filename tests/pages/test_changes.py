"""Changing a reservation by pages: dates, lines, an exchange, copies."""

from datetime import timedelta

import pytest

from booking.rules.asking import Moved
from booking.usecases import reservations as answers
from booking.usecases import stocks
from booking.vocabulary import Movement, Tracking
from tests.client import Browser, Form
from tests.factories import ask, make_item, next_weekend
from tests.pages.place import Place, as_actor


def edit(reservation_id: int) -> str:
    return f"/reservations/{reservation_id}/modifier"


def opened(client: Browser, reservation_id: int) -> Form:
    """Return the form that changes a reservation, as it is shown."""
    return client.visit(edit(reservation_id)).form(edit(reservation_id))


def test_the_borrower_asks_for_more_before_the_answer(client: Browser, place: Place) -> None:
    mine = place.requested(10)
    page = client.sign_in(place.secretary).visit(f"/demandes/{mine.request_id}")
    assert edit(mine.id) in page.links

    page = client.send(opened(client, mine.id), **{"lines-0-quantity": "20"})

    assert "La réservation est modifiée" in page.main
    assert place.seen(mine.id).lines[0].quantity == 20


def test_a_line_is_added_and_another_taken_away(client: Browser, place: Place) -> None:
    mine = place.requested(10)
    client.sign_in(place.secretary)

    added = {"lines-0-quantity": "0", "lines-1-item": "TEN-3X3", "lines-1-quantity": "2"}
    client.send(opened(client, mine.id), **added)

    assert [(line.item, line.quantity) for line in place.seen(mine.id).lines] == [("TEN-3X3", 2)]


def test_a_line_is_split_over_two_depots(client: Browser, place: Place) -> None:
    depot = str(place.chairs.stocks[0].depot_id)
    mine = place.requested(10)
    client.sign_in(place.secretary)

    split = {
        "lines-0-quantity": "6",
        "lines-1-item": place.chairs.reference,
        "lines-1-quantity": "4",
        "lines-1-depot": depot,
    }
    client.send(opened(client, mine.id), **split)

    assert sorted(line.quantity for line in place.seen(mine.id).lines) == [4, 6]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"lines-0-quantity": "0"}, "Gardez au moins un matériel"),
        ({"lines-1-item": "RIEN", "lines-1-quantity": "1"}, "Aucun matériel ne porte"),
        ({"ends_at": "2020-01-01T10:00"}, "Le retour doit venir après le retrait."),
    ],
)
def test_what_makes_no_sense_is_said_and_nothing_is_lost(
    client: Browser, place: Place, changes: dict[str, str], words: str
) -> None:
    mine = place.requested(10)
    form = opened(client.sign_in(place.secretary), mine.id)

    answer = client.post(form.action, data=form.fields | changes)
    page = client.read(answer, answer.status_code)

    assert page.status in (404, 422)
    assert words in page.main
    assert place.seen(mine.id).lines[0].quantity == 10


def test_a_shortage_says_what_would_do(client: Browser, place: Place) -> None:
    place.approved(30)
    mine = place.requested(10)
    client.sign_in(place.secretary)

    page = client.send(opened(client, mine.id), 409, **{"lines-0-quantity": "15"})
    words = [said for _, _, said in page.form(edit(mine.id)).buttons]
    assert any(said.startswith("En demander 10") for said in words)
    assert "Dérogation" not in page.main

    take = {"lines-0-quantity": "15", "take": f"{place.chairs.reference}:10"}
    page = client.send(page.form(edit(mine.id)), **take)
    assert page.form(edit(mine.id)).fields["lines-0-quantity"] == "10"


def test_the_manager_goes_beyond_the_stock_and_says_why(client: Browser, place: Place) -> None:
    place.approved(30)
    mine = place.requested(10)
    client.sign_in(place.manager)

    page = client.send(opened(client, mine.id), 409, **{"lines-0-quantity": "15"})
    assert "Dérogation : motif" in page.main
    reason = {"lines-0-quantity": "15", "despite": "Vingt chaises prêtées par l’école."}
    page = client.send(page.form(edit(mine.id)), **reason)

    assert "Vingt chaises prêtées par l’école." in page.main
    assert "Dérogation" in page.main
    for listed in ("/a-traiter", "/"):
        assert "Vingt chaises prêtées par l’école." in client.visit(listed).main
    client.sign_in(place.secretary)
    assert "Dérogation" in client.visit("/demandes").main


def test_after_the_answer_less_is_done_and_more_is_asked(client: Browser, place: Place) -> None:
    mine = place.approved(10)
    client.sign_in(place.secretary)
    page = client.visit(edit(mine.id))
    assert "Le reste est demandé à Maing" in page.main
    assert "ce changement donnera un avenant" in page.main

    seen = client.send(page.form(edit(mine.id)), **{"lines-0-quantity": "12"})
    assert "Le changement est demandé à Maing." in seen.main
    assert place.seen(mine.id).lines[0].quantity == 10
    page = client.visit(edit(mine.id))
    assert "Un changement attend déjà sa réponse" in page.main
    client.send(page.form(edit(mine.id)), **{"lines-0-quantity": "8"})
    assert place.seen(mine.id).lines[0].quantity == 8


def test_what_is_out_only_comes_back_at_another_time(client: Browser, place: Place) -> None:
    mine = place.out(10)
    form = opened(client.sign_in(place.manager), mine.id)
    assert "starts_at" not in form.fields

    later = mine.ends_at + timedelta(days=1)
    local = later.astimezone(as_actor(place.manager).zone)
    client.send(form, ends_at=f"{local:%Y-%m-%dT%H:%M}")

    assert place.seen(mine.id).ends_at == later


def test_two_reservations_exchange_their_dates(client: Browser, place: Place) -> None:
    mine = place.requested(10)
    later = next_weekend(6)
    who = as_actor(place.secretary)
    other = ask(who, (place.chairs, 40), period=later)[0]
    address = f"/reservations/{mine.id}/echanger"
    form = client.sign_in(place.manager).visit(address).form(address)

    assert "Choisissez une réservation." in client.send(form, 422).main
    page = client.send(form, other=str(other))

    assert "Les dates sont échangées" in page.main
    assert place.seen(mine.id).starts_at == later.starts_at
    assert place.seen(other).starts_at == mine.starts_at


def test_an_exchange_that_does_not_fit_changes_nothing(client: Browser, place: Place) -> None:
    mine = place.requested(10)
    place.requested(25)
    other = ask(as_actor(place.secretary), (place.chairs, 40), period=next_weekend(6))[0]
    address = f"/reservations/{mine.id}/echanger"
    form = client.sign_in(place.manager).visit(address).form(address)

    page = client.send(form, 409, other=str(other))

    assert "Il n’y a pas assez de matériel" in page.main
    assert place.seen(mine.id).starts_at == mine.starts_at


def test_copies_are_chosen_by_their_numbers(client: Browser, place: Place) -> None:
    item = make_item(place.pool, 0, reference="VID", tracking=Tracking.NUMBERED)
    depot = str(item.stocks[0].depot_id)
    stocks.move(as_actor(place.manager), Moved("VID", depot, Movement.PURCHASE, 3))
    mine, rival = (ask(as_actor(place.secretary), (item, 1))[0] for _ in range(2))
    address = f"/reservations/{mine}/exemplaires"
    form = client.sign_in(place.manager).visit(address).form(address)

    client.send(form, units="VID-02")
    assert place.seen(mine).lines[0].units == ("VID-02",)

    taken = f"/reservations/{rival}/exemplaires"
    page = client.send(client.visit(taken).form(taken), 409, units="VID-02")
    assert "ne sont pas tous libres" in page.main
    page = client.send(client.visit(taken).form(taken), 404, units="VID-99")
    assert "VID-99" in page.main
    fields = client.visit(address).form(address).fields
    client.send(address, line=fields["line"], request_key="cle")
    assert place.seen(mine).lines[0].units == ()


def test_nobody_changes_what_is_not_theirs(client: Browser, place: Place) -> None:
    mine = place.requested()
    for act in ("modifier", "echanger", "exemplaires"):
        address = f"/reservations/{mine.id}/{act}"
        client.sign_in(place.stranger).visit(address, 404)
        client.sign_in(place.neighbour).visit(address, 404)
    for act in ("echanger", "exemplaires"):
        client.sign_in(place.secretary).visit(f"/reservations/{mine.id}/{act}", 403)


def test_what_is_over_changes_no_more(client: Browser, place: Place) -> None:
    mine = place.requested()
    answers.refuse(as_actor(place.manager), mine.id, "Non.")
    client.sign_in(place.manager)
    for act in ("modifier", "echanger", "exemplaires"):
        client.visit(f"/reservations/{mine.id}/{act}", 409)


def test_one_click_takes_other_dates_or_something_alike(client: Browser, place: Place) -> None:
    make_item(place.pool, name="Chaise empilable", reference="CHA-EMP", quantity=60)
    place.approved(30)
    mine = place.requested(10)
    client.sign_in(place.secretary)
    short = client.send(opened(client, mine.id), 409, **{"lines-0-quantity": "15"})
    buttons = short.form(edit(mine.id)).buttons
    first = {name: value for name, value, _ in reversed(buttons)}

    again = client.send(short.form(edit(mine.id)), dates=first["dates"]).form(edit(mine.id))
    assert f"{again.fields['starts_at']}/{again.fields['ends_at']}" == first["dates"]
    again = client.send(short.form(edit(mine.id)), instead=first["instead"]).form(edit(mine.id))
    assert again.fields["lines-0-item"] == "CHA-EMP"
    client.send(again)

    seen = place.seen(mine.id)
    assert [(line.item, line.quantity) for line in seen.lines] == [("CHA-EMP", 15)]

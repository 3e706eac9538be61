"""The form says where each line would be taken from, and each lender's dates around an event."""

import re

from sqlalchemy import select

from booking.db import db
from booking.models.reservations import Request, Reservation
from booking.pages import typed
from tests.client import Browser, Form
from tests.factories import add_stock, keep, make_commune, make_item, make_pool
from tests.pages.asked import ASK, filled, local, offered
from tests.pages.place import Place, as_actor
from tests.queries.opened import friday_at, monday_at, open_on_weekdays, saturday


def made() -> list[Reservation]:
    return list(db.session.scalars(select(Reservation).order_by(Reservation.id)))


def in_hergnies(place: Place, quantity: int = 60) -> None:
    """Give the chairs one more depot, in another commune."""
    depot = add_stock(place.chairs, quantity).depot
    depot.custodian = make_commune(place.lender.territory, "Hergnies")
    keep(depot)


def around_event(client: Browser, place: Place, form: Form) -> Form:
    """Go over to the dates of the event, a Saturday."""
    event = {
        "event_starts_at": local(place, saturday().starts_at),
        "event_ends_at": local(place, saturday().ends_at),
    }
    page = client.send(client.send(form, dating="event").form(ASK), **event)
    assert "Les retraits et les retours sont proposés pour ces dates." in page.main
    return page.form(ASK)


def test_a_line_spread_over_depots_says_so_before_it_is_submitted(
    client: Browser, place: Place
) -> None:
    in_hergnies(place)
    client.sign_in(place.secretary)

    filled(client, place, (place.chairs.reference, 90))
    page = client.visit(ASK)

    assert "60 à Hergnies, 30 à Maing : deux enlèvements." in page.main
    assert "Parc communautaire : deux enlèvements" in page.main


def test_one_click_takes_fewer_at_one_place(client: Browser, place: Place) -> None:
    in_hergnies(place)
    form = filled(client.sign_in(place.secretary), place, (place.chairs.reference, 90))

    page = client.send(form, only=offered(form, "only")[0])

    again = page.form(ASK)
    assert again.fields["lines-0-quantity"] == "60"
    assert "deux enlèvements" not in page.main
    client.send(again)
    lines = made()[0].lines
    assert [hold.stock.depot.custodian.name for hold in lines[0].holds] == ["Hergnies"]


def test_a_depot_is_preferred_line_by_line(client: Browser, place: Place) -> None:
    in_hergnies(place)
    form = filled(client.sign_in(place.secretary), place, (place.chairs.reference, 30))
    maing = place.chairs.stocks[0].depot

    page = client.send(form, **{"lines-0-depot": str(maing.id), "dating": "propose"})

    assert f"{maing.name} : 40 libres" in page.main
    assert f"À retirer : {maing.name}." in page.main
    assert page.form(ASK).fields["lines-0-depot"] == str(maing.id)
    client.send(page.form(ASK))
    assert made()[0].lines[0].depot_id == maing.id


def test_what_is_kept_in_one_place_offers_no_choice(client: Browser, place: Place) -> None:
    form = filled(client.sign_in(place.secretary), place)

    assert "lines-0-depot" not in form.fields
    assert offered(form, "only") == []


def test_around_an_event_each_lender_has_its_own_dates(client: Browser, place: Place) -> None:
    open_on_weekdays(place.chairs.stocks[0].depot)
    other = make_item(make_pool(place.lender, name="Parc technique"), 1, name="Nacelle")
    chosen = ((place.chairs.reference, 10), (other.reference, 1))
    form = around_event(client, place, filled(client.sign_in(place.secretary), place, *chosen))
    assert form.fields["parts-0-starts_at"] == local(place, friday_at(16, 30))
    assert form.fields["parts-0-ends_at"] == local(place, monday_at(8))
    assert form.fields["parts-1-starts_at"][:10] == local(place, saturday().starts_at)[:10]

    page = client.send(form)

    chairs, lift = made()
    assert (chairs.starts_at, chairs.ends_at) == (friday_at(16, 30), monday_at(8))
    assert chairs.period != lift.period
    assert "évènement du samedi" in page.main
    assert len(re.findall("Retrait vendredi|Retrait samedi", page.main)) == 2


def test_the_dates_of_one_lender_are_changed_alone(client: Browser, place: Place) -> None:
    form = around_event(client, place, filled(client.sign_in(place.secretary), place))

    client.send(form, **{"parts-0-starts_at": local(place, friday_at(10))})

    assert made()[0].starts_at == friday_at(10)


def test_another_event_is_never_submitted_with_the_dates_of_the_first(
    client: Browser, place: Place
) -> None:
    form = around_event(client, place, filled(client.sign_in(place.secretary), place))
    later = {
        "event_starts_at": local(place, monday_at(14)),
        "event_ends_at": local(place, monday_at(16)),
    }

    page = client.send(form, **later)

    assert "sont proposés pour ces dates" in page.main
    assert made() == []
    assert page.form(ASK).fields["parts-0-starts_at"] == local(place, monday_at(8))


def test_dates_of_a_lender_that_do_not_fit_are_said_beside_them(
    client: Browser, place: Place
) -> None:
    form = around_event(client, place, filled(client.sign_in(place.secretary), place))
    for change, field, words in (
        ({"parts-0-starts_at": "demain"}, "parts-0-starts_at", "ne se lit pas"),
        ({"parts-0-ends_at": "2001-01-01T08:00"}, "parts-0-ends_at", "après le retrait"),
        (
            {"parts-0-starts_at": "2035-01-01T08:00", "parts-0-ends_at": "2035-01-02T08:00"},
            "parts-0-starts_at",
            "ne touchent pas",
        ),
        ({"event_ends_at": ""}, "event_ends_at", "obligatoire"),
    ):
        page = client.send(form, 422, **change)
        assert words in page.complaint(field)
        assert f"#{field}" in page.links
        assert page.form(ASK).fields["purpose"] == "Ducasse"
    assert made() == []


def test_one_goes_back_to_a_pick_up_and_a_return(client: Browser, place: Place) -> None:
    form = around_event(client, place, filled(client.sign_in(place.secretary), place))

    again = client.send(form, dating="loan").form(ASK)

    assert again.fields["starts_at"] == form.fields["parts-0-starts_at"]
    assert again.fields["ends_at"] == form.fields["parts-0-ends_at"]
    client.send(again)
    assert db.session.scalars(select(Request)).one().event_starts_at is None


def test_other_dates_proposed_move_the_event(client: Browser, place: Place) -> None:
    place.request(40)
    chosen = (place.chairs.reference, 11)
    form = around_event(client, place, filled(client.sign_in(place.secretary), place, chosen))

    short = client.send(form, 409).form(ASK)
    again = client.send(short, dates=offered(short, "dates")[-1])

    assert again.form(ASK).fields["event_starts_at"] != form.fields["event_starts_at"]
    assert again.form(ASK).fields["event_starts_at"][11:] == "14:00"
    client.send(again.form(ASK))
    assert len(made()) == 2


def test_after_a_shortage_one_may_wait_for_what_lacks(client: Browser, place: Place) -> None:
    form = filled(client.sign_in(place.secretary), place, (place.chairs.reference, 41))
    assert "if_short" not in form.fields

    page = client.send(form, 409)

    assert "liste d’attente pour ce qui manque" in page.main
    assert page.field("if_short").get("value") == "waitlist"


def test_what_was_chosen_of_a_lender_no_longer_asked_is_passed_over(place: Place) -> None:
    event = [local(place, at) for at in (saturday().starts_at, saturday().ends_at)]
    data = {
        "by": "event",
        "event_starts_at": event[0],
        "event_ends_at": event[1],
        "lines": [{"item": "TEN-3X3", "quantity": "1"}, {"item": "?", "quantity": "x"}],
        "parts": [{"lender": "9-9", "starts_at": event[0], "ends_at": event[1]}, {}],
    }

    drawn = typed.draw(as_actor(place.secretary), data)

    assert [part["name"] for part in drawn.parts] == ["Parc communautaire (Maing)"]
    assert [bool(row.item) for row in drawn.rows] == [True, False]

"""The page of subscriptions: what it says of each, and what it keeps of what was typed."""

from datetime import date

from sqlalchemy import Connection

from booking.db import db
from booking.dealings import FeedScope
from booking.models.calendars import Feed
from booking.queries import subscriptions
from booking.usecases import calendars as acts
from tests.client import Browser
from tests.factories import make_item, make_pool
from tests.pages.place import Place, as_actor
from tests.queries.counting import counting


def test_what_went_out_of_view_is_marked(client: Browser, place: Place) -> None:
    actor = as_actor(place.secretary)
    acts.create(actor, FeedScope.POOL, "Parc", "secret", thing=str(place.pool.id))
    client.sign_in(place.secretary)
    assert "Hors de votre vue" not in client.visit("/calendriers").main
    place.pool.hidden = True
    db.session.commit()

    assert "Hors de votre vue" in client.visit("/calendriers").main


def test_a_reading_of_before_agendas_were_noted_is_told_by_its_day(
    client: Browser, place: Place
) -> None:
    feed = acts.create(as_actor(place.secretary), FeedScope.ME, "Agenda", "secret")
    db.session.get_one(Feed, feed).last_used_on = date(2026, 1, 2)
    db.session.commit()

    page = client.sign_in(place.secretary).visit("/calendriers")

    assert "vendredi 2 janvier 2026" in page.main
    assert "janvier 2026," not in page.main


def test_what_was_typed_is_typed_still_when_something_is_wrong(
    client: Browser, place: Place
) -> None:
    """Or the second try would make an address that tells all, to give it to others."""
    client.sign_in(place.secretary)
    about = f"item-{place.tents.id}"

    page = client.send("/calendriers", 422, name="x" * 81, scope=about, anonymous="true")

    assert page.field("name").get("value") == "x" * 81
    (tick,) = [each for each in page.root.all("input") if each.get("name") == "anonymous"]
    assert "checked" in tick.attributes
    (chosen,) = [each for each in page.root.all("option") if "selected" in each.attributes]
    assert chosen.get("value") == about
    again = client.visit("/calendriers")
    (tick,) = [each for each in again.root.all("input") if each.get("name") == "anonymous"]
    assert "checked" not in tick.attributes


def followed(place: Place, rank: int) -> dict[FeedScope, int]:
    """Return something of each kind to follow."""
    item = make_item(place.pool, reference=f"LOT-{rank}", name=f"Lot {rank}")
    pool = make_pool(place.lender, name=f"Parc {rank}")
    depot = item.stocks[0].depot
    return {FeedScope.POOL: pool.id, FeedScope.DEPOT: depot.id, FeedScope.ITEM: item.id}


def test_many_subscriptions_are_read_in_as_many_queries_as_few(
    place: Place, base: Connection
) -> None:
    actor = as_actor(place.secretary)
    counts: list[int] = []
    for rank, things in enumerate([followed(place, rank) for rank in range(1, 6)], 1):
        for scope, number in things.items():
            acts.create(actor, scope, "Agenda", f"{scope.value}-{rank}", thing=str(number))
        with counting(base) as said:
            assert len(subscriptions.of_person(actor)) == 3 * rank
        counts.append(len(said))

    assert counts == counts[:1] * 5

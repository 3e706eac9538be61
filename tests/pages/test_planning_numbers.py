"""The numbers of the planning: where they lead, and what is promised too many."""

from datetime import timedelta

from booking.queries import moments
from tests.client import Browser
from tests.factories import lose, next_weekend, take
from tests.pages.place import Place, as_actor
from tests.pages.test_planning import cells, weekend


def test_days_before_the_notice_lead_nowhere(client: Browser, place: Place) -> None:
    first = moments.starts(as_actor(place.secretary), [place.chairs])[place.chairs.id]
    assert first
    day = first.starts_at.astimezone(as_actor(place.secretary).zone).date()

    page = client.sign_in(place.secretary).visit(f"/planning?vue=semaine&jour={day}")

    led = [link.rpartition("/")[2] for link in page.links if link.startswith("/planning/")]
    assert f"{day}-apres-midi" in led
    assert f"{day}-matin" not in led
    assert all(each[:10] >= f"{day}" for each in led)


def test_what_is_promised_too_many_is_seen_by_who_tends_it(client: Browser, place: Place) -> None:
    take(place.chairs.stocks[0], 38, next_weekend())
    lose(place.chairs.stocks[0], 5, next_weekend().starts_at - timedelta(days=1))

    page = client.sign_in(place.manager).visit(weekend(place))
    assert "−3" in cells(page, "Chaise")
    assert "promis en trop" in page.main
    assert "il en manque 3" in page.main

    page = client.sign_in(place.secretary).visit(weekend(place))
    assert "−3" not in page.main
    assert "promis en trop" not in page.main
    assert "0" in cells(page, "Chaise")

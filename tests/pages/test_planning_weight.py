"""The planning of a large park weighs little."""

import gzip
import random
from datetime import timedelta

from booking import clock
from booking.period import Period
from tests.client import Browser
from tests.factories import make_item, next_weekend, take
from tests.pages.place import Place

LIMIT = 60_000
"""The planning of 300 items over 31 days weighs less, compressed."""


def fill(place: Place, count: int) -> None:
    """Make a park of so many items, most of which are taken now and then over a month."""
    draw = random.Random(9)  # noqa: S311 # a park, not a secret
    names = ("Barrière", "Tente", "Podium", "Sonorisation", "Chaise", "Table", "Grille", "Remorque")
    first = clock.now() + timedelta(days=3)
    for rank in range(count):
        name = f"{draw.choice(names)} {draw.randint(2, 12)} × {rank}"
        item = make_item(place.pool, draw.randint(1, 160), name=name, preparation_after_hours=24)
        for _ in range(draw.randint(0, 3)):
            start = first + timedelta(hours=draw.randint(0, 24 * 50))
            span = Period(start, start + timedelta(hours=draw.randint(6, 90)))
            take(item.stocks[0], draw.randint(1, 2), span)


def test_a_park_of_300_items_over_31_days_is_light(client: Browser, place: Place) -> None:
    fill(place, 298)
    client.sign_in(place.manager)

    month = next_weekend(5)
    address = f"/planning?jour={month.starts_at:%F}"
    data = client.get(address).data

    assert data.count(b'scope="row"') >= 300
    assert len(gzip.compress(data)) < LIMIT

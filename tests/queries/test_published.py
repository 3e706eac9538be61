"""What everybody may read of pools that publish."""

import pytest

from booking.db import db
from booking.errors import NotFound
from booking.models.catalogue import Item, Pool
from booking.queries import published
from booking.vocabulary import STAFF, LifeStage
from tests.factories import add_stock, keep, make_item, make_scene

pytestmark = pytest.mark.usefixtures("base")


def publish(**facts: object) -> Pool:
    """Make a pool with a public address, two chairs and somebody who mounts them."""
    scene = make_scene(2)
    chairs = add_stock(scene.chairs, 3)
    chairs.depot.address = "Derrière l’église"
    pilot = make_item(scene.pool, 1, name="Monteur", family=STAFF)
    pool = scene.pool
    pool.slug = "parc-de-maing"
    for name, value in facts.items():
        setattr(pool, name, value)
    keep(pool, chairs.depot, pilot)
    return pool


def test_everybody_reads_what_a_published_pool_lends() -> None:
    publish()

    found = published.pool("parc-de-maing")

    (thing,) = found.things
    assert (thing.name, thing.quantity, thing.communes) == ("Chaise pliante", 5, ("Maing",))
    assert "église" not in str(found)


@pytest.mark.parametrize("slug", ["", "autre", "PARC-DE-MAING", "parc-de-maing\0"])
def test_another_address_leads_nowhere(slug: str) -> None:
    publish()

    with pytest.raises(NotFound):
        published.pool(slug.replace("\0", "%"))


def test_a_hidden_pool_has_no_public_page() -> None:
    publish(hidden=True)

    with pytest.raises(NotFound):
        published.pool("parc-de-maing")


def test_what_is_not_lent_is_not_published() -> None:
    publish()
    for item in db.session.query(Item):
        item.stage = LifeStage.SUSPENDED
        keep(item)

    assert published.pool("parc-de-maing").things == ()

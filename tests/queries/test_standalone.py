"""What a paper that stands beyond any one loan is."""

from datetime import date

import pytest

from booking.db import db
from booking.models.catalogue import Share
from booking.models.conventions import Convention
from booking.paperwork import ActsOf, Condition, PaperKind
from booking.queries import standalone
from booking.rules.paperwork import Drafted
from booking.usecases import drafting
from tests.factories import Scene, keep, make_scene
from tests.usecases.papering import framework

pytestmark = pytest.mark.usefixtures("base")


def made(scene: Scene, drafted: Drafted) -> Convention:
    return db.session.get_one(Convention, drafting.prepare(scene.manager, drafted))


def test_a_framework_is_between_its_sides_and_freezes_its_dates() -> None:
    scene = make_scene()
    row = made(scene, framework(scene))
    row.ends_on = date(2031, 12, 31)

    assert standalone.subtitle(row) == "entre Maing et Quérénaing"
    assert Condition.SELF_MANAGED in standalone.conditions(row)
    assert standalone.terms(row)["ends_on"] == "2031-12-31"


def test_a_co_ownership_is_of_a_pool() -> None:
    scene = make_scene()
    for each in (scene.maing, scene.querenaing):
        own = {"item_id": scene.chairs.id, "organization_id": each.id}
        keep(Share(**own, numerator=1, denominator=2))

    said = {"pool": scene.pool.id, "acts_of": ActsOf.LEAD, "ends_on": date(2030, 12, 31)}
    row = made(scene, Drafted(PaperKind.CO_OWNERSHIP, **said))

    assert standalone.subtitle(row) == scene.pool.name
    assert Condition.CO_OWNED in standalone.conditions(row)
    assert standalone.terms(row)["acts_of"] == "lead"

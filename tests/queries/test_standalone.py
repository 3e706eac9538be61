"""What is said of a paper that stands beyond any one loan."""

from datetime import date

import pytest

from booking import clock
from booking.db import db
from booking.models.catalogue import Share
from booking.models.conventions import Convention
from booking.paperwork import ActsOf, Condition, PaperKind
from booking.queries import standalone
from booking.rules.options import OPTIONS, Option
from booking.rules.paperwork import Drafted
from booking.usecases import drafting
from tests.factories import Scene, keep, make_scene
from tests.usecases.papering import framework

pytestmark = pytest.mark.usefixtures("base")


def made(scene: Scene, drafted: Drafted) -> Convention:
    return db.session.get_one(Convention, drafting.prepare(scene.manager, drafted))


def test_a_framework_names_its_sides_and_its_dates() -> None:
    scene = make_scene()
    row = made(scene, framework(scene))
    row.ends_on = date(2031, 12, 31)

    said = standalone.values_of(row, clock.now())

    assert (said["prêteur.nom"], said["emprunteur.nom"]) == ("Maing", "Quérénaing")
    assert (said["début"], said["fin"]) == ("1er janvier 2020", "31 décembre 2031")
    assert said["reconduction"] == "sans tacite reconduction"
    assert standalone.subtitle(row) == "entre Maing et Quérénaing"
    assert Condition.SELF_MANAGED in standalone.conditions(row)


def test_without_dates_it_begins_with_the_last_signature_and_its_end_is_missing() -> None:
    scene = make_scene()
    row = made(scene, framework(scene))
    row.starts_on = row.ends_on = None
    row.renewable = True

    said = standalone.values_of(row, clock.now())

    assert (said["début"], said["fin"]) == ("la dernière signature", None)
    assert "tacite" in str(said["reconduction"])
    assert standalone.terms(row)["ends_on"] is None


def test_a_co_ownership_lists_the_shares_of_each_thing() -> None:
    scene = make_scene()
    for each in (scene.maing, scene.querenaing):
        own = {"item_id": scene.chairs.id, "organization_id": each.id}
        keep(Share(**own, numerator=1, denominator=2))
    row = made(scene, Drafted(PaperKind.CO_OWNERSHIP, pool=scene.pool.id, acts_of=ActsOf.LEAD))

    (shares,) = standalone.values_of(row, clock.now())["copropriété"]

    (item,) = shares.items
    assert item[0].text.startswith("Chaise pliante : Maing ")
    assert standalone.subtitle(row) == scene.pool.name
    assert Condition.CO_OWNED in standalone.conditions(row)
    assert standalone.terms(row)["acts_of"] == "lead"


def test_what_may_stay_empty_is_no_hole(monkeypatch: pytest.MonkeyPatch) -> None:
    known = (Option("local", "Local", needed=True), Option("clés", "Clés"))
    monkeypatch.setitem(OPTIONS, PaperKind.STORAGE, known)

    assert standalone.optional(PaperKind.STORAGE) == {"local": None, "clés": "sans objet"}

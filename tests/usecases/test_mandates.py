"""Who may sign, and until when."""

from datetime import date

import pytest

from booking import journal
from booking.db import db
from booking.errors import Invalid, NotAllowed
from booking.models.organizations import Mandate
from booking.queries import organizations
from booking.rules.organizations import Mandated
from booking.usecases import mandates
from tests.factories import make_scene

pytestmark = pytest.mark.usefixtures("base")
MAY = date(2026, 5, 20)
ANA = Mandated("Ana Gomes", "Maire", MAY, act="Délibération 2026-12")
BY_DELEGATION = Mandated(
    "Zoé Petit", "Première adjointe", MAY, email="z@mairie.example", delegated_by="Ana Gomes, maire"
)


def test_a_representative_is_written_corrected_and_ended() -> None:
    scene = make_scene()
    made = mandates.add(scene.secretary, scene.querenaing.id, ANA)
    assert (found := organizations.signatory(scene.querenaing.id, MAY))
    assert found.holder == "Ana Gomes"

    mandates.edit(scene.secretary, made, Mandated("Anna Gomes", "Maire", MAY))
    mandates.end(scene.secretary, made, date(2026, 9, 30))

    row = db.session.get_one(Mandate, made)
    assert (row.holder, row.act, row.ends_on) == ("Anna Gomes", "", date(2026, 9, 30))
    assert (found := organizations.signatory(scene.querenaing.id, date(2026, 10, 1)))
    assert found.id != made
    kept = [each.facts.get("changes", {}) for each in journal.entries("mandate", made)]
    assert kept[1]["holder"] == ["Ana Gomes", "Anna Gomes"]
    assert kept[2] == {"ends_on": [None, "2026-09-30"]}


def test_an_end_before_its_start_is_named_and_stores_nothing() -> None:
    scene = make_scene()
    made = mandates.add(scene.secretary, scene.querenaing.id, ANA)
    wrong = Mandated("X", "Maire", MAY, date(2026, 5, 19))

    for act in (
        lambda: mandates.add(scene.secretary, scene.querenaing.id, wrong),
        lambda: mandates.edit(scene.secretary, made, wrong),
        lambda: mandates.end(scene.secretary, made, date(2026, 5, 19)),
    ):
        with pytest.raises(Invalid) as refusal:
            act()
        assert list(refusal.value.facts["errors"]) == ["ends_on"]  # type: ignore[call-overload]
    assert db.session.get_one(Mandate, made).holder == "Ana Gomes"


def test_who_signs_by_delegation_says_by_whose_and_where_papers_are_sent() -> None:
    scene = make_scene()
    made = mandates.add(scene.secretary, scene.querenaing.id, BY_DELEGATION)

    row = db.session.get_one(Mandate, made)
    assert (row.email, row.delegated_by) == ("z@mairie.example", "Ana Gomes, maire")
    mandates.edit(scene.secretary, made, ANA)
    changes = journal.entries("mandate", made)[-1].facts["changes"]
    assert changes["delegated_by"] == ["Ana Gomes, maire", ""]


def test_a_neighbour_changes_nothing() -> None:
    scene = make_scene()
    made = mandates.add(scene.secretary, scene.querenaing.id, ANA)

    with pytest.raises(NotAllowed):
        mandates.end(scene.manager, made, date(2026, 9, 30))

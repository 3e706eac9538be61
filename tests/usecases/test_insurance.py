"""The insurance certificates of an organization."""

from datetime import date

import pytest

from booking.db import db
from booking.errors import Invalid, NotAllowed
from booking.models.organizations import InsuranceCertificate
from booking.queries import organizations
from booking.rules.organizations import Insured
from booking.usecases import insurance
from tests.factories import make_scene

pytestmark = pytest.mark.usefixtures("base")
FIRST, LAST = date(2027, 1, 1), date(2027, 12, 31)
YEAR = Insured("Mutuelle des communes", "RC-1", FIRST, LAST, "Biens confiés")


def test_a_certificate_is_written_corrected_and_ended() -> None:
    scene = make_scene()
    made = insurance.add(scene.secretary, scene.querenaing.id, YEAR)
    assert (found := organizations.insurance(scene.querenaing.id, LAST))
    assert (found.id, found.guarantees) == (made, "Biens confiés")

    insurance.edit(scene.secretary, made, Insured("Groupe Nord", "RC-2", FIRST, LAST))
    insurance.end(scene.secretary, made, date(2027, 6, 30))

    row = db.session.get_one(InsuranceCertificate, made)
    assert (row.insurer, row.number, row.ends_on) == ("Groupe Nord", "RC-2", date(2027, 6, 30))
    assert organizations.insurance(scene.querenaing.id, date(2027, 7, 1)) is None


def test_an_end_before_its_start_is_named_and_stores_nothing() -> None:
    scene = make_scene()
    made = insurance.add(scene.secretary, scene.querenaing.id, YEAR)
    wrong = Insured("X", "RC-3", LAST, FIRST)

    for act in (
        lambda: insurance.add(scene.secretary, scene.querenaing.id, wrong),
        lambda: insurance.edit(scene.secretary, made, wrong),
        lambda: insurance.end(scene.secretary, made, date(2026, 12, 31)),
    ):
        with pytest.raises(Invalid) as refusal:
            act()
        assert list(refusal.value.facts["errors"]) == ["ends_on"]  # type: ignore[call-overload]
    assert db.session.get_one(InsuranceCertificate, made).number == "RC-1"


def test_a_neighbour_changes_nothing() -> None:
    scene = make_scene()
    made = insurance.add(scene.secretary, scene.querenaing.id, YEAR)

    with pytest.raises(NotAllowed):
        insurance.edit(scene.manager, made, YEAR)

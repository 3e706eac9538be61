"""Whom a paper concerns, and who may sign it today."""

from datetime import timedelta

import pytest

from booking import clock
from booking.models.organizations import Mandate
from booking.paperwork import Part
from booking.queries.paper_parties import mandates, parties
from tests.factories import LONG_AGO, keep, make_commune, make_scene
from tests.issued import make_paper, paper_of
from tests.usecases.tending import agree

pytestmark = pytest.mark.usefixtures("base")


def test_a_loan_concerns_its_parties_and_who_stores() -> None:
    scene = make_scene()
    quarouble = make_commune(scene.territory, "Quarouble")
    scene.stock.depot.custodian = quarouble
    keep(scene.stock.depot)

    concerned = parties(paper_of(agree(scene, 4)))

    assert concerned.borrower_id == scene.querenaing.id
    assert concerned.owner_id == concerned.manager_id == scene.maing.id
    assert concerned.custodian_ids == {quarouble.id}
    assert concerned.territory_id == scene.territory.id


def test_the_partner_of_a_standalone_paper_stands_where_a_borrower_does() -> None:
    scene = make_scene()

    concerned = parties(make_paper(scene.maing, scene.querenaing))

    assert (concerned.borrower_id, concerned.custodian_ids) == (scene.querenaing.id, frozenset())


def test_co_owners_are_those_who_sign_as_such() -> None:
    scene = make_scene()
    paper = make_paper(scene.maing, scene.querenaing)
    paper.signatures[0].part = Part.CO_OWNER
    keep(paper)

    assert parties(paper).co_owner_ids == {scene.querenaing.id}


def test_signers_are_the_addresses_of_mandates_in_force() -> None:
    scene = make_scene()
    today = clock.today(scene.secretary.zone)
    own = {"territory_id": scene.territory.id, "organization_id": scene.querenaing.id}
    for email, ends_on in (("Maire@Q.example", None), ("ancien@q.example", today - timedelta(1))):
        keep(
            Mandate(
                **own, holder="M", title="Maire", starts_on=LONG_AGO, ends_on=ends_on, email=email
            )
        )

    concerned = parties(make_paper(scene.maing, scene.querenaing))

    assert concerned.signers == {(scene.querenaing.id, "maire@q.example")}


def test_no_organization_has_no_mandate() -> None:
    assert mandates(set(), LONG_AGO) == []

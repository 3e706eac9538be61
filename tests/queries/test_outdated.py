"""Mandates and delegations that outlived their council, where they are said."""

from datetime import date

import pytest
from sqlalchemy import select

from booking.db import db
from booking.documents import messages
from booking.models.organizations import Mandate, Organization
from booking.queries import outdated, readiness, requirements
from booking.vocabulary import ActKind, OrganizationKind
from tests.factories import LONG_AGO, ask, keep, make_scene, row
from tests.registers import make_act

pytestmark = pytest.mark.usefixtures("base")
TODAY = date(2026, 11, 26)


def age(organization: Organization, ends_on: date | None = None) -> None:
    """Let the mandate of an organization begin before the present council."""
    (mandate,) = db.session.scalars(select(Mandate).filter_by(organization_id=organization.id))
    mandate.starts_on, mandate.ends_on = LONG_AGO, ends_on
    keep(mandate)


def test_an_old_mandate_is_said_to_the_manager_and_blocks_nothing() -> None:
    scene = make_scene()
    (asked_id,) = ask(scene.secretary, (scene.chairs, 2))
    assert outdated.of_reservation(row(asked_id), TODAY) == []
    age(scene.maing)

    judged = requirements.verdicts(scene.manager, asked_id)

    (found,) = [each for each in judged if each.code == "signatory_outdated"]
    assert found.level == "warn"
    assert messages.verdict(found) == (
        "Signataire du prêteur à vérifier : Jeanne Thuillier, Maire, depuis le 1er janvier 2020, "
        "avant le renouvellement du conseil du 22 mars 2026"
    )
    borrower_reads = requirements.verdicts(scene.secretary, asked_id)
    assert "signatory_outdated" not in {each.code for each in borrower_reads}
    assert {"lender_signatory": "ok"}.items() <= {e.code: e.level for e in judged}.items()


def test_an_old_delegation_to_the_manager_is_said_too() -> None:
    scene = make_scene()
    scene.chairs.owner = scene.querenaing
    keep(scene.chairs)
    (asked_id,) = ask(scene.manager, (scene.chairs, 2))
    make_act(scene.querenaing, kind=ActKind.DELEGATION, partner_id=scene.maing.id, number="D-1")

    (found,) = outdated.of_reservation(row(asked_id), TODAY)

    assert found.facts["signatory"] == "Maing, délégation n° D-1"


def test_who_represents_an_organization_since_before_is_said_where_it_stands() -> None:
    scene = make_scene()
    assert outdated.signatories(scene.querenaing, TODAY) == []
    age(scene.querenaing)
    assert outdated.signatories(scene.querenaing, TODAY) == ["Jeanne Thuillier, Maire"]
    make_act(scene.querenaing, kind=ActKind.DELEGATION, number="D-1")
    make_act(scene.querenaing, kind=ActKind.DELEGATION, number="D-2", starts_on=date(2026, 5, 20))
    make_act(scene.querenaing, kind=ActKind.DELEGATION, number="D-3", ends_on=LONG_AGO)
    assert outdated.delegations(scene.querenaing, TODAY) == ["délégation n° D-1"]
    found = readiness.show(scene.secretary, scene.querenaing.id)
    assert found.outdated == ("Jeanne Thuillier, Maire", "délégation n° D-1")

    age(scene.querenaing, ends_on=date(2026, 11, 25))
    assert outdated.signatories(scene.querenaing, TODAY) == []
    age(scene.querenaing)
    scene.querenaing.kind = OrganizationKind.ASSOCIATION
    assert outdated.signatories(scene.querenaing, TODAY) == []

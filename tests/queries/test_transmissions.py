"""Acts that no date says the prefect received: said to the manager, and to nobody else."""

from datetime import date

import pytest
from sqlalchemy import select

from booking.db import db
from booking.documents import messages
from booking.models.conventions import Act
from booking.models.organizations import Organization
from booking.queries import acts, requirements, transmissions
from booking.rules.approvals import for_a_person
from booking.vocabulary import ActKind, OrganizationKind
from tests.factories import ask, keep, make_scene, row
from tests.registers import make_act

pytestmark = pytest.mark.usefixtures("base")
TODAY = date(2026, 11, 26)


def untransmitted(organization: Organization) -> None:
    """Let no date say that the délibération of an organization was transmitted."""
    kind = ActKind.DELIBERATION
    (act,) = db.session.scalars(select(Act).filter_by(organization_id=organization.id, kind=kind))
    act.transmitted_on = None
    keep(act)


def test_an_act_not_transmitted_is_said_to_the_manager_and_stops_nothing() -> None:
    scene = make_scene()
    (asked_id,) = ask(scene.secretary, (scene.chairs, 2))
    assert transmissions.of_loan(row(asked_id), TODAY) == []
    untransmitted(scene.querenaing)  # the borrower's own
    assert transmissions.of_loan(row(asked_id), TODAY) == []
    untransmitted(scene.maing)

    judged = requirements.verdicts(scene.manager, asked_id)

    (found,) = [each for each in judged if each.code == "act_not_transmitted"]
    assert found.level == "warn"
    assert messages.verdict(found) == (
        "Acte à transmettre au préfet avant tout effet : délibération n° 2020-001, Maing ; aucune "
        "date de transmission n’est enregistrée"
    )
    assert for_a_person([found]) == []
    assert acts.missing(row(asked_id), TODAY) == []
    borrower_reads = requirements.verdicts(scene.secretary, asked_id)
    assert "act_not_transmitted" not in {each.code for each in borrower_reads}


def test_a_delegation_to_the_manager_is_transmitted_too() -> None:
    scene = make_scene()
    (asked_id,) = ask(scene.manager, (scene.chairs, 2))
    row(asked_id).owner = scene.querenaing
    make_act(scene.querenaing, kind=ActKind.DELEGATION, partner_id=scene.maing.id, number="D-1")

    (found,) = transmissions.of_loan(row(asked_id), TODAY)

    assert found.facts["act"] == "délégation n° D-1, Quérénaing"


def test_what_no_prefect_receives_is_not_asked_for() -> None:
    scene = make_scene()
    (asked_id,) = ask(scene.secretary, (scene.chairs, 2))
    untransmitted(scene.maing)
    scene.maing.kind = OrganizationKind.ASSOCIATION

    assert transmissions.of_loan(row(asked_id), TODAY) == []

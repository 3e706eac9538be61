"""What only an elected person decides is never approved without naming them."""

from datetime import timedelta

import pytest

from booking.errors import WrongMoment
from booking.journal import entries
from booking.rules.asking import Edited
from booking.usecases import amendments, reservations
from booking.vocabulary import BeneficiaryKind, Status
from tests.factories import Scene, ask, make_scene, row

pytestmark = pytest.mark.usefixtures("base")
MAYOR = "Jeanne Thuillier, maire"


def requested(scene: Scene, kind: BeneficiaryKind) -> int:
    """Ask for chairs for somebody; return the reservation."""
    facts = {"beneficiary_kind": kind, "beneficiary_name": "Liste Ensemble"}
    return ask(scene.secretary, (scene.chairs, 5), **facts)[0]


@pytest.mark.parametrize("kind", [BeneficiaryKind.CANDIDATE, BeneficiaryKind.WORSHIP])
def test_an_answer_names_the_elected_person_who_decided(kind: BeneficiaryKind) -> None:
    scene = make_scene()
    mine = requested(scene, kind)

    with pytest.raises(WrongMoment) as refusal:
        reservations.approve(scene.manager, mine)
    assert refusal.value.code == "elected_needed"
    assert row(mine).status is Status.REQUESTED

    reservations.approve(scene.manager, mine, elected=MAYOR)
    assert row(mine).status is Status.APPROVED
    assert row(mine).elected == MAYOR
    approved = [each for each in entries("reservation", mine) if each.act == "approve"]
    assert approved[0].facts["elected"] == MAYOR


def test_an_association_needs_none_even_without_its_engagement() -> None:
    scene = make_scene()
    mine = requested(scene, BeneficiaryKind.ASSOCIATION)

    reservations.approve(scene.manager, mine)

    assert row(mine).status is Status.APPROVED
    assert row(mine).elected == ""


def test_a_refusal_needs_nobody_elected() -> None:
    scene = make_scene()
    mine = requested(scene, BeneficiaryKind.CANDIDATE)

    reservations.refuse(scene.manager, mine, "Non.")

    assert row(mine).status is Status.REFUSED


def test_a_proposal_accepted_is_no_way_round() -> None:
    scene = make_scene()
    mine = requested(scene, BeneficiaryKind.CANDIDATE)
    later = row(mine).ends_at + timedelta(hours=1)
    amendments.propose(scene.manager, mine, Edited(ends_at=later))

    with pytest.raises(WrongMoment) as refusal:
        amendments.accept(scene.secretary, mine)

    assert refusal.value.code == "elected_needed"
    assert row(mine).status is Status.NEEDS_INFO

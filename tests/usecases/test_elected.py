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


def proposing(scene: Scene, kind: BeneficiaryKind = BeneficiaryKind.CANDIDATE) -> int:
    """Ask for a candidate; return the reservation, which the mayor would lend an hour longer."""
    mine = requested(scene, kind)
    longer = Edited(ends_at=row(mine).ends_at + timedelta(hours=1))
    with pytest.raises(WrongMoment) as refusal:
        amendments.propose(scene.manager, mine, longer)
    assert refusal.value.code == "elected_needed"
    amendments.propose(scene.manager, mine, longer, elected=MAYOR)
    return mine


@pytest.mark.parametrize("kind", [BeneficiaryKind.CANDIDATE, BeneficiaryKind.WORSHIP])
def test_who_proposes_names_the_elected_person_and_accepting_needs_no_other(
    kind: BeneficiaryKind,
) -> None:
    scene = make_scene()
    mine = proposing(scene, kind)

    amendments.accept(scene.secretary, mine)

    assert (row(mine).status, row(mine).elected) == (Status.APPROVED, MAYOR)
    proposed = [each for each in entries("reservation", mine) if each.act == "propose"]
    assert proposed[0].facts["elected"] == MAYOR


def test_once_a_proposal_is_declined_nobody_has_decided() -> None:
    scene = make_scene()
    mine = proposing(scene)

    amendments.decline(scene.secretary, mine)

    assert (row(mine).status, row(mine).elected) == (Status.REQUESTED, "")

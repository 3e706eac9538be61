"""Under which paper a loan leaves, and what becomes of it when the loan is given up."""

import pytest
from sqlalchemy import select

from booking.db import db
from booking.errors import WrongMoment
from booking.models.conventions import Act
from booking.models.organizations import Mandate
from booking.paperwork import Awaiting, PaperKind, PaperState
from booking.queries import conventions as reads
from booking.usecases import drafting, loans, reservations
from booking.vocabulary import Formality, Status
from tests.factories import (
    ask,
    make_scene,
    row,
)
from tests.usecases.papering import (
    forget_framework,
    issued_papers,
    make_framework,
    sign,
)
from tests.usecases.tending import agree

pytestmark = pytest.mark.usefixtures("base")


def test_without_a_framework_the_slip_and_the_hand_over_wait() -> None:
    scene = make_scene()
    forget_framework(scene)

    agreed_id = agree(scene, 1)

    assert row(agreed_id).status is Status.APPROVED
    assert reads.issued(scene.secretary, agreed_id) is None
    with pytest.raises(WrongMoment) as refusal:
        loans.hand_over(scene.manager, agreed_id)
    assert refusal.value.code == "paper_awaited"
    drafting.issue_for_loan(scene.manager, agreed_id, PaperKind.LOAN)
    loans.hand_over(scene.manager, agreed_id)
    assert row(agreed_id).status is Status.OUT


@pytest.mark.parametrize(
    ("table", "why"), [(Act, Awaiting.ACT), (Mandate, Awaiting.SIGNATORY)], ids=["act", "signatory"]
)
def test_without_the_act_or_the_signatory_nothing_leaves(
    table: type[Act] | type[Mandate], why: Awaiting
) -> None:
    scene = make_scene()
    for each in db.session.scalars(select(table).filter_by(organization_id=scene.maing.id)):
        db.session.delete(each)
    db.session.commit()
    agreed_id = agree(scene, 1)

    with pytest.raises(WrongMoment) as refusal:
        loans.hand_over(scene.manager, agreed_id)

    assert (refusal.value.code, refusal.value.facts["why"]) == ("paper_awaited", why)


@pytest.mark.parametrize(
    ("state", "why"),
    [(PaperState.REFUSED, Awaiting.REFUSED), (PaperState.CANCELLED, Awaiting.ISSUE)],
)
def test_nothing_leaves_under_a_paper_that_no_longer_stands(
    state: PaperState, why: Awaiting
) -> None:
    scene = make_scene()
    agreed_id = agree(scene, 1)
    issued_papers()[0].state = state
    db.session.commit()

    with pytest.raises(WrongMoment) as refusal:
        loans.hand_over(scene.manager, agreed_id)

    assert refusal.value.facts["why"] is why


def test_what_takes_a_convention_with_papers_needs_no_choice() -> None:
    scene = make_scene(formality=Formality.FULL)
    forget_framework(scene)

    issued = reads.issued(scene.secretary, agree(scene, 1))

    assert issued
    assert issued.kind is PaperKind.LOAN


def test_a_framework_signed_lets_the_slips_that_waited_go() -> None:
    scene = make_scene()
    forget_framework(scene)
    waiting = [agree(scene, 1), agree(scene, 1)]
    (chosen,) = ask(scene.secretary, (scene.chairs, 1))
    reservations.approve(scene.manager, chosen)
    drafting.issue_for_loan(scene.manager, chosen, PaperKind.LOAN)

    sign(make_framework(scene))

    kinds = [(each.reservation_id, each.kind) for each in issued_papers()]
    assert kinds == [
        (chosen, PaperKind.LOAN),
        (None, PaperKind.FRAMEWORK),
        *((each, PaperKind.SLIP) for each in waiting),
    ]


def test_a_reservation_given_up_takes_its_papers_along_signed_or_not() -> None:
    scene = make_scene()
    first, second = agree(scene, 2), agree(scene, 1)
    signed = reads.issued(scene.secretary, second)
    assert signed
    signed.state = PaperState.SIGNED
    db.session.commit()

    reservations.cancel(scene.manager, first, "Panne.")
    reservations.cancel(scene.manager, second, "Panne.")

    states = [(each.number[-4:], each.state, each.reason) for each in issued_papers()]
    assert states == [
        ("0001", PaperState.CANCELLED, "Panne."),
        ("0002", PaperState.CANCELLED, "Panne."),
    ]

"""What is said of a reservation before its status."""

from datetime import timedelta

import pytest

from booking.db import db
from booking.dealings import Awaited
from booking.models.conventions import Act
from booking.models.reservations import Reservation
from booking.paperwork import PaperKind, PaperState
from booking.queries import reservations as reads
from booking.queries import standing
from booking.usecases import loans
from booking.vocabulary import ActKind, Derived, Status
from tests.factories import (
    ask,
    make_scene,
    next_weekend,
    set_clock,
)
from tests.issued import make_paper, paper_of, sign
from tests.usecases.tending import agree, hand_over

pytestmark = pytest.mark.usefixtures("base")


def test_late_is_read_from_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    scene, end = make_scene(), next_weekend().ends_at
    out_id, waiting = hand_over(scene, 4), agree(scene, 4)
    for later, label in ((timedelta(0), Status.OUT), (timedelta(minutes=1), Derived.LATE)):
        set_clock(monkeypatch, end + later)
        assert reads.show(scene.secretary, out_id).label is label
    assert reads.show(scene.secretary, waiting).label is Derived.TO_SIGN
    loans.take_back(scene.manager, out_id)
    assert reads.show(scene.secretary, out_id).label is Status.RETURNED


@pytest.mark.parametrize(
    ("reason", "label"),
    [
        ("no_answer", Derived.NO_ANSWER),
        ("no_reply", Derived.NO_REPLY),
        ("no_place", Derived.NO_PLACE),
        ("", Status.EXPIRED),
    ],
)
def test_what_expired_says_of_whose_silence(reason: str, label: Status | Derived) -> None:
    scene = make_scene()
    (mine,) = ask(scene.secretary, (scene.chairs, 4))
    row = db.session.get_one(Reservation, mine)
    row.status, row.reason = Status.EXPIRED, reason

    assert standing.label(row) is label


@pytest.mark.parametrize(
    ("awaited", "label"),
    [
        (Awaited.DETAILS, Status.NEEDS_INFO),
        (Awaited.PROPOSAL, Derived.PROPOSAL),
        (Awaited.PLACE, Derived.OFFERED),
    ],
)
def test_what_is_awaited_is_said(awaited: Awaited, label: Status | Derived) -> None:
    scene = make_scene()
    (mine,) = ask(scene.secretary, (scene.chairs, 4))
    row = db.session.get_one(Reservation, mine)
    row.status, row.awaited = Status.NEEDS_INFO, awaited

    assert standing.label(row) is label


def test_what_is_agreed_is_to_sign_then_ready() -> None:
    scene = make_scene()
    mine = agree(scene, 4)

    view = reads.show(scene.secretary, mine)
    assert (view.label, view.paper_state) == (Derived.TO_SIGN, PaperState.TO_SIGN)
    assert (view.signer, view.signer_id) == ("Quérénaing", scene.querenaing.id)
    sign(paper_of(mine), 1)
    assert reads.show(scene.secretary, mine).signer == "Maing"
    paper = sign(paper_of(mine))

    view = reads.show(scene.secretary, mine)
    assert (view.status, view.label, view.signer) == (Status.APPROVED, Derived.READY, "")
    assert (view.paper_id, view.paper_kind) == (paper.id, PaperKind.SLIP)
    assert view.signed_at == paper.signed_at


def test_without_a_paper_the_status_speaks() -> None:
    scene = make_scene()
    db.session.query(Act).filter_by(kind=ActKind.FRAMEWORK).delete()
    db.session.commit()

    view = reads.show(scene.secretary, agree(scene, 4))

    assert (view.label, view.paper_id, view.paper_state) == (Status.APPROVED, None, None)


@pytest.mark.parametrize("state", [PaperState.CANCELLED, PaperState.REFUSED, PaperState.DRAFT])
def test_a_paper_that_is_no_more_grounds_nothing(state: PaperState) -> None:
    scene = make_scene()
    mine = agree(scene, 4)
    paper = paper_of(mine)
    paper.state = state
    db.session.commit()

    assert reads.show(scene.secretary, mine).label is Status.APPROVED


def test_a_loan_that_changed_is_neither_to_sign_nor_ready_until_amended() -> None:
    scene = make_scene()
    mine = agree(scene, 4)
    ground = sign(paper_of(mine))
    agreed, line = dict(ground.terms or {}), db.session.get_one(Reservation, mine).lines[0]
    line.quantity = 3
    db.session.commit()

    view = reads.show(scene.secretary, mine)
    assert (view.label, view.amended) == (Status.APPROVED, True)
    facts = {"kind": PaperKind.AMENDMENT, "amends_id": ground.id, "reservation_id": mine}
    terms = agreed | {"lines": [agreed["lines"][0] | {"quantity": 3}]}
    amendment = make_paper(scene.maing, scene.querenaing, terms=terms, **facts)

    view = reads.show(scene.secretary, mine)
    assert (view.label, view.amended, view.signer) == (Derived.TO_SIGN, False, "Quérénaing")
    assert view.convention == ground.number
    sign(amendment)
    assert reads.show(scene.secretary, mine).label is Derived.READY


def test_signatures_asked_of_two_at_once_name_the_first() -> None:
    scene = make_scene()
    paper = paper_of(agree(scene, 4))

    found = standing.gather([(paper, 1, "Artres"), (paper, 2, "Maing")])

    assert found[paper.reservation_id or 0].signer == "Artres"


def test_an_amendment_of_what_is_cancelled_grounds_nothing() -> None:
    scene = make_scene()
    paper = paper_of(agree(scene, 4))
    paper.kind = PaperKind.AMENDMENT

    assert standing.gather([(paper, None, None)]) == {}

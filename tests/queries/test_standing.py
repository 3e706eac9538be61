"""What is said of a reservation before its status."""

from datetime import timedelta

import pytest

from booking.db import db
from booking.dealings import Awaited
from booking.models.reservations import Reservation
from booking.queries import reservations as reads
from booking.queries import standing
from booking.usecases import loans
from booking.vocabulary import Derived, Status
from tests.factories import (
    ask,
    make_scene,
    next_weekend,
    set_clock,
)
from tests.usecases.tending import agree, hand_over

pytestmark = pytest.mark.usefixtures("base")


def test_late_is_read_from_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    scene, end = make_scene(), next_weekend().ends_at
    out_id, waiting = hand_over(scene, 4), agree(scene, 4)
    for later, label in ((timedelta(0), Status.OUT), (timedelta(minutes=1), Derived.LATE)):
        set_clock(monkeypatch, end + later)
        assert reads.show(scene.secretary, out_id).label is label
    assert reads.show(scene.secretary, waiting).label is Status.APPROVED
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

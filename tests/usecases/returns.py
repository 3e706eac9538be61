"""Lending some chairs and counting what comes back of them."""

from datetime import datetime, timedelta

import pytest

from booking import clock
from booking.db import db
from booking.models.loans import Passage
from booking.models.reservations import Hold
from booking.period import Period
from booking.rules.passages import Counted, Passing
from booking.usecases import loans
from booking.vocabulary import HoldReason
from tests.factories import Scene, next_weekend, row, set_clock
from tests.usecases.tending import agree, free

HOUR = timedelta(hours=1)


def back(scene: Scene, reservation_id: int, *counted: Counted, **facts: object) -> int:
    """Take so much of a loan back."""
    passing = Passing(counted, **facts)  # type: ignore[arg-type]
    return loans.take_back(scene.manager, reservation_id, passing)


def free_now(scene: Scene) -> int:
    """Return how many chairs are free for the hour that begins."""
    return free(scene.chairs, Period(clock.now(), clock.now() + HOUR))


def last() -> Passage:
    """Return what passed the counter last."""
    return db.session.query(Passage).order_by(Passage.id.desc()).limit(1).one()


def line_of(reservation_id: int) -> int:
    """Return the only line of a reservation."""
    (line,) = row(reservation_id).lines
    return line.id


def out(scene: Scene, quantity: int, monkeypatch: pytest.MonkeyPatch) -> tuple[int, int]:
    """Lend some chairs, on the first hour of their weekend; return the loan and its line."""
    weekend = next_weekend()
    mine = agree(scene, quantity, weekend)
    set_clock(monkeypatch, weekend.starts_at)
    loans.hand_over(scene.manager, mine)
    set_clock(monkeypatch, clock.now() + HOUR)
    return mine, line_of(mine)


def broken() -> list[tuple[int, datetime, datetime]]:
    """Return what is out of service: how many, from when, until when."""
    found = db.session.query(Hold).filter_by(reason=HoldReason.BREAKDOWN).order_by(Hold.id)
    return [(each.quantity, each.starts_at, each.ends_at) for each in found]

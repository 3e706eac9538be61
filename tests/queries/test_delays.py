"""Which days count for a pool: its region's holidays, and its own closures for its own delay."""

from datetime import UTC, date, datetime

import pytest

from booking.db import db
from booking.models.depots import Closure
from booking.models.reservations import Reservation
from booking.period import Period
from booking.queries import delays
from booking.rules.delays import Closed, Days
from tests.factories import Scene, ask, keep, make_pool, make_scene, row, set_clock

pytestmark = pytest.mark.usefixtures("base")

LATER = Period(datetime(2026, 9, 15, 8, tzinfo=UTC), datetime(2026, 9, 16, 8, tzinfo=UTC))


def close(scene: Scene, first: date, last: date, **of: int) -> None:
    of = of or {"pool_id": scene.pool.id}
    keep(Closure(territory_id=scene.territory.id, starts_on=first, ends_on=last, **of))


def scene_in(monkeypatch: pytest.MonkeyPatch, region: str = "") -> Scene:
    set_clock(monkeypatch, datetime(2026, 7, 30, 8, tzinfo=UTC))  # a Thursday
    scene = make_scene()
    scene.territory.holiday_region = region
    db.session.commit()
    return scene


def test_a_pool_counts_its_own_closures_and_a_borrower_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene = scene_in(monkeypatch, "57")
    close(scene, date(2026, 8, 3), date(2026, 8, 14))
    close(scene, date(2026, 1, 5), date(2026, 1, 9))  # over
    close(scene, date(2026, 8, 20), date(2026, 8, 20), pool_id=make_pool(scene.maing).id)
    close(scene, date(2026, 8, 21), date(2026, 8, 21), depot_id=scene.stock.depot_id)

    august = (Closed(date(2026, 8, 3), date(2026, 8, 14)),)
    assert delays.of_lender(scene.pool) == Days("57", august)
    assert delays.of_lender(scene.pool, "974") == Days("974", august)
    assert delays.of_lender(scene.pool, closing=False) == Days("57")
    assert delays.of_borrower(scene.pool) == Days("57")
    assert delays.reply_due(scene.pool, 2) == datetime(2026, 8, 3, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("closed", "region", "due"),
    [
        (False, "", datetime(2026, 8, 6, 10, tzinfo=UTC)),
        (True, "", datetime(2026, 8, 20, 10, tzinfo=UTC)),
    ],
)
def test_a_request_is_answered_once_the_pool_is_open_again(
    monkeypatch: pytest.MonkeyPatch, closed: bool, region: str, due: datetime
) -> None:
    scene = scene_in(monkeypatch, region)
    if closed:
        close(scene, date(2026, 8, 3), date(2026, 8, 14))

    (asked_id,) = ask(scene.secretary, (scene.chairs, 1), period=LATER)

    mine: Reservation = row(asked_id)
    assert mine.answer_due_at == due


def test_notice_is_counted_without_the_days_on_which_a_pool_is_closed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from booking.errors import WrongMoment

    scene = scene_in(monkeypatch)
    close(scene, date(2026, 7, 31), date(2026, 8, 14))
    soon = Period(datetime(2026, 8, 17, 8, tzinfo=UTC), datetime(2026, 8, 17, 18, tzinfo=UTC))
    next_day = Period(datetime(2026, 8, 18, 8, tzinfo=UTC), datetime(2026, 8, 18, 18, tzinfo=UTC))

    with pytest.raises(WrongMoment) as refusal:
        ask(scene.secretary, (scene.chairs, 1), period=soon)

    assert refusal.value.code == "notice_too_short"
    assert ask(scene.secretary, (scene.chairs, 1), period=next_day)

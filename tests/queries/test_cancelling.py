"""Until when what is agreed may be cancelled without a word."""

from datetime import timedelta

import pytest

from booking import journal
from booking.errors import Invalid
from booking.queries import cancelling
from booking.usecases import reservations
from booking.vocabulary import Status
from tests.factories import ask, make_scene, next_weekend, row, set_clock
from tests.usecases.tending import agree

pytestmark = pytest.mark.usefixtures("base")
WEDNESDAY = next_weekend().starts_at - timedelta(days=2)
THURSDAY = next_weekend().starts_at - timedelta(days=1)


@pytest.mark.parametrize(("now", "late"), [(WEDNESDAY, False), (THURSDAY, True)])
def test_the_borrower_says_why_once_the_limit_has_passed(
    monkeypatch: pytest.MonkeyPatch, now: object, late: bool
) -> None:
    scene = make_scene(40)
    scene.pool.cancel_days = 2
    agreed_id = agree(scene, 10)
    monkeypatch.setattr("booking.rules.delays.holiday", lambda *_: "")
    set_clock(monkeypatch, now)  # type: ignore[arg-type]

    assert cancelling.free_until(scene.secretary, row(agreed_id)) == WEDNESDAY.date()
    assert cancelling.is_late(scene.secretary, row(agreed_id)) is late
    if late:
        with pytest.raises(Invalid) as refusal:
            reservations.cancel(scene.secretary, agreed_id)
        assert refusal.value.code == "reason_needed"
        assert "reason" in refusal.value.facts["errors"]  # type: ignore[operator]
    reservations.cancel(scene.secretary, agreed_id, "Tempête." if late else "")

    assert row(agreed_id).status is Status.CANCELLED
    assert journal.entries("reservation", agreed_id)[-1].facts.get("late", False) is late


def test_the_manager_always_says_why_it_takes_back_what_it_agreed_to() -> None:
    scene = make_scene(40)
    agreed_id = agree(scene, 10)

    with pytest.raises(Invalid) as refusal:
        reservations.cancel(scene.manager, agreed_id)

    assert refusal.value.code == "reason_needed"
    assert row(agreed_id).status is Status.APPROVED
    assert cancelling.must_say_why(scene.manager, row(agreed_id))
    assert not cancelling.must_say_why(scene.secretary, row(agreed_id))


def test_a_mere_request_is_withdrawn_without_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene(40)
    (asked_id,) = ask(scene.secretary, (scene.chairs, 10))
    set_clock(monkeypatch, THURSDAY)

    reservations.cancel(scene.secretary, asked_id)

    assert row(asked_id).status is Status.CANCELLED

"""Which returns are to be asked for, and what of a loan is still awaited."""

import pytest
from sqlalchemy import Connection

from booking import clock
from booking.period import Period
from booking.queries import lateness
from tests.factories import ask, make_scene, next_weekend, row, set_clock
from tests.queries.counting import counting
from tests.usecases.tending import DAY, agree, hand_over

pytestmark = pytest.mark.usefixtures("base")


def test_many_loans_are_found_with_one_statement(
    base: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = make_scene(40)
    loans = [hand_over(scene, 5) for _ in range(3)]
    set_clock(monkeypatch, row(loans[0]).ends_at + 2 * DAY)

    with counting(base) as statements:
        found = lateness.to_remind(clock.now())

    assert (found, len(statements)) == (loans, 1)


def test_nothing_is_asked_when_nothing_is_out(base: Connection) -> None:
    scene = make_scene(40)
    agree(scene, 5)

    with counting(base) as statements:
        assert lateness.to_remind(next_weekend().ends_at + 9 * DAY) == []

    assert len(statements) == 1


def test_what_is_awaited_names_what_is_out_and_what_comes_next() -> None:
    scene, end = make_scene(40), next_weekend().ends_at
    loan_id = hand_over(scene, 10)
    agree(scene, 5, Period(end + DAY, end + 2 * DAY))
    agree(scene, 5, Period(end + 30 * DAY, end + 31 * DAY))  # not soon

    found = lateness.awaited(row(loan_id), clock.now())

    assert found.things == ((10, scene.chairs.name),)
    assert len(found.depots) == 1
    assert found.next == ((scene.chairs.name, end + DAY),)


@pytest.mark.parametrize(("days", "expected"), [(0, True), (5, False)])
def test_who_waits_counts_over_the_days_asked(days: int, expected: bool) -> None:
    scene, end = make_scene(40), next_weekend().ends_at
    loan_id = hand_over(scene, 40)
    wanted = Period(end - DAY, end + DAY)
    ask(scene.secretary, (scene.chairs, 1), period=wanted, if_short="waitlist")

    asked = Period(end + days * DAY, end + (days + 1) * DAY)
    assert lateness.is_waited_for(row(loan_id), asked) is expected

"""What happens around a reservation."""

from datetime import UTC, date, datetime, timedelta

import pytest

from booking.errors import NotFound
from booking.period import Period
from booking.queries import planning
from booking.usecases import loans, reservations
from tests.factories import (
    ask,
    make_actor,
    make_commune,
    make_item,
    make_scene,
    next_weekend,
    row,
    set_clock,
)

pytestmark = pytest.mark.usefixtures("base")


def test_rivals_take_the_same_things_meanwhile() -> None:
    scene = make_scene(40, preparation_after_hours=24)
    artres = make_actor(make_commune(scene.territory, "Artres"))
    tables = make_item(scene.pool)
    (mine,) = ask(scene.secretary, (scene.chairs, 4))
    (rival,) = ask(artres, (scene.chairs, 30))
    ask(artres, (tables, 4))
    ask(artres, (scene.chairs, 4), period=next_weekend(6))
    (gone,) = ask(artres, (scene.chairs, 1))
    reservations.refuse(scene.manager, gone, "Non.")
    end = next_weekend().ends_at
    (drying,) = ask(
        artres,
        (scene.chairs, 2),
        period=Period(end - timedelta(hours=80), end - timedelta(hours=70)),
    )

    assert {view.id for view in planning.rivals(scene.manager, mine)} == {rival, drying}
    assert planning.rivals(scene.secretary, mine) == []
    with pytest.raises(NotFound):
        planning.rivals(artres, mine)


def test_a_late_loan_is_a_rival_of_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene(40)
    (late,) = ask(scene.secretary, (scene.chairs, 30))
    reservations.approve(scene.manager, late)
    end = row(late).ends_at
    following = Period(end + timedelta(hours=20), end + timedelta(hours=40))
    (mine,) = ask(scene.secretary, (scene.chairs, 30), period=following)
    set_clock(monkeypatch, row(late).starts_at)
    loans.hand_over(scene.manager, late)
    set_clock(monkeypatch, end + timedelta(hours=10))

    assert [view.id for view in planning.rivals(scene.manager, mine)] == [late]


def test_days_around_a_loan_show_the_lowest_of_each(monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, datetime(2027, 3, 1, 9, tzinfo=UTC))
    scene = make_scene(40)
    weekend = Period(datetime(2027, 3, 27, 9, tzinfo=UTC), datetime(2027, 3, 28, 16, tzinfo=UTC))
    (mine,) = ask(scene.secretary, (scene.chairs, 4), period=weekend)
    night = Period(datetime(2027, 3, 26, 20, tzinfo=UTC), datetime(2027, 3, 26, 21, tzinfo=UTC))
    ask(scene.secretary, (scene.chairs, 30), period=night)

    (days,) = planning.around(scene.manager, mine).values()

    assert [(view.day, view.free, view.inside) for view in days] == [
        (date(2027, 3, 25), 40, False),
        (date(2027, 3, 26), 10, False),
        (date(2027, 3, 27), 36, True),
        (date(2027, 3, 28), 36, True),
        (date(2027, 3, 29), 40, False),
        (date(2027, 3, 30), 40, False),
    ]


def test_a_long_loan_is_shown_over_a_fortnight() -> None:
    scene = make_scene(40)
    start = next_weekend().starts_at
    period = Period(start, start + timedelta(days=29))
    (mine,) = ask(scene.secretary, (scene.chairs, 4), period=period)

    (days,) = planning.around(scene.manager, mine).values()

    assert len(days) == 14

"""What is kept from being lent: maintenance, breakdown, the owner's own use."""

from datetime import datetime

import pytest
from sqlalchemy import select

from booking import clock
from booking.db import db
from booking.errors import NotAllowed, NotEnoughAvailable, StockPromised, WrongMoment
from booking.models.reservations import Hold
from booking.period import OPEN_ENDED, Period
from booking.usecases import changes, loans, reservations, stocks
from booking.vocabulary import HoldReason, Role
from tests.factories import (
    ask,
    count_rows,
    make_actor,
    make_scene,
    next_weekend,
    row,
    set_clock,
)
from tests.usecases.tending import (
    DAY,
    agree,
    clashes,
    endangered,
    excesses,
    free,
    hand_over,
    make_numbered,
    named,
    numbers,
    promised,
    withhold,
)

pytestmark = pytest.mark.usefixtures("base")


def for_good(since: datetime | None = None) -> Period:
    """Return the time from an instant on, without an end."""
    return Period(since or clock.now(), OPEN_ENDED)


def spans() -> list[tuple[datetime, datetime]]:
    """Return when things are withheld."""
    found = db.session.scalars(select(Hold).where(Hold.line_id.is_(None)).order_by(Hold.id))
    return [(hold.starts_at, hold.ends_at) for hold in found]


@pytest.mark.parametrize("reason", [word for word in HoldReason if word != "reservation"])
def test_what_is_withheld_is_free_for_nobody(reason: HoldReason) -> None:
    scene = make_scene(40)

    withhold(scene, next_weekend(), quantity=30, reason=reason, note="Révision")

    assert (free(scene.chairs), free(scene.chairs, next_weekend(5))) == (10, 40)
    for actor in (scene.secretary, scene.manager):
        with pytest.raises(NotEnoughAvailable):
            ask(actor, (scene.chairs, 11))
    ask(scene.secretary, (scene.chairs, 10))


def test_a_copy_withheld_is_not_handed_over() -> None:
    scene = make_numbered(2)
    first, second = numbers(scene)

    withhold(scene, for_good(), units=(first,))

    assert free(scene.chairs) == 1
    assert named(hand_over(scene)) == [second]


def test_a_breakdown_lasts_until_somebody_says_it_is_repaired(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene = make_scene(40)
    broken_id = withhold(scene, for_good(), quantity=30)
    assert free(scene.chairs, next_weekend(1_000)) == 10

    set_clock(monkeypatch, repaired := next_weekend(2).starts_at)
    stocks.restore(scene.manager, broken_id)

    assert free(scene.chairs, Period(repaired, repaired + DAY)) == 40
    assert [end for _, end in spans()] == [repaired]


@pytest.mark.parametrize("end", [OPEN_ENDED, None], ids=["open ended", "a week"])
def test_what_is_promised_is_not_withheld_unless_there_is_a_reason(end: datetime | None) -> None:
    scene = make_scene(40)
    agreed_id = agree(scene, 30)
    agree(scene, 10, next_weekend(6))
    start = next_weekend(3).starts_at
    broken = Period(start, end or start + 14 * DAY)

    with pytest.raises(StockPromised) as refusal:
        withhold(scene, broken, quantity=15)
    assert (refusal.value.facts["missing"], promised(refusal.value)) == (5, [(agreed_id, 5)])
    assert spans() == []

    withhold(scene, broken, quantity=15, despite="Pieds cassés.")
    assert excesses() == [(5, "panne : Pieds cassés.")]
    assert endangered(scene) == [(agreed_id, 5)]
    reservations.cancel(scene.secretary, agreed_id)
    assert (excesses(), endangered(scene)) == ([], [])


def test_a_copy_that_breaks_endangers_only_those_who_need_all() -> None:
    scene = make_numbered(2)
    agreed_id = agree(scene, 2)
    agree(scene, 1, next_weekend(6))

    with pytest.raises(StockPromised) as refusal:
        withhold(scene, for_good(), units=numbers(scene)[:1])

    assert promised(refusal.value) == [(agreed_id, 1)]


def test_a_copy_that_breaks_although_promised_is_explained() -> None:
    scene = make_numbered(2)
    agreed_id = agree(scene, 2)
    agree(scene, 1, next_weekend(6))

    withhold(scene, for_good(), units=numbers(scene)[:1], despite="Moteur grillé.")

    assert excesses() == [(1, "panne : Moteur grillé.")]
    assert endangered(scene) == [(agreed_id, 1)]
    reservations.cancel(scene.manager, agreed_id, "Panne.")
    assert (excesses(), endangered(scene)) == ([], [])


def test_another_copy_stands_in_for_the_one_that_breaks() -> None:
    scene = make_numbered(3)
    agreed_id, broken = agree(scene), numbers(scene)[0]
    agree(scene)
    changes.name_copies(scene.manager, agreed_id, row(agreed_id).lines[0].id, (broken,))

    withhold(scene, for_good(), units=(broken,))

    assert (named(agreed_id), excesses(), endangered(scene)) == ([], [], [])


def test_copies_withheld_in_turn_under_a_loan_are_told() -> None:
    scene, weekend = make_numbered(2), next_weekend()
    agreed_id, middle = agree(scene), weekend.starts_at + DAY
    first, second = numbers(scene)
    withhold(scene, Period(weekend.starts_at, middle), units=(first,))

    with pytest.raises(StockPromised) as refusal:
        withhold(scene, Period(middle, weekend.ends_at), units=(second,))
    withhold(scene, Period(middle, weekend.ends_at), units=(second,), despite="Contrôle imposé.")

    assert promised(refusal.value) == [(agreed_id, 1)]
    assert excesses() == [(1, "panne : Contrôle imposé.")]
    assert endangered(scene) == [(agreed_id, 1)]
    reservations.cancel(scene.manager, agreed_id, "Panne.")
    assert (excesses(), endangered(scene)) == ([], [])


def test_a_copy_that_is_out_or_withheld_is_not_withheld() -> None:
    scene = make_numbered(2)
    (out,) = named(hand_over(scene))
    (home,) = set(numbers(scene)) - {out}
    withhold(scene, next_weekend(5), units=(home,))

    with pytest.raises(WrongMoment) as refusal:
        withhold(scene, for_good(), units=(out,), despite="En panne.")
    assert (refusal.value.code, refusal.value.facts) == ("unit_out", {"unit": out})
    with pytest.raises(WrongMoment) as refusal:
        withhold(scene, next_weekend(5), units=(home,), reason=HoldReason.OWNER, despite="Fête.")
    assert (refusal.value.code, refusal.value.facts) == ("unit_withheld", {"unit": home})


def test_what_breaks_for_good_needs_no_maintenance_any_more() -> None:
    scene = make_numbered(2)
    (first, _) = numbers(scene)
    withhold(scene, next_weekend(5), units=(first,), reason=HoldReason.MAINTENANCE)

    withhold(scene, for_good(), units=(first,))

    assert count_rows(Hold) == 1
    assert free(scene.chairs, next_weekend(5)) == 1


def test_only_a_breakdown_is_no_choice_of_the_manager() -> None:
    scene = make_numbered(1)
    technician = make_actor(scene.maing, Role.TECHNICIAN)
    ask(scene.secretary, (scene.chairs, 1))
    every = {"units": tuple(numbers(scene)), "despite": "Il le faut.", "actor": technician}

    with pytest.raises(NotAllowed):
        withhold(scene, next_weekend(), reason=HoldReason.OWNER, **every)
    withhold(scene, next_weekend(), **every)


def test_every_copy_that_would_go_is_counted_at_once() -> None:
    scene = make_numbered(3)
    ask(scene.secretary, (scene.chairs, 3))

    with pytest.raises(StockPromised) as refusal:
        withhold(scene, units=tuple(numbers(scene)[:2]))

    assert refusal.value.facts["missing"] == 2


def test_a_copy_that_is_out_may_rest_once_it_is_back() -> None:
    scene = make_numbered(1)
    (out,) = named(hand_over(scene))

    withhold(scene, next_weekend(5), units=(out,))

    assert free(scene.chairs, next_weekend(5)) == 0


def test_a_copy_that_is_out_may_be_promised_to_others_later() -> None:
    scene = make_numbered(1)
    (out,) = named(hand_over(scene))
    later_id = agree(scene, 1, next_weekend(8))

    with pytest.raises(StockPromised) as refusal:
        withhold(scene, next_weekend(8), units=(out,))

    assert promised(refusal.value) == [(later_id, 1)]


def test_a_copy_that_comes_back_late_rests_later(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_numbered(1)
    out_id, rest = hand_over(scene), next_weekend(5)
    withhold(scene, rest, units=named(out_id))
    set_clock(monkeypatch, rest.starts_at + DAY)

    loans.take_back(scene.manager, out_id)

    assert (clashes(), excesses()) == ([], [])
    assert spans() == [(rest.starts_at + DAY, rest.ends_at)]


def test_a_series_is_withheld_whole_or_not_at_all() -> None:
    scene = make_scene(40)
    agreed_id = agree(scene, 40, next_weekend(6))
    series = [next_weekend(weeks) for weeks in (5, 6, 7)]

    with pytest.raises(StockPromised) as refusal:
        withhold(scene, *series, quantity=1, reason=HoldReason.OWNER)
    assert promised(refusal.value) == [(agreed_id, 1)]
    assert spans() == []

    withhold(scene, *series, quantity=1, reason=HoldReason.OWNER, despite="Élections.")
    assert [(start, end) for start, end in spans()] == [
        (each.starts_at, each.ends_at) for each in series
    ]
    assert excesses() == [(1, "réservé au propriétaire : Élections.")]
    assert len(set(db.session.scalars(select(Hold.series).where(Hold.line_id.is_(None))))) == 1


def test_each_period_of_a_series_sees_those_before_it() -> None:
    scene, weekend = make_scene(40), next_weekend()

    with pytest.raises(StockPromised):
        withhold(scene, weekend, weekend.widened(DAY, DAY), quantity=30)

    assert spans() == []

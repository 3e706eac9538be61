"""One copy, or some, that an agenda of elsewhere takes: a fact beside loans and other holds."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import Connection

from booking import clock
from booking.period import OPEN_ENDED, Period
from booking.queries import sources as readings
from booking.rules.access import SERVICE
from booking.usecases import changes, loans, sources, stocks
from booking.vocabulary import HoldReason
from tests.documents.calendars_of_others import trips
from tests.factories import Scene, make_scene, next_weekend, row, set_clock
from tests.queries.counting import counting
from tests.usecases.following import (
    ADDRESS,
    Agenda,
    days_ahead,
    holds,
    published,
    taken,
    trip,
)
from tests.usecases.tending import (
    agree,
    clashes,
    endangered,
    excesses,
    free,
    hand_over,
    make_numbered,
    named,
    numbers,
    retire,
    withhold,
)

HOUR = timedelta(hours=1)


@pytest.fixture
def agenda(base: Connection, monkeypatch: pytest.MonkeyPatch) -> Iterator[Agenda]:
    """Publish an empty agenda beside two numbered copies."""
    with published(make_numbered(2), monkeypatch) as made:
        made.says()
        yield made


def first(scene: Scene) -> str:
    """Return the number of the first copy."""
    return numbers(scene)[0]


def pin(scene: Scene, reservation_id: int) -> None:
    """Name the first copy for a loan."""
    line = row(reservation_id).lines[0].id
    changes.name_copies(scene.manager, reservation_id, line, (first(scene),))


def collisions(agenda: Agenda, mine: int) -> list[tuple[Period, str]]:
    """Return what an agenda collides with, as the manager reads it."""
    found = readings.show(agenda.scene.manager, mine).collisions
    return [(each.period, each.why) for each in found]


def sound() -> bool:
    """Tell whether no copy is held twice, and no excess is unexplained."""
    return clashes() == [] and all(cause for _, cause in excesses())


def test_a_copy_is_taken_and_the_other_is_still_lent(agenda: Agenda) -> None:
    weekend = next_weekend()
    agenda.says(trip(weekend))

    agenda.followed(unit=first(agenda.scene))

    (hold,) = holds()
    assert (hold.unit.number if hold.unit else "", hold.quantity) == (first(agenda.scene), 1)
    assert free(agenda.scene.chairs, weekend) == 1
    assert sound()


def test_two_agendas_of_one_copy_never_collide(agenda: Agenda) -> None:
    long = days_ahead(3, 24)
    agenda.says(trip(long))
    agenda.followed(unit=first(agenda.scene))
    wider = Period(long.starts_at - HOUR, long.ends_at + HOUR)
    agenda.says(trip(wider))

    other = agenda.followed(unit=first(agenda.scene), address=f"{ADDRESS}?2", name="Car")

    before, after = Period(wider.starts_at, long.starts_at), Period(long.ends_at, wider.ends_at)
    assert sorted(taken()) == [before, long, after]
    assert collisions(agenda, other) == [(long, "occupé ailleurs : Bus scolaire")]
    assert sound()


def test_a_copy_that_is_out_is_a_collision_until_it_is_back(agenda: Agenda) -> None:
    scene = agenda.scene
    mine = hand_over(scene, 2, next_weekend(2))
    agenda.says(trip(days_ahead(1)))
    source = agenda.followed(unit=first(scene))

    assert taken() == []
    assert collisions(agenda, source) == [(days_ahead(1), "sorti pour Quérénaing")]
    assert readings.show(scene.manager, source).collisions[0].request_id
    assert sound()

    agenda.says(trip(days_ahead(1)), etag='"1"')
    agenda.read(source)
    loans.take_back(scene.manager, mine)
    agenda.world.answer = lambda path: (304, {}, b"")
    agenda.read(source)
    assert len(taken()) == 1
    assert collisions(agenda, source) == []
    assert sound()


def test_a_loan_to_come_that_named_the_copy_takes_another(agenda: Agenda) -> None:
    weekend = next_weekend()
    mine = agree(agenda.scene, 1, weekend)
    pin(agenda.scene, mine)
    assert named(mine) == [first(agenda.scene)]
    agenda.says(trip(weekend))

    agenda.followed(unit=first(agenda.scene))

    assert (named(mine), len(taken()), endangered(agenda.scene)) == ([], 1, [])
    assert (excesses(), sound()) == ([], True)


def test_a_loan_that_finds_no_other_copy_is_in_danger(agenda: Agenda) -> None:
    weekend = next_weekend()
    mine = agree(agenda.scene, 2, weekend)
    agenda.says(trip(weekend))

    agenda.followed(unit=first(agenda.scene))

    assert len(taken()) == 1
    assert endangered(agenda.scene) == [(mine, 1)]
    assert sound()


def test_a_late_loan_is_in_the_way_of_nothing_written(
    agenda: Agenda, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = agenda.scene
    mine = hand_over(scene, 2, next_weekend(2))
    set_clock(monkeypatch, row(mine).ends_at + timedelta(days=1))
    agenda.says(trip(days_ahead(0.1)))

    agenda.followed(unit=first(scene))

    assert len(taken()) == 1
    assert sound()


@pytest.mark.parametrize("reason", [HoldReason.MAINTENANCE, HoldReason.BREAKDOWN])
def test_what_rests_anyway_is_a_collision_and_comes_again_after(
    agenda: Agenda, reason: HoldReason
) -> None:
    scene, period = agenda.scene, days_ahead(3)
    agenda.says(trip(period))
    resting = Period(period.starts_at - HOUR, OPEN_ENDED)
    if reason is HoldReason.MAINTENANCE:
        resting = Period(period.starts_at, period.ends_at + HOUR)
    hold = withhold(scene, resting, units=(first(scene),), reason=reason)

    source = agenda.followed(unit=first(scene))
    assert (taken(), collisions(agenda, source)) == ([], [(period, reason.label)])
    stocks.restore(scene.manager, hold)
    agenda.read(source)

    assert (taken(), collisions(agenda, source)) == ([period], [])


def test_a_breakdown_takes_the_place_of_what_an_agenda_said(agenda: Agenda) -> None:
    scene, period = agenda.scene, days_ahead(3)
    agenda.says(trip(period))
    source = agenda.followed(unit=first(scene))

    withhold(scene, Period(clock.now(), OPEN_ENDED), units=(first(scene),))
    agenda.read(source)

    assert (taken(), sound()) == ([], True)
    assert collisions(agenda, source) == [(period, "panne")]


def test_what_breaks_on_its_way_is_broken_until_it_is_repaired(
    agenda: Agenda, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene, under_way = agenda.scene, days_ahead(-0.1, 24)
    agenda.says(trip(under_way))
    source = agenda.followed(unit=first(scene))
    began = taken()[0].starts_at
    set_clock(monkeypatch, clock.now() + HOUR)

    hold = withhold(scene, Period(clock.now(), OPEN_ENDED), units=(first(scene),))

    broken_at = clock.now()
    assert taken() == [Period(began, broken_at)]
    agenda.read(source)
    assert (taken(), sound()) == ([Period(began, broken_at)], True)
    stocks.restore(scene.manager, hold)
    agenda.read(source)
    assert taken()[-1].ends_at == under_way.ends_at
    assert sound()


def test_a_copy_that_is_gone_is_taken_by_nobody(agenda: Agenda) -> None:
    scene = agenda.scene
    agenda.says(trip(days_ahead(3)))
    source = agenda.followed(unit=first(scene))

    retire(scene, first(scene))
    agenda.read(source)

    assert (taken(), sound()) == ([], True)


def test_some_of_the_copies_are_taken_whichever(agenda: Agenda) -> None:
    weekend = next_weekend()
    mine = agree(agenda.scene, 2, weekend)
    agenda.says(trip(weekend))

    agenda.followed(quantity=1)

    assert [each.unit_id for each in holds()] == [None]
    assert endangered(agenda.scene) == [(mine, 1)]
    assert sound()


@pytest.mark.parametrize("copies", [True, False], ids=["one copy", "some"])
def test_a_thousand_trips_are_written_at_once(
    base: Connection, monkeypatch: pytest.MonkeyPatch, *, copies: bool
) -> None:
    scene = make_numbered(2) if copies else make_scene(40)
    for week in range(2, 12):
        agree(scene, 1, next_weekend(week))
    with published(scene, monkeypatch) as agenda:
        agenda.world.answer = lambda path: (200, {}, trips(1_000, timedelta(hours=8)))
        source = agenda.follow(**({"unit": first(scene)} if copies else {"quantity": 5}))
        with counting(base, writes=True) as said:
            sources.refresh(SERVICE, source)

    spans = taken()
    assert len(spans) > 900
    assert all(one.ends_at <= other.starts_at for one, other in pairwise(spans))
    assert all(cause for _, cause in excesses())
    # SQLite, at no distance, is told of new rows one by one
    assert len([each for each in said if not each.startswith("INSERT")]) < 50

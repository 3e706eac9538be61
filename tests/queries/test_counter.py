"""Today at the counter: what leaves, comes back, is late; for whom, and in how many statements."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection

from booking import clock
from booking.db import db
from booking.errors import NotFound
from booking.handling import Direction
from booking.models.loans import Passage, PassageLine
from booking.models.organizations import Organization
from booking.period import Period
from booking.queries import counter, loans
from booking.queries.counter import Entry, Today
from booking.rules.access import Actor
from booking.rules.passages import Counted, Passing
from booking.usecases import closing, reservations
from booking.usecases import loans as acts
from booking.vocabulary import Role, Tracking
from tests.factories import (
    Scene,
    add_stock,
    ask,
    keep,
    make_actor,
    make_commune,
    make_item,
    make_scene,
    row,
    set_clock,
)
from tests.queries.counting import counting

pytestmark = pytest.mark.usefixtures("base")

PARIS = ZoneInfo("Europe/Paris")
LOAN = Period(
    datetime(2027, 5, 7, 14, tzinfo=PARIS),  # a Friday
    datetime(2027, 5, 10, 9, tzinfo=PARIS),
)
BEFORE = datetime(2027, 4, 1, 9, tzinfo=PARIS)
FRIDAY, MONDAY = LOAN.starts_at, LOAN.ends_at


@pytest.fixture(autouse=True)
def _in_april(monkeypatch: pytest.MonkeyPatch, base: Connection) -> None:
    set_clock(monkeypatch, BEFORE)


def agreed(scene: Scene, *lines: Any, period: Period = LOAN) -> int:
    """Return a reservation that the manager agreed to."""
    (mine,) = ask(scene.secretary, *(lines or ((scene.chairs, 4),)), period=period)
    reservations.approve(scene.manager, mine)
    return mine


def groups(found: Today) -> dict[str, list[tuple[int, str]]]:
    """Return what each group that has something shows: which reservation, to do what."""
    names = ("late", "leaving", "returning", "partly", "to_check", "tomorrow")
    shown: dict[str, list[Entry]] = {name: list(getattr(found, name)) for name in names}
    return {
        name: [(each.reservation.id, each.act) for each in entries]
        for name, entries in shown.items()
        if entries
    }


def at(monkeypatch: pytest.MonkeyPatch, scene: Scene, instant: datetime) -> Any:
    """Return what the manager's counter shows at an instant."""
    set_clock(monkeypatch, instant)
    return groups(counter.today(scene.manager))


def test_a_loan_passes_the_counter_from_group_to_group(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene()
    mine = agreed(scene)
    hour, day = timedelta(hours=1), timedelta(days=1)

    assert at(monkeypatch, scene, FRIDAY - 2 * day) == {}
    assert at(monkeypatch, scene, FRIDAY - day) == {"tomorrow": [(mine, "hand_over")]}
    assert at(monkeypatch, scene, FRIDAY - hour) == {"leaving": [(mine, "hand_over")]}
    assert at(monkeypatch, scene, FRIDAY + hour) == {"late": [(mine, "hand_over")]}
    acts.hand_over(scene.manager, mine)
    assert at(monkeypatch, scene, MONDAY - 2 * day) == {}
    assert at(monkeypatch, scene, MONDAY - day) == {"tomorrow": [(mine, "take_back")]}
    assert at(monkeypatch, scene, MONDAY - hour) == {"returning": [(mine, "take_back")]}
    assert at(monkeypatch, scene, MONDAY + hour) == {"late": [(mine, "take_back")]}
    acts.take_back(scene.manager, mine)
    assert at(monkeypatch, scene, MONDAY + 2 * hour) == {"to_check": [(mine, "close")]}


def test_another_day_shows_what_is_planned_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene()
    mine = agreed(scene)

    on_friday = counter.today(scene.manager, FRIDAY.date())
    on_thursday = counter.today(scene.manager, FRIDAY.date() - timedelta(days=1))

    assert groups(on_friday) == {"leaving": [(mine, "hand_over")]}
    assert groups(on_thursday) == {"tomorrow": [(mine, "hand_over")]}
    assert groups(counter.today(scene.manager, MONDAY.date())) == {}


def test_a_loan_that_ends_at_midnight_is_back_on_the_day_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene = make_scene()
    whole = Period(LOAN.starts_at, datetime(2027, 5, 10, tzinfo=PARIS))
    mine = agreed(scene, period=whole)
    set_clock(monkeypatch, FRIDAY)
    acts.hand_over(scene.manager, mine)

    on_sunday = counter.today(scene.manager, MONDAY.date() - timedelta(days=1))

    assert groups(on_sunday) == {"returning": [(mine, "take_back")]}
    assert groups(counter.today(scene.manager, MONDAY.date())) == {}


def passage(mine: int, direction: Direction, quantity: int) -> None:
    """Write that so many of the first line passed."""
    loan = loans.of_reservation(mine)
    assert loan
    line = row(mine).lines[0]
    common = {"territory_id": loan.territory_id, "line_id": line.id}
    made = Passage(
        territory_id=loan.territory_id,
        loan_id=loan.id,
        direction=direction,
        at=clock.now(),
        by_id=loan.handed_over_by_id,
        borrower_name="Léa Dupont",
    )
    made.lines = [PassageLine(**common, quantity=quantity)]
    keep(made)


def test_what_left_in_part_is_still_to_leave_and_what_is_back_is_not_awaited(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene = make_scene()
    mine = agreed(scene, (scene.chairs, 10))
    set_clock(monkeypatch, FRIDAY)
    acts.hand_over(scene.manager, mine)
    passage(mine, Direction.BACK, 4)

    (back,) = counter.today(scene.manager, MONDAY.date()).returning
    assert [thing.quantity for thing in back.things] == [6]
    assert back.partly

    left = row(mine)
    left.lines[0].quantity = 15  # five more are agreed to, and wait on the shelf
    keep(left)
    today = counter.today(scene.manager)
    assert groups(today) == {"partly": [(mine, "hand_over_more")]}
    assert [thing.quantity for thing in today.partly[0].things] == [5]


def test_who_took_the_things_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene()
    mine = agreed(scene)
    set_clock(monkeypatch, FRIDAY)
    acts.hand_over(scene.manager, mine)
    passage(mine, Direction.BACK, 1)

    (back,) = counter.today(scene.manager, MONDAY.date()).returning

    assert back.collector == "Léa Dupont"


def store_at(scene: Scene, custodian: Organization) -> int:
    """Keep the chairs at a depot of another commune; return the depot."""
    depot = scene.stock.depot
    depot.custodian = custodian
    return int(keep(depot).id)


def test_the_technician_of_who_stores_the_things_has_them_too() -> None:
    scene = make_scene()
    quarouble = make_commune(scene.territory, "Quarouble")
    store_at(scene, quarouble)
    mine = agreed(scene)

    def seen(who: Actor) -> Any:
        return groups(counter.today(who, FRIDAY.date()))

    expected = {"leaving": [(mine, "hand_over")]}
    assert seen(make_actor(quarouble, Role.TECHNICIAN)) == expected
    assert seen(make_actor(scene.maing, Role.TECHNICIAN)) == expected
    assert seen(make_actor(quarouble, Role.MANAGER)) == {}
    assert seen(make_actor(make_commune(scene.territory, "Artres"), *Role)) == {}
    for who in (scene.secretary, make_actor(scene.maing, Role.OBSERVER)):
        with pytest.raises(NotFound):
            seen(who)


def test_one_depot_shows_what_is_taken_from_it() -> None:
    scene = make_scene()
    tents = make_item(scene.pool, 4, name="Tente pliante")
    add_stock(tents, 2)
    chairs, tent = agreed(scene), agreed(scene, (tents, 1))
    depots = [scene.stock.depot_id, row(tent).lines[0].holds[0].stock.depot_id]

    shown = [groups(counter.today(scene.manager, FRIDAY.date(), depot)) for depot in depots]

    assert shown == [{"leaving": [(chairs, "hand_over")]}, {"leaving": [(tent, "hand_over")]}]
    names = dict(counter.my_depots(scene.manager))
    assert len(names) == 3
    assert set(depots) <= names.keys()
    assert counter.my_depots(scene.secretary) == []


def test_who_lends_is_who_may(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene()
    quarouble = make_commune(scene.territory, "Quarouble")

    assert counter.lends(scene.manager)
    assert counter.lends(make_actor(scene.maing, Role.TECHNICIAN))
    assert not counter.lends(make_actor(scene.maing, Role.SECRETARY))
    assert not counter.lends(make_actor(quarouble, Role.TECHNICIAN))


def test_the_copies_that_are_named_are_said() -> None:
    scene = make_scene()
    mine = agreed(scene, (scene.chairs, 3))

    (entry,) = counter.today(scene.manager, FRIDAY.date()).leaving

    assert scene.chairs.tracking is Tracking.BULK
    assert [(each.quantity, each.name, each.units) for each in entry.things] == [
        (3, "Chaise pliante", ())
    ]
    assert entry.depots == (scene.stock.depot.name,)
    assert entry.reservation.id == mine


def test_the_number_of_statements_does_not_grow_with_the_rows(
    base: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def count(times: int) -> int:
        set_clock(monkeypatch, BEFORE)
        scene = make_scene()
        ids = [agreed(scene, (scene.chairs, 1), (make_item(scene.pool), 1)) for _ in range(times)]
        ids += [agreed(scene, (scene.chairs, 1)) for _ in range(times)]
        set_clock(monkeypatch, FRIDAY)
        for mine in ids[:times]:
            acts.hand_over(scene.manager, mine)
        with counting(base) as asked:
            shown = counter.today(scene.manager)
            assert len(shown.leaving) == times
        return len(asked)

    assert count(2) == count(6) <= 40


def test_what_is_to_be_checked_has_the_moment_when_it_came_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene = make_scene(40)
    mine = agreed(scene)
    set_clock(monkeypatch, FRIDAY)
    acts.hand_over(scene.manager, mine)
    (line,) = row(mine).lines
    set_clock(monkeypatch, FRIDAY + timedelta(hours=3))
    many = line.quantity
    acts.take_back(scene.manager, mine, Passing((Counted(line.id, many - 1, missing=1),)))

    (found,) = counter.today(scene.manager).to_check

    assert (found.at, found.day) == (FRIDAY + timedelta(hours=3), FRIDAY.date())
    assert [each.quantity for each in found.things] == ([many - 1] if many > 1 else [])
    assert not found.contested
    report = db.session.query(Passage).order_by(Passage.id.desc()).limit(1).one()
    closing.contest(scene.secretary, report.id, "Non.")
    (found,) = counter.today(scene.manager).to_check
    assert found.contested

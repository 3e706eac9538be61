"""Asking: what is stored and held, and what does not fit."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, event, select

from booking import clock, journal
from booking.db import db
from booking.errors import NotEnoughAvailable
from booking.fitness import Effect, Equipment, Scope
from booking.models.catalogue import Companion
from booking.models.mail import Message
from booking.models.requirements import Requirement
from booking.models.reservations import Hold, Request, Reservation, Shortage
from booking.period import Period
from booking.queries import reservations as reads
from booking.rules.asking import Asked, AskedLine
from booking.rules.requirements import INSURANCE
from booking.rules.terms import earliest
from booking.usecases import asking
from booking.vocabulary import MailKind, Status
from tests.factories import (
    add_stock,
    ask,
    asked,
    count_rows,
    holds_of,
    keep,
    make_commune,
    make_item,
    make_pool,
    make_scene,
    next_weekend,
    row,
)

pytestmark = pytest.mark.usefixtures("base")


def test_what_is_asked_is_held_until_answered() -> None:
    scene = make_scene(40)

    request_id = asking.request(scene.secretary, asked((scene.chairs, 40)))

    part = reads.show_request(scene.secretary, request_id).reservations[0]
    assert part.status is Status.REQUESTED
    assert holds_of(part.id) == [(scene.stock.id, 40, next_weekend())]
    assert row(part.id).borrower_population == 873


def test_a_shortage_is_kept_although_the_request_is_not() -> None:
    scene = make_scene(40)
    tables = make_item(scene.pool, 9, name="Table pliante")
    ask(scene.secretary, (scene.chairs, 38))

    with pytest.raises(NotEnoughAvailable) as refusal:
        asking.request(scene.secretary, asked((scene.chairs, 5), (tables, 10), (tables, 1)))

    told = refusal.value.facts["shortages"]
    assert [(each["item"], each["wanted"], each["free"]) for each in told] == [  # type: ignore[attr-defined]
        (scene.chairs.reference, 5, 2),
        (tables.reference, 11, 9),
    ]
    assert count_rows(Request) == 1
    kept = db.session.scalars(select(Shortage).order_by(Shortage.id)).all()
    assert [(each.item, each.wanted, each.free) for each in kept] == [
        (scene.chairs.reference, 5, 2),
        (tables.reference, 10, 9),
        (tables.reference, 1, 9),
    ]
    assert {each.reason for each in kept} == {"not_enough_available"}
    assert kept[0].organization_id == scene.querenaing.id


def test_a_refusal_offers_the_nearest_periods_that_fit() -> None:
    scene = make_scene(40)
    taken = next_weekend()
    ask(scene.secretary, (scene.chairs, 40))

    with pytest.raises(NotEnoughAvailable) as refusal:
        asking.request(scene.secretary, asked((scene.chairs, 1)))

    offered: Any = refusal.value.facts["alternatives"]
    assert any(period.ends_at <= taken.starts_at for period in offered)
    assert any(period.starts_at >= taken.ends_at for period in offered)
    assert timedelta(days=7) in {period.starts_at - taken.starts_at for period in offered}
    for period in offered:
        assert not period.overlaps(taken)
        asking.request(scene.secretary, asked((scene.chairs, 1), period=period))


def test_a_cart_makes_one_reservation_per_pool_and_owner() -> None:
    scene = make_scene()
    epci = make_commune(scene.territory, "CA du Val")
    benches = make_item(scene.pool, owner=epci)
    tables = make_item(scene.pool)
    tents = make_item(make_pool(epci), 8)

    request_id = asking.request(
        scene.secretary, asked((scene.chairs, 4), (benches, 2), (tables, 1), (tents, 3))
    )

    parts = reads.show_request(scene.secretary, request_id).reservations
    assert [(part.pool_id, part.owner, len(part.lines)) for part in parts] == [
        (scene.pool.id, "Maing", 2),
        (scene.pool.id, "CA du Val", 1),
        (tents.pool_id, "CA du Val", 1),
    ]
    assert count_rows(Request) == 1


def test_all_parts_are_stored_or_none() -> None:
    scene = make_scene()
    tents = make_item(make_pool(make_commune(scene.territory, "Anzin")), 2)

    with pytest.raises(NotEnoughAvailable):
        asking.request(scene.secretary, asked((scene.chairs, 4), (tents, 3)))

    assert (
        count_rows(Request)
        == count_rows(Reservation)
        == count_rows(Hold)
        == count_rows(Message)
        == 0
    )


def test_the_same_item_twice_is_one_line() -> None:
    scene = make_scene(10)

    (reservation_id,) = ask(scene.secretary, (scene.chairs, 4), (scene.chairs, 6))

    assert [line.quantity for line in row(reservation_id).lines] == [10]


def companion(scene_item: object, other: object, *, mandatory: bool = True) -> None:
    """Make an item never go without another."""
    keep(Companion(item_id=scene_item.id, companion_id=other.id, mandatory=mandatory))  # type: ignore[attr-defined]


def test_a_mandatory_companion_comes_along_and_is_held() -> None:
    scene = make_scene()
    drone, pilot = make_item(scene.pool, 1), make_item(scene.pool, 1, name="Télépilote")
    trailer = make_item(scene.pool, 1, name="Remorque")
    companion(drone, pilot)
    companion(drone, trailer, mandatory=False)

    (reservation_id,) = ask(scene.secretary, (drone, 1))

    assert [line.item_id for line in row(reservation_id).lines] == [drone.id, pilot.id]
    with pytest.raises(NotEnoughAvailable) as refusal:
        ask(scene.secretary, (pilot, 1))
    assert refusal.value.facts["shortages"][0]["name"] == "Télépilote"  # type: ignore[index]


def test_a_companion_asked_for_already_is_not_added_again() -> None:
    scene = make_scene()
    drone, pilot = make_item(scene.pool, 1), make_item(scene.pool, 2, name="Télépilote")
    companion(drone, pilot)
    depot = pilot.stocks[0].depot.name
    lines = (AskedLine(drone.reference, 1), AskedLine(pilot.reference, 1, depot))
    weekend = next_weekend()

    request_id = asking.request(
        scene.secretary, Asked(weekend.starts_at, weekend.ends_at, "Toiture", lines)
    )

    (part,) = reads.show_request(scene.secretary, request_id).reservations
    assert [(line.item, line.quantity) for line in part.lines] == [
        (drone.reference, 1),
        (pilot.reference, 1),
    ]


def test_two_depots_of_one_item_need_a_companion_for_each_copy() -> None:
    scene = make_scene()
    lift, driver = make_item(scene.pool, 1), make_item(scene.pool, 2, name="Conducteur")
    add_stock(lift, 1)
    companion(lift, driver)
    db.session.refresh(lift)
    lines = tuple(AskedLine(lift.reference, 1, stock.depot.name) for stock in lift.stocks)
    weekend = next_weekend()

    request_id = asking.request(
        scene.secretary, Asked(weekend.starts_at, weekend.ends_at, "Élagage", lines)
    )

    (part,) = reads.show_request(scene.secretary, request_id).reservations
    assert sum(line.quantity for line in part.lines if line.item == driver.reference) == 2


def test_both_sides_are_told_and_the_answer_has_a_date() -> None:
    scene = make_scene()

    (reservation_id,) = ask(scene.secretary, (scene.chairs, 4))

    told = {(each.kind, each.to) for each in db.session.scalars(select(Message))}
    assert told == {
        (MailKind.REQUESTED, scene.secretary.email),
        (MailKind.TO_ANSWER, scene.manager.email),
    }
    mine = row(reservation_id)
    assert mine.request.asked_at < mine.answer_due_at <= mine.starts_at


def test_what_an_alternative_may_begin_with_is_what_the_notice_allows() -> None:
    from booking.queries.catalogue import terms_of

    scene = make_scene(1)
    first = earliest(terms_of(scene.pool), clock.now(), scene.secretary.zone)
    soon = Period(first, first + timedelta(hours=4))
    ask(scene.secretary, (scene.chairs, 1), period=soon)

    with pytest.raises(NotEnoughAvailable) as refusal:
        ask(scene.secretary, (scene.chairs, 1), period=soon)

    assert all(each.starts_at > first for each in refusal.value.facts["alternatives"])  # type: ignore[attr-defined]


def test_the_number_of_statements_does_not_grow_with_the_lines(base: Connection) -> None:
    def count(times: int, **own: Any) -> int:
        scene = make_scene()
        if own:
            keep(Requirement(territory_id=scene.territory.id, label="charte", **own))
        wanted = asked(*[(make_item(scene.pool), 1) for _ in range(times)])
        db.session.remove()
        seen: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            again = statement in seen and statement.startswith("INSERT")  # SQLite, at no distance
            if "SAVEPOINT" not in statement and not again:
                seen.append(statement)

        event.listen(base, "before_cursor_execute", note)
        asking.request(scene.secretary, wanted, key="clic")
        event.remove(base, "before_cursor_execute", note)
        return len(seen)

    few = count(1)

    assert count(6) == few <= 16
    assert count(1, equipment=Equipment.DRONE, at_request=Effect.PAPER) == few
    assert count(1, at_hand_over=Effect.PAPER) == few
    assert count(1, at_request=Effect.PAPER) > few  # of everything lent, chairs among it


def test_what_the_territory_changed_of_everything_lent_is_said_at_the_request() -> None:
    scene = make_scene()
    told = {"scope": Scope.EVENT, "label": "attestation", "based_on": {}}
    changed = {"code": INSURANCE, "at_request": Effect.PAPER, **told}
    keep(Requirement(territory_id=scene.territory.id, **changed))

    (asked_id,) = ask(scene.secretary, (scene.chairs, 1))

    (told_of,) = [e for e in journal.entries("reservation", asked_id) if e.act == "judge"]
    assert [each["code"] for each in told_of.facts["verdicts"]] == ["insurance_missing"]

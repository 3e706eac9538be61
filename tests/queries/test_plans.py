"""Before a request is made, one reads from where it would be taken, and over which dates."""

from datetime import timedelta

import pytest

from booking.errors import Invalid
from booking.period import Period
from booking.queries import plans
from booking.queries.wanted import expand
from booking.rules.asking import Asked, AskedLine, AskedPart
from tests.factories import (
    Scene,
    add_stock,
    ask,
    asked,
    holds_of,
    keep,
    make_item,
    make_pool,
    make_scene,
    next_weekend,
)
from tests.queries.opened import friday_at, monday_at, open_on_weekdays, saturday

pytestmark = pytest.mark.usefixtures("base")


def around(*lines: AskedLine, parts: tuple[AskedPart, ...] = ()) -> Asked:
    """Ask for lines around the event of a Saturday."""
    span = saturday()
    return Asked(
        span.starts_at, span.ends_at, "Fête", lines, event=span, by_event=True, parts=parts
    )


def line(scene: Scene, quantity: int, depot: str = "") -> AskedLine:
    return AskedLine(scene.chairs.reference, quantity, depot)


def test_a_plan_takes_what_the_act_then_holds() -> None:
    scene = make_scene(100)
    add_stock(scene.chairs, 60)
    wanted = asked((scene.chairs, 150))

    plan = plans.plan(scene.secretary, wanted)
    mine = ask(scene.secretary, (scene.chairs, 150))[0]

    taken = {each.depot_id: each.quantity for each in plan.lines[0].taken}
    depots = {stock.id: stock.depot_id for stock in scene.chairs.stocks}
    assert [each.quantity for each in plan.lines[0].taken] == [100, 50]
    assert len(plan.parts[0].depots) == 2
    assert {depots[stock]: quantity for stock, quantity, _ in holds_of(mine)} == taken


def test_a_depot_preferred_is_taken_first_and_too_many_are_said_short() -> None:
    scene = make_scene(100)
    other = add_stock(scene.chairs, 60).depot

    near = plans.plan(scene.secretary, asked_at(scene, 50, other.name)).lines[0]
    short = plans.plan(scene.secretary, asked_at(scene, 161, "")).lines[0]

    assert [(each.depot_id, each.quantity) for each in near.taken] == [(other.id, 50)]
    assert any(each.short for each in short.taken)
    assert not any(each.short for each in near.taken)


def asked_at(scene: Scene, quantity: int, depot: str) -> Asked:
    span = next_weekend()
    return Asked(span.starts_at, span.ends_at, "", (line(scene, quantity, depot),))


def test_each_lender_has_dates_of_its_own_around_an_event() -> None:
    scene = make_scene()
    open_on_weekdays(scene.stock.depot)
    elsewhere = make_item(make_pool(scene.maing), 2)  # its depot keeps no hours

    plan = plans.plan(scene.secretary, around(line(scene, 1), AskedLine(elsewhere.reference, 1)))

    event, zone = saturday(), scene.secretary.zone
    closed, free = [each.period for each in plan.parts]
    assert (closed.starts_at, closed.ends_at) == (friday_at(16, 30), monday_at(8))
    assert free.starts_at.astimezone(zone).date() == event.starts_at.astimezone(zone).date()
    assert free.contains(event)


@pytest.mark.parametrize("naming", ["whole", "id", "name"])
def test_the_dates_of_a_lender_may_be_given_by_its_name(naming: str) -> None:
    scene = make_scene()
    event = saturday()
    given = event.widened(timedelta(days=2), timedelta(days=2))
    lender = {
        "whole": plans.lender_of(scene.chairs),
        "id": str(scene.pool.id),
        "name": scene.pool.name,
    }[naming]

    wanted = around(line(scene, 1), parts=(AskedPart(lender, given),))

    assert plans.plan(scene.secretary, wanted).parts[0].period == given


def test_dates_of_a_lender_of_whom_nothing_is_asked_are_refused() -> None:
    scene = make_scene()
    other = make_item(make_pool(scene.maing), 2)
    wanted = around(line(scene, 1), parts=(AskedPart(plans.lender_of(other), saturday()),))

    with pytest.raises(Invalid) as refusal:
        plans.plan(scene.secretary, wanted)

    assert list(refusal.value.facts["errors"]) == ["parts"]  # type: ignore[call-overload]


def test_without_event_every_lender_has_the_dates_asked() -> None:
    scene = make_scene()
    span = next_weekend()
    places = expand(scene.secretary, [line(scene, 1)])
    wanted = Asked(span.starts_at, span.ends_at, "", (line(scene, 1),))

    found = plans.periods(scene.secretary, wanted, places)

    assert found == {plans.lender_of(scene.chairs): Period(span.starts_at, span.ends_at)}


def test_where_nothing_is_kept_the_plan_takes_nothing() -> None:
    scene = make_scene(0)
    keep(scene.pool)

    plan = plans.plan(scene.secretary, around(line(scene, 1)))

    assert plan.parts[0].period.contains(saturday())
    assert all(each.short for each in plan.lines[0].taken)

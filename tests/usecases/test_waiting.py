"""The waiting list: who waits holds nothing, and is offered in order what becomes free."""

from datetime import timedelta

import pytest
from flask.testing import FlaskCliRunner
from sqlalchemy import select

from booking import clock
from booking.db import db
from booking.dealings import Awaited
from booking.errors import NotAllowed, NotEnoughAvailable, WrongMoment
from booking.models.mail import Message
from booking.models.reservations import Shortage
from booking.queries import reservations as reads
from booking.queries import waiting as queue
from booking.rules.access import SERVICE
from booking.rules.asking import Edited, Moved
from booking.usecases import changes, loans, reservations, stocks, waiting
from booking.vocabulary import Derived, LifeStage, MailKind, Movement, Status
from tests.factories import (
    Scene,
    ask,
    asked,
    holds_of,
    keep,
    make_actor,
    make_commune,
    make_item,
    make_pool,
    make_scene,
    next_weekend,
    row,
    set_clock,
    take,
)
from tests.terminal import run

pytestmark = pytest.mark.usefixtures("base")


def wait(scene: Scene, quantity: int, **facts: object) -> int:
    """Ask for chairs as another commune, willing to wait; return the reservation."""
    other = make_actor(make_commune(scene.territory, f"Commune {quantity}"))
    (asked_id,) = ask(other, (scene.chairs, quantity), if_short="waitlist", **facts)
    return asked_id


def status(reservation_id: int) -> Status:
    return row(reservation_id).status


def told(kind: MailKind) -> list[int]:
    """Return the reservations about which a kind of message was written."""
    found = db.session.scalars(select(Message).filter_by(kind=kind).order_by(Message.id))
    return [each.facts["reservation_id"] for each in found]


def taken(quantity: int = 40) -> tuple[Scene, int]:
    """Return the scene in which so many of forty chairs are taken."""
    scene = make_scene(40)
    (first,) = ask(scene.secretary, (scene.chairs, quantity))
    return scene, first


def test_who_chose_to_wait_holds_nothing_and_knows_its_rank() -> None:
    scene, _ = taken()

    second, third = wait(scene, 5), wait(scene, 6)

    assert status(second) is status(third) is Status.WAITLISTED
    assert holds_of(second) == []
    assert (queue.rank(second), queue.rank(third)) == (1, 2)
    mails = db.session.scalars(select(Message).filter_by(kind=MailKind.WAITLISTED))
    assert [each.facts["rank"] for each in mails] == [1, 2]
    assert second not in told(MailKind.REQUESTED) + told(MailKind.TO_ANSWER)
    kept = db.session.scalars(select(Shortage).order_by(Shortage.id)).all()
    assert [(each.wanted, each.free, each.reason) for each in kept] == [
        (5, 0, "waitlisted"),
        (6, 0, "waitlisted"),
    ]


def test_without_that_choice_a_shortage_still_refuses() -> None:
    scene, _ = taken()

    with pytest.raises(NotEnoughAvailable):
        ask(scene.secretary, (scene.chairs, 1))


def test_what_fits_is_held_as_usual_and_only_the_rest_waits() -> None:
    scene, _ = taken()
    tents = make_item(make_pool(make_commune(scene.territory, "Anzin")), 2)

    chairs, others = ask(scene.secretary, (scene.chairs, 1), (tents, 2), if_short="waitlist")

    assert (status(chairs), status(others)) == (Status.WAITLISTED, Status.REQUESTED)
    assert len(holds_of(others)) == 1


def test_who_may_not_borrow_may_not_wait_either() -> None:
    scene, _ = taken()
    scene.pool.below_population = 1
    db.session.commit()

    with pytest.raises(NotAllowed):
        ask(scene.secretary, (scene.chairs, 1), if_short="waitlist")


def refuse(scene: Scene, first: int) -> None:
    reservations.refuse(scene.manager, first, "Non.")


def cancel(scene: Scene, first: int) -> None:
    reservations.cancel(scene.secretary, first)


def ask_for_less(scene: Scene, first: int) -> None:
    edited = asked((scene.chairs, 1))
    changes.edit(scene.secretary, first, Edited(lines=edited.lines))


def buy(scene: Scene, _first: int) -> None:
    depot = scene.stock.depot.name
    stocks.move(scene.manager, Moved(scene.chairs.reference, depot, Movement.PURCHASE, 20))


@pytest.mark.parametrize("act", [refuse, cancel, ask_for_less, buy])
def test_what_frees_stock_offers_it_in_the_same_breath(act: object) -> None:
    scene, first = taken()
    second, third = wait(scene, 15), wait(scene, 30)

    act(scene, first)  # type: ignore[operator]

    mine = row(second)
    assert (mine.status, mine.awaited) == (Status.NEEDS_INFO, Awaited.PLACE)
    assert sum(quantity for _, quantity, _ in holds_of(second)) == 15
    assert mine.reply_due_at
    assert clock.now() < mine.reply_due_at <= mine.starts_at
    assert status(third) is Status.WAITLISTED
    assert told(MailKind.OFFERED) == [second]


def test_an_early_return_offers_what_is_back(monkeypatch: pytest.MonkeyPatch) -> None:
    scene, first = taken()
    reservations.approve(scene.manager, first)
    loans.hand_over(scene.manager, first)
    late = next_weekend()
    second = wait(scene, 15, period=late)

    loans.take_back(scene.manager, first)

    assert status(second) is Status.NEEDS_INFO


def test_who_wants_more_than_there_is_keeps_its_place_and_stops_nobody() -> None:
    scene, first = taken(30)
    second, third, fourth = wait(scene, 39), wait(scene, 35), wait(scene, 11)
    (last,) = ask(scene.secretary, (scene.chairs, 10))

    reservations.cancel(scene.secretary, first)

    found = [status(each) for each in (second, third, fourth)]
    assert found == [Status.WAITLISTED, Status.WAITLISTED, Status.NEEDS_INFO]
    assert (queue.rank(second), queue.rank(third)) == (1, 2)
    reservations.cancel(scene.secretary, last)
    reservations.cancel(scene.manager, fourth)
    assert [status(each) for each in (second, third)] == [Status.NEEDS_INFO, Status.WAITLISTED]


def test_a_newcomer_cannot_take_what_is_offered() -> None:
    scene, first = taken()
    second = wait(scene, 40)
    reservations.cancel(scene.secretary, first)

    with pytest.raises(NotEnoughAvailable):
        ask(scene.secretary, (scene.chairs, 1))

    assert status(second) is Status.NEEDS_INFO


def test_several_things_are_offered_together_or_not_at_all() -> None:
    scene, first = taken()
    tents = make_item(scene.pool, 2)
    (tented,) = ask(scene.secretary, (tents, 2))
    (second,) = ask(scene.secretary, (scene.chairs, 1), (tents, 1), if_short="waitlist")

    reservations.cancel(scene.secretary, first)
    assert (status(second), holds_of(second)) == (Status.WAITLISTED, [])
    reservations.cancel(scene.secretary, tented)

    assert status(second) is Status.NEEDS_INFO
    assert len(holds_of(second)) == 2


def test_a_place_confirmed_is_a_request_like_others() -> None:
    scene, first = taken()
    (second,) = ask(scene.secretary, (scene.chairs, 5), if_short="waitlist")
    reservations.cancel(scene.secretary, first)
    with pytest.raises(NotAllowed):
        waiting.confirm(scene.manager, second)

    waiting.confirm(scene.secretary, second)

    mine = row(second)
    assert (mine.status, mine.awaited, mine.reply_due_at) == (Status.REQUESTED, None, None)
    assert clock.now() < mine.answer_due_at <= mine.starts_at
    assert told(MailKind.TO_ANSWER) == [first, second]
    reservations.approve(scene.manager, second)
    assert status(second) is Status.APPROVED


def test_a_place_declined_goes_to_the_next() -> None:
    scene, first = taken()
    (second,) = ask(scene.secretary, (scene.chairs, 40), if_short="waitlist")
    third = wait(scene, 40)
    reservations.cancel(scene.secretary, first)

    reservations.cancel(scene.secretary, second)

    assert status(third) is Status.NEEDS_INFO


def test_a_place_nobody_confirms_goes_to_the_next(
    runner: FlaskCliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene, first = taken()
    second, third = wait(scene, 40), wait(scene, 40)
    reservations.cancel(scene.secretary, first)
    due = row(second).reply_due_at
    assert due

    for at in (due - timedelta(days=1), due - timedelta(hours=1), due, due):
        set_clock(monkeypatch, at)
        run(runner, "tick")

    assert (status(second), status(third)) == (Status.EXPIRED, Status.NEEDS_INFO)
    assert told(MailKind.OFFERED) == [second, third]


def test_what_came_free_otherwise_is_offered_by_the_clock(runner: FlaskCliRunner) -> None:
    scene, first = taken()
    second, third = wait(scene, 30), wait(scene, 30)
    reservations_hold = row(first)
    for line in reservations_hold.lines:
        line.holds = []
    db.session.commit()

    run(runner, "tick")
    run(runner, "tick")

    assert (status(second), status(third)) == (Status.NEEDS_INFO, Status.WAITLISTED)
    assert told(MailKind.OFFERED) == [second]


def test_what_is_no_longer_lent_is_offered_to_nobody() -> None:
    scene, first = taken()
    second = wait(scene, 5)
    scene.chairs.stage = LifeStage.SUSPENDED
    db.session.commit()

    reservations.cancel(scene.secretary, first)

    assert status(second) is Status.WAITLISTED
    with pytest.raises(WrongMoment):
        waiting.offer(SERVICE, second)


def test_who_waited_until_the_start_waited_for_nothing(
    runner: FlaskCliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene, _ = taken()
    second = wait(scene, 5)

    set_clock(monkeypatch, row(second).starts_at)
    run(runner, "tick")

    seen = reads.show(scene.manager, second)
    assert (seen.status, seen.label) == (Status.EXPIRED, Derived.NO_PLACE)


def test_what_is_withheld_and_lent_again_is_offered() -> None:
    scene = make_scene(40)
    kept = keep(take(scene.stock, 40, next_weekend()))
    second = wait(scene, 5)

    stocks.restore(scene.manager, kept.id)

    assert status(second) is Status.NEEDS_INFO

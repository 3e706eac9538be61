"""A breakdown: what it leaves short, one decision at a time, one message per borrower."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from booking import clock
from booking.db import db
from booking.dealings import Remedy
from booking.errors import NotAllowed, NotEnoughAvailable, NotFound, WrongMoment
from booking.models.mail import Message
from booking.period import OPEN_ENDED, Period
from booking.queries import breakdowns as reads
from booking.queries import health
from booking.rules.asking import Settled, Withheld
from booking.rules.preferences import INVITING, Wants
from booking.usecases import breakdowns, stocks
from booking.usecases.preferences import choose
from booking.vocabulary import HoldReason, MailKind, Role, Status
from tests.factories import Scene, add_stock, ask, make_actor, make_item, make_scene, row, take
from tests.usecases.tending import agree, make_numbered

pytestmark = pytest.mark.usefixtures("base")


@pytest.fixture
def scene(base: Any) -> Scene:
    """Give Maing, four chairs and Quérénaing."""
    return make_scene(4)


def broken(scene: Scene, quantity: int = 2, **more: Any) -> Withheld:
    """Return so many chairs that break today, until they are repaired."""
    period = Period(clock.now(), OPEN_ENDED)
    given = {"quantity": quantity, "note": "Pieds cassés", **more}
    depot = scene.stock.depot.name
    reference = scene.chairs.reference
    return Withheld(reference, depot, HoldReason.BREAKDOWN, (period,), **given)


def report(scene: Scene, quantity: int = 2) -> int:
    return breakdowns.report(scene.manager, broken(scene, quantity))


def settle(scene: Scene, hold_id: int, mine: int, remedy: Remedy, **more: Any) -> None:
    breakdowns.settle(scene.manager, hold_id, Settled(mine, remedy, **more))


def told(scene: Scene) -> list[Message]:
    found = select(Message).filter_by(kind=MailKind.BROKEN).order_by(Message.id)
    return list(db.session.scalars(found))


def test_a_breakdown_is_no_choice_whoever_counts_on_what_breaks(scene: Scene) -> None:
    mine = agree(scene, 3)

    hold_id = report(scene)

    found = reads.show(scene.manager, hold_id)
    assert [(each.mine.id, each.missing) for each in found.affected] == [(mine, 1)]
    assert (found.left, found.ends_at, found.note) == (1, None, "Pieds cassés")
    assert [each.cause for each in health.excesses()] == ["panne : Pieds cassés"]


def test_a_technician_signals_and_the_manager_alone_settles(scene: Scene) -> None:
    mine = agree(scene, 3)
    technician = make_actor(scene.maing, Role.TECHNICIAN)
    hold_id = breakdowns.report(technician, broken(scene))

    assert not reads.show(technician, hold_id).may_settle
    with pytest.raises(NotAllowed):
        breakdowns.settle(technician, hold_id, Settled(mine, Remedy.WAIT))
    for act in (
        lambda: breakdowns.report(scene.secretary, broken(scene)),
        lambda: breakdowns.notify(scene.secretary, hold_id),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_those_that_other_copies_serve_are_shown_as_fine(base: Any) -> None:
    scene = make_numbered(3)
    mine = agree(scene, 2)
    unit = scene.stock.units[0].number

    hold_id = breakdowns.report(scene.manager, broken(scene, 0, units=(unit,)))

    found = reads.show(scene.manager, hold_id)
    assert (found.affected, [each.id for each in found.fine]) == ((), [mine])


def test_the_engine_proposes_depots_things_of_the_same_kind_and_dates(scene: Scene) -> None:
    mine = agree(scene, 3)
    there = add_stock(scene.chairs, 10)
    other = make_item(scene.pool, 5, name="Chaise de salle")

    (affected,) = reads.show(scene.manager, report(scene)).affected

    kinds = [value.partition(":")[0] for value, _ in affected.options]
    assert affected.mine.id == mine
    assert kinds[:3] == ["wait", "depot", "item"]
    assert kinds[-1] == "withdraw"
    values = [value for value, _ in affected.options]
    assert f"depot:{there.depot_id}" in values
    assert f"item:{other.id}" in values


def test_nearer_dates_are_proposed_when_the_repair_has_a_day(scene: Scene) -> None:
    mine, withheld = agree(scene, 3), broken(scene)
    until = Period(clock.now(), row(mine).ends_at)
    hold_id = breakdowns.report(scene.manager, replace(withheld, periods=(until,)))

    (affected,) = reads.show(scene.manager, hold_id).affected

    assert any(value.startswith("dates:") for value, _ in affected.options)


def test_a_reservation_is_moved_to_another_depot_whole(scene: Scene) -> None:
    mine, there = agree(scene, 3), add_stock(scene.chairs, 3)
    hold_id = report(scene)

    settle(scene, hold_id, mine, Remedy.DEPOT, depot_id=there.depot_id)

    assert [each.stock_id for each in row(mine).lines[0].holds] == [there.id]
    found = reads.show(scene.manager, hold_id)
    assert found.affected == ()
    assert [each.decided.remedy for each in found.settled if each.decided] == [Remedy.DEPOT]
    assert health.excesses() == []


def test_what_was_taken_meanwhile_leaves_a_reservation_as_it_was(scene: Scene) -> None:
    mine, there = agree(scene, 3), add_stock(scene.chairs, 3)
    hold_id = report(scene)
    take(there, 1, row(mine).period)
    before = [each.stock_id for each in row(mine).lines[0].holds]

    with pytest.raises((NotEnoughAvailable, WrongMoment)):
        settle(scene, hold_id, mine, Remedy.DEPOT, depot_id=there.depot_id)

    assert [each.stock_id for each in row(mine).lines[0].holds] == before
    assert reads.untold(scene.manager, hold_id) == {}


def test_a_reservation_is_withdrawn_and_says_why(scene: Scene) -> None:
    mine = agree(scene, 3)
    hold_id = report(scene)

    settle(scene, hold_id, mine, Remedy.WITHDRAW, reason="Rien ne la remplace.")

    assert (row(mine).status, row(mine).reason) == (Status.CANCELLED, "Rien ne la remplace.")
    assert reads.show(scene.manager, hold_id).left == 0


def test_each_borrower_reads_one_message(scene: Scene) -> None:
    first, second = agree(scene, 2), agree(scene, 2)
    other = make_item(scene.pool, 5, name="Chaise de salle")
    hold_id = report(scene, 3)
    settle(scene, hold_id, first, Remedy.WAIT)
    settle(scene, hold_id, second, Remedy.ITEM, item_id=other.id)

    breakdowns.notify(scene.manager, hold_id, "Nous cherchons mieux.")
    breakdowns.notify(scene.manager, hold_id)

    (message,) = told(scene)
    assert message.to == scene.secretary.email
    assert len(message.facts["lines"]) == 2
    assert "Chaise de salle" in message.facts["lines"][1]["said"]
    assert message.facts["lines"][1]["at"].endswith(f"materiel={other.id}&quantite=2")
    assert reads.untold(scene.manager, hold_id) == {}
    found = reads.show(scene.manager, hold_id)
    assert (found.left, found.untold) == (0, 0)


@pytest.mark.parametrize(
    ("remedy", "kind"),
    [(Remedy.WITHDRAW, MailKind.CANCELLED), (Remedy.DEPOT, MailKind.CHANGED), (Remedy.WAIT, None)],
)
def test_the_agendas_that_get_invitations_follow_what_is_decided(
    scene: Scene, remedy: Remedy, kind: MailKind | None
) -> None:
    choose(scene.secretary, Wants(invitations=True))
    mine, there = agree(scene, 3), add_stock(scene.chairs, 3)
    other = make_actor(scene.querenaing, Role.SECRETARY)
    hold_id = report(scene)
    settle(scene, hold_id, mine, remedy, reason="Rien.", depot_id=there.depot_id)

    breakdowns.notify(scene.manager, hold_id)

    found = db.session.scalars(select(Message).where(Message.kind.in_(set(INVITING))))
    last = [(each.kind, each.to) for each in found if each.kind is not MailKind.APPROVED]
    assert last == ([(kind, scene.secretary.email)] if kind else [])
    assert {each.to for each in told(scene)} == {scene.secretary.email, other.email}


def test_what_is_repaired_is_settled_no_more(scene: Scene) -> None:
    mine = agree(scene, 3)
    an_hour_ago = Period(clock.now() - timedelta(hours=1), OPEN_ENDED)
    what = replace(broken(scene), periods=(an_hour_ago,))
    hold_id = breakdowns.report(scene.manager, what)
    stocks.restore(scene.manager, hold_id)

    with pytest.raises(WrongMoment, match="breakdown_over"):
        settle(scene, hold_id, mine, Remedy.WAIT)
    assert reads.show(scene.manager, hold_id).over


def test_only_a_breakdown_has_such_a_page(scene: Scene) -> None:
    ask(scene.secretary, (scene.chairs, 1))
    kept = take(scene.stock, 1, Period(clock.now(), clock.now() + timedelta(days=1)))

    with pytest.raises(NotFound):
        reads.show(scene.manager, kept.id)
    with pytest.raises(NotAllowed):
        reads.show(scene.secretary, kept.id)

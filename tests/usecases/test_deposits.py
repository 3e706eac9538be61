"""The price of a loan and its deposit, in words."""

from collections.abc import Callable

import pytest

from booking import journal
from booking.db import db
from booking.errors import NotAllowed, WrongMoment
from booking.models.conventions import Convention
from booking.paperwork import PaperState
from booking.queries import deposits as readings
from booking.queries import history
from booking.rules.access import Actor
from booking.usecases import deposits, loans, reservations
from booking.usecases.deposits import Priced
from booking.vocabulary import Role, Status
from tests.factories import Scene, ask, make_actor, make_scene, row

pytestmark = pytest.mark.usefixtures("base")
PRICED = Priced("25 € par jour, délibération 2026-041", "150 €", "chèque n° 0012345")


def asked(scene: Scene) -> int:
    (made,) = ask(scene.secretary, (scene.chairs, 2))
    return made


def refused(act: Callable[[], int]) -> str:
    with pytest.raises(WrongMoment) as refusal:
        act()
    return refusal.value.code


def technician(scene: Scene) -> Actor:
    return make_actor(scene.maing, Role.TECHNICIAN)


def test_the_lender_sets_a_price_and_a_deposit_and_the_history_tells_it() -> None:
    scene = make_scene()
    mine = asked(scene)

    deposits.set_price(scene.manager, mine, PRICED)
    deposits.set_price(scene.manager, mine, PRICED)

    assert (row(mine).price, row(mine).deposit, row(mine).deposit_means) == (
        PRICED.price,
        PRICED.deposit,
        PRICED.deposit_means,
    )
    told = [each.act for each in journal.entries("reservation", mine)]
    assert told.count("set_price") == 1
    first = history.of_reservation(scene.secretary, mine)[0]
    assert first.sentence == "a fixé le prix et le dépôt de garantie"
    assert first.changes == (
        ("prix", "rien", PRICED.price),
        ("dépôt de garantie", "rien", "150 €"),
        ("moyen du dépôt de garantie", "rien", "chèque n° 0012345"),
    )


def test_once_a_paper_states_it_the_price_changes_no_more() -> None:
    scene = make_scene()
    mine = asked(scene)
    reservations.approve(scene.manager, mine)

    assert refused(lambda: deposits.set_price(scene.manager, mine, PRICED)) == "paper_issued"
    assert readings.of_reservation(scene.manager, mine).may_set is False

    for paper in db.session.query(Convention).filter_by(reservation_id=mine):
        paper.state = PaperState.CANCELLED
    db.session.commit()
    deposits.set_price(scene.manager, mine, PRICED)
    assert row(mine).price == PRICED.price


def test_a_deposit_is_received_then_given_back_at_the_counter() -> None:
    scene = make_scene()
    mine, counter = asked(scene), technician(scene)
    deposits.set_price(scene.manager, mine, PRICED)
    assert refused(lambda: deposits.take_deposit(counter, mine)) == "wrong_moment"
    reservations.approve(scene.manager, mine)
    assert refused(lambda: deposits.give_back_deposit(counter, mine)) == "deposit_not_held"
    assert readings.of_reservation(counter, mine).may_take

    deposits.take_deposit(counter, mine)
    assert row(mine).deposit_received_at
    assert refused(lambda: deposits.take_deposit(counter, mine)) == "deposit_received"
    seen = readings.of_reservation(counter, mine)
    assert (seen.may_take, seen.may_give_back, seen.may_set) == (False, True, False)

    loans.hand_over(scene.manager, mine)
    loans.take_back(scene.manager, mine)
    row(mine).status = Status.CLOSED
    db.session.commit()
    deposits.give_back_deposit(counter, mine)
    assert row(mine).deposit_returned_at
    assert refused(lambda: deposits.give_back_deposit(counter, mine)) == "deposit_not_held"


def test_no_deposit_is_received_that_was_not_asked() -> None:
    scene = make_scene()
    mine = asked(scene)
    reservations.approve(scene.manager, mine)

    assert refused(lambda: deposits.take_deposit(scene.manager, mine)) == "deposit_not_asked"


def test_a_received_deposit_is_not_changed() -> None:
    scene = make_scene()
    mine = asked(scene)
    deposits.set_price(scene.manager, mine, PRICED)
    reservations.approve(scene.manager, mine)
    deposits.take_deposit(scene.manager, mine)
    for paper in db.session.query(Convention).filter_by(reservation_id=mine):
        paper.state = PaperState.CANCELLED
    db.session.commit()

    assert refused(lambda: deposits.set_price(scene.manager, mine, Priced())) == "deposit_received"


def test_who_borrows_sets_nothing_and_receives_nothing() -> None:
    scene = make_scene()
    mine = asked(scene)

    with pytest.raises(NotAllowed):
        deposits.set_price(scene.secretary, mine, PRICED)
    with pytest.raises(NotAllowed):
        deposits.take_deposit(scene.secretary, mine)
    with pytest.raises(NotAllowed):
        deposits.set_price(technician(scene), mine, PRICED)
    assert readings.of_reservation(scene.secretary, mine).shown is False


def test_a_loan_that_is_over_has_no_new_price() -> None:
    scene = make_scene()
    mine = asked(scene)
    reservations.refuse(scene.manager, mine, "Non.")

    assert refused(lambda: deposits.set_price(scene.manager, mine, PRICED)) == "wrong_moment"

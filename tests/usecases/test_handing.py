"""What leaves, counted: less, more, by copies, kept for later."""

from datetime import timedelta
from typing import Any

import pytest

from booking.db import db
from booking.errors import Invalid, NotEnoughAvailable, NotFound, WrongMoment
from booking.fitness import Equipment
from booking.handling import Wear
from booking.models.catalogue import Accessory
from booking.models.conventions import Convention
from booking.models.loans import Loan, Passage
from booking.paperwork import PaperKind, PaperState
from booking.period import Period
from booking.queries import health, reservations
from booking.rules.passages import Counted, Passing, Signed
from booking.usecases import loans
from booking.usecases import reservations as acts
from booking.vocabulary import Status
from tests.factories import (
    Scene,
    add_stock,
    ask,
    count_rows,
    keep,
    make_item,
    make_scene,
    next_weekend,
    row,
    set_clock,
)
from tests.signing import need_signed, paper_of
from tests.usecases.tending import (
    agree,
    excesses,
    free,
)

pytestmark = pytest.mark.usefixtures("base")
HOUR = timedelta(hours=1)
SIGNED = Signed(borrower_name="Luc", keeper_name="Ada")


def line_id(reservation_id: int) -> int:
    """Return the only line of a reservation."""
    (line,) = row(reservation_id).lines
    return line.id


def counted(reservation_id: int, *quantities: int, **facts: Any) -> Passing:
    """Return so many of the only line as counted at the counter."""
    line = line_id(reservation_id)
    return Passing(
        counted=tuple(Counted(line, quantity) for quantity in quantities), signed=SIGNED, **facts
    )


def passages() -> list[Passage]:
    """Return every passage, in order."""
    return db.session.query(Passage).order_by(Passage.id).all()


def held(reservation_id: int) -> list[tuple[int, bool]]:
    """Return how many are held each time, and whether they have left."""
    holds = [hold for line in row(reservation_id).lines for hold in line.holds]
    return sorted((hold.quantity, hold.due_back_at is not None) for hold in holds)


def test_less_leaves_and_the_rest_is_free_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    scene, weekend = make_scene(40), next_weekend()
    mine = agree(scene, 40)
    set_clock(monkeypatch, weekend.starts_at + HOUR)

    loans.hand_over(scene.manager, mine, counted(mine, 37))

    (line,) = row(mine).lines
    assert (line.quantity, line.asked) == (37, 40)
    assert held(mine) == [(37, True)]
    assert free(scene.chairs, Period(weekend.starts_at + HOUR, weekend.ends_at)) == 3
    assert [(each.quantity) for each in passages()[0].lines] == [37]
    assert excesses() == []
    view = reservations.show(scene.manager, mine)
    assert (view.amended, view.lines[0].kept) == (False, 0)


def test_what_is_kept_stays_held_and_leaves_later(monkeypatch: pytest.MonkeyPatch) -> None:
    scene, weekend = make_scene(40), next_weekend()
    mine = agree(scene, 40)
    set_clock(monkeypatch, weekend.starts_at + HOUR)

    loans.hand_over(scene.manager, mine, counted(mine, 30, kept=True))

    assert held(mine) == [(10, False), (30, True)]
    assert (row(mine).status, row(mine).lines[0].quantity) == (Status.OUT, 40)
    assert free(scene.chairs, Period(weekend.starts_at + HOUR, weekend.ends_at)) == 0
    assert reservations.show(scene.manager, mine).lines[0].kept == 10

    loans.hand_over_more(scene.manager, mine, counted(mine, 4, kept=True))
    loans.hand_over_more(scene.manager, mine, counted(mine, 5))

    assert held(mine) == [(4, True), (5, True), (30, True)]
    assert row(mine).lines[0].quantity == 39
    assert [[line.quantity for line in each.lines] for each in passages()] == [[30], [4], [5]]
    assert count_rows(Loan) == 1
    with pytest.raises(WrongMoment, match="nothing_kept"):
        loans.hand_over_more(scene.manager, mine)
    assert excesses() == []
    loans.take_back(scene.manager, mine)
    assert row(mine).status is Status.RETURNED


def test_more_leaves_when_it_is_free_and_its_amendment_is_issued(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene, weekend = make_scene(40), next_weekend()
    mine = agree(scene, 20)
    set_clock(monkeypatch, weekend.starts_at + HOUR)

    loans.hand_over(scene.manager, mine, counted(mine, 30))

    assert row(mine).lines[0].quantity == 30
    assert sum(quantity for quantity, out in held(mine) if out) == 30
    assert free(scene.chairs, Period(weekend.starts_at + HOUR, weekend.ends_at)) == 10
    papers = db.session.query(Convention).filter_by(reservation_id=mine).order_by(Convention.id)
    kinds = [each.kind for each in papers]
    assert kinds == [PaperKind.SLIP, PaperKind.AMENDMENT, PaperKind.REPORT_OUT]
    assert not reservations.show(scene.manager, mine).amended
    assert excesses() == []


def test_more_than_is_free_is_refused_and_says_how_many_may_leave(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene, weekend = make_scene(40), next_weekend()
    mine, _ = agree(scene, 20), agree(scene, 15)
    set_clock(monkeypatch, weekend.starts_at + HOUR)

    with pytest.raises(NotEnoughAvailable) as refusal:
        loans.hand_over(scene.manager, mine, counted(mine, 30))

    assert refusal.value.facts["at_most"] == [{"line": line_id(mine), "quantity": 25}]
    assert (row(mine).status, held(mine)) == (Status.APPROVED, [(20, False)])
    assert passages() == []


def test_more_leaves_nothing_unsigned_where_the_pool_wants_signatures() -> None:
    scene = make_scene(40)
    need_signed(scene.pool)
    mine = agree(scene, 20)
    paper_of(mine).state = PaperState.SIGNED
    db.session.commit()

    with pytest.raises(WrongMoment, match="more_unsigned"):
        loans.hand_over(scene.manager, mine, counted(mine, 21))


def test_more_is_too_late_once_the_loan_should_be_over(monkeypatch: pytest.MonkeyPatch) -> None:
    scene, weekend = make_scene(40), next_weekend()
    mine = agree(scene, 20)
    set_clock(monkeypatch, weekend.ends_at + HOUR)

    with pytest.raises(WrongMoment, match="more_too_late"):
        loans.hand_over(scene.manager, mine, counted(mine, 21))


def test_a_line_that_does_not_leave_is_no_more_of_the_loan() -> None:
    scene = make_scene(40)
    tents = make_item(scene.pool, 4, name="Tente", reference="TEN")
    (mine,) = ask(scene.secretary, (scene.chairs, 10), (tents, 2))
    acts.approve(scene.manager, mine)
    chairs = next(line for line in row(mine).lines if line.item_id == scene.chairs.id)

    loans.hand_over(scene.manager, mine, Passing(counted=(Counted(chairs.id, 10),), signed=SIGNED))

    assert [line.item_id for line in row(mine).lines] == [scene.chairs.id]
    assert free(tents) == 4
    assert not reservations.show(scene.manager, mine).amended


def test_the_line_of_another_reservation_is_not_found() -> None:
    scene = make_scene(40)
    mine, other = agree(scene, 1), agree(scene, 1)

    with pytest.raises(NotFound, match="line_not_found"):
        loans.hand_over(scene.manager, mine, counted(other, 1))


def test_what_is_read_and_counted_is_kept() -> None:
    scene = make_scene(4, equipment=Equipment.GARDEN_MACHINE)
    keep(Accessory(item_id=scene.chairs.id, name="Clé", quantity=2))
    db.session.refresh(scene.chairs)
    mine = agree(scene, 2)
    told = Counted(line_id(mine), 2, wear=Wear.WORN, hours=125, energy=80, note="Rayée.")

    loans.hand_over(scene.manager, mine, Passing(counted=(told,), signed=SIGNED, note="Vite."))

    (passage,) = passages()
    (line,) = passage.lines
    assert (line.wear, line.hours, line.energy, line.note) == (Wear.WORN, 125, 80, "Rayée.")
    assert line.accessories == [{"name": "Clé", "expected": 4, "counted": 4}]
    assert (passage.borrower_name, passage.keeper_name, passage.note) == ("Luc", "Ada", "Vite.")
    assert passage.depot_id == scene.stock.depot_id


def test_instructions_are_accepted_and_kept_as_they_were() -> None:
    scene = make_scene(40, instructions="À l’abri de la pluie.")
    mine = agree(scene, 2)

    with pytest.raises(Invalid, match="instructions_to_accept"):
        loans.hand_over(scene.manager, mine, counted(mine, 2))
    loans.hand_over(scene.manager, mine, counted(mine, 2, agreed=True))
    scene.chairs.instructions = "Autre chose."
    db.session.commit()

    assert passages()[0].agreed == "Chaise pliante : À l’abri de la pluie."


def test_a_program_that_says_nothing_hands_over_all_without_instructions() -> None:
    scene = make_scene(40, instructions="À l’abri de la pluie.")
    mine = agree(scene, 2)

    loans.hand_over(scene.manager, mine)

    assert (passages()[0].agreed, row(mine).status) == ("", Status.OUT)


def test_less_that_leaves_early_asks_for_less_time() -> None:
    scene = make_scene(40)
    mine = agree(scene, 30)
    ask(scene.secretary, (scene.chairs, 15), period=next_weekend(3))

    with pytest.raises(NotEnoughAvailable):
        loans.hand_over(scene.manager, mine, counted(mine, 26))
    loans.hand_over(scene.manager, mine, counted(mine, 25, kept=True))

    assert held(mine) == [(5, False), (25, True)]
    starts = {hold.due_back_at is None: hold.starts_at for hold in row(mine).lines[0].holds}
    assert starts[True] == next_weekend().starts_at
    assert health.excesses() == []


def test_the_other_depot_keeps_its_own_when_the_technician_hands_over_theirs() -> None:
    scene: Scene = make_scene(10)
    far = add_stock(scene.chairs, 10)
    far.depot.custodian = scene.querenaing
    db.session.commit()
    mine = agree(scene, 15)

    loans.hand_over(scene.manager, mine, counted(mine, 10, kept=True))

    stocks = {hold.stock_id for hold in row(mine).lines[0].holds if hold.due_back_at}
    assert stocks == {scene.stock.id}

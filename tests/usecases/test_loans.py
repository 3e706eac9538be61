"""What leaves and what comes back."""

from datetime import datetime, timedelta

import pytest

from booking import clock
from booking.db import db
from booking.errors import NotAllowed, NotEnoughAvailable, NotFound, WrongMoment
from booking.models.catalogue import Depot
from booking.models.files import StoredFile
from booking.models.loans import Loan, Passage
from booking.paperwork import PaperState
from booking.period import Period
from booking.queries import health
from booking.queries import loans as loans_of
from booking.rules.passages import Counted, Passing
from booking.usecases import loans, reservations
from booking.vocabulary import Role, Status
from tests.factories import (
    Scene,
    ask,
    count_rows,
    holds_of,
    make_actor,
    make_commune,
    make_item,
    make_scene,
    next_weekend,
    row,
    set_clock,
)
from tests.shots import shot
from tests.signing import need_signed, paper_of

pytestmark = pytest.mark.usefixtures("base")
HOUR = timedelta(hours=1)


def agreed(scene: Scene, quantity: int = 40, period: Period | None = None) -> int:
    """Ask and approve; return the reservation."""
    (asked_id,) = ask(scene.secretary, (scene.chairs, quantity), period=period)
    reservations.approve(scene.manager, asked_id)
    return asked_id


def loan() -> Loan:
    """Return the only loan."""
    return db.session.query(Loan).one()


def held(reservation_id: int) -> list[tuple[datetime, datetime]]:
    """Return from when to when a reservation holds."""
    return [(each.starts_at, each.ends_at) for _, _, each in holds_of(reservation_id)]


def test_everything_agreed_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    scene, weekend = make_scene(), next_weekend()
    agreed_id = agreed(scene, 4)
    set_clock(monkeypatch, weekend.starts_at + HOUR)

    loans.hand_over(scene.manager, agreed_id)

    assert row(agreed_id).status is Status.OUT
    assert loan().handed_over_at == weekend.starts_at + HOUR
    assert [(each.out, each.back) for each in loans_of.tally(loan()).values()] == [(4, 0)]
    assert held(agreed_id) == [(weekend.starts_at, weekend.ends_at)]
    assert row(agreed_id).starts_at == weekend.starts_at


def test_an_early_departure_holds_from_now_on(monkeypatch: pytest.MonkeyPatch) -> None:
    scene, weekend, before = make_scene(), next_weekend(), next_weekend(3)
    agreed_id = agreed(scene, 40)
    now = clock.now()
    set_clock(monkeypatch, now)

    loans.hand_over(scene.manager, agreed_id)

    assert held(agreed_id) == [(now, weekend.ends_at)]
    assert loan().handed_over_at == now
    with pytest.raises(NotEnoughAvailable):
        ask(scene.secretary, (scene.chairs, 1), period=before)


def test_an_early_departure_never_takes_what_others_hold() -> None:
    scene = make_scene(40)
    agreed_id = agreed(scene, 30)
    ask(scene.secretary, (scene.chairs, 11), period=next_weekend(3))

    with pytest.raises(NotEnoughAvailable) as refusal:
        loans.hand_over(scene.manager, agreed_id)

    assert refusal.value.facts["shortages"][0]["free"] == 29  # type: ignore[index]
    assert row(agreed_id).status is Status.APPROVED
    assert held(agreed_id) == [(next_weekend().starts_at, next_weekend().ends_at)]


@pytest.mark.parametrize("hours_after_start", [10, 200], ids=["early", "late"])
def test_on_return_the_hold_ends_with_the_preparation(
    monkeypatch: pytest.MonkeyPatch, hours_after_start: int
) -> None:
    scene, weekend = make_scene(preparation_after_hours=48), next_weekend()
    agreed_id = agreed(scene)
    set_clock(monkeypatch, weekend.starts_at)
    loans.hand_over(scene.manager, agreed_id)
    back = weekend.starts_at + hours_after_start * HOUR
    set_clock(monkeypatch, back)

    loans.take_back(scene.manager, agreed_id)

    assert row(agreed_id).status is Status.RETURNED
    assert held(agreed_id) == [(weekend.starts_at, back + 48 * HOUR)]
    assert (loan().returned_at, loan().returned_by_id) == (back, scene.manager.user_id)
    assert [each.back for each in loans_of.tally(loan()).values()] == [40]
    assert row(agreed_id).ends_at == weekend.ends_at


def test_what_came_back_early_is_free_after_its_preparation(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene, weekend = make_scene(preparation_after_hours=2), next_weekend()
    agreed_id = agreed(scene)
    set_clock(monkeypatch, weekend.starts_at)
    loans.hand_over(scene.manager, agreed_id)
    set_clock(monkeypatch, weekend.starts_at + HOUR)
    loans.take_back(scene.manager, agreed_id)
    scene.pool.notice_days = 0
    db.session.commit()

    busy = Period(weekend.starts_at + 2 * HOUR, weekend.ends_at)

    with pytest.raises(NotEnoughAvailable):
        ask(scene.secretary, (scene.chairs, 1), period=busy)
    ask(
        scene.secretary,
        (scene.chairs, 40),
        period=Period(weekend.starts_at + 3 * HOUR, weekend.ends_at),
    )
    assert health.excesses() == []


def test_what_never_came_back_in_time_still_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    scene, weekend = make_scene(preparation_after_hours=2), next_weekend()
    scene.pool.notice_days = 0
    db.session.commit()
    agreed_id = agreed(scene)
    set_clock(monkeypatch, weekend.starts_at)
    loans.hand_over(scene.manager, agreed_id)
    late = weekend.ends_at + 100 * HOUR
    set_clock(monkeypatch, late)
    grace = late + 24 * HOUR + 2 * HOUR

    with pytest.raises(NotEnoughAvailable):
        ask(scene.secretary, (scene.chairs, 1), period=Period(grace - HOUR, grace + HOUR))
    ask(scene.secretary, (scene.chairs, 40), period=Period(grace, grace + HOUR))
    assert held(agreed_id) == [(weekend.starts_at, weekend.ends_at + 2 * HOUR)]


def test_one_gives_out_and_takes_back_in_order() -> None:
    scene = make_scene()
    (asked_id,) = ask(scene.secretary, (scene.chairs, 4))

    for act in (loans.hand_over, loans.take_back):
        with pytest.raises(WrongMoment):
            act(scene.manager, asked_id)
    reservations.approve(scene.manager, asked_id)
    loans.hand_over(scene.manager, asked_id)
    with pytest.raises(WrongMoment) as refusal:
        reservations.cancel(scene.secretary, asked_id)
    assert refusal.value.facts["possible"] == ["take_back", "edit", "extend"]


def test_the_technician_of_the_depot_hands_over_and_takes_back() -> None:
    scene = make_scene()
    quarouble = make_commune(scene.territory, "Quarouble")
    depot = db.session.get_one(Depot, scene.stock.depot_id)
    depot.custodian_id = quarouble.id
    db.session.commit()
    agreed_id = agreed(scene, 4)
    technician = make_actor(quarouble, Role.TECHNICIAN)

    with pytest.raises(NotAllowed):
        loans.hand_over(scene.secretary, agreed_id)
    loans.hand_over(technician, agreed_id)
    loans.take_back(technician, agreed_id)

    assert loan().handed_over_by_id == loan().returned_by_id == technician.user_id


def test_a_double_click_hands_over_once() -> None:
    scene = make_scene()
    agreed_id = agreed(scene, 4)

    for _ in range(2):
        loans.hand_over(scene.manager, agreed_id, key="clic")

    assert loan().reservation_id == agreed_id
    assert clock.now() > loan().handed_over_at


def test_nothing_leaves_before_its_paper_is_signed_where_the_pool_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene, weekend = make_scene(), next_weekend()
    need_signed(scene.pool)
    agreed_id = agreed(scene, 4)
    set_clock(monkeypatch, weekend.starts_at + HOUR)
    with pytest.raises(WrongMoment, match="paper_unsigned"):
        loans.hand_over(scene.manager, agreed_id)
    assert row(agreed_id).status is Status.APPROVED

    paper_of(agreed_id).state = PaperState.SIGNED
    db.session.commit()
    loans.hand_over(scene.manager, agreed_id)

    assert row(agreed_id).status is Status.OUT


def test_a_photo_of_what_does_not_leave_is_kept_with_what_leaves() -> None:
    scene = make_scene(40)
    tents = make_item(scene.pool, 4, name="Tente", reference="TEN")
    (mine,) = ask(scene.secretary, (scene.chairs, 10), (tents, 2))
    reservations.approve(scene.manager, mine)
    chairs, rest = (line.id for line in sorted(row(mine).lines, key=lambda line: line.item.name))
    rows = (Counted(chairs, 10), Counted(rest, 0))

    loans.hand_over(scene.manager, mine, Passing(rows, photos=(shot(rest), shot(chairs), shot())))

    kept = db.session.query(StoredFile).order_by(StoredFile.id)
    assert [each.line_id for each in kept] == [None, chairs, None]
    assert {each.passage_id for each in kept} == {db.session.query(Passage).one().id}


def test_a_photo_of_what_stays_for_later_is_of_its_line() -> None:
    scene = make_scene(40)
    tents = make_item(scene.pool, 4, name="Tente", reference="TEN")
    (mine,) = ask(scene.secretary, (scene.chairs, 10), (tents, 2))
    reservations.approve(scene.manager, mine)
    chairs, rest = (line.id for line in sorted(row(mine).lines, key=lambda line: line.item.name))
    rows = (Counted(chairs, 10), Counted(rest, 0))

    loans.hand_over(scene.manager, mine, Passing(rows, kept=True, photos=(shot(rest),)))

    assert [each.line_id for each in db.session.query(StoredFile)] == [rest]


def test_a_photo_of_the_line_of_another_reservation_is_refused() -> None:
    scene = make_scene(40)
    mine, other = agreed(scene, 1), agreed(scene, 1)
    strange = row(other).lines[0].id

    with pytest.raises(NotFound, match="line_not_found"):
        loans.hand_over(scene.manager, mine, Passing(photos=(shot(strange),)))

    assert (row(mine).status, count_rows(StoredFile)) == (Status.APPROVED, 0)

"""What comes back in part, damaged, dirty, or not at all."""

import pytest

from booking import clock
from booking.db import db
from booking.errors import NotEnoughAvailable, WrongMoment
from booking.handling import Direction, IncidentKind, Rating, Wear
from booking.models.incidents import Incident
from booking.models.loans import Loan, Passage
from booking.period import OPEN_ENDED, Period
from booking.queries import health
from booking.queries import loans as loans_of
from booking.rules.passages import Counted, Passing, Signed
from booking.rules.returns import REST
from booking.usecases import loans
from booking.vocabulary import Status
from tests.factories import ask, holds_of, make_scene, next_weekend, row, set_clock
from tests.usecases.returns import HOUR, back, broken, free_now, last, out
from tests.usecases.tending import excesses, make_numbered, numbers

pytestmark = pytest.mark.usefixtures("base")


def tallied(reservation_id: int) -> list[tuple[int, int, int, int]]:
    """Return how many left, are back, of which damaged, and are given up, line by line."""
    found = loans_of.tally(loans_of.of_reservation(reservation_id)).values()
    return [(each.out, each.back, each.damaged, each.missing) for each in found]


def test_of_forty_chairs_three_come_back_damaged(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene(400)
    mine, line = out(scene, 40, monkeypatch)

    back(scene, mine, Counted(line, REST, damaged=3))

    assert row(mine).status is Status.RETURNED
    assert tallied(mine) == [(40, 40, 3, 0)]
    assert broken() == [(3, clock.now(), OPEN_ENDED)]
    assert free_now(scene) == 397
    (incident,) = db.session.query(Incident)
    assert (incident.kind, incident.quantity) == (IncidentKind.DAMAGE, 3)
    assert (incident.reservation_id, incident.hold.quantity) == (mine, 3)
    assert incident.passage_id == last().id
    assert health.excesses() == []


def test_what_is_missing_is_held_until_somebody_says_what_became_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene = make_scene(40)
    mine, line = out(scene, 40, monkeypatch)

    back(scene, mine, Counted(line, 38, missing=2))

    assert row(mine).status is Status.RETURNED
    assert (tallied(mine), free_now(scene)) == ([(40, 38, 0, 2)], 38)
    (incident,) = db.session.query(Incident)
    assert (incident.kind, incident.quantity) == (IncidentKind.MISSING, 2)


def test_what_is_still_out_is_held_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene(40, preparation_after_hours=2)
    mine, line = out(scene, 40, monkeypatch)
    due = row(mine).ends_at

    back(scene, mine, Counted(line, 30))

    assert row(mine).status is Status.OUT
    assert sorted((many, when.ends_at) for _, many, when in holds_of(mine)) == [
        (10, due + 2 * HOUR),
        (30, clock.now() + 2 * HOUR),
    ]
    assert free_now(scene) == 0
    set_clock(monkeypatch, clock.now() + 2 * HOUR)
    assert free_now(scene) == 30
    set_clock(monkeypatch, due + 100 * HOUR)
    assert free_now(scene) == 30, "the rest is late"

    back(scene, mine)

    assert (row(mine).status, tallied(mine)) == (Status.RETURNED, [(40, 40, 0, 0)])
    loan = db.session.query(Loan).one()
    assert [each.direction for each in loan.passages] == [
        Direction.OUT,
        Direction.BACK,
        Direction.BACK,
    ]
    assert loan.returned_at == clock.now()
    set_clock(monkeypatch, clock.now() + 2 * HOUR)
    assert (free_now(scene), health.excesses()) == (40, [])


@pytest.mark.parametrize(
    ("parts", "left", "expected"),
    [
        ([(10, 0, 0), (10, 0, 0), (20, 0, 0)], 40, [(40, 40, 0, 0)]),
        ([(10, 2, 0), (28, 0, 2)], 36, [(40, 38, 2, 2)]),
        ([(0, 0, 5), (35, 35, 0)], 0, [(40, 35, 35, 5)]),
        ([(40, 40, 0)], 0, [(40, 40, 40, 0)]),
        ([(0, 0, 40)], 0, [(40, 0, 0, 40)]),
    ],
)
def test_a_return_in_parts_adds_up(
    monkeypatch: pytest.MonkeyPatch,
    parts: list[tuple[int, int, int]],
    left: int,
    expected: list[tuple[int, ...]],
) -> None:
    scene = make_scene(40)
    mine, line = out(scene, 40, monkeypatch)

    for quantity, damaged, missing in parts:
        back(scene, mine, Counted(line, quantity, damaged=damaged, missing=missing))
        set_clock(monkeypatch, clock.now() + HOUR)
        assert excesses() == []

    assert (row(mine).status, tallied(mine)) == (Status.RETURNED, expected)
    assert free_now(scene) == left
    assert sum(quantity for quantity, _, _ in broken()) == 40 - left


def test_a_copy_is_damaged_and_another_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_numbered(3)
    mine, line = out(scene, 3, monkeypatch)
    one, two, three = numbers(scene)

    back(scene, mine, Counted(line, 1, two, damaged=1, wear=Wear.TO_REPAIR, hours=125))

    assert row(mine).status is Status.OUT
    assert (free_now(scene), excesses()) == (0, [])
    back(scene, mine, Counted(line, 0, three, missing=1), Counted(line, 1, one))
    assert row(mine).status is Status.RETURNED
    assert (free_now(scene), excesses()) == (1, [])
    found = db.session.query(Incident).order_by(Incident.id)
    assert [(each.kind, each.unit.number) for each in found] == [
        (IncidentKind.DAMAGE, two),
        (IncidentKind.MISSING, three),
    ]
    kept = db.session.query(Passage).order_by(Passage.id)[1].lines[0]
    assert (kept.unit.number, kept.wear, kept.hours) == (two, Wear.TO_REPAIR, 125)


def test_a_late_copy_may_come_back_damaged(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_numbered(1)
    (later,) = ask(scene.secretary, (scene.chairs, 1), period=next_weekend(5))
    mine, line = out(scene, 1, monkeypatch)
    set_clock(monkeypatch, row(later).starts_at + HOUR)

    back(scene, mine, Counted(line, 1, numbers(scene)[0], damaged=1))

    assert (row(mine).status, row(later).status) == (Status.RETURNED, Status.REQUESTED)
    assert free_now(scene) == 0
    assert all(cause for _, cause in excesses())


def test_an_early_return_frees_what_is_good(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene(40)
    scene.pool.notice_days = 0
    db.session.commit()
    mine, line = out(scene, 40, monkeypatch)
    back(scene, mine, Counted(line, 20))
    now, ends_at = clock.now(), row(mine).ends_at

    with pytest.raises(NotEnoughAvailable):
        ask(scene.secretary, (scene.chairs, 21), period=Period(now, ends_at))
    ask(scene.secretary, (scene.chairs, 20), period=Period(now, ends_at))
    assert health.excesses() == []


@pytest.mark.parametrize(
    ("counted", "code"),
    [
        ({"quantity": 41}, "more_back_than_out"),
        ({"quantity": 1, "unit": "AUTRE-01"}, "copy_not_of_loan"),
        ({"quantity": 0}, "nothing_counted"),
    ],
)
def test_a_return_that_cannot_be_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, counted: dict[str, object], code: str
) -> None:
    scene = make_scene(400)
    mine, line = out(scene, 40, monkeypatch)

    with pytest.raises(WrongMoment, match=code):
        back(scene, mine, Counted(line, **counted))  # type: ignore[arg-type]

    assert (row(mine).status, tallied(mine)) == (Status.OUT, [(40, 0, 0, 0)])
    with pytest.raises(WrongMoment, match="line_not_of_loan"):
        back(scene, mine, Counted(line + 1, 1))


def test_nothing_comes_back_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene(40)
    mine, line = out(scene, 40, monkeypatch)
    for _ in range(2):
        loans.take_back(scene.manager, mine, Passing((Counted(line, 40, damaged=1),)), key="clic")
    assert db.session.query(Incident).count() == 1

    with pytest.raises(WrongMoment) as refusal:
        back(scene, mine)

    assert (refusal.value.code, refusal.value.facts["state"]) == ("wrong_moment", Status.RETURNED)


@pytest.mark.parametrize(
    ("signed", "contested"),
    [
        (Signed(borrower_name="Luc", borrower_drawn="M1 1 L2 2"), False),
        (Signed(borrower_name="Luc"), True),
        (Signed(unsigned="déposé le soir"), True),
        (Signed(), True),
    ],
    ids=["signed", "named", "unsigned", "nobody"],
)
def test_what_nobody_signed_may_be_contested(
    monkeypatch: pytest.MonkeyPatch, signed: Signed, *, contested: bool
) -> None:
    scene = make_scene(40)
    mine, _ = out(scene, 40, monkeypatch)

    back(scene, mine, signed=signed)

    passage = last()
    assert (passage.contest_until is not None) is contested


def test_who_brings_back_says_how_it_went(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene(40)
    mine, line = out(scene, 40, monkeypatch)

    back(scene, mine, Counted(line, 10), people=120, rating=Rating.FAIR, remark="Lourdes.")
    back(scene, mine)

    loan = db.session.query(Loan).one()
    assert (loan.people, loan.rating, loan.remark) == (120, Rating.FAIR, "Lourdes.")

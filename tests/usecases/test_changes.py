"""Changing what was asked: other dates, other quantities, more than there is."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from booking import journal
from booking.db import db
from booking.errors import Invalid, NotAllowed, NotEnoughAvailable, NotFound, WrongMoment
from booking.models.mail import Message
from booking.models.reservations import Hold, Reservation
from booking.period import Period
from booking.queries import reservations as reads
from booking.rules.access import Actor
from booking.rules.asking import AskedLine, Edited
from booking.usecases import changes, reservations
from booking.vocabulary import MailKind, Role, Status
from tests.factories import (
    Scene,
    add_stock,
    ask,
    holds_of,
    lose,
    make_actor,
    make_commune,
    make_scene,
    next_weekend,
    row,
)
from tests.usecases.tending import DAY, agree, excesses

pytestmark = pytest.mark.usefixtures("base")
HOUR = timedelta(hours=1)


def edit(actor: Actor, scene: Scene, edited_id: int, quantity: int = 0, **facts: Any) -> None:
    """Make a reservation of chairs another one."""
    if quantity:
        facts["lines"] = (AskedLine(scene.chairs.reference, quantity),)
    changes.edit(actor, edited_id, Edited(**facts))


def dates(period: Period) -> dict[str, Any]:
    """Return other dates, as an edit takes them."""
    return {"starts_at": period.starts_at, "ends_at": period.ends_at}


def told(kind: MailKind = MailKind.CHANGED) -> list[str]:
    """Return who was told that something changed."""
    return list(db.session.scalars(select(Message.to).filter_by(kind=kind).order_by(Message.id)))


def facts_of(reservation_id: int) -> tuple[Any, ...]:
    """Return all that a refusal must leave as it was."""
    mine: Reservation = row(reservation_id)
    lines = [(line.id, line.quantity, line.depot_id) for line in mine.lines]
    beyond = [(hold.beyond, hold.despite) for line in mine.lines for hold in line.holds]
    return (mine.period, mine.status, mine.revision, lines, beyond, holds_of(reservation_id))


def test_other_dates_and_another_quantity_are_held_in_place_of_the_old() -> None:
    scene = make_scene(40, preparation_after_hours=48)
    (asked_id,) = ask(scene.secretary, (scene.chairs, 40))

    edit(scene.secretary, scene, asked_id, 30, **dates(next_weekend(5)))

    assert row(asked_id).period == next_weekend(5)
    assert holds_of(asked_id) == [
        (scene.stock.id, 30, next_weekend(5).widened(0 * HOUR, 48 * HOUR))
    ]
    assert [line.quantity for line in row(asked_id).lines] == [30]


def test_a_change_raises_the_revision_tells_both_and_is_journaled() -> None:
    scene = make_scene(40)
    agreed_id = agree(scene, 40)

    edit(scene.secretary, scene, agreed_id, 30)

    assert row(agreed_id).revision == 2
    assert told() == [scene.secretary.email, scene.manager.email]
    entry = journal.entries("reservation", agreed_id)[-1]
    quantities = [entry.facts[each]["lines"][0][1] for each in ("before", "after")]  # type: ignore[index]
    assert (entry.act, quantities) == ("edit", [40, 30])
    assert "beyond" not in entry.facts


@pytest.mark.parametrize("approved", [False, True])
def test_less_is_never_refused_even_of_what_is_no_longer_there(approved: bool) -> None:
    scene = make_scene(40)
    add_stock(scene.chairs, 20)
    db.session.refresh(scene.chairs)
    (asked_id,) = ask(scene.secretary, (scene.chairs, 50))
    if approved:
        reservations.approve(scene.manager, asked_id)
    lose(scene.stock, 40)
    shorter = Period(next_weekend().starts_at + HOUR, next_weekend().ends_at - HOUR)

    edit(scene.secretary, scene, asked_id, 48, **dates(shorter))

    first, second = scene.chairs.stocks
    assert sorted(holds_of(asked_id)) in (
        [(first.id, 38, shorter), (second.id, 10, shorter)],
        [(first.id, 40, shorter), (second.id, 8, shorter)],
    )
    assert row(asked_id).period == shorter


def test_less_keeps_the_preparation_frozen_when_it_was_asked() -> None:
    scene = make_scene(40, preparation_before_hours=3, preparation_after_hours=48)
    agreed_id = agree(scene, 40)
    scene.chairs.preparation_after_hours = 0
    db.session.commit()
    shorter = Period(next_weekend().starts_at, next_weekend().ends_at - DAY)

    edit(scene.secretary, scene, agreed_id, **dates(shorter))

    assert holds_of(agreed_id) == [(scene.stock.id, 40, shorter.widened(3 * HOUR, 48 * HOUR))]


def test_what_was_taken_beyond_the_stock_is_given_back_first() -> None:
    scene = make_scene(40)
    add_stock(scene.chairs, 20)
    db.session.refresh(scene.chairs)
    (asked_id,) = ask(scene.secretary, (scene.chairs, 60))
    edit(scene.manager, scene, asked_id, 65, despite="Prêtées par Artres.")

    edit(scene.secretary, scene, asked_id, 61)
    assert (excesses(), facts_of(asked_id)[4][0][0]) == (
        [(1, "dérogation : Prêtées par Artres.")],
        1,
    )
    edit(scene.secretary, scene, asked_id, 60)

    assert sorted(quantity for _, quantity, _ in holds_of(asked_id)) == [20, 40]
    assert (excesses(), reads.show(scene.secretary, asked_id).despite) == ([], "")


@pytest.mark.parametrize("wanted", ["more", "longer", "earlier", "elsewhen"])
def test_what_does_not_fit_is_refused_and_nothing_changes(wanted: str) -> None:
    scene, weekend = make_scene(40), next_weekend()
    day_before = Period(weekend.starts_at - DAY, weekend.starts_at)
    day_after = Period(weekend.ends_at, weekend.ends_at + DAY)
    (asked_id,) = ask(scene.secretary, (scene.chairs, 30))
    for period in (weekend, day_before, day_after, next_weekend(6)):
        ask(scene.secretary, (scene.chairs, 10 + (period != weekend)), period=period)
    before = facts_of(asked_id)
    moved: dict[str, Any] = {
        "more": {"quantity": 31},
        "longer": {"ends_at": day_after.ends_at},
        "earlier": {"starts_at": day_before.starts_at},
        "elsewhen": dates(next_weekend(6)),
    }

    for actor in (scene.secretary, scene.manager):
        with pytest.raises(NotEnoughAvailable) as refusal:
            edit(actor, scene, asked_id, **moved[wanted])
        (short,) = refusal.value.facts["shortages"]  # type: ignore[misc]
        assert short["free"] == (30 if wanted == "more" else 29)

    assert (facts_of(asked_id), told()) == (before, [])


def test_the_dates_proposed_may_overlap_those_to_be_left() -> None:
    scene, weekend = make_scene(40), next_weekend()
    (asked_id,) = ask(scene.secretary, (scene.chairs, 40))
    ask(scene.secretary, (scene.chairs, 1), period=Period(weekend.ends_at, weekend.ends_at + DAY))

    with pytest.raises(NotEnoughAvailable) as refusal:
        edit(scene.secretary, scene, asked_id, **dates(weekend.shifted(1, scene.secretary.zone)))

    offered: Any = refusal.value.facts["alternatives"]
    assert weekend in offered


def test_the_manager_takes_more_than_is_free_and_says_why() -> None:
    scene = make_scene(40)
    agree(scene, 30)
    agreed_id = agree(scene, 10)

    edit(scene.manager, scene, agreed_id, 15, despite="Les chaises d’Artres suffiront.")

    cause = "Les chaises d’Artres suffiront."
    seen = reads.show(scene.secretary, agreed_id)
    assert (seen.despite, seen.lines[0].beyond, seen.status) == (cause, 5, Status.APPROVED)
    entry = journal.entries("reservation", agreed_id)[-1]
    assert (entry.facts["beyond"], entry.facts["despite"]) == (5, cause)
    assert excesses() == [(5, f"dérogation : {cause}")]


def test_a_reason_given_without_need_is_not_kept() -> None:
    scene = make_scene(40)
    agreed_id = agree(scene, 10)

    edit(scene.manager, scene, agreed_id, 15, despite="Au cas où.")

    assert reads.show(scene.secretary, agreed_id).despite == ""
    assert "beyond" not in journal.entries("reservation", agreed_id)[-1].facts


def test_only_the_manager_takes_more_than_is_free() -> None:
    scene = make_scene(40)
    (asked_id,) = ask(scene.secretary, (scene.chairs, 40))
    before = facts_of(asked_id)

    with pytest.raises(NotAllowed):
        edit(scene.secretary, scene, asked_id, 41, despite="S’il vous plaît.")

    assert facts_of(asked_id) == before


def test_the_borrower_has_more_before_the_answer_and_less_after_it_at_once() -> None:
    scene = make_scene(40)
    (asked_id,) = ask(scene.secretary, (scene.chairs, 10))
    edit(scene.secretary, scene, asked_id, 20)
    reservations.approve(scene.manager, asked_id)

    agreed = holds_of(asked_id)

    for wanted in ({"quantity": 21}, dates(next_weekend(5)), {"ends_at": next_weekend(5).ends_at}):
        edit(scene.secretary, scene, asked_id, **wanted)  # type: ignore[arg-type]
        assert (row(asked_id).period, holds_of(asked_id)) == (next_weekend(), agreed)
    assert told(MailKind.CHANGE_ASKED) == [scene.manager.email] * 3
    edit(scene.secretary, scene, asked_id, 19, ends_at=next_weekend().ends_at - HOUR)
    edit(scene.manager, scene, asked_id, 21)
    assert row(asked_id).lines[0].quantity == 21


def test_an_end_before_the_start_is_invalid() -> None:
    scene = make_scene(40)
    (asked_id,) = ask(scene.secretary, (scene.chairs, 10))

    with pytest.raises(Invalid):
        edit(scene.secretary, scene, asked_id, ends_at=next_weekend().starts_at)


def test_what_the_borrower_adds_is_judged_again() -> None:
    scene = make_scene(40)
    (asked_id,) = ask(scene.secretary, (scene.chairs, 10))
    with pytest.raises(WrongMoment) as refusal:
        edit(scene.secretary, scene, asked_id, ends_at=next_weekend().ends_at + 31 * DAY)
    assert refusal.value.code == "loan_too_long"
    scene.querenaing.population = 5_100
    db.session.commit()

    with pytest.raises(NotAllowed) as refused:
        edit(scene.secretary, scene, asked_id, 11)
    assert refused.value.code == "not_eligible"
    edit(scene.secretary, scene, asked_id, 9)
    edit(scene.manager, scene, asked_id, 11, ends_at=next_weekend().ends_at + 31 * DAY)
    assert row(asked_id).lines[0].quantity == 11


def test_what_is_ended_is_changed_no_more() -> None:
    scene = make_scene(40)
    (asked_id,) = ask(scene.secretary, (scene.chairs, 10))
    reservations.refuse(scene.manager, asked_id, "Non.")

    with pytest.raises(WrongMoment) as refusal:
        edit(scene.manager, scene, asked_id, 5)
    assert refusal.value.code == "wrong_moment"


def test_a_reservation_is_changed_by_its_borrower_and_its_manager_alone() -> None:
    scene = make_scene(40)
    (asked_id,) = ask(scene.secretary, (scene.chairs, 10))

    for actor in (make_actor(scene.querenaing, Role.ELECTED), make_actor(scene.maing)):
        with pytest.raises(NotAllowed):
            edit(actor, scene, asked_id, 5)
    for stranger in (
        make_actor(make_commune(scene.territory, "Artres"), *Role),
        make_scene().manager,
    ):
        with pytest.raises(NotFound):
            edit(stranger, scene, asked_id, 5)
    assert db.session.scalars(select(Hold.quantity)).all() == [10]


def test_a_double_click_changes_once() -> None:
    scene = make_scene(40)
    (asked_id,) = ask(scene.secretary, (scene.chairs, 10))
    wanted = Edited(lines=(AskedLine(scene.chairs.reference, 12),))

    for _ in range(2):
        changes.edit(scene.secretary, asked_id, wanted, key="clic")

    assert row(asked_id).revision == 1

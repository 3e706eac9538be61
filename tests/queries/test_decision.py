"""What an approval changes for others, and what a borrower did before: facts."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from booking.models.reservations import Reservation
from booking.queries import decision
from booking.queries.decision import Effects, Fate, Missing
from booking.usecases import reservations
from booking.vocabulary import Status
from tests.factories import (
    Scene,
    ask,
    keep,
    lose,
    make_actor,
    make_commune,
    make_item,
    make_scene,
    row,
)

pytestmark = pytest.mark.usefixtures("base")

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2027, 3, 22, 12, tzinfo=UTC)


def asked(scene: Scene, quantity: int = 10) -> int:
    (made,) = ask(scene.secretary, (scene.chairs, quantity))
    return made


def wait(reservation_id: int) -> Reservation:
    """Put a request on the waiting list, where it holds nothing."""
    mine = row(reservation_id)
    mine.status = Status.WAITLISTED
    for line in mine.lines:
        line.holds = []
    made: Reservation = keep(mine)
    return made


def test_approving_refuses_nobody_who_holds_stock() -> None:
    scene = make_scene(40)
    mine = asked(scene)
    ask(make_actor(make_commune(scene.territory, "Artres")), (scene.chairs, 30))

    assert decision.effects(scene.manager, mine) == Effects((), ())


def test_who_waits_for_the_same_things_goes_on_waiting() -> None:
    scene = make_scene(40)
    mine = asked(scene)
    artres = make_actor(make_commune(scene.territory, "Artres"))
    (other,) = ask(artres, (scene.chairs, 7))
    wait(other)
    (apart,) = ask(artres, (make_item(scene.pool), 7))
    wait(apart)

    effects = decision.effects(scene.manager, mine)

    assert effects
    assert [(each.borrower, each.things) for each in effects.waiting] == [
        ("Artres", ((7, "Chaise pliante"),))
    ]


def test_what_will_lack_says_for_whom() -> None:
    scene = make_scene(40)
    mine = asked(scene)
    lose(scene.stock, 35)
    effects = decision.effects(scene.manager, mine)
    assert effects
    assert effects.missing == (Missing(5, "Chaise pliante", ("Quérénaing",)),)

    ask(scene.manager, (scene.chairs, 2), despite="Prêtées par l’école.")
    effects = decision.effects(scene.manager, mine)
    assert effects
    assert effects.missing == (Missing(7, "Chaise pliante", ("Maing",)),)


def test_only_who_may_answer_reads_it_while_it_is_to_be_answered() -> None:
    scene = make_scene()
    mine = asked(scene)
    assert decision.effects(scene.secretary, mine) is None
    assert decision.past(scene.secretary, mine) is None

    reservations.approve(scene.manager, mine)

    assert decision.effects(scene.manager, mine) is None


def test_a_first_loan_says_so() -> None:
    scene = make_scene()
    found = decision.past(scene.manager, asked(scene))

    assert found
    assert found.first


def test_the_past_is_that_of_this_borrower_with_this_pool() -> None:
    scene = make_scene()
    refused, cancelled, mine = asked(scene), asked(scene), asked(scene)
    (other,) = ask(make_actor(make_commune(scene.territory, "Artres")), (scene.chairs, 1))
    for each in (refused, other):
        reservations.refuse(scene.manager, each, "Non.")
    reservations.approve(scene.manager, cancelled)
    reservations.cancel(scene.secretary, cancelled)

    found = decision.past(scene.manager, mine)

    assert found
    assert (found.loans, found.refused, found.cancelled, found.cancelled_late) == (0, 1, 1, 0)


def fate(status: Status, **facts: datetime | None) -> Fate:
    """Return what became of a loan from the 1st to the 3rd of March."""
    known = {
        "starts_at": datetime(2027, 3, 1, 8, tzinfo=UTC),
        "ends_at": datetime(2027, 3, 3, 8, tzinfo=UTC),
        "decided_at": datetime(2027, 2, 1, tzinfo=UTC),
        "changed_at": datetime(2027, 2, 1, tzinfo=UTC),
        "returned_at": None,
    }
    return Fate(status, **known | facts)  # type: ignore[arg-type]


def test_what_became_of_each_loan_is_counted() -> None:
    third = datetime(2027, 3, 3, 8, tzinfo=UTC)
    fates = [
        fate(Status.RETURNED, returned_at=third),
        fate(Status.CLOSED, returned_at=third + timedelta(hours=5)),
        fate(Status.OUT),  # late still
        fate(Status.CANCELLED),
        fate(Status.CANCELLED, changed_at=datetime(2027, 2, 26, 12, tzinfo=UTC)),
        fate(Status.CANCELLED, decided_at=None),
        fate(Status.REFUSED),
        fate(Status.REQUESTED),
    ]

    found = decision.tally(fates, NOW, 2, PARIS)

    assert (found.loans, found.late, found.worst) == (3, 2, NOW - third)
    assert (found.cancelled, found.cancelled_late, found.refused) == (2, 1, 1)
    assert not found.first


def test_what_was_not_granted_is_told_to_both() -> None:
    scene = make_scene(40)
    mine = asked(scene)
    assert decision.withheld(scene.secretary, mine) is None

    fewer = {row(mine).lines[0].id: 4}
    reservations.approve(scene.manager, mine, quantities=fewer, reason="Une fête.")

    for reader in (scene.secretary, scene.manager):
        assert decision.withheld(reader, mine) == (((6, "Chaise pliante"),), "Une fête.")

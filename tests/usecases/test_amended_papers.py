"""What changes after its paper was issued gets an amendment, in the same act."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from booking.db import db
from booking.errors import NotEnoughAvailable, WrongMoment
from booking.models.conventions import Act, Convention
from booking.paperwork import PaperKind, PaperState, Part, SignState
from booking.queries import reservations as reads
from booking.rules.asking import AskedLine, Edited
from booking.usecases import amendments, changes, drafting, loans, reservations
from tests.factories import Scene, ask, make_scene, next_weekend, row, take
from tests.usecases.papering import amendments_of, issued_papers, sign, word

pytestmark = pytest.mark.usefixtures("base")
TABLE = "{papier}, {rang}\n\n{modifications}"


def agreed(scene: Scene, quantity: int = 10, weeks: int = 4) -> int:
    """Ask and approve; return the reservation, its slip issued."""
    (asked_id,) = ask(scene.secretary, (scene.chairs, quantity), period=next_weekend(weeks))
    reservations.approve(scene.manager, asked_id)
    return asked_id


def lines(scene: Scene, quantity: int) -> dict[str, Any]:
    """Return so many chairs, as an edit takes them."""
    return {"lines": (AskedLine(scene.chairs.reference, quantity),)}


def later(mine: int) -> dict[str, Any]:
    """Return a day more, as an edit takes it."""
    return {"ends_at": row(mine).ends_at + timedelta(days=1)}


def fewer(scene: Scene, mine: int) -> None:
    changes.edit(scene.secretary, mine, Edited(**lines(scene, 4)))


def more(scene: Scene, mine: int) -> None:
    changes.edit(scene.manager, mine, Edited(**lines(scene, 14)))


def longer(scene: Scene, mine: int) -> None:
    changes.edit(scene.manager, mine, Edited(**later(mine)))


def asked_and_accepted(scene: Scene, mine: int) -> None:
    changes.edit(scene.secretary, mine, Edited(**lines(scene, 14)))
    amendments.accept_change(scene.manager, mine)


def swapped(scene: Scene, mine: int) -> None:
    (other,) = ask(scene.secretary, (scene.chairs, 3), period=next_weekend(8))
    changes.swap(scene.manager, mine, other)


def prolonged(scene: Scene, mine: int) -> None:
    loans.hand_over(scene.manager, mine)
    changes.edit(scene.manager, mine, Edited(**later(mine)))


@pytest.mark.parametrize(
    "change",
    [fewer, more, longer, asked_and_accepted, swapped, prolonged],
    ids=lambda e: e.__name__,
)
def test_whatever_changes_it_an_amendment_is_issued(change: Callable[[Scene, int], None]) -> None:
    scene = make_scene()
    mine = agreed(scene)
    slip = issued_papers()[0]

    change(scene, mine)

    (made,) = amendments_of(mine)
    assert (made.amends_id, made.state, made.number[-4:]) == (slip.id, PaperState.TO_SIGN, "0002")
    assert [each.part for each in made.signatures] == [Part.BORROWER, Part.OWNER]
    assert [each.state for each in made.signatures] == [SignState.ASKED, SignState.WAITING]
    assert slip.state is PaperState.TO_SIGN
    seen = reads.show(scene.secretary, mine)
    assert (seen.amended, seen.convention) == (False, slip.number)


def test_what_changes_nothing_printed_is_not_amended() -> None:
    scene = make_scene()
    mine = agreed(scene)

    changes.edit(scene.manager, mine, Edited(**lines(scene, 10)))

    assert amendments_of(mine) == []


def test_an_amendment_cites_its_paper_counts_itself_and_says_before_and_after() -> None:
    scene = make_scene()
    word(scene.maing, PaperKind.AMENDMENT, TABLE)
    mine = agreed(scene)
    slip = issued_papers()[0]

    more(scene, mine)
    sign(amendments_of(mine)[0])
    fewer(scene, mine)

    first, second = amendments_of(mine)
    name = f"Chaise pliante ({scene.chairs.reference})"
    for rank, (made, change) in enumerate(((first, ["10", "14"]), (second, ["14", "4"])), 1):
        assert f"n° {rank}, bon de prêt n° {slip.number}" in made.content["subtitle"]
        words, table = made.content["articles"][0]["blocks"]
        said = "".join(run["text"] for run in words["runs"])
        assert said.startswith(f"bon de prêt n° {slip.number} du ")
        assert said.endswith(f", {rank}")
        assert table["rows"] == [[name, *change]]


def test_an_amendment_that_nobody_signed_gives_way_to_the_next() -> None:
    scene = make_scene()
    word(scene.maing, PaperKind.AMENDMENT, TABLE)
    mine = agreed(scene)

    more(scene, mine)
    fewer(scene, mine)

    _, first, second = issued_papers()
    said = f"remplacé par l’avenant n° {second.number}"
    assert (first.state, first.reason) == (PaperState.CANCELLED, said)
    assert first.number
    rows = second.content["articles"][0]["blocks"][1]["rows"]
    assert rows == [[f"Chaise pliante ({scene.chairs.reference})", "10", "4"]]
    assert amendments_of(mine) == [second]


def test_an_amendment_of_what_came_back_to_the_agreement_is_cancelled() -> None:
    scene = make_scene()
    mine = agreed(scene)
    more(scene, mine)
    (made,) = amendments_of(mine)

    changes.edit(scene.manager, mine, Edited(**lines(scene, 10)))

    assert amendments_of(mine) == []
    assert (made.state, made.reason) == (
        PaperState.CANCELLED,
        "le prêt est revenu à ce qui était convenu",
    )
    assert not reads.show(scene.secretary, mine).amended


def test_a_signed_amendment_that_is_cancelled_carries_the_later_ones() -> None:
    scene = make_scene()
    mine = agreed(scene)
    more(scene, mine)
    first = amendments_of(mine)[0]
    sign(first)
    fewer(scene, mine)

    drafting.cancel(scene.manager, first.id, "Erreur.")

    assert amendments_of(mine) == []
    assert reads.show(scene.secretary, mine).amended
    drafting.amend(scene.manager, mine)
    assert len(amendments_of(mine)) == 1


def test_where_signatures_come_first_an_amendment_wants_its_own() -> None:
    scene = make_scene()
    scene.pool.needs_signed = True
    db.session.commit()
    mine = agreed(scene)
    sign(issued_papers()[0])
    more(scene, mine)

    with pytest.raises(WrongMoment, match="paper_unsigned"):
        loans.hand_over(scene.manager, mine)
    sign(amendments_of(mine)[0])
    loans.hand_over(scene.manager, mine)


def test_a_change_that_the_stock_refuses_makes_no_amendment() -> None:
    scene = make_scene(12)
    mine = agreed(scene)
    take(scene.stock, 2, next_weekend())

    with pytest.raises(NotEnoughAvailable):
        more(scene, mine)

    assert amendments_of(mine) == []
    assert not reads.show(scene.secretary, mine).amended


def test_without_the_act_the_change_stands_and_the_amendment_is_due() -> None:
    scene = make_scene()
    mine = agreed(scene)
    (act,) = db.session.scalars(
        select(Act).filter_by(organization_id=scene.maing.id, kind="deliberation")
    )
    act.ends_on = date(2020, 12, 31)
    db.session.commit()

    more(scene, mine)

    assert [line.quantity for line in row(mine).lines] == [14]
    assert reads.show(scene.secretary, mine).amended
    with pytest.raises(WrongMoment) as refusal:
        drafting.amend(scene.manager, mine)
    assert (refusal.value.code, refusal.value.facts["missing"]) == ("lender_act", ["lender_act"])
    act.ends_on = None
    db.session.commit()
    drafting.amend(scene.manager, mine)
    assert not reads.show(scene.secretary, mine).amended
    with pytest.raises(WrongMoment, match="nothing_to_amend"):
        drafting.amend(scene.manager, mine)


def test_a_cancelled_amendment_keeps_its_order_and_is_due_again() -> None:
    scene = make_scene()
    mine = agreed(scene)
    more(scene, mine)
    drafting.cancel(scene.manager, amendments_of(mine)[0].id, "Erreur.")
    assert reads.show(scene.secretary, mine).amended

    drafting.amend(scene.manager, mine)

    (made,) = amendments_of(mine)
    assert made.content["subtitle"].startswith("n° 2, ")


def test_amendments_fall_with_their_reservation_and_with_their_paper() -> None:
    scene = make_scene()
    first, second = agreed(scene), agreed(scene, weeks=6)
    for mine in (first, second):
        more(scene, mine)

    reservations.cancel(scene.manager, first, "Panne.")
    (slip,) = [each for each in issued_papers() if each.reservation_id == second][:1]
    drafting.cancel(scene.manager, slip.id, "Erreur.")

    assert {each.state for each in issued_papers()} == {PaperState.CANCELLED}
    assert [each.number[-4:] for each in issued_papers()] == ["0001", "0002", "0003", "0004"]


def test_an_amendment_signed_leaves_a_loans_dates_alone() -> None:
    scene = make_scene()
    mine = agreed(scene)
    longer(scene, mine)
    (made,) = amendments_of(mine)

    sign(made)

    assert db.session.get_one(Convention, made.amends_id).ends_on is None

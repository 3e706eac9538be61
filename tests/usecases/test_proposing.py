"""Other versions that the manager proposes before it answers."""

import pytest
from sqlalchemy import select

from booking.db import db
from booking.dealings import Awaited
from booking.errors import Invalid, NotEnoughAvailable
from booking.models.conventions import Convention
from booking.models.dealings import Comment
from booking.queries import reservations as reads
from booking.usecases import amendments, replies
from booking.vocabulary import MailKind, Status
from tests.factories import (
    ask,
    holds_of,
    make_scene,
    next_weekend,
    row,
    take,
)
from tests.usecases.exchanging import (
    acts,
    all_of,
    change_of,
    extras,
    proposed,
    told,
    wanted,
)
from tests.usecases.tending import free

pytestmark = pytest.mark.usefixtures("base")


def test_a_proposal_waits_for_the_borrower_and_holds_its_own_stock() -> None:
    scene = make_scene(40)

    asked_id = proposed(scene, 12, next_weekend(5))

    mine = row(asked_id)
    assert (mine.status, mine.awaited) == (Status.NEEDS_INFO, Awaited.PROPOSAL)
    assert mine.reply_due_at == change_of(asked_id).answer_due_at
    assert holds_of(asked_id) == [(scene.stock.id, 10, next_weekend())]
    assert extras(asked_id) == [(scene.stock.id, 12, next_weekend(5))]
    assert told(MailKind.PROPOSED) == [scene.secretary.email]
    assert db.session.scalars(select(Comment.text)).all() == ["Six seulement."]
    assert {"accept", "decline"} <= set(reads.show(scene.secretary, asked_id).possible)


def test_proposing_the_same_is_no_proposal() -> None:
    scene = make_scene(40)

    with pytest.raises(Invalid):
        proposed(scene, 10)


def test_a_proposal_that_does_not_fit_is_refused() -> None:
    scene = make_scene(40)
    take(scene.stock, 30, next_weekend(5))

    with pytest.raises(NotEnoughAvailable):
        proposed(scene, 12, next_weekend(5))


def test_accepting_a_proposal_agrees_to_it_at_once() -> None:
    scene = make_scene(40)
    asked_id = proposed(scene)

    amendments.accept(scene.secretary, asked_id)

    mine = row(asked_id)
    assert (mine.status, mine.awaited, mine.reply_due_at) == (Status.APPROVED, None, None)
    assert mine.decided_by_id == scene.manager.user_id
    assert [(line.quantity, line.asked) for line in mine.lines] == [(6, 10)]
    assert holds_of(asked_id) == [(scene.stock.id, 6, next_weekend())]
    assert told(MailKind.APPROVED) == [scene.secretary.email]
    assert told(MailKind.REPLIED) == [scene.manager.email]
    assert db.session.scalars(select(Convention.reservation_id)).all() == [asked_id]
    assert acts(asked_id) == ["request", "propose", "accept"]


@pytest.mark.parametrize("act", ["decline", "resume"])
def test_a_proposal_declined_or_withdrawn_leaves_the_request_as_it_was(act: str) -> None:
    scene = make_scene(40)
    (asked_id,) = ask(scene.secretary, (scene.chairs, 10))
    before = all_of(asked_id)
    amendments.propose(scene.manager, asked_id, wanted(scene, 12, next_weekend(5)))

    if act == "decline":
        amendments.decline(scene.secretary, asked_id, "La date est fixe.")
    else:
        replies.resume(scene.manager, asked_id)

    mine = row(asked_id)
    assert all_of(asked_id) == before
    assert (mine.status, mine.awaited) == (Status.REQUESTED, None)
    assert extras(asked_id) == []
    assert free(scene.chairs, next_weekend(5)) == 40
    kind, who = {
        "decline": (MailKind.REPLIED, scene.manager),
        "resume": (MailKind.PROPOSED, scene.secretary),
    }[act]
    assert told(kind)[-1] == who.email

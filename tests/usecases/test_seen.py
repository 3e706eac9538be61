"""An act says which version was read; another one is not agreed to."""

from collections.abc import Callable, Collection

import pytest
from sqlalchemy import update

from booking import journal
from booking.db import db
from booking.errors import WrongMoment
from booking.models.dealings import Change
from booking.usecases import ACTS, amendments, changes, promoting, replies, reservations
from booking.vocabulary import Status
from tests.factories import Scene, ask, make_item, make_scene, next_weekend, row
from tests.usecases.exchanging import LONGER, asked_change, proposed, wanted
from tests.usecases.tending import agree

pytestmark = pytest.mark.usefixtures("base")


def requested(scene: Scene) -> int:
    """Return ten chairs asked for."""
    return ask(scene.secretary, (scene.chairs, 10))[0]


def offered(scene: Scene) -> int:
    """Return a request to which its place on the waiting list is offered."""
    (first,) = ask(scene.secretary, (scene.chairs, 40))
    (waiting,) = ask(scene.secretary, (scene.chairs, 5), if_short="waitlist")
    reservations.refuse(scene.manager, first, "Non.")
    return waiting


ANSWERS: list[tuple[str, Callable[[Scene], int], str, tuple[str, ...]]] = [
    ("reservations.approve", requested, "manager", ()),
    ("reservations.refuse", requested, "manager", ("Non.",)),
    ("reservations.cancel", requested, "secretary", ("Pluie.",)),
    ("amendments.accept", proposed, "secretary", ()),
    ("amendments.decline", proposed, "secretary", ()),
    ("amendments.accept_change", asked_change, "manager", ()),
    ("amendments.refuse_change", asked_change, "manager", ("Non.",)),
    ("waiting.confirm", offered, "secretary", ()),
]


@pytest.mark.parametrize(
    ("name", "begin", "by", "said"),
    ANSWERS,
    ids=lambda each: getattr(each, "__name__", str(each)),
)
def test_an_answer_is_given_only_to_what_was_read(
    name: str, begin: Callable[[Scene], int], by: str, said: tuple[str, ...]
) -> None:
    scene = make_scene(40)
    mine_id, who = begin(scene), getattr(scene, by)
    known, state = row(mine_id).revision, row(mine_id).status

    for stale in (known - 1, known + 1):
        with pytest.raises(WrongMoment) as refusal:
            ACTS[name](who, mine_id, *said, seen=stale)
        assert refusal.value.code == "changed_meanwhile"
        assert (row(mine_id).revision, row(mine_id).status) == (known, state)

    assert ACTS[name](who, mine_id, *said, seen=known) == mine_id
    assert row(mine_id).revision == known + 1


def test_whatever_changes_what_is_read_raises_the_revision() -> None:
    scene = make_scene(40)
    asked_id, agreed_id, proposed_id = requested(scene), agree(scene, 5), proposed(scene)
    steps: list[tuple[int, Callable[[], int]]] = [
        (asked_id, lambda: changes.edit(scene.secretary, asked_id, wanted(scene, 12))),
        (agreed_id, lambda: changes.edit(scene.secretary, agreed_id, wanted(scene, 6))),
        (agreed_id, lambda: changes.edit(scene.secretary, agreed_id, wanted(scene, 8))),
        (agreed_id, lambda: amendments.withdraw_change(scene.secretary, agreed_id)),
        (agreed_id, lambda: changes.edit(scene.manager, agreed_id, wanted(scene, 4))),
        (proposed_id, lambda: replies.resume(scene.manager, proposed_id)),
        (proposed_id, lambda: amendments.propose(scene.manager, proposed_id, wanted(scene, 2))),
    ]

    for mine_id, step in steps:
        before = row(mine_id).revision
        step()
        assert row(mine_id).revision == before + 1


def test_who_answers_what_is_already_answered_still_reads_by_whom() -> None:
    scene = make_scene(40)
    asked_id = requested(scene)
    reservations.approve(scene.manager, asked_id)

    with pytest.raises(WrongMoment) as refusal:
        reservations.approve(scene.manager, asked_id, seen=0)

    assert refusal.value.code == "wrong_moment"
    assert "decided_by" in refusal.value.facts


@pytest.mark.parametrize(
    ("begin", "name", "by"),
    [
        (asked_change, "amendments.accept_change", "manager"),
        (proposed, "amendments.accept", "secretary"),
    ],
)
def test_a_change_that_takes_what_is_not_locked_is_not_agreed_to(
    begin: Callable[[Scene], int], name: str, by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = make_scene(40)
    tents = make_item(scene.pool, quantity=4, name="Tente", reference="TEN")
    mine_id = begin(scene)
    state, locking = row(mine_id).status, promoting.lock

    def replaced(items: Collection[int]) -> None:
        """Lock what was read, as another change comes first."""
        locking(items)
        taken = [[scene.chairs.id, 6, None], [tents.id, 2, None]]
        db.session.execute(update(Change).values(lines=taken))

    monkeypatch.setattr(promoting, "lock", replaced)
    with pytest.raises(WrongMoment) as refusal:
        ACTS[name](getattr(scene, by), mine_id)

    assert refusal.value.code == "changed_meanwhile"
    assert (row(mine_id).status, len(row(mine_id).lines)) == (state, 1)


def test_the_journal_keeps_what_a_proposal_was_accepted_for() -> None:
    scene = make_scene(40)
    mine_id = proposed(scene, 6, LONGER)

    amendments.accept(scene.secretary, mine_id)

    (entry,) = [e for e in journal.entries("reservation", mine_id) if e.act == "accept"]
    before, after = entry.facts["before"], entry.facts["after"]
    reference = scene.chairs.reference
    assert (before["lines"], after["lines"]) == ([[reference, 10, None]], [[reference, 6, None]])
    assert before["ends_at"] == next_weekend().ends_at.isoformat()
    assert after["ends_at"] == LONGER.ends_at.isoformat()
    assert row(mine_id).status is Status.APPROVED

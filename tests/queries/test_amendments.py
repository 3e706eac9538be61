"""Another version of a reservation, as its parties read it."""

import pytest

from booking.dealings import ChangeState
from booking.errors import NotFound
from booking.queries import amendments as reads
from booking.rules.asking import AskedLine, Edited
from booking.usecases import amendments, changes, replies
from booking.vocabulary import Role
from tests.factories import (
    add_stock,
    ask,
    make_actor,
    make_commune,
    make_item,
    make_scene,
    next_weekend,
)
from tests.usecases.tending import agree

pytestmark = pytest.mark.usefixtures("base")


def test_a_change_is_read_before_and_after() -> None:
    scene = make_scene(40)
    tables = make_item(scene.pool, 9, name="Table")
    agreed_id = agree(scene, 10)
    later = next_weekend(5)
    lines = (AskedLine(scene.chairs.reference, 12), AskedLine(tables.reference, 2))
    wanted = Edited(later.starts_at, later.ends_at, lines, reason="Deux bals.")
    changes.edit(scene.secretary, agreed_id, wanted)

    found = reads.latest(scene.manager, agreed_id)

    assert found
    assert (found.open, found.moved, found.by_lender) == (True, True, False)
    assert (found.starts_before, found.starts_at) == (next_weekend().starts_at, later.starts_at)
    assert (found.asked_by, found.reason) == (scene.querenaing.name, "Deux bals.")
    own = reads.latest(scene.secretary, agreed_id)
    assert own
    assert own.asked_by == scene.secretary.name
    said = [(line.name, line.before, line.after, line.changed) for line in found.lines]
    assert said == [("Chaise pliante", 10, 12, True), ("Table", 0, 2, True)]


def test_another_depot_is_a_change() -> None:
    scene = make_scene(40)
    depot = add_stock(scene.chairs, 40).depot.name
    (asked_id,) = ask(scene.secretary, (scene.chairs, 10))
    lines = (AskedLine(scene.chairs.reference, 10, depot),)
    amendments.propose(scene.manager, asked_id, Edited(lines=lines))

    found = reads.latest(scene.secretary, asked_id)

    assert found
    assert not found.moved
    (line,) = found.lines
    assert (line.depot_before, line.depot_after, line.changed) == ("", depot, True)


def test_the_latest_says_what_became_of_it() -> None:
    scene = make_scene(40)
    agreed_id = agree(scene, 10)
    assert reads.latest(scene.secretary, agreed_id) is None
    more = Edited(lines=(AskedLine(scene.chairs.reference, 12),))
    changes.edit(scene.secretary, agreed_id, more)
    amendments.refuse_change(scene.manager, agreed_id, "Non.")

    found = reads.latest(scene.secretary, agreed_id)

    assert found
    assert (found.state, found.answer, found.open) == (ChangeState.REFUSED, "Non.", False)


def test_the_last_question_is_read_with_who_asked() -> None:
    scene = make_scene(40)
    (asked_id,) = ask(scene.secretary, (scene.chairs, 10))
    assert reads.question(scene.secretary, asked_id) is None
    for text in ("Combien de personnes ?", "Et où ?"):
        replies.ask_details(scene.manager, asked_id, text)
        replies.answer(scene.secretary, asked_id, "Deux cents.")

    found = reads.question(scene.secretary, asked_id)

    assert found
    assert (found.text, found.asked_by) == ("Et où ?", scene.maing.name)
    own = reads.question(scene.manager, asked_id)
    assert own
    assert own.asked_by == scene.manager.name


def test_others_read_nothing_of_it() -> None:
    scene = make_scene(40)
    agreed_id = agree(scene, 10)
    other = make_actor(make_commune(scene.territory, "Artres"), Role.SECRETARY)

    for read in (reads.latest, reads.question):
        with pytest.raises(NotFound):
            read(other, agreed_id)

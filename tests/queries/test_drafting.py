"""Drafts of papers as those who lend read them, and what may be chosen."""

import pytest

from booking.errors import NotAllowed, NotFound
from booking.models.catalogue import Share
from booking.paperwork import PaperKind, PaperState
from booking.queries import drafting as reads
from booking.rules.paperwork import DRAFTED
from booking.usecases import drafting, reservations
from booking.vocabulary import Role
from tests.factories import Scene, ask, keep, make_actor, make_commune, make_item, make_scene
from tests.usecases.papering import forget_framework, framework, make_framework

pytestmark = pytest.mark.usefixtures("base")


def agreed(scene: Scene) -> int:
    (mine,) = ask(scene.secretary, (scene.chairs, 1))
    reservations.approve(scene.manager, mine)
    return mine


def test_a_draft_is_read_by_who_lends_and_by_nobody_else() -> None:
    scene = make_scene()
    made = drafting.prepare(scene.manager, framework(scene))

    seen = reads.draft(scene.manager, made)

    assert (seen.kind, seen.state, seen.number) == (PaperKind.FRAMEWORK, PaperState.DRAFT, None)
    assert (seen.owner, seen.partner, seen.about) == ("Maing", "Quérénaing", "")
    with pytest.raises(NotFound):
        reads.draft(scene.secretary, made)
    with pytest.raises(NotAllowed):
        reads.draft(make_actor(scene.maing, Role.TECHNICIAN), made)
    with pytest.raises(NotFound):
        reads.draft(scene.manager, 999_999)


def test_what_waits_for_a_choice_is_told_to_both_sides() -> None:
    scene = make_scene()
    forget_framework(scene)
    mine = agreed(scene)

    due = reads.due(scene.manager, mine)

    assert (due.waits, due.kind, due.amendment, due.may_issue) == (True, None, False, True)
    assert not reads.due(scene.secretary, mine).may_issue
    drafting.issue_for_loan(scene.manager, mine, PaperKind.LOAN)
    assert not reads.due(scene.manager, mine).waits


def test_a_request_wants_no_paper_yet() -> None:
    scene = make_scene()
    forget_framework(scene)
    (mine,) = ask(scene.secretary, (scene.chairs, 1))

    assert not reads.due(scene.manager, mine).waits


def test_one_chooses_among_the_owners_pools_and_depots_of_ones_own() -> None:
    scene = make_scene()
    epci = make_commune(scene.territory, "CA du Val")
    item = make_item(scene.pool, owner=epci)
    keep(Share(item_id=item.id, organization_id=epci.id, numerator=1, denominator=1))
    office = make_actor(epci, Role.MANAGER)

    mine = reads.choices(scene.manager, PaperKind.STORAGE)
    theirs = reads.choices(office, PaperKind.MANAGEMENT)

    assert [name for _, name in mine.owner] == ["Maing", "CA du Val"]
    assert {name for _, name in mine.partner} == {"CA du Val", "Maing", "Quérénaing"}
    assert theirs.pool == [(scene.pool.id, scene.pool.name)]
    assert [name for _, name in theirs.owner] == ["CA du Val"]
    assert len(theirs.depot) == 2
    assert reads.choices(office, PaperKind.CO_OWNERSHIP).pool == theirs.pool
    assert reads.choices(scene.manager, PaperKind.CO_OWNERSHIP).pool == []
    assert reads.lends_for(scene.manager) == {scene.maing.id, epci.id}


def test_only_who_manages_prepares() -> None:
    scene = make_scene()

    assert reads.drafts_of(scene.manager) == list(DRAFTED)
    assert reads.drafts_of(scene.secretary) == []


def test_a_paper_says_what_it_goes_with() -> None:
    scene = make_scene()
    known = make_framework(scene)

    assert reads.cited(scene.manager, known.id).startswith("convention-cadre n° ")

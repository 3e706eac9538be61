"""A draft keeps what is typed, for its author alone, until it is submitted or forgotten."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from booking import clock
from booking.db import db
from booking.errors import NotAllowed, NotFound, WrongMoment
from booking.models.dealings import Draft
from booking.rules.access import SERVICE
from booking.usecases import asking, drafts
from booking.vocabulary import Role
from tests.factories import asked, count_rows, make_actor, make_scene, set_clock

pytestmark = pytest.mark.usefixtures("base")


def typed(key: str = "k1", **facts: Any) -> dict[str, Any]:
    return {
        "request_key": key,
        "purpose": "Ducasse",
        "lines": [{"item": "?", "quantity": "x"}],
    } | facts


def kept() -> list[Draft]:
    db.session.expire_all()
    return list(db.session.scalars(select(Draft).order_by(Draft.id)))


def test_what_is_typed_is_kept_as_typed_even_wrong() -> None:
    scene = make_scene()
    wrong = typed(starts_at="demain", beneficiary_kind="club", note="\N{PARTY POPPER}\0\ud800")

    drafts.save(scene.secretary, wrong)

    assert [each.data for each in kept()] == [wrong]


def test_the_same_form_saved_again_replaces_what_was_kept() -> None:
    scene = make_scene()
    first = drafts.save(scene.secretary, typed())

    again = drafts.save(scene.secretary, typed(purpose="Kermesse"))
    other = drafts.save(scene.secretary, typed("k2"))

    assert first == again != other
    assert [each.data["purpose"] for each in kept()] == ["Kermesse", "Ducasse"]


def test_two_people_with_the_same_key_keep_two_drafts() -> None:
    scene = make_scene()
    colleague = make_actor(scene.querenaing)

    drafts.save(scene.secretary, typed())
    drafts.save(colleague, typed(purpose="Autre"))

    assert [each.user_id for each in kept()] == [scene.secretary.user_id, colleague.user_id]


def test_a_draft_goes_with_the_request_that_submits_it() -> None:
    scene = make_scene()
    drafts.save(scene.secretary, typed())
    drafts.save(scene.secretary, typed("k2"))
    drafts.save(make_actor(scene.querenaing), typed())

    asking.request(scene.secretary, asked((scene.chairs, 1)), key="k1", drafted=True)

    assert [each.data["request_key"] for each in kept()] == ["k2", "k1"]


def test_a_refused_request_leaves_its_draft() -> None:
    scene = make_scene()
    drafts.save(scene.secretary, typed())

    with pytest.raises(WrongMoment):
        asking.request(scene.secretary, asked((scene.chairs, 41)), key="k1", drafted=True)

    assert count_rows(Draft) == 1


def test_what_is_saved_after_it_was_submitted_makes_no_draft() -> None:
    scene = make_scene()
    asking.request(scene.secretary, asked((scene.chairs, 1)), key="k1", drafted=True)

    with pytest.raises(WrongMoment):
        drafts.save(scene.secretary, typed())

    assert kept() == []


def test_only_its_author_throws_a_draft_away() -> None:
    scene = make_scene()
    draft = drafts.save(scene.secretary, typed())

    for other in (make_actor(scene.querenaing), scene.manager, SERVICE):
        with pytest.raises(NotFound):
            drafts.discard(other, draft)
    drafts.discard(scene.secretary, draft)

    assert kept() == []
    with pytest.raises(NotFound):
        drafts.discard(scene.secretary, draft)


def test_who_may_not_ask_keeps_no_draft() -> None:
    scene = make_scene()

    with pytest.raises(NotAllowed):
        drafts.save(make_actor(scene.querenaing, Role.OBSERVER), typed())


def test_the_clock_forgets_what_nobody_touched_for_three_months(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene, now = make_scene(), clock.now()
    drafts.save(scene.secretary, typed("old"))
    drafts.save(scene.secretary, typed("touched"))
    set_clock(monkeypatch, now + timedelta(days=89))
    drafts.save(scene.secretary, typed("touched"))
    drafts.forget(SERVICE)
    assert count_rows(Draft) == 2
    set_clock(monkeypatch, now + timedelta(days=91))

    drafts.forget(SERVICE)
    drafts.forget(SERVICE)

    assert [each.data["request_key"] for each in kept()] == ["touched"]


def test_nobody_but_the_service_forgets_drafts() -> None:
    scene = make_scene()

    with pytest.raises((NotFound, NotAllowed)):
        drafts.forget(scene.secretary)

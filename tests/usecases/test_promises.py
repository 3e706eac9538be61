"""A table of promises deposited, read by steps, entered borrower by borrower, or given up."""

from typing import Any

import pytest
from sqlalchemy import select

from booking.db import db
from booking.documents import sheets
from booking.errors import Invalid, NotAllowed, NotFound, WrongMoment
from booking.intake import ImportKind, ImportState, Outcome
from booking.models.imports import Import
from booking.models.reservations import Hold, Request, Reservation, Shortage
from booking.usecases import imports, promises
from booking.vocabulary import OrganizationKind, Role
from tests.factories import (
    Scene,
    ask,
    count_rows,
    make_actor,
    make_commune,
    make_scene,
)
from tests.usecases import bringing
from tests.usecases.bringing import bring_in, codes, deposit, entered, line, outcomes, state_of

pytestmark = pytest.mark.usefixtures("base")


@pytest.fixture
def scene(base: Any) -> Scene:
    """Give Maing, its 40 chairs and Quérénaing."""
    return make_scene()


def test_what_was_read_is_shown_and_nothing_is_held_before_the_manager_agrees(scene: Scene) -> None:
    made = deposit(scene.manager, line(scene))

    assert state_of(made) is ImportState.READ
    assert outcomes(made) == [Outcome.CREATE]
    assert count_rows(Hold) == count_rows(Reservation) == 0


def test_bringing_the_same_table_twice_changes_nothing(scene: Scene) -> None:
    rows = [line(scene), line(scene, 5, start="20 juin", end="21 juin")]
    bring_in(scene.manager, *rows)
    before = [count_rows(each) for each in (Request, Reservation, Hold)]

    again = deposit(scene.manager, *rows)

    assert outcomes(again) == [Outcome.SAME, Outcome.SAME]
    with pytest.raises(WrongMoment, match="promises_nothing"):
        promises.confirm(scene.manager, again)
    assert [count_rows(each) for each in (Request, Reservation, Hold)] == before


def test_two_tables_read_at_once_enter_a_promise_once(scene: Scene) -> None:
    first, second = deposit(scene.manager, line(scene)), deposit(scene.manager, line(scene))
    for each in (first, second):
        promises.confirm(scene.manager, each)
        bringing.finish(scene.manager, each)

    assert (outcomes(first), outcomes(second)) == ([Outcome.DONE], [Outcome.SAME])
    assert count_rows(Reservation) == 1


def test_a_request_made_in_between_is_seen_before_a_promise_is_entered(scene: Scene) -> None:
    made = deposit(scene.manager, line(scene, 30))
    kept = bringing.rows_of(made)[0].facts["period"]
    period = bringing.period_of(kept)
    neighbour = make_actor(make_commune(scene.territory, "Artres"))
    ask(neighbour, (scene.chairs, 20), period=period)

    promises.confirm(scene.manager, made)
    bringing.finish(scene.manager, made)

    assert outcomes(made) == [Outcome.SHORT]
    assert bringing.rows_of(made)[0].facts["problems"] == [
        ["quantity", "short", {"wanted": 30, "free": 20, "name": "Chaise pliante"}]
    ]
    assert count_rows(Reservation) == 1


def test_lines_see_what_those_before_them_take_in_this_step_or_another(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [line(scene, 30), line(scene, 30, borrower="Maing"), line(scene, 10, note="Autre")]
    for step in (500, 1):
        monkeypatch.setattr(promises, "STEP", step)
        assert outcomes(deposit(scene.manager, *rows)) == [
            Outcome.CREATE,
            Outcome.SHORT,
            Outcome.CREATE,
        ]


def test_a_conflict_is_honoured_when_the_manager_says_why(scene: Scene) -> None:
    made = deposit(scene.manager, line(scene, 50))
    assert outcomes(made) == [Outcome.SHORT]

    promises.insist(scene.manager, made, 4, "Artres prête dix chaises.")
    promises.confirm(scene.manager, made)
    bringing.finish(scene.manager, made)

    hold = entered()[0].lines[0].holds[0]
    assert (hold.quantity, hold.beyond, hold.despite) == (50, 10, "Artres prête dix chaises.")
    with pytest.raises(WrongMoment, match="promise_settled"):
        promises.insist(scene.manager, made, 4, "Encore.")


def test_what_was_taken_between_reading_and_entering_is_kept_as_lacking(scene: Scene) -> None:
    made = deposit(scene.manager, line(scene, 30))
    bring_in(scene.manager, line(scene, 30, borrower="Maing"))

    promises.confirm(scene.manager, made)
    bringing.finish(scene.manager, made)

    assert outcomes(made) == [Outcome.SHORT]
    kept = db.session.scalars(select(Shortage)).one()
    assert (kept.item, kept.wanted, kept.free) == (scene.chairs.reference, 30, 10)
    assert kept.organization_id == scene.querenaing.id


def test_a_conflict_may_still_be_honoured_once_the_rest_is_entered(scene: Scene) -> None:
    made = bring_in(scene.manager, line(scene), line(scene, 50, note="Autre"))
    assert outcomes(made) == [Outcome.DONE, Outcome.SHORT]

    promises.insist(scene.manager, made, 5, "Promis.")
    bringing.finish(scene.manager, made)

    assert outcomes(made) == [Outcome.DONE, Outcome.DONE]
    assert state_of(made) is ImportState.APPLIED


def test_only_the_manager_goes_beyond_the_stock(scene: Scene) -> None:
    office = make_commune(scene.territory, "CC du Val", kind=OrganizationKind.EPCI)
    administrator = make_actor(office, Role.ADMINISTRATOR)
    made = deposit(administrator, line(scene, 50))

    with pytest.raises(NotAllowed):
        promises.insist(administrator, made, 4, "Promis.")
    with pytest.raises(NotFound):
        promises.insist(administrator, made, 9, "Promis.")


def test_a_table_is_its_organization_s_own_and_no_inventory(scene: Scene) -> None:
    made = deposit(scene.manager, line(scene))
    neighbour = make_actor(scene.querenaing, Role.MANAGER)

    for who in (neighbour, scene.secretary, make_actor(scene.maing, Role.TECHNICIAN)):
        for act in (promises.advance, promises.confirm, promises.take):
            with pytest.raises(NotFound):
                act(who, made)
    with pytest.raises(NotFound):
        imports.confirm(scene.manager, made)
    with pytest.raises(NotFound):
        promises.deposit(scene.secretary, "x", b"")


def test_what_another_pool_promised_is_not_taken_over(scene: Scene) -> None:
    made = deposit(make_actor(scene.querenaing, Role.MANAGER), line(scene))

    assert codes(made) == [["foreign_pool"]]


def test_a_table_is_given_up(scene: Scene) -> None:
    made = deposit(scene.manager, line(scene))

    imports.drop(scene.manager, made, ImportKind.PROMISES)

    assert db.session.get_one(Import, made).content == b""
    for act in (promises.confirm,):
        with pytest.raises(WrongMoment, match="import_not_ready"):
            act(scene.manager, made)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"a;b\n1;2", "promises_headerless"),
        (b"Du;Commune;Objet pr\xc3\xaat\xc3\xa9\n", "promises_empty"),
    ],
)
def test_a_file_without_promises_is_refused(scene: Scene, content: bytes, code: str) -> None:
    with pytest.raises(Invalid, match=code):
        promises.deposit(scene.manager, "x.csv", sheets.pack(sheets.read(content)))
    assert count_rows(Import) == 0

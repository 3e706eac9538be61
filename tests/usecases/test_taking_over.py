"""Promises made elsewhere become approved reservations, through the engine."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from booking import clock
from booking.db import db
from booking.dealings import Channel
from booking.documents import sheets
from booking.errors import NotFound
from booking.intake import Outcome
from booking.models.catalogue import Companion
from booking.models.conventions import Convention
from booking.models.journal import JournalEntry
from booking.models.mail import Message
from booking.models.organizations import Adhesion
from booking.models.reservations import Request
from booking.queries import health, territories
from booking.queries import promises as readings
from booking.usecases import promises
from booking.vocabulary import LifeStage, MailKind, Role, Status
from tests.documents.books import csv
from tests.factories import Scene, count_rows, keep, make_actor, make_item, make_scene
from tests.usecases.bringing import HEADER, bring_in, codes, entered, line, outcomes, rows_of

pytestmark = pytest.mark.usefixtures("base")


@pytest.fixture
def scene(base: Any) -> Scene:
    """Give Maing, its 40 chairs and Quérénaing."""
    return make_scene()


def test_a_promise_is_an_approved_reservation_that_holds_its_stock(scene: Scene) -> None:
    made = bring_in(scene.manager, line(scene, "10 pièces", item="Chaises pliantes"))

    (mine,) = entered()
    assert outcomes(made) == [Outcome.DONE]
    assert (mine.status, mine.decided_by_id) == (Status.APPROVED, scene.manager.user_id)
    assert (mine.request.channel, mine.request.purpose) == (Channel.BROUGHT, "Fête de l’école")
    assert mine.request.borrower_id == scene.querenaing.id
    assert sum(hold.quantity for hold in mine.lines[0].holds) == 10
    assert mine.period.whole_days(scene.manager.zone)
    assert rows_of(made)[0].facts["made"] == mine.request_id
    assert health.excesses() == []


def test_lines_of_the_same_borrower_dates_and_note_make_one_request(scene: Scene) -> None:
    make_item(scene.pool, 4, reference="TEN", name="Tente")
    rows = [line(scene), line(scene, 2, item="TEN"), line(scene, 3, note="Vide-grenier")]

    bring_in(scene.manager, *rows)

    assert [len(each.lines) for each in entered()] == [2, 1]
    assert count_rows(Request) == 2


def test_a_borrower_reads_one_message_that_lists_all(scene: Scene) -> None:
    rows = [line(scene), line(scene, 3, start="20/06", end="20/06")]

    bring_in(scene.manager, *rows)

    found = db.session.scalars(select(Message).order_by(Message.id)).all()
    assert [(each.kind, each.to) for each in found] == [
        (MailKind.ENTERED, scene.secretary.email),
        (MailKind.TO_SIGN, scene.secretary.email),
    ]
    assert [each.partition(",")[0] for each in found[0].facts["brought"]] == [
        "10\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}Chaise pliante",
        "3\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}Chaise pliante",
    ]


def test_what_the_pool_would_refuse_is_honoured_and_written_in_the_journal(scene: Scene) -> None:
    for each in db.session.scalars(select(Adhesion).filter_by(organization_id=scene.querenaing.id)):
        db.session.delete(each)
    db.session.commit()

    made = bring_in(scene.manager, line(scene))

    assert codes(made, "notes") == [["not_eligible"]]
    entry = db.session.scalars(select(JournalEntry).filter_by(act="bring")).one()
    assert "N’adhère pas" in entry.facts["warned"][0]


def test_who_must_go_along_goes_along(scene: Scene) -> None:
    pilot = make_item(scene.pool, 1, reference="PIL", name="Télépilote")
    drone = make_item(scene.pool, 2, reference="DRO", name="Drone")
    keep(Companion(item_id=drone.id, companion_id=pilot.id))

    made = bring_in(scene.manager, line(scene, 1, item="DRO"), line(scene, 1, item="DRO", note="B"))

    assert outcomes(made) == [Outcome.DONE, Outcome.SHORT]
    assert sorted(each.item.reference for each in entered()[0].lines) == ["DRO", "PIL"]


def test_the_paper_is_issued_as_for_any_approval(scene: Scene) -> None:
    bring_in(scene.manager, line(scene), line(scene, 1, note="B"))

    assert [each.rank for each in db.session.scalars(select(Convention))] == [1, 2]


def test_what_is_not_published_is_honoured_and_what_is_retired_is_not(scene: Scene) -> None:
    old = make_item(scene.pool, 4, reference="OLD", name="Ancien banc")
    for item, stage in ((scene.chairs, LifeStage.LISTED), (old, LifeStage.RETIRED)):
        item.stage = stage
    db.session.commit()

    made = bring_in(scene.manager, line(scene), line(scene, 1, item="OLD"))

    assert (codes(made, "notes")[0], codes(made)[1]) == (["not_published"], ["retired"])
    assert outcomes(made) == [Outcome.DONE, Outcome.WRONG]


def test_a_loan_that_began_is_taken_over_and_one_that_ended_is_not(scene: Scene) -> None:
    now = clock.now()
    days = [f"{now + timedelta(days=each):%d/%m/%Y}" for each in (-3, -2, 2)]

    made = bring_in(
        scene.manager,
        line(scene, start=days[0], end=days[2]),
        line(scene, start=days[0], end=days[1]),
    )

    assert codes(made, "notes")[0] == ["begun"]
    assert codes(made)[1] == ["past"]


def load(scene: Scene, *rows: list[Any]) -> int:
    """Take promises over as the command does."""
    service = territories.service(scene.territory.id)
    _, cells = readings.lines(sheets.read(csv([HEADER, *rows])))
    found = readings.read(service, cells, [*cells])
    readings.judge(service, found)
    return promises.load(service, found)


def test_the_operator_takes_promises_over_in_the_lender_s_name(scene: Scene) -> None:
    assert load(scene, line(scene)) == 1

    (mine,) = entered()
    assert (mine.decided_by_id, mine.request.asked_by_id) == (None, scene.manager.user_id)


def test_a_right_that_ended_meanwhile_enters_nothing(scene: Scene) -> None:
    service = territories.service(scene.territory.id)
    _, cells = readings.lines(sheets.read(csv([HEADER, line(scene)])))
    rows = readings.read(service, cells, [*cells])

    with pytest.raises(NotFound):
        promises.load(make_actor(scene.querenaing, Role.MANAGER), rows)
    assert entered() == []

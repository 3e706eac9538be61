"""Approving in part: what is granted stays held, the rest is free, what was asked is kept."""

import pytest
from sqlalchemy import select

from booking import journal
from booking.db import db
from booking.errors import Invalid, NotFound, WrongMoment
from booking.models.catalogue import Companion
from booking.models.conventions import Convention
from booking.models.mail import Message
from booking.models.reservations import Line, Shortage
from booking.queries import reservations as reads
from booking.usecases import reservations
from booking.vocabulary import STAFF, MailKind, Status
from tests.factories import Scene, ask, holds_of, keep, lose, make_item, make_scene, row

pytestmark = pytest.mark.usefixtures("base")
WHY = "L’école en a besoin."


def grant(scene: Scene, reservation_id: int, **wanted: int) -> None:
    """Approve so many of some lines, by the name of their item."""
    lines = {line.item.name: line.id for line in row(reservation_id).lines}
    granted = {lines[name]: quantity for name, quantity in wanted.items()}
    reservations.approve(scene.manager, reservation_id, quantities=granted, reason=WHY)


def quantities(reservation_id: int) -> dict[str, int]:
    return {line.item.name: line.quantity for line in row(reservation_id).lines}


def make_drones(scene: Scene) -> int:
    """Ask for two drones, their two pilots and ten chairs."""
    drones = make_item(scene.pool, 2, name="Drone")
    pilots = make_item(scene.pool, 2, name="Pilote", family=STAFF)
    keep(Companion(item_id=drones.id, companion_id=pilots.id))
    (asked_id,) = ask(scene.secretary, (drones, 2), (scene.chairs, 10))
    return asked_id


def test_fewer_are_granted_and_the_rest_is_free() -> None:
    scene = make_scene(60, name="Chaise")
    (asked_id,) = ask(scene.secretary, (scene.chairs, 60))

    grant(scene, asked_id, Chaise=40)

    (line,) = reads.show(scene.secretary, asked_id).lines
    assert (line.quantity, line.asked) == (40, 60)
    assert [quantity for _, quantity, _ in holds_of(asked_id)] == [40]
    ask(scene.secretary, (scene.chairs, 20))


def test_the_journal_and_the_mail_keep_what_was_asked() -> None:
    scene = make_scene(60, name="Chaise")
    (asked_id,) = ask(scene.secretary, (scene.chairs, 60))

    grant(scene, asked_id, Chaise=40)

    (told,) = [each for each in journal.entries("reservation", asked_id) if each.act == "approve"]
    reference = scene.chairs.reference
    assert told.facts["before"] == {"lines": [[reference, 60, None]]}
    assert told.facts["after"] == {"lines": [[reference, 40, None]]}
    message = db.session.scalars(select(Message).filter_by(kind=MailKind.APPROVED)).one()
    assert (message.facts["withheld"], message.facts["reason"]) == ([[20, "Chaise"]], WHY)
    assert told.facts["reason"] == WHY
    paper = db.session.scalars(select(Convention).filter_by(reservation_id=asked_id)).one()
    assert [each["quantity"] for each in paper.terms["lines"]] == [40]
    assert not reads.show(scene.secretary, asked_id).amended


def test_less_is_never_granted_without_saying_why() -> None:
    scene = make_scene(60, name="Chaise")
    (asked_id,) = ask(scene.secretary, (scene.chairs, 60))
    (line,) = row(asked_id).lines

    with pytest.raises(Invalid) as refusal:
        reservations.approve(scene.manager, asked_id, quantities={line.id: 40})

    assert refusal.value.code == "reason_needed"
    assert quantities(asked_id) == {"Chaise": 60}
    reservations.approve(scene.manager, asked_id, quantities={line.id: 60})  # this is no less


def test_what_is_not_granted_is_kept() -> None:
    scene = make_scene(60, name="Chaise")
    (asked_id,) = ask(scene.secretary, (scene.chairs, 60))

    grant(scene, asked_id, Chaise=40)

    kept = db.session.scalars(select(Shortage)).one()
    assert (kept.item, kept.wanted, kept.free) == (scene.chairs.reference, 60, 40)
    assert (kept.reason, kept.organization_id) == ("not_granted", scene.querenaing.id)
    assert kept.starts_at == row(asked_id).starts_at


def test_a_line_is_left_out_whole() -> None:
    scene = make_scene(60, name="Chaise")
    tents = make_item(scene.pool, 2, name="Tente")
    (asked_id,) = ask(scene.secretary, (scene.chairs, 10), (tents, 2))

    grant(scene, asked_id, Tente=0)

    assert quantities(asked_id) == {"Chaise": 10}
    ask(scene.secretary, (tents, 2))


def test_what_is_short_may_be_granted_in_part() -> None:
    scene = make_scene(60, name="Chaise")
    (asked_id,) = ask(scene.secretary, (scene.chairs, 60))
    lose(scene.stock, 5)

    grant(scene, asked_id, Chaise=55)

    assert row(asked_id).status is Status.APPROVED


def test_a_pilot_follows_the_drones_that_are_granted() -> None:
    scene = make_scene(name="Chaise")
    asked_id = make_drones(scene)

    grant(scene, asked_id, Drone=1)

    assert quantities(asked_id) == {"Drone": 1, "Chaise": 10, "Pilote": 1}


@pytest.mark.parametrize("pilots", [0, 1])
def test_a_drone_never_leaves_without_its_pilot(pilots: int) -> None:
    scene = make_scene(name="Chaise")
    asked_id = make_drones(scene)
    held = sorted(holds_of(asked_id), key=str)

    with pytest.raises(WrongMoment) as refusal:
        grant(scene, asked_id, Pilote=pilots)

    assert refusal.value.code == "left_behind"
    assert row(asked_id).status is Status.REQUESTED
    assert sorted(holds_of(asked_id), key=str) == held


@pytest.mark.parametrize("quantity", [0, 61])
def test_neither_nothing_nor_more_than_asked(quantity: int) -> None:
    scene = make_scene(60, name="Chaise")
    (asked_id,) = ask(scene.secretary, (scene.chairs, 60))

    with pytest.raises(Invalid):
        grant(scene, asked_id, Chaise=quantity)
    assert quantities(asked_id) == {"Chaise": 60}


def test_the_line_of_another_reservation_is_not_found() -> None:
    scene = make_scene(60)
    (mine,), (other,) = (ask(scene.secretary, (scene.chairs, 5)) for _ in range(2))
    (line,) = db.session.scalars(select(Line).filter_by(reservation_id=other)).all()

    with pytest.raises(NotFound):
        reservations.approve(scene.manager, mine, quantities={line.id: 1}, reason=WHY)


def test_all_that_was_asked_is_no_part_of_it() -> None:
    scene = make_scene(60, name="Chaise")
    (asked_id,) = ask(scene.secretary, (scene.chairs, 60))

    grant(scene, asked_id, Chaise=60)

    assert row(asked_id).lines[0].asked is None

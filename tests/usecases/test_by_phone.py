"""A manager enters a request in a commune's name, which is told and may correct or cancel it."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from booking.db import db
from booking.dealings import Channel, Transport
from booking.errors import NotAllowed, NotEnoughAvailable
from booking.models.accounts import Membership
from booking.models.mail import Message
from booking.models.reservations import Request, Shortage
from booking.queries import accounts
from booking.rules.access import Actor
from booking.rules.asking import Edited
from booking.usecases import asking, changes, reservations
from booking.vocabulary import MailKind, Role, Status
from tests.factories import (
    LONG_AGO,
    Scene,
    asked,
    keep,
    make_actor,
    make_commune,
    make_item,
    make_pool,
    make_scene,
    make_user,
    row,
)

pytestmark = pytest.mark.usefixtures("base")


def enter(scene: Scene, who: Actor, borrower: str = "", quantity: int = 5) -> Request:
    """Ask for chairs in somebody's name; return the request."""
    wish = asked((scene.chairs, quantity), borrower=borrower)
    return db.session.get_one(Request, asking.request(who, wish))


def told(kind: MailKind) -> list[str]:
    """Return who was told something, in order."""
    found = select(Message.to).where(Message.kind == kind)
    return sorted(db.session.scalars(found))


def test_what_a_manager_enters_is_marked_and_the_commune_is_told() -> None:
    scene = make_scene()
    colleague = make_user(scene.maing, Role.MANAGER)

    made = enter(scene, scene.manager, scene.querenaing.name)

    assert made.channel is Channel.PHONE
    assert made.borrower_id == scene.querenaing.id
    assert told(MailKind.ENTERED) == [scene.secretary.email]
    assert told(MailKind.REQUESTED) == []
    assert told(MailKind.TO_ANSWER) == [colleague.email], "who entered it knows"


def test_the_commune_corrects_or_cancels_what_was_entered_for_it() -> None:
    scene = make_scene()
    part = enter(scene, scene.manager, scene.querenaing.name).reservations[0]
    line = replace(asked((scene.chairs, 3)).lines[0], quantity=3)

    changes.edit(scene.secretary, part.id, Edited(lines=(line,)))
    assert row(part.id).lines[0].quantity == 3
    reservations.cancel(scene.secretary, part.id)
    assert row(part.id).status is Status.CANCELLED


def test_who_entered_it_is_not_written_to_as_if_they_borrowed() -> None:
    scene = make_scene()
    part = enter(scene, scene.manager, scene.querenaing.name).reservations[0]

    reservations.approve(scene.manager, part.id)

    assert told(MailKind.APPROVED) == [scene.secretary.email]


def test_a_manager_asking_for_its_own_commune_asks_online() -> None:
    scene = make_scene()

    made = enter(scene, scene.manager, str(scene.maing.id))

    assert made.channel is Channel.ONLINE
    assert told(MailKind.REQUESTED) == [scene.manager.email]


def test_a_secretary_who_also_manages_asks_for_their_commune_online() -> None:
    scene = make_scene()
    keep(
        Membership(
            user_id=scene.secretary.user_id,
            organization=scene.maing,
            role=Role.MANAGER,
            starts_on=LONG_AGO,
        )
    )

    assert enter(scene, scene.secretary).channel is Channel.ONLINE
    person = accounts.account(scene.secretary.user_id)
    manager = person.acting(scene.maing.id) if person else None
    assert manager
    assert enter(scene, manager, scene.querenaing.name).channel is Channel.PHONE


def test_every_part_must_be_of_a_pool_that_the_actor_manages() -> None:
    scene = make_scene()
    artres = make_commune(scene.territory, "Artres")
    mats = make_item(make_pool(artres), 9, name="Tatami")
    wish = asked((scene.chairs, 5), (mats, 1), borrower=scene.querenaing.name)

    for who in (scene.manager, make_actor(artres, Role.MANAGER)):
        with pytest.raises(NotAllowed) as refusal:
            asking.request(who, wish)
        assert refusal.value.code == "not_allowed"


@pytest.mark.parametrize("role", [Role.TECHNICIAN, Role.SECRETARY, Role.ADMINISTRATOR])
def test_only_a_manager_asks_in_the_name_of_others(role: Role) -> None:
    scene = make_scene()

    with pytest.raises(NotAllowed):
        enter(scene, make_actor(scene.maing, role), scene.querenaing.name)


def test_what_lacked_is_kept_with_the_commune_that_wanted_it() -> None:
    scene = make_scene(4)

    with pytest.raises(NotEnoughAvailable):
        enter(scene, scene.manager, scene.querenaing.name)

    lacked = db.session.scalars(select(Shortage)).one()
    assert lacked.organization_id == scene.querenaing.id


def test_the_wished_transport_is_kept() -> None:
    scene = make_scene()
    wish = asked((scene.chairs, 5), transport=Transport.BOTH_WAYS)

    made = db.session.get_one(Request, asking.request(scene.secretary, wish))

    assert made.transport is Transport.BOTH_WAYS

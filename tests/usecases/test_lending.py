"""Somebody at the counter lends at once what a borrower came for, through the same rules."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from booking import clock, journal
from booking.db import db
from booking.dealings import Channel
from booking.errors import Invalid, NotAllowed, NotEnoughAvailable, Refusal, WrongMoment
from booking.models.catalogue import Pool
from booking.models.mail import Message
from booking.models.reservations import Request, Shortage
from booking.queries import requirements, reservations
from booking.rules.access import Actor
from booking.rules.asking import AskedLine
from booking.rules.lending import Lent
from booking.usecases import lending, loans
from booking.vocabulary import BeneficiaryKind, MailKind, Role, Status
from tests.factories import (
    Scene,
    count_rows,
    holds_of,
    make_actor,
    make_commune,
    make_item,
    make_pool,
    make_scene,
    row,
)

pytestmark = pytest.mark.usefixtures("base")


def wanted(scene: Scene, quantity: int = 4, **facts: Any) -> Lent:
    """Return what Quérénaing came for: chairs until tomorrow."""
    given = {
        "ends_at": clock.now() + timedelta(days=1),
        "purpose": "Dépannage du marché",
        "lines": (AskedLine(scene.chairs.reference, quantity),),
        "borrower": scene.querenaing.name,
    }
    return Lent(**given | facts)


def lend(scene: Scene, who: Actor, **facts: Any) -> int:
    """Lend, and return the reservation."""
    made = db.session.get_one(Request, lending.lend(who, wanted(scene, **facts)))
    return made.reservations[0].id


def told() -> list[tuple[MailKind, str]]:
    """Return which messages were written, and to whom."""
    found = select(Message.kind, Message.to).order_by(Message.id)
    return [(kind, to) for kind, to in db.session.execute(found)]


@pytest.mark.parametrize("role", [Role.MANAGER, Role.TECHNICIAN])
def test_what_is_lent_is_approved_held_and_papered_at_once(role: Role) -> None:
    scene = make_scene()
    who = make_actor(scene.maing, role)
    db.session.execute(update(Pool).values(notice_days=5))
    db.session.commit()

    mine = lend(scene, who)

    made = row(mine)
    assert (made.status, made.request.channel) == (Status.APPROVED, Channel.COUNTER)
    assert made.decided_by_id == who.user_id
    assert clock.now() - made.starts_at < timedelta(minutes=2)
    assert sum(quantity for _, quantity, _ in holds_of(mine)) == 4
    assert reservations.show(who, mine).convention
    loans.hand_over(who, mine)
    assert row(mine).status is Status.OUT


def test_the_notice_is_waived_as_such_and_the_journal_says_so() -> None:
    scene = make_scene()
    db.session.execute(update(Pool).values(notice_days=5))
    db.session.commit()

    mine = lend(scene, scene.manager)

    entries = journal.entries("reservation", mine)
    assert [each.act for each in entries if each.act in ("lend", "request", "approve")] == [
        "lend",
        "approve",
    ]
    assert entries[0].facts["waived"] == ["notice"]
    verdicts = {each.code: each.level for each in requirements.verdicts(scene.manager, mine)}
    assert verdicts["notice_waived"] == "info"
    assert "notice" not in verdicts


def test_the_borrower_is_told_as_of_an_approval_and_nobody_of_a_request() -> None:
    scene = make_scene()

    lend(scene, scene.manager)

    kinds = {kind for kind, _ in told()}
    assert (MailKind.APPROVED, scene.secretary.email) in told()
    assert not kinds & {MailKind.REQUESTED, MailKind.ENTERED, MailKind.TO_ANSWER}


def refused(scene: Scene, who: Actor, **facts: Any) -> Refusal:
    """Return why it is not lent; nothing is written then."""
    with pytest.raises(Refusal) as refusal:
        lending.lend(who, wanted(scene, **facts))
    assert count_rows(Request) == 0
    assert told() == []
    return refusal.value


def test_too_many_are_refused_with_what_is_free_and_the_want_is_kept() -> None:
    scene = make_scene(quantity=10)

    why = refused(scene, scene.manager, quantity=11)

    assert isinstance(why, NotEnoughAvailable)
    assert why.facts["shortages"][0]["free"] == 10  # type: ignore[index]
    kept = db.session.scalars(select(Shortage)).one()
    assert (kept.organization_id, kept.wanted, kept.free) == (scene.querenaing.id, 11, 10)


def test_the_same_terms_hold_as_for_a_request() -> None:
    scene = make_scene()
    large = make_commune(scene.territory, "Anzin", population=13_511)

    assert refused(scene, scene.manager, borrower=large.name).code == "not_eligible"
    far = clock.now() + timedelta(days=90)
    assert refused(scene, scene.manager, ends_at=far).code == "loan_too_long"


def test_a_return_that_is_past_is_refused_beside_its_field() -> None:
    scene = make_scene()

    why = refused(scene, scene.manager, ends_at=clock.now() - timedelta(minutes=1))

    assert isinstance(why, Invalid)
    assert "ends_at" in why.facts["errors"]  # type: ignore[operator]
    assert count_rows(Shortage) == 0, "what is badly typed wanted nothing"


def test_only_the_people_of_the_manager_lend() -> None:
    scene = make_scene()
    observer = make_actor(scene.maing, Role.OBSERVER)

    for who in (scene.secretary, observer, make_actor(make_commune(scene.territory, "Artres"))):
        assert isinstance(refused(scene, who), NotAllowed)


def test_things_of_anothers_pool_are_not_lent_along() -> None:
    scene = make_scene()
    other = make_item(make_pool(make_commune(scene.territory, "Famars")), 5)
    lines = (AskedLine(scene.chairs.reference, 1), AskedLine(other.reference, 1))

    assert refused(scene, scene.manager, lines=lines).code == "not_allowed"


def test_only_an_elected_person_decides_for_a_candidate() -> None:
    scene = make_scene()
    named = {
        "beneficiary_kind": BeneficiaryKind.CANDIDATE,
        "beneficiary_name": "Liste Ensemble",
    }

    why = refused(scene, scene.manager, **named)
    mine = lend(scene, scene.manager, **named, elected="Jeanne Thuillier, maire")

    assert isinstance(why, WrongMoment)
    assert why.code == "elected_needed"
    assert row(mine).elected == "Jeanne Thuillier, maire"


def test_the_same_form_sent_twice_lends_once() -> None:
    scene = make_scene()
    lent = wanted(scene)

    first = lending.lend(scene.manager, lent, key="k")

    assert lending.lend(scene.manager, lent, key="k") == first
    with pytest.raises(WrongMoment) as refusal:
        lending.lend(scene.manager, replace(lent, purpose="Autre"), key="k")
    assert refusal.value.code == "request_key_reused"
    assert count_rows(Request) == 1


def test_each_owner_lends_apart() -> None:
    scene = make_scene()
    owner = make_commune(scene.territory, "Famars")
    tents = make_item(scene.pool, 4, name="Tente pliante", owner=owner)
    lines = (AskedLine(scene.chairs.reference, 2), AskedLine(tents.reference, 1))

    made = lending.lend(scene.manager, wanted(scene, lines=lines))

    parts = db.session.get_one(Request, made).reservations
    assert {part.owner_id for part in parts} == {scene.maing.id, owner.id}
    assert {part.status for part in parts} == {Status.APPROVED}

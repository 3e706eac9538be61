"""Asking around an event: each lender its own dates, still all or none."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from booking.config import Settings
from booking.db import db
from booking.errors import Invalid, NotEnoughAvailable, WrongMoment
from booking.models.catalogue import Item
from booking.models.depots import Closure
from booking.models.reservations import Request, Reservation, Shortage
from booking.period import Period
from booking.queries import mail as outbox
from booking.queries import plans
from booking.rules.asking import Asked, AskedLine, AskedPart
from booking.usecases import asking
from booking.usecases.mail import drawn
from booking.vocabulary import OrganizationKind, Role
from tests.factories import (
    Scene,
    count_rows,
    holds_of,
    keep,
    make_actor,
    make_commune,
    make_item,
    make_pool,
    make_scene,
    take,
)
from tests.queries.opened import friday_at, monday_at, open_on_weekdays, saturday

pytestmark = pytest.mark.usefixtures("base")


def around(*lines: tuple[Item, int], **facts: Any) -> Asked:
    """Ask for some items around the event of a Saturday."""
    event = saturday()
    wanted = tuple(AskedLine(item.reference, quantity) for item, quantity in lines)
    more = {"event": event, "by_event": True} | facts
    return Asked(event.starts_at, event.ends_at, "Ducasse", wanted, **more)


def made() -> list[Reservation]:
    return list(db.session.scalars(select(Reservation).order_by(Reservation.id)))


def two_lenders() -> tuple[Scene, Item]:
    """Make chairs kept where one opens on weekdays, and tents kept where no hours are said."""
    scene = make_scene()
    open_on_weekdays(scene.stock.depot)
    return scene, make_item(make_pool(scene.maing), 4, name="Tente")


def test_each_lender_holds_from_its_pick_up_to_its_return() -> None:
    scene, tents = two_lenders()

    asking.request(scene.secretary, around((scene.chairs, 10), (tents, 2)))

    chairs, other = made()
    assert (chairs.starts_at, chairs.ends_at) == (friday_at(16, 30), monday_at(8))
    assert holds_of(chairs.id) == [(scene.stock.id, 10, chairs.period)]
    assert other.period != chairs.period
    assert holds_of(other.id)[0][2] == other.period
    assert other.period.contains(saturday())


def test_the_event_is_kept_with_the_request() -> None:
    scene, _ = two_lenders()

    request_id = asking.request(scene.secretary, around((scene.chairs, 1)))

    kept = db.session.get_one(Request, request_id)
    assert (kept.event_starts_at, kept.event_ends_at) == (saturday().starts_at, saturday().ends_at)


def test_the_event_may_be_said_beside_dates_of_the_loan() -> None:
    scene, _ = two_lenders()
    loan = saturday().widened(timedelta(days=3), timedelta(days=3))

    asking.request(
        scene.secretary,
        Asked(loan.starts_at, loan.ends_at, "", (line(scene),), event=saturday()),
    )

    assert [each.period for each in made()] == [loan]


def line(scene: Scene) -> AskedLine:
    return AskedLine(scene.chairs.reference, 1)


def test_dates_given_for_a_lender_win_over_those_proposed() -> None:
    scene, tents = two_lenders()
    wished = Period(friday_at(10), monday_at(11))
    given = (AskedPart(plans.lender_of(scene.chairs), wished),)

    asking.request(scene.secretary, around((scene.chairs, 1), (tents, 1), parts=given))

    assert [each.period == wished for each in made()] == [True, False]


def test_dates_of_a_lender_who_is_asked_nothing_are_refused() -> None:
    scene, tents = two_lenders()
    given = (AskedPart(plans.lender_of(tents), saturday()),)

    with pytest.raises(Invalid):
        asking.request(scene.secretary, around((scene.chairs, 1), parts=given))

    assert made() == []


def test_one_refusal_says_all_that_lacks_of_every_lender() -> None:
    scene, tents = two_lenders()

    with pytest.raises(NotEnoughAvailable) as refusal:
        asking.request(scene.secretary, around((scene.chairs, 41), (tents, 5)))

    shortages: Any = refusal.value.facts["shortages"]
    assert [(each["wanted"], each["free"]) for each in shortages] == [(41, 40), (5, 4)]
    assert (count_rows(Request), count_rows(Reservation)) == (0, 0)
    assert count_rows(Shortage) == 2


def test_a_lender_short_before_the_event_alone_refuses_and_others_hold_nothing() -> None:
    scene, tents = two_lenders()
    take(scene.stock, 40, Period(friday_at(16), friday_at(18)))  # over its pick-up, not the event

    with pytest.raises(NotEnoughAvailable) as refusal:
        asking.request(scene.secretary, around((scene.chairs, 1), (tents, 1)))

    other: Any = refusal.value.facts["alternatives"]
    assert made() == []
    assert other
    assert all(each.length >= saturday().length for each in other)


def test_a_closure_moves_the_pick_up_proposed() -> None:
    scene, _ = two_lenders()
    day = friday_at(0).date()
    shut = {"territory_id": scene.territory.id, "depot_id": scene.stock.depot_id}
    keep(Closure(**shut, starts_on=day, ends_on=day, reason="Inventaire"))

    asking.request(scene.secretary, around((scene.chairs, 1)))

    assert made()[0].starts_at == friday_at(16, 30) - timedelta(days=1)


def test_a_day_chosen_against_strict_hours_is_refused() -> None:
    scene, _ = two_lenders()
    scene.pool.slots_block = True
    keep(scene.pool)
    given = (AskedPart(plans.lender_of(scene.chairs), Period(friday_at(20), monday_at(8))),)

    with pytest.raises(WrongMoment) as refusal:
        asking.request(scene.secretary, around((scene.chairs, 1), parts=given))

    assert refusal.value.code == "outside_hours"
    asking.request(scene.secretary, around((scene.chairs, 1)))


def test_the_mail_says_when_the_event_is() -> None:
    scene, _ = two_lenders()
    asking.request(scene.secretary, around((scene.chairs, 1)))
    office = make_commune(scene.territory, "CC du Val", kind=OrganizationKind.EPCI)

    written = outbox.outbox(make_actor(office, Role.ADMINISTRATOR))

    settings = Settings(database_url="sqlite://", secret_key="tests only")
    for message in written:
        body = " ".join(drawn(message, settings, readable=False).body.split())
        assert "Évènement du samedi" in body
        assert "16 h 30" in body.replace("\N{NO-BREAK SPACE}", " ")  # the pick-up
    assert len(written) == 2

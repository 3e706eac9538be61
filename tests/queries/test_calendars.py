"""What a subscribed calendar shows, and the subscriptions a person has."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from booking import clock
from booking.db import db
from booking.dealings import FeedScope
from booking.documents.calendar import Event
from booking.models.accounts import Membership
from booking.queries import calendars
from booking.rules.access import SERVICE
from booking.usecases import calendars as acts
from booking.usecases import loans, reservations
from booking.vocabulary import Status
from tests.factories import (
    LONG_AGO,
    Scene,
    ask,
    keep,
    make_actor,
    make_commune,
    make_scene,
    next_weekend,
    row,
    set_clock,
)

pytestmark = pytest.mark.usefixtures("base")
DAY = timedelta(days=1)


def shown(scene: Scene) -> list[Event]:
    """Return what the secretary's calendar shows."""
    if calendars.by_secret("agenda") is None:
        acts.create(scene.secretary, FeedScope.ME, "Quérénaing", "agenda")
    feed = calendars.by_secret("agenda")
    assert feed
    found = calendars.calendar(scene.secretary, feed, clock.now(), "https://parc.example")
    return list(found.events)


def test_a_request_is_shown_with_what_helps_to_fetch_it() -> None:
    scene = make_scene()
    scene.stock.depot.address = "1, rue de la Mairie"
    keep(scene.stock.depot)
    (asked_id,) = ask(scene.secretary, (scene.chairs, 4))

    (event,) = shown(scene)

    assert (event.uid, event.standing) == (asked_id, "tentative")
    assert (event.starts_at, event.ends_at) == (row(asked_id).starts_at, row(asked_id).ends_at)
    assert event.summary.startswith("Fête de la Saint-Jean — ")
    assert "chaise" in event.summary.lower()
    assert event.url == f"https://parc.example/demandes/{row(asked_id).request_id}"
    assert event.location == f"{scene.stock.depot.name}, 1, rue de la Mairie"
    assert event.categories == (scene.chairs.family,)
    assert event.url not in event.description  # the file repeats it in its last line


def test_every_change_raises_the_revision(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene()
    (asked_id,) = ask(scene.secretary, (scene.chairs, 4))
    seen = [shown(scene)[0]]
    set_clock(monkeypatch, next_weekend().starts_at)
    for act in (reservations.approve, loans.hand_over, loans.take_back):
        act(scene.manager, asked_id)
        seen.append(shown(scene)[0])

    assert [event.revision - seen[0].revision for event in seen] == [0, 1, 2, 3]
    assert [event.standing for event in seen] == ["tentative", *["confirmed"] * 3]
    assert seen[0].changed_at < seen[1].changed_at


@pytest.mark.parametrize("ending", ["refuse", "cancel", "lapse"])
def test_what_was_cancelled_is_shown_a_fortnight_more(
    monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    scene = make_scene()
    (asked_id,) = ask(scene.secretary, (scene.chairs, 4))
    if ending == "lapse":
        set_clock(monkeypatch, next_weekend().starts_at)
        reservations.lapse(SERVICE, asked_id)
    elif ending == "refuse":
        reservations.refuse(scene.manager, asked_id, "Non.")
    else:
        reservations.cancel(scene.secretary, asked_id)
    changed = row(asked_id).changed_at

    for instant, standings in (
        (changed, ["cancelled"]),
        (changed + 14 * DAY - timedelta(seconds=1), ["cancelled"]),
        (changed + 14 * DAY, []),
    ):
        set_clock(monkeypatch, instant)
        assert [event.standing for event in shown(scene)] == standings


@pytest.mark.parametrize("status", Status)
def test_every_status_has_its_standing(status: Status) -> None:
    scene = make_scene()
    (asked_id,) = ask(scene.secretary, (scene.chairs, 4))
    row(asked_id).status = status
    keep(row(asked_id))

    assert len(shown(scene)) == (status is not Status.DRAFT)


def test_what_waits_for_a_place_is_in_its_own_calendar_alone() -> None:
    scene = make_scene()
    (asked_id,) = ask(scene.secretary, (scene.chairs, 4))
    row(asked_id).status = Status.WAITLISTED
    keep(row(asked_id))

    assert [event.standing for event in shown(scene)] == ["tentative"]
    assert Status.WAITLISTED not in calendars.IN_FORCE


def test_the_distant_past_and_future_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene()
    (asked_id,) = ask(scene.secretary, (scene.chairs, 4))
    reservations.approve(scene.manager, asked_id)
    mine = row(asked_id).period

    for instant, count in (
        (mine.ends_at + 59 * DAY, 1),
        (mine.ends_at + 95 * DAY, 0),
        (mine.starts_at - 548 * DAY, 1),
        (mine.starts_at - 581 * DAY, 0),
    ):
        set_clock(monkeypatch, instant)
        assert len(shown(scene)) == count


def test_a_calendar_shows_what_its_own_town_hall_borrows() -> None:
    scene = make_scene()
    ask(make_actor(make_commune(scene.territory, "Artres")), (scene.chairs, 4))

    assert shown(scene) == []


def test_a_feed_is_found_by_its_secret_even_revoked() -> None:
    scene = make_scene()
    feed_id = acts.create(scene.secretary, FeedScope.ME, "Un", "secret-1")
    acts.revoke(scene.secretary, feed_id)

    found = calendars.by_secret("secret-1")

    assert found
    assert (found.id, found.revoked_at is not None) == (feed_id, True)
    assert calendars.by_secret("secret-2") is None


def test_an_address_that_another_replaced_is_known_from_one_that_was_ended() -> None:
    scene = make_scene()
    former = acts.create(scene.secretary, FeedScope.ME, "Un", "secret-1")
    acts.revoke(scene.secretary, acts.rotate(scene.secretary, former, "secret-2"))

    replaced, ended = calendars.by_secret("secret-1"), calendars.by_secret("secret-2")

    assert replaced
    assert ended
    assert (calendars.renewed(replaced), calendars.renewed(ended)) == (True, False)


def test_a_feed_says_nothing_more_when_the_role_has_ended() -> None:
    scene = make_scene()
    acts.create(scene.secretary, FeedScope.ME, "Un", "secret-1")
    found = calendars.by_secret("secret-1")
    assert found
    assert calendars.reader(found) == scene.secretary

    roles = select(Membership).filter_by(user_id=scene.secretary.user_id)
    membership = db.session.scalars(roles).one()
    membership.ends_on = LONG_AGO
    keep(membership)

    assert calendars.reader(found) is None

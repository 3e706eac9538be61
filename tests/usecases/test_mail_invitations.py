"""Who chose invitations gets one at each approval, change and end; nobody else does."""

from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import icalendar
import pytest

from booking import clock
from booking.dealings import FeedScope
from booking.documents.calendar import render
from booking.queries import calendars as queries
from booking.queries.mail import unsent
from booking.rules.access import SERVICE, Actor
from booking.rules.asking import Edited
from booking.rules.preferences import Wants
from booking.usecases import calendars, changes, reservations
from booking.usecases.mail import send
from booking.usecases.preferences import choose
from tests.factories import Scene, ask, keep, make_scene, row
from tests.relays import PostOffice

pytestmark = pytest.mark.usefixtures("base")


@pytest.fixture
def scene() -> Scene:
    """Have both the secretary and the manager choose invitations."""
    scene = make_scene()
    for actor in (scene.secretary, scene.manager):
        choose(actor, Wants(daily=actor is scene.secretary, invitations=True))
    return scene


def received(office: PostOffice, actor: Actor) -> list[EmailMessage]:
    """Send what waits, and return what a person got of it about a reservation."""
    office.letters.clear()
    for message_id in unsent(clock.now()):
        send(SERVICE, message_id, office.settings)
    return [each for each in office.letters if each["To"] == actor.email and each["References"]]


def event(letter: EmailMessage) -> tuple[str, Any]:
    """Return the method of an invitation and its event."""
    (part,) = [each for each in letter.walk() if each.get_content_type() == "text/calendar"]
    parsed: Any = icalendar.Calendar.from_ical(part.get_payload(decode=True))
    return str(parsed["METHOD"]), parsed.walk("VEVENT")[0]


def test_an_agenda_follows_the_reservation(office: PostOffice, scene: Scene) -> None:
    (asked_id,) = ask(scene.secretary, (scene.chairs, 4))
    assert not any(each.get_content_type() == "multipart/mixed" for each in office.letters)
    reservations.approve(scene.manager, asked_id)
    (approved,) = received(office, scene.secretary)
    sooner = row(asked_id).ends_at - timedelta(hours=3)
    changes.edit(scene.secretary, asked_id, Edited(ends_at=sooner))
    (changed,) = received(office, scene.secretary)
    reservations.cancel(scene.manager, asked_id, "Tempête.")
    (cancelled,) = received(office, scene.secretary)

    found = [event(letter) for letter in (approved, changed, cancelled)]
    assert [method for method, _ in found] == ["REQUEST", "REQUEST", "CANCEL"]
    name = f"reservation-{asked_id}@{scene.territory.siren}.parc-commun"
    assert {str(each["UID"]) for _, each in found} == {name}
    ranks = [each["SEQUENCE"] for _, each in found]
    assert ranks == sorted(set(ranks))
    assert found[1][1]["DTEND"].dt == sooner
    assert {letter["References"] for letter in (approved, changed, cancelled)} == {
        f"<reservation-{asked_id}@parc-commun.example>"
    }
    assert cancelled["Subject"].startswith("Annulé : ")
    assert str(found[0][1]["ORGANIZER"]) == "mailto:ne-pas-repondre@parc-commun.example"


def test_a_request_that_waits_or_is_withdrawn_is_a_plain_message(
    office: PostOffice, scene: Scene
) -> None:
    (asked_id,) = ask(scene.secretary, (scene.chairs, 4))
    reservations.cancel(scene.secretary, asked_id)

    for letter in received(office, scene.secretary):
        assert letter.get_content_type() == "multipart/alternative"


def test_what_was_approved_and_cancelled_before_the_mail_left_ends_in_no_agenda(
    office: PostOffice, scene: Scene
) -> None:
    (asked_id,) = ask(scene.secretary, (scene.chairs, 4))
    reservations.approve(scene.manager, asked_id)
    reservations.cancel(scene.secretary, asked_id, "Tempête.")

    for letter in received(office, scene.secretary):
        if letter.get_content_type() == "multipart/mixed":
            assert event(letter)[0] == "CANCEL"


def test_the_lender_is_invited_to_nothing(office: PostOffice, scene: Scene) -> None:
    (asked_id,) = ask(scene.secretary, (scene.chairs, 4))
    reservations.approve(scene.manager, asked_id)
    reservations.cancel(scene.secretary, asked_id, "Tempête.")

    letters = received(office, scene.manager)

    assert letters
    assert {letter.get_content_type() for letter in letters} == {"multipart/alternative"}


def test_who_did_not_choose_gets_plain_messages(office: PostOffice) -> None:
    scene = make_scene()
    (asked_id,) = ask(scene.secretary, (scene.chairs, 4))
    reservations.approve(scene.manager, asked_id)

    letters = received(office, scene.secretary)

    assert {letter.get_content_type() for letter in letters} == {"multipart/alternative"}


def test_the_feed_and_the_mail_give_an_event_one_rank_that_only_rises(
    office: PostOffice, scene: Scene
) -> None:
    """An agenda that gets both must never take the older for the newer."""
    calendars.create(scene.secretary, FeedScope.ME, "Mairie", "agenda")
    (asked_id,) = ask(scene.secretary, (scene.chairs, 4))

    def both() -> tuple[Any, Any]:
        (letter,) = received(office, scene.secretary)
        feed = queries.by_secret("agenda")
        assert feed
        site = office.settings.public_url
        shown = queries.calendar(scene.secretary, feed, clock.now(), site)
        (fed,) = icalendar.Calendar.from_ical(render(shown)).walk("VEVENT")
        return event(letter)[1], fed

    ranks = []
    for act in (_approve, _rename, _hide, _cancel):
        act(scene, asked_id)
        mailed, fed = both()
        same = ("UID", "SEQUENCE", "SUMMARY", "LOCATION", "STATUS", "URL", "CATEGORIES")
        for name in same:
            assert mailed.get(name) == fed.get(name), name
        assert mailed.decoded("LAST-MODIFIED") == fed.decoded("LAST-MODIFIED")
        ranks.append(mailed["SEQUENCE"])
    assert ranks == sorted(set(ranks))


def _approve(scene: Scene, asked_id: int) -> None:
    reservations.approve(scene.manager, asked_id)


def _rename(scene: Scene, asked_id: int) -> None:
    scene.stock.depot.name = "Atelier neuf"
    keep(scene.stock.depot)
    _shorten(scene, asked_id)


def _hide(scene: Scene, asked_id: int) -> None:
    scene.pool.hidden = True
    keep(scene.pool)
    _shorten(scene, asked_id)


def _shorten(scene: Scene, asked_id: int) -> None:
    sooner = row(asked_id).ends_at - timedelta(hours=1)
    changes.edit(scene.manager, asked_id, Edited(ends_at=sooner))


def _cancel(scene: Scene, asked_id: int) -> None:
    reservations.cancel(scene.manager, asked_id, "Tempête.")

"""The three invitations by mail, as the relay gets them, read by real programs (calendar § 4)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from booking import clock
from booking.queries.mail import unsent
from booking.rules.access import SERVICE
from booking.rules.asking import Edited
from booking.rules.preferences import Wants
from booking.usecases import changes, reservations
from booking.usecases.mail import send
from booking.usecases.preferences import choose
from tests.clients.readers import IcalJs, Shown, seen, wall
from tests.clients.serving import Served
from tests.clients.thunderbird import Thunderbird
from tests.factories import Scene, ask, make_scene, next_weekend, row
from tests.relays import PostOffice, open_office

pytestmark = pytest.mark.clients
METHODS = ["REQUEST", "REQUEST", "CANCEL"]


@pytest.fixture
def invitations(served: Served) -> list[bytes]:
    """Give what a secretary receives of an approval, of a change and of its end."""
    scene = make_scene()
    choose(scene.secretary, Wants(daily=True, invitations=True))
    (asked_id,) = ask(scene.secretary, (scene.chairs, 4), purpose="Noël à l’école ; 1, 2")
    with open_office() as office:
        reservations.approve(scene.manager, asked_id)
        found = received(office, scene)
        sooner = row(asked_id).ends_at - timedelta(hours=3)
        changes.edit(scene.secretary, asked_id, Edited(ends_at=sooner))
        found += received(office, scene)
        reservations.cancel(scene.manager, asked_id, "Tempête.")
        found += received(office, scene)
    return found


def received(office: PostOffice, scene: Scene) -> list[bytes]:
    """Send what waits, and return the invitations that the secretary gets of it."""
    office.letters.clear()
    for message_id in unsent(clock.now()):
        send(SERVICE, message_id, office.settings)
    parts = [
        part
        for letter in office.letters
        if letter["To"] == scene.secretary.email
        for part in letter.walk()
        if part.get_content_type() == "text/calendar"
    ]
    return [bytes(part.get_payload(decode=True)) for part in parts]  # type: ignore[arg-type]


def expected() -> list[list[Shown]]:
    """Return what each of the three must show."""
    weekend = next_weekend()
    sooner = weekend.ends_at - timedelta(hours=3)
    title = "Noël à l’école ; 1, 2 — 4\N{NO-BREAK SPACE}chaises"
    return [
        [Shown(wall(weekend.starts_at), wall(ends_at), prefix + title, status)]
        for ends_at, prefix, status in (
            (weekend.ends_at, "", "CONFIRMED"),
            (sooner, "", "CONFIRMED"),
            (sooner, "Annulé : ", "CANCELLED"),
        )
    ]


def test_in_ical_js(programs: Callable[[str], Any], invitations: list[bytes]) -> None:
    reader: IcalJs = programs("ical.js")

    assert [reader.read(each) for each in invitations] == expected()


def test_in_thunderbird(thunderbird: Thunderbird, invitations: list[bytes]) -> None:
    told = [thunderbird.invited(each.decode()) for each in invitations]

    assert [each["method"] for each in told] == METHODS
    assert [[seen(*event) for event in each["events"]] for each in told] == expected()
    asked, changed, ended = (each["said"] for each in told)
    assert "invitation" in asked
    assert asked == changed
    assert "cancel" in ended


def test_in_libical(programs: Callable[[str], Any], invitations: list[bytes]) -> None:
    faults: Callable[[bytes], list[str]] = programs("libical").faults

    assert len(invitations) == len(METHODS)
    assert [faults(each) for each in invitations] == [[], [], []]
    without_organizer = b"".join(
        line for line in invitations[0].splitlines(keepends=True) if b"ORGANIZER" not in line
    )
    assert faults(without_organizer)  # it does judge

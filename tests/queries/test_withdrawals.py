"""What calendars show of things withheld for no loan, and to whom they say why."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from booking import clock
from booking.db import db
from booking.dealings import FeedScope
from booking.documents.calendar import Calendar, Event, render, title
from booking.models.reservations import Hold
from booking.period import OPEN_ENDED, Period
from booking.queries import calendars, scope_versions
from booking.queries.withdrawals import place
from booking.rules.access import Actor
from booking.usecases import calendars as acts
from booking.usecases import changes, stocks
from booking.vocabulary import HoldReason, Role
from tests.factories import Scene, keep, make_actor, make_commune, make_scene, row, set_clock
from tests.usecases.tending import agree, make_numbered, withhold

pytestmark = pytest.mark.usefixtures("base")
DAY = timedelta(days=1)
NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture
def scene() -> Scene:
    return make_scene()


@pytest.fixture
def neighbour(scene: Scene) -> Actor:
    return make_actor(make_commune(scene.territory, "Artres"), Role.SECRETARY)


def shown(actor: Actor, scope: str, thing: int | None = None, **facts: Any) -> list[Event]:
    """Return the events of a subscription."""
    secret = f"{actor.user_id}-{scope}-{thing}-{facts}"
    if not calendars.by_secret(secret):
        acts.create(actor, FeedScope(scope), "Parc", secret, thing=str(thing or ""), **facts)
    feed = calendars.by_secret(secret)
    assert feed
    return list(calendars.calendar(actor, feed, clock.now(), "https://parc.example").events)


def said_of(event: Event) -> str:
    """Return the title of an event, as its reader has it."""
    return title(event).replace(NBSP, " ")


def version(actor: Actor, scope: str, thing: int) -> int:
    shown(actor, scope, thing)
    found = calendars.by_secret(f"{actor.user_id}-{scope}-{thing}-{{}}")
    assert found
    return found.version


def test_the_calendars_of_a_thing_show_when_it_is_withheld(scene: Scene) -> None:
    hold_id = withhold(scene, quantity=3, reason=HoldReason.MAINTENANCE, note="Chez M. Dupont")
    scene.stock.depot.address = "1, rue de la Mairie"
    keep(scene.stock.depot)
    places = (
        ("item", scene.chairs.id),
        ("pool", scene.pool.id),
        ("depot", scene.stock.depot_id),
    )
    for scope, thing in places:
        (event,) = shown(scene.manager, scope, thing)

        assert (event.kind, event.uid) == ("hold", hold_id)
        assert said_of(event) == "Entretien : 3 chaises"
        assert event.location == f"{scene.stock.depot.name}, 1, rue de la Mairie"
        assert event.url == f"https://parc.example/materiel/{scene.chairs.id}"
        assert event.categories == (scene.chairs.family,)
        assert event.description == f"Retrait n° {hold_id}"
        assert (event.starts_at, event.ends_at) == _span(hold_id)
        assert "Dupont" not in repr(event)
    for scope in ("territory", "commune", "me"):
        assert shown(scene.manager, scope) == []


def _span(hold_id: int) -> tuple[datetime, datetime]:
    hold = db.session.get_one(Hold, hold_id)
    return hold.starts_at, hold.ends_at


@pytest.mark.parametrize(
    ("reason", "tends", "looks_on"),
    [
        (HoldReason.MAINTENANCE, "Entretien", "Entretien"),
        (HoldReason.BREAKDOWN, "Panne", "Panne"),
        (HoldReason.OWNER, "Réservé au propriétaire", "Occupé"),
    ],
)
def test_why_is_told_to_who_reads_it_elsewhere(
    scene: Scene, neighbour: Actor, reason: HoldReason, tends: str, looks_on: str
) -> None:
    withhold(scene, quantity=3, reason=reason)

    for actor, said in ((scene.manager, tends), (neighbour, looks_on)):
        (event,) = shown(actor, "item", scene.chairs.id)
        assert said_of(event) == f"{said} : 3 chaises"
        assert bool(event.location and event.url) == (said != "Occupé")
        (event,) = shown(actor, "item", scene.chairs.id, anonymous=True)
        assert said_of(event) == "Occupé"
        assert not event.location + event.url


def test_of_a_hidden_pool_nothing_is_told(scene: Scene, neighbour: Actor) -> None:
    withhold(scene, quantity=3)
    depot = scene.stock.depot_id
    assert len(shown(neighbour, "depot", depot)) == 1

    scene.pool.hidden = True
    keep(scene.pool)

    assert shown(neighbour, "depot", depot) == []
    assert len(shown(scene.manager, "depot", depot)) == 1


def test_a_copy_shows_when_it_alone_is_withheld() -> None:
    scene = make_numbered(2)
    first, second = scene.stock.units
    withhold(scene, units=(first.number,))

    (event,) = shown(scene.manager, "unit", first.id)

    assert said_of(event) == f"Panne : {scene.chairs.name} {first.number}"
    assert shown(scene.manager, "unit", second.id) == []


def test_a_change_raises_the_rank_and_what_is_lifted_leaves(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = clock.now()
    hold_id = withhold(scene, Period(now, now + 9 * DAY), quantity=3)
    (before,) = shown(scene.manager, "pool", scene.pool.id)
    known = version(scene.manager, "pool", scene.pool.id)
    set_clock(monkeypatch, now + timedelta(minutes=5))
    hold = db.session.get_one(Hold, hold_id)
    hold.ends_at += DAY
    hold.note = "la roue"
    keep(hold)

    (after,) = shown(scene.manager, "pool", scene.pool.id)

    assert (after.kind, after.uid) == (before.kind, before.uid)
    assert after.ends_at == before.ends_at + DAY
    assert after.revision == before.revision + 1
    assert after.changed_at > before.changed_at
    assert version(scene.manager, "pool", scene.pool.id) == known + 1
    hold.note = "les deux roues"
    keep(hold)
    assert shown(scene.manager, "pool", scene.pool.id) == [after]
    assert version(scene.manager, "pool", scene.pool.id) == known + 1
    stocks.restore(scene.manager, hold_id)
    assert version(scene.manager, "pool", scene.pool.id) > known + 1
    set_clock(monkeypatch, now + DAY)
    (over,) = shown(scene.manager, "pool", scene.pool.id)
    assert (over.uid, over.ends_at) == (before.uid, now + timedelta(minutes=5))
    assert over.revision > after.revision


def test_what_had_not_begun_leaves_as_soon_as_it_is_lifted(scene: Scene) -> None:
    hold_id = withhold(scene, quantity=3)
    known = version(scene.manager, "item", scene.chairs.id)

    stocks.restore(scene.manager, hold_id)

    assert shown(scene.manager, "item", scene.chairs.id) == []
    assert version(scene.manager, "item", scene.chairs.id) == known + 1


def test_what_has_no_end_yet_is_a_sound_event_that_says_so(scene: Scene) -> None:
    now = clock.now()
    withhold(scene, Period(now, OPEN_ENDED), quantity=3)

    (event,) = shown(scene.manager, "item", scene.chairs.id)

    assert event.description.endswith(", sans fin prévue")
    assert event.ends_at.year == now.year + 10
    body = render(Calendar(name="A", zone="Europe/Paris", domain="d", events=(event,)))
    assert body.count(b"BEGIN:VEVENT") == 1
    assert b"CREATED" not in body


def test_a_copy_named_for_a_loan_redraws_the_calendars_of_the_pool() -> None:
    """The holds of loans bear no rank of their own; what they show must not wait for tomorrow."""
    scene = make_numbered(2)
    first = scene.stock.units[0]
    mine = agree(scene, 1)
    known = version(scene.manager, "unit", first.id)
    said = scope_versions.words(scene.territory.id)

    changes.name_copies(scene.manager, mine, row(mine).lines[0].id, (first.number,))

    assert version(scene.manager, "unit", first.id) > known
    assert scope_versions.words(scene.territory.id) == said


@pytest.mark.parametrize(
    ("name", "address", "told"),
    [
        ("Dépôt", "1, rue de la Mairie", "Dépôt, 1, rue de la Mairie"),
        ("Dépôt", "", "Dépôt"),
        ("", "1, rue de la Mairie", "1, rue de la Mairie"),
        (
            "Valenciennes – salle du Hainaut",
            "Salle du hainaut",
            "Valenciennes – salle du Hainaut",
        ),
        ("Mairie", "mairie, 1 Grand-Place", "mairie, 1 Grand-Place"),
        ("Parc", "Parcelle 12, Maing", "Parc, Parcelle 12, Maing"),
        ("Mairie", "Mairie", "Mairie"),
    ],
)
def test_a_place_is_said_once(name: str, address: str, told: str) -> None:
    assert place(name, address) == told

"""What each kind of calendar shows, and how much of it its reader may know."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

import pytest
from sqlalchemy.exc import OperationalError

from booking import clock
from booking.dealings import FeedScope
from booking.documents.calendar import Calendar, Event, render, title
from booking.models.catalogue import Item, KitPart
from booking.models.reservations import Reservation
from booking.period import Period
from booking.queries import agendas, calendars
from booking.queries.agendas import Drawing
from booking.queries.scopes import Subject
from booking.rules.access import Actor
from booking.usecases import changes, loans, reservations
from booking.vocabulary import Role, Status, Tracking
from tests.factories import (
    Scene,
    ask,
    keep,
    make_actor,
    make_commune,
    make_item,
    make_pool,
    make_scene,
    next_weekend,
    row,
    take,
)
from tests.usecases.tending import agree, make_numbered

pytestmark = pytest.mark.usefixtures("base")
NBSP = "\N{NO-BREAK SPACE}"
SITE = "https://parc.example"


def shown(
    actor: Actor, scope: str, thing: int | None = None, *, anonymous: bool = False
) -> list[Event]:
    """Return the events of a calendar."""
    subject = Subject(FeedScope(scope), thing, anonymous)
    drawing = Drawing(actor, subject, SITE, calendars.IN_FORCE)
    return agendas.events(drawing, calendars.window(clock.now()))


def said(event: Event) -> str:
    """Return the title of an event, as its reader has it."""
    return title(event).replace(NBSP, " ")


@dataclass(frozen=True)
class Country:
    """A territory where Quérénaing borrows from Maing, and Artres looks on."""

    scene: Scene
    tents: Item
    mine: int
    neighbour: Actor


@pytest.fixture
def country() -> Country:
    scene = make_scene()
    tents = make_item(scene.pool, 4, reference="TEN", name="Tente pliante")
    (mine,) = ask(scene.secretary, (scene.chairs, 40), (tents, 2))
    neighbour = make_actor(make_commune(scene.territory, "Artres"), Role.SECRETARY)
    return Country(scene, tents, mine, neighbour)


def test_a_party_reads_who_borrows_what_and_where(country: Country) -> None:
    scene = country.scene
    for scope, thing in (("pool", scene.pool.id), ("commune", None), ("territory", None)):
        (event,) = shown(scene.manager, scope, thing)

        assert said(event) == "À confirmer : 40 chaises et 2 tentes — Quérénaing"
        assert event.location
        assert event.url == f"{SITE}/demandes/{row(country.mine).request_id}"
        assert event.standing == "tentative"
        assert f"R-{country.mine:05d}" in event.description
        assert (event.kind, event.uid) == ("reservation", country.mine)


def test_a_calendar_of_others_names_nobody(country: Country) -> None:
    scene = country.scene
    (event,) = shown(scene.manager, "territory")

    for hidden in (scene.secretary.name, scene.secretary.email, "Saint-Jean"):
        assert hidden not in f"{said(event)} {event.description} {event.location}"


def test_the_others_read_that_it_is_taken_and_no_more(country: Country) -> None:
    (event,) = shown(country.neighbour, "item", country.tents.id)

    assert said(event) == "Occupé, à confirmer : 2 tentes"
    assert (event.location, event.url) == ("", "")
    assert "Quérénaing" not in f"{said(event)} {event.description}"
    assert event.description == f"R-{country.mine:05d}"


def test_an_anonymous_calendar_tells_even_the_parties_no_more(country: Country) -> None:
    scene = country.scene
    depot, tents = scene.stock.depot_id, country.tents.id
    busy, all_of_it = "Occupé, à confirmer", "40 chaises et 2 tentes"
    ends = [f"{each} à confirmer : 40 chaises" for each in ("Remise", "Retour")]
    for reader, scope, thing, told in (
        (scene.manager, "pool", scene.pool.id, [f"{busy} : {all_of_it}"]),
        (scene.secretary, "me", None, [f"{busy} : {all_of_it}"]),
        (scene.manager, "commune", None, [f"{busy} : {all_of_it}"]),
        (scene.manager, "item", tents, [busy]),
        (country.neighbour, "item", tents, [busy]),
        (scene.manager, "depot", depot, ends),
    ):
        found = shown(reader, scope, thing, anonymous=True)

        assert sorted(map(said, found)) == told
        for event in found:
            assert (event.url, event.location) == ("", "")


def test_what_is_alike_in_an_anonymous_calendar_is_told_apart(country: Country) -> None:
    """Readers merge what differs by its hidden name alone."""
    scene = country.scene
    (first,), _ = [ask(scene.secretary, (country.tents, 1)) for _ in range(2)]
    ask(scene.secretary, (country.tents, 1), period=next_weekend(9))
    take(country.tents.stocks[0], 1, next_weekend(12))

    found = shown(country.neighbour, "item", country.tents.id, anonymous=True)

    assert {said(each) for each in found} == {"Occupé", "Occupé, à confirmer"}
    said_then = {each.uid: each.description for each in found if each.kind == "reservation"}
    assert len({each.description for each in found}) == len(found)

    reservations.cancel(scene.secretary, first)
    left = shown(country.neighbour, "item", country.tents.id, anonymous=True)
    assert len(left) == len(found) - 1
    for each in left:
        assert each.kind == "hold" or said_then[each.uid] == each.description


def test_an_item_shows_what_concerns_it_alone(country: Country) -> None:
    manager = country.scene.manager

    (event,) = shown(manager, "item", country.tents.id)

    assert said(event) == "À confirmer : 2 tentes — Quérénaing"
    ask(country.scene.secretary, (country.scene.chairs, 1), period=next_weekend(8))
    assert len(shown(manager, "item", country.tents.id)) == 1
    assert len(shown(manager, "item", country.scene.chairs.id)) == 2


def test_a_copy_shows_the_loans_that_name_it() -> None:
    scene = make_numbered(2)
    first, second = scene.stock.units
    mine = agree(scene, 1)
    assert shown(scene.manager, "unit", second.id) == []
    changes.name_copies(scene.manager, mine, row(mine).lines[0].id, (second.number,))

    (event,) = shown(scene.manager, "unit", second.id)

    assert said(event) == f"{scene.chairs.name} {second.number} — Quérénaing"
    assert shown(scene.manager, "unit", first.id) == []


def test_a_depot_shows_what_leaves_and_what_comes_back(country: Country) -> None:
    scene, mine = country.scene, row(country.mine)

    leaves, returns = shown(scene.manager, "depot", scene.stock.depot_id)

    assert said(leaves) == "Remise à confirmer : 40 chaises — Quérénaing"
    assert said(returns) == "Retour à confirmer : 40 chaises — Quérénaing"
    assert (leaves.starts_at, returns.starts_at) == (mine.starts_at, mine.ends_at)
    assert leaves.location == returns.location != ""
    assert (leaves.kind, returns.kind) == tuple(
        f"{act}-at-{scene.stock.depot_id}" for act in ("hand-over", "return")
    )


def test_a_depot_shows_days_where_no_hour_was_said(country: Country) -> None:
    scene, zone = country.scene, country.scene.manager.zone
    first = clock.today(zone) + timedelta(days=60)
    midnights = [datetime.combine(first + timedelta(days=each), time(0), zone) for each in range(4)]
    ask(scene.secretary, (country.tents, 1), period=Period(midnights[0], midnights[3]))

    calls = shown(scene.manager, "depot", country.tents.stocks[0].depot_id)

    spans = [(each.starts_at, each.ends_at) for each in calls if "1 tente" in said(each)]
    assert spans == [tuple(midnights[:2]), tuple(midnights[2:])]


def test_a_depot_tells_strangers_of_nothing(country: Country) -> None:
    assert shown(country.neighbour, "depot", country.scene.stock.depot_id) == []


def test_what_was_cancelled_is_left_out(country: Country) -> None:
    scene = country.scene
    reservations.cancel(scene.secretary, country.mine)

    assert shown(scene.manager, "territory") == []
    assert shown(scene.manager, "pool", scene.pool.id) == []


def test_what_was_lent_stays_shown(country: Country, monkeypatch: pytest.MonkeyPatch) -> None:
    scene = country.scene
    reservations.approve(scene.manager, country.mine)
    loans.hand_over(scene.manager, country.mine)
    loans.take_back(scene.manager, country.mine)

    (event,) = shown(scene.manager, "territory")
    assert event.standing == "confirmed"


def test_a_hidden_pool_is_told_to_its_circle_alone(country: Country) -> None:
    scene = country.scene
    assert len(shown(country.neighbour, "territory")) == 1
    scene.pool.hidden = True
    keep(scene.pool)

    assert shown(country.neighbour, "territory") == []
    assert len(shown(scene.manager, "territory")) == 1


def test_a_commune_reads_what_it_lends_and_what_it_borrows(country: Country) -> None:
    scene = country.scene
    elsewhere = make_pool(make_commune(scene.territory, "Anzin"), name="Parc de véhicules")
    van = make_item(elsewhere, 1, reference="VAN", name="Minibus")
    ask(scene.manager, (van, 1))

    assert len(shown(scene.manager, "commune")) == 2
    assert len(shown(scene.secretary, "commune")) == 1
    assert shown(country.neighbour, "commune") == []


def test_every_kind_of_calendar_is_a_sound_file(country: Country) -> None:
    scene = country.scene
    for scope, thing in (
        ("territory", None),
        ("depot", scene.stock.depot_id),
        ("item", country.tents.id),
    ):
        for reader in (scene.manager, country.neighbour):
            events = tuple(shown(reader, scope, thing))
            bytes_ = render(Calendar(name="A", zone="Europe/Paris", domain="d", events=events))
            assert bytes_.count(b"BEGIN:VEVENT") == len(events)


def test_a_kit_shows_the_loans_of_its_parts(country: Country) -> None:
    """A loan does not remember the kit by which it was asked."""
    scene = country.scene
    kit = make_item(scene.pool, 1, reference="KIT", name="Lot fête", tracking=Tracking.KIT)
    kit.parts = [KitPart(item_id=country.tents.id, quantity=2)]
    keep(kit)
    ask(scene.secretary, (scene.chairs, 1), period=next_weekend(8))
    (asked,) = ask(scene.secretary, (kit, 1), period=next_weekend(9))

    shown_first, shown_last = shown(scene.manager, "item", kit.id)

    assert (shown_first.uid, shown_last.uid) == (country.mine, asked)
    assert said(shown_first) == said(shown_last) == "À confirmer : 2 tentes — Quérénaing"
    assert shown_first.location


def test_a_kit_shows_what_is_withheld_of_its_parts(country: Country) -> None:
    scene = country.scene
    kit = make_item(scene.pool, 1, reference="KIT", name="Lot fête", tracking=Tracking.KIT)
    kit.parts = [KitPart(item_id=country.tents.id, quantity=2)]
    keep(kit)
    take(country.tents.stocks[0], 1, next_weekend(8))

    assert len(shown(scene.manager, "item", kit.id)) == 2
    assert len(shown(scene.manager, "item", scene.chairs.id)) == 1


def test_a_loan_that_cannot_be_drawn_leaves_the_others_there(
    country: Country, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    scene = country.scene
    ask(scene.secretary, (scene.chairs, 1), period=next_weekend(9))
    drawn = agendas._drawn
    before = len(shown(scene.manager, "pool", scene.pool.id))

    def failing(drawing: Drawing, mine: Reservation, *, readable: bool) -> Iterator[Event]:
        if mine.id == country.mine:
            raise fault
        return drawn(drawing, mine, readable=readable)

    monkeypatch.setattr(agendas, "_drawn", failing)
    fault: Exception = KeyError(Status.CANCELLED)
    assert len(shown(scene.manager, "pool", scene.pool.id)) == before - 1
    assert f"event reservation-{country.mine} left out of a feed: KeyError" in caplog.text

    fault = OperationalError("select", {}, Exception("gone"))
    with pytest.raises(OperationalError):
        shown(scene.manager, "pool", scene.pool.id)

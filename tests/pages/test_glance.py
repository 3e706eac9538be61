"""The day at a glance: what is counted, in which words, and where each figure leads."""

from datetime import timedelta

import pytest

from booking.pages.glance import chosen
from booking.rules.glance import Glance
from booking.usecases import replies
from booking.vocabulary import Role
from tests.client import Browser
from tests.factories import make_user, set_clock
from tests.pages.place import Place, as_actor


def figures(client: Browser) -> list[str]:
    """Return the four figures of the first page."""
    (found,) = [each for each in client.visit("/").root.all("ul") if each.get("class") == "glance"]
    return [each.text for each in found.all("li")]


def links(client: Browser) -> set[str]:
    """Return where the figures lead, less the place in the page."""
    found = client.visit("/").links
    return {each.partition("#")[0] for each in found if "voir=" in each}


NOTHING = [
    "0 À répondre rien n’attend votre réponse",
    "0 Départ aucun dans les sept jours",
    "0 Retour aucun dans les sept jours",
    "0 En retard rien",
]


def test_a_quiet_day_says_so_and_leads_nowhere(client: Browser, place: Place) -> None:
    client.sign_in(place.secretary)

    assert figures(client) == NOTHING
    assert links(client) == set()


def test_days_are_told_apart_and_each_figure_opens_its_list(
    client: Browser, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    leaving, out = place.approved(), place.out()
    later = place.approved()
    for days, expected in ((0, "aujourd’hui 2"), (1, "demain 2"), (2, "ensuite 2")):
        set_clock(monkeypatch, leaving.starts_at - timedelta(days=days, hours=1))
        client.sign_in(place.manager)
        assert figures(client)[1] == f"2 Départs {expected}"
    assert figures(client)[2] == "1 Retour ensuite 1"
    assert links(client) == {"/?voir=departs", "/?voir=retours"}

    page = client.visit("/?voir=departs")
    shown = {each for each in page.links if each.startswith("/demandes/")}
    assert shown == {f"/demandes/{each.request_id}" for each in (leaving, later)}
    assert f"/demandes/{out.request_id}" in client.visit("/?voir=retours").links
    assert "Tout ce qui est en cours" in page.main
    assert "Rien dans cette liste" in client.visit("/?voir=retards").main


def test_what_is_late_is_counted_by_what_it_is(
    client: Browser, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = place.out()
    place.approved()
    set_clock(monkeypatch, out.ends_at + timedelta(hours=1))

    assert figures(client.sign_in(place.manager))[3] == "2 En retard 1 départ, 1 retour"
    assert links(client) == {"/?voir=retards"}


def test_each_role_reads_its_own_figures(
    client: Browser, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = place.approved()
    set_clock(monkeypatch, mine.starts_at - timedelta(days=1))
    elected = make_user(place.borrower, Role.ELECTED, name="Jeanne Thuillier")
    lending = make_user(place.lender, Role.SECRETARY, name="Rose Duhamel")

    for person in (place.secretary, place.manager, place.technician, elected):
        assert figures(client.sign_in(person))[1] == "1 Départ demain 1"
    assert figures(client.sign_in(lending))[1] == NOTHING[1]  # she looks after what is borrowed
    assert "Rien dans cette liste" in client.visit("/?voir=departs").main
    assert figures(client.sign_in(place.neighbour)) == NOTHING


def test_what_waits_for_an_answer_is_said_in_parts(client: Browser, place: Place) -> None:
    for _ in range(2):
        place.requested()
    asked = place.requested()
    replies.ask_details(as_actor(place.manager), asked.id, "Combien ?")

    assert figures(client.sign_in(place.manager))[0] == "2 À répondre 2 demandes"
    assert "/a-traiter" in client.visit("/").links
    assert figures(client.sign_in(place.secretary))[0] == "1 À répondre 1 réponse à donner"
    page = client.visit("/?voir=attente")
    assert [each for each in page.links if each.startswith("/demandes/")] == [
        f"/demandes/{asked.request_id}"
    ]


def test_an_address_names_a_list_or_none() -> None:
    assert chosen("retards") is Glance.LATE
    assert chosen("") is chosen("tout") is None

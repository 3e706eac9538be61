"""Who reads of an incident, and what the message leaves out."""

import pytest

from booking.config import Settings
from booking.db import db
from booking.handling import Outcome
from booking.models.incidents import Incident
from booking.queries.mail import show
from booking.rules.access import SERVICE
from booking.rules.incidents import Ended
from booking.rules.passages import Counted, Passing
from booking.usecases import incidents, loans
from booking.usecases.mail import drawn
from booking.vocabulary import Role
from tests.factories import make_actor, make_commune, make_scene, next_weekend, row
from tests.usecases.returns import out
from tests.usecases.tending import agree, hand_over
from tests.usecases.wrecking import incident, messages, wreck

pytestmark = pytest.mark.usefixtures("base")
PANNES = "http://localhost/pannes/"
SITE = Settings("", "tests only", "http://localhost")


def read(rank: int) -> str:
    """Return a message about incidents as it is sent."""
    return drawn(show(SERVICE, messages()[rank].id), SITE, readable=True).body


def test_manager_owner_and_borrower_are_told_and_who_tells_is_not() -> None:
    scene = make_scene(10)
    owner = make_commune(scene.territory, "Artres")
    scene.chairs.owner = owner
    boss = make_actor(owner, Role.MANAGER)
    technician = make_actor(scene.maing, Role.TECHNICIAN)
    mine = hand_over(scene, 4)
    loans.take_back(scene.manager, mine)

    wreck(scene, actor=technician, reservation=mine, witnesses="Luc Wattiez", injured="un doigt")

    to = {each.to for each in messages()}
    assert to == {scene.manager.email, boss.email, scene.secretary.email}
    assert "Luc Wattiez" not in read(0)
    assert "doigt" not in read(0)
    assert "Maing signale un incident (dégradation) : 2 × Chaise pliante" in read(0)
    wreck(scene, actor=scene.secretary, reservation=mine)
    assert {each.to for each in messages()[3:]} == {scene.manager.email, boss.email}


def test_the_lender_reads_how_many_reservations_lack_and_where_they_are_settled() -> None:
    scene = make_scene(4)
    agree(scene, 3)

    made = wreck(scene, actor=make_actor(scene.maing, Role.TECHNICIAN), out_of_service=True)

    (message,) = messages()
    assert message.to == scene.manager.email
    assert "1 réservation à régler" in read(0)
    assert f"http://localhost/pannes/{incident(made).hold_id}" in read(0)
    assert f"http://localhost/incidents/{made}" in read(0)


def test_how_it_ended_is_told_to_who_had_borrowed() -> None:
    scene = make_scene(10)
    mine = hand_over(scene, 4)
    loans.take_back(scene.manager, mine)
    made = wreck(scene, reservation=mine)

    incidents.close(scene.manager, made, Ended(Outcome.LOST, "Facturé au prix d’achat."))

    last = messages()[-1]
    assert last.to == scene.secretary.email
    assert "a clos l’incident (dégradation)" in read(-1)
    assert "perdu ou réformé" in read(-1)
    assert "Facturé au prix d’achat." in read(-1)


def test_a_return_tells_who_lends_once_what_it_withheld(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene(10)
    owner = make_commune(scene.territory, "Artres")
    scene.chairs.owner = owner
    boss = make_actor(owner, Role.MANAGER)
    technician = make_actor(scene.maing, Role.TECHNICIAN)
    later = agree(scene, 9, next_weekend(5))
    mine, line = out(scene, 10, monkeypatch)

    loans.take_back(technician, mine, Passing((Counted(line, 9, damaged=2, missing=1),)))

    assert {each.to for each in messages()} == {scene.manager.email, boss.email}
    assert len(messages()) == 2
    first, second = db.session.query(Incident).order_by(Incident.id)
    for made in (first, second):
        assert f"http://localhost/incidents/{made.id}" in read(0)
    assert f"{PANNES}{first.hold_id}" in read(0)
    assert row(later).lines[0].quantity == 9


def test_a_return_where_all_is_good_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene(10)
    mine, _ = out(scene, 10, monkeypatch)

    loans.take_back(make_actor(scene.maing, Role.TECHNICIAN), mine)

    assert messages() == []


def test_one_incident_of_a_return_is_told_as_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene(10)
    mine, line = out(scene, 10, monkeypatch)

    technician = make_actor(scene.maing, Role.TECHNICIAN)
    loans.take_back(technician, mine, Passing((Counted(line, 10, damaged=2),)))

    assert [each.to for each in messages()] == [scene.manager.email]
    assert "signale un incident (dégradation) : 2 × Chaise pliante" in read(0)

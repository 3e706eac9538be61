"""What happened to a thing, in words, in the actor's view."""

from dataclasses import replace
from datetime import timedelta

import pytest

from booking import journal
from booking.errors import NotFound
from booking.queries import history
from booking.rules.asking import AskedLine, Edited
from booking.usecases import changes, reservations
from booking.vocabulary import Role
from tests.factories import ask, make_actor, make_commune, make_scene, make_territory, row
from tests.issued import make_paper

pytestmark = pytest.mark.usefixtures("base")


def test_a_change_tells_what_it_was_and_what_it_is() -> None:
    scene = make_scene()
    before = scene.chairs.name
    journal.revise(scene.manager, "item", scene.chairs, {"name": "Chaise empilable"})

    (event,) = history.of(scene.manager, "item", scene.chairs.id)

    assert event.changes == (("nom", before, "Chaise empilable"),)
    assert (event.who, event.sentence) == (scene.manager.name, "a modifié")
    assert scene.chairs.name == "Chaise empilable"


def test_what_stays_the_same_is_no_event() -> None:
    scene = make_scene()

    assert not journal.revise(scene.manager, "item", scene.chairs, {"name": scene.chairs.name})
    assert history.of(scene.manager, "item", scene.chairs.id) == []


def test_what_changed_elsewhere_is_told_with_it() -> None:
    scene = make_scene()
    also = {"accessories": (["Clé"], []), "shares": ([], [])}

    assert journal.revise(scene.manager, "item", scene.chairs, {"contact": "Atelier"}, also)

    (event,) = history.of(scene.manager, "item", scene.chairs.id)
    assert set(event.changes) == {("accessoires", "Clé", "rien"), ("contact", "rien", "Atelier")}


def test_another_territory_reads_nothing() -> None:
    scene = make_scene()
    journal.revise(scene.manager, "item", scene.chairs, {"name": "Chaise empilable"})
    stranger = make_actor(make_commune(make_territory(), "Rouvray"), *Role)

    assert history.of(stranger, "item", scene.chairs.id) == []


def test_the_history_of_a_reservation_tells_each_party_what_it_may_know() -> None:
    scene = make_scene()
    (asked_id,) = ask(replace(scene.secretary, door="api"), (scene.chairs, 4))
    sooner = row(asked_id).ends_at - timedelta(hours=2)
    changes.edit(scene.secretary, asked_id, Edited(ends_at=sooner))
    reservations.approve(replace(scene.manager, function="accueil"), asked_id)
    facts = {"internal": True, "reason": "Mauvais payeur."}
    journal.record(scene.manager, "comment", "reservation", asked_id, **facts)
    reservations.cancel(scene.manager, asked_id, "Tempête.")

    seen = history.of_reservation(scene.secretary, asked_id)

    assert [(each.who, each.organization, each.sentence, each.door) for each in seen] == [
        ("", "Maing", "a annulé", ""),
        ("accueil", "Maing", "a validé", ""),
        (scene.secretary.name, "Quérénaing", "a modifié", ""),
        (scene.secretary.name, "Quérénaing", "a demandé", "par un programme"),
    ]
    assert seen[0].reason == "Tempête."
    ((what, before, after),) = seen[2].changes
    assert (what, before != after) == ("retour", True)

    inside = history.of_reservation(scene.manager, asked_id)
    assert [each.reason for each in inside][:2] == ["Tempête.", "Mauvais payeur."]
    assert [each.who for each in inside][-1] == ""


def test_what_was_lent_is_told_by_its_name() -> None:
    scene = make_scene()
    (asked_id,) = ask(scene.secretary, (scene.chairs, 4))
    fewer = (AskedLine(scene.chairs.reference, 3),)
    changes.edit(scene.secretary, asked_id, Edited(lines=fewer))

    last, _ = history.of_reservation(scene.secretary, asked_id)

    no_break = "\N{NO-BREAK SPACE}"
    said = [f"{count}{no_break}×{no_break}Chaise pliante" for count in (4, 3)]
    assert last.changes == (("matériel", *said),)


def test_who_is_no_party_reads_nothing_of_a_reservation() -> None:
    scene = make_scene()
    (asked_id,) = ask(scene.secretary, (scene.chairs, 4))
    neighbour = make_actor(make_commune(scene.territory, "Artres"), *Role)

    with pytest.raises(NotFound):
        history.of_reservation(neighbour, asked_id)


def test_the_history_of_a_paper_names_people_to_their_own_organization() -> None:
    scene = make_scene()
    paper = make_paper(scene.maing, scene.querenaing)
    journal.record(scene.manager, "cancel", "convention", paper.id, reason="Doublon")
    stranger = make_actor(make_commune(scene.territory, "Artres"), *Role)

    (event,) = history.of_paper(scene.manager, paper.id)
    assert (event.who, event.sentence, event.reason) == (scene.manager.name, "a annulé", "Doublon")
    (event,) = history.of_paper(scene.secretary, paper.id)
    assert (event.who, event.organization) == ("", "Maing")
    said = {"about": "le bon", "by": "Jeanne Thuillier"}
    journal.record(scene.secretary, "cancel", "convention", paper.id, **said)
    event = history.of_paper(scene.manager, paper.id)[0]
    assert (event.who, event.sentence) == ("Jeanne Thuillier", "a annulé le bon")
    with pytest.raises(NotFound):
        history.of_paper(stranger, paper.id)

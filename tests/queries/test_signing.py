"""What waits for somebody's signature, on their page or by a link."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection

from booking import clock
from booking.db import db
from booking.documents import paper as drawing
from booking.links import Signing
from booking.models.conventions import Convention
from booking.paperwork import PaperState, Part
from booking.queries import signing as readings
from booking.usecases import signing
from booking.vocabulary import Role
from tests.factories import Scene, make_actor, make_commune, make_item, make_scene
from tests.queries.counting import counting
from tests.signing import GIVEN, address, by_link, issued, mandate, mayor, signatures

pytestmark = pytest.mark.usefixtures("base")
MAYOR = "maire@querenaing.example"


@pytest.fixture
def scene(monkeypatch: pytest.MonkeyPatch) -> Scene:
    """Set the usual scene, with the mayor's address; papers are printed at little cost."""
    monkeypatch.setattr(drawing, "render", lambda made, *_: f"%PDF {made.number}".encode())
    scene = make_scene()
    address(scene.querenaing, MAYOR)
    return scene


def asked(*convention_ids: int) -> Signing:
    """Return the link to the signatures that some papers wait for."""
    firsts = [signatures(each)[0] for each in convention_ids]
    return Signing(tuple((each.id, each.stamp) for each in firsts))


def test_one_reads_what_waits_for_one_s_own_mandate_only(scene: Scene) -> None:
    who = mayor(scene.querenaing)
    first, second = issued(scene), issued(scene)

    assert [each.id for each in readings.due(who)] == [first.id, second.id]
    assert readings.due(scene.secretary) == readings.due(scene.manager) == []
    assert readings.due(mayor(scene.maing)) == []  # its turn comes later
    assert readings.signs_as(who) == ("Jeanne Thuillier", "Maire")
    assert readings.signs_as(scene.secretary) == (scene.secretary.name, "")


def test_a_paper_to_sign_bears_its_frozen_words_and_its_digest(scene: Scene) -> None:
    who, made = mayor(scene.querenaing), issued(scene)

    (found,) = readings.due(who)

    assert (found.content, found.sha256) == (made.content, made.sha256)
    assert found.named == f"bon de prêt n° {made.number}"
    assert found.on_screen


def test_a_link_says_who_signs_for_whom(scene: Scene) -> None:
    made = issued(scene)

    found = readings.linked(asked(made.id))

    assert found
    assert (found.actor.name, found.actor.email, found.title) == (
        "Jeanne Thuillier",
        MAYOR,
        "Maire",
    )
    assert (found.actor.organization_id, found.actor.door) == (scene.querenaing.id, "mail")
    assert found.actor.user_id == 0
    assert [each.id for each in found.papers] == [made.id]
    assert readings.pdf(found.papers, made.id) == made.pdf
    assert readings.pdf(found.papers, made.id + 1) is None


@pytest.mark.parametrize("change", ["signed", "refused", "forwarded", "cancelled", "ended", "way"])
def test_a_link_dies_with_what_it_was_written_for(scene: Scene, change: str) -> None:
    deputy = mandate(scene.querenaing, "adjoint@querenaing.example")
    made, who = issued(scene), by_link(scene.querenaing, MAYOR)
    address(scene.querenaing, MAYOR)
    first = signatures(made.id)[0]
    first.email = MAYOR
    db.session.commit()
    link = asked(made.id)
    assert readings.linked(link)
    if change == "signed":
        signing.sign(who, (made.id,), GIVEN)
    if change == "refused":
        signing.refuse(who, made.id, "Non.")
    if change == "forwarded":
        signing.forward(who, made.id, deputy.id)
    if change == "cancelled":
        made.state = PaperState.CANCELLED
    if change == "ended":
        held = address(scene.querenaing, MAYOR)
        held.ends_on = clock.today(scene.manager.zone) - timedelta(days=1)
    if change == "way":
        scene.territory.admitted = {"slip": ["paper"]}
    db.session.commit()

    assert readings.linked(link) is None


def test_a_link_to_several_papers_keeps_those_that_still_wait(scene: Scene) -> None:
    first, second = issued(scene), issued(scene)
    link = asked(first.id, second.id)
    signing.refuse(by_link(scene.querenaing, MAYOR), first.id, "Non.")

    found = readings.linked(link)

    assert found
    assert [each.id for each in found.papers] == [second.id]


def test_a_false_stamp_opens_nothing(scene: Scene) -> None:
    made = issued(scene)
    ((number, _),) = asked(made.id).asked

    assert readings.linked(Signing(((number, "0" * 32),))) is None
    assert readings.linked(Signing(())) is None


def test_what_was_done_is_known_by_its_key(scene: Scene) -> None:
    made = issued(scene)
    link = asked(made.id)
    assert not readings.is_done(link, "k")

    signing.sign(by_link(scene.querenaing, MAYOR), (made.id,), GIVEN, key="k")

    assert readings.is_done(link, "k")
    assert not readings.is_done(Signing(()), "k")


def test_who_keeps_the_secretariat_of_the_lender_sees_none(scene: Scene) -> None:
    issued(scene)

    assert readings.due(make_actor(scene.maing, Role.SECRETARY)) == []


def test_many_papers_are_read_with_as_few_statements_as_one(scene: Scene, base: Connection) -> None:
    who = mayor(scene.querenaing)
    mandate(scene.querenaing, "adjoint@querenaing.example")
    owners = [make_commune(scene.territory, name) for name in ("Artres", "Famars", "Haulchin")]
    ids = [issued(scene, make_item(scene.pool, owner=owner)).id for owner in owners]

    def asked_for(count: int) -> int:
        with counting(base) as statements:
            found = readings.due(who)
            assert all(each.signatures and each.ways and each.content for each in found)
        assert len(found) == count
        return len(statements)

    many = asked_for(3)
    for each in ids[1:]:
        db.session.get_one(Convention, each).state = PaperState.CANCELLED
    db.session.commit()

    assert asked_for(1) == many <= 7


def test_one_reminder_speaks_of_one_lender_and_one_part(scene: Scene) -> None:
    other = make_commune(scene.territory, "Artres")
    first, second = issued(scene), issued(scene)
    apart = issued(scene, make_item(scene.pool, owner=other))
    mine = signatures(first.id)[0]

    def alike() -> list[int]:
        return [each.convention_id for each in readings.with_same_link(mine)]

    assert apart.owner_id == other.id
    assert alike() == [first.id, second.id]
    signatures(second.id)[0].part = Part.MANAGER
    db.session.commit()
    assert alike() == [first.id]

"""Opening the signatures of a paper when it is issued, and whom each is asked of."""

import pytest

from booking.db import db
from booking.documents import paper as drawing
from booking.paperwork import PaperState
from booking.usecases import reservations, signing
from booking.vocabulary import MailKind, OrganizationKind, Role
from tests.factories import Scene, ask, make_actor, make_commune, make_item, make_scene, row
from tests.signing import (
    GIVEN,
    address,
    body,
    by_link,
    delegate,
    issued,
    link,
    paper,
    signatures,
    states,
    written,
)

pytestmark = pytest.mark.usefixtures("base")
MAYOR = "maire@querenaing.example"


@pytest.fixture
def scene(monkeypatch: pytest.MonkeyPatch) -> Scene:
    """Set the usual scene; papers are printed at little cost."""
    monkeypatch.setattr(drawing, "render", lambda made, *_: f"%PDF {made.number}".encode())
    return make_scene()


def test_an_issue_asks_the_first_signature_of_who_holds_the_mandate(scene: Scene) -> None:
    held = address(scene.querenaing, MAYOR)

    made = issued(scene)

    first, second = signatures(made.id)
    assert (first.email, first.mandate_id, len(first.stamp)) == (MAYOR, held.id, 32)
    assert states(made.id) == ["asked", "waiting"]
    assert (second.email, second.stamp, second.asked_at) == ("", "", None)
    (message,) = written(MailKind.TO_SIGN)
    assert message.to == MAYOR
    assert link(message)
    assert "pour Quérénaing (emprunteur)" in body(message)


def test_without_an_address_the_secretaries_read_how_to_sign(scene: Scene) -> None:
    made = issued(scene)

    (message,) = written(MailKind.TO_SIGN)
    assert message.to == scene.secretary.email
    assert link(message) == ""
    assert "Imprimez le document" in body(message)
    assert f"/conventions/{made.id}" in body(message)


def test_without_anybody_the_organization_itself_is_written_to(scene: Scene) -> None:
    nobody = make_commune(scene.territory, "Artres", email="mairie@artres.example")
    made = issued(scene, make_item(scene.pool, owner=nobody))
    address(scene.querenaing, MAYOR)
    address(scene.maing, "maire@maing.example")
    secretary = by_link(scene.querenaing, MAYOR)
    signatures(made.id)[0].email = MAYOR
    db.session.commit()

    signing.sign(secretary, (made.id,), GIVEN)
    signing.sign(by_link(scene.maing, "maire@maing.example"), (made.id,), GIVEN)

    assert written(MailKind.TO_SIGN)[-1].to == "mairie@artres.example"


def test_where_only_the_screen_is_admitted_the_mail_bears_no_link(scene: Scene) -> None:
    scene.territory.admitted = {"slip": ["screen"]}
    address(scene.querenaing, MAYOR)

    issued(scene)

    (message,) = written(MailKind.TO_SIGN)
    assert (message.to, link(message)) == (MAYOR, "")
    assert "/conventions/a-signer" in body(message)


def test_what_is_paid_for_is_asked_on_paper_even_of_a_known_address(scene: Scene) -> None:
    address(scene.querenaing, MAYOR)
    (mine,) = ask(scene.secretary, (scene.chairs, 1))
    row(mine).price = "30 € par jour"
    db.session.commit()

    reservations.approve(scene.manager, mine)

    (message,) = written(MailKind.TO_SIGN)
    assert (message.to, link(message)) == (scene.secretary.email, "")


def test_under_a_written_delegation_the_manager_signs_last_for_the_owner(scene: Scene) -> None:
    owner = make_commune(scene.territory, "Artres")
    act = delegate(owner, scene.maing)

    made = issued(scene, make_item(scene.pool, owner=owner))

    first, second = signatures(made.id)
    assert (first.part, first.for_id, first.delegation_id) == ("borrower", None, None)
    assert (second.part, second.organization_id) == ("owner", scene.maing.id)
    assert (second.for_id, second.delegation_id) == (owner.id, act.id)
    boxes = (made.content or {})["boxes"]
    assert boxes[-1]["note"] == "par délégation d’Artres, délégation n° 2024-7"


def test_the_manager_signs_what_the_epci_owns_and_delegated(scene: Scene) -> None:
    epci = make_commune(scene.territory, "CA du Val", kind=OrganizationKind.EPCI)
    delegate(epci, scene.maing)
    for organization, mayor in ((scene.querenaing, MAYOR), (scene.maing, "maire@maing.example")):
        address(organization, mayor)

    made = issued(scene, make_item(scene.pool, owner=epci))
    signing.sign(by_link(scene.querenaing, MAYOR), (made.id,), GIVEN)
    signing.sign(by_link(scene.maing, "maire@maing.example"), (made.id,), GIVEN)

    assert (paper(made.id).state, paper(made.id).owner_id) == (PaperState.SIGNED, epci.id)
    signed = [(each.organization.name, each.in_name_of) for each in signatures(made.id)]
    assert signed == [("Quérénaing", None), ("Maing", epci)]
    boxes = (made.content or {})["boxes"]
    assert [(each["part"], each["organization"]) for each in boxes] == [
        ("emprunteur", "Quérénaing"),
        ("prêteur", "Maing"),
    ]
    assert boxes[-1]["note"] == "par délégation de CA du Val, délégation n° 2024-7"


def test_a_delegation_that_ended_changes_nothing(scene: Scene) -> None:
    owner = make_commune(scene.territory, "Artres")
    act = delegate(owner, scene.maing)
    act.ends_on = act.starts_on
    db.session.commit()

    made = issued(scene, make_item(scene.pool, owner=owner))

    assert [each.part for each in signatures(made.id)] == ["borrower", "manager", "owner"]


def test_who_signed_by_link_is_told_once_in_whatever_case_their_address_is(scene: Scene) -> None:
    manager = make_actor(scene.maing, Role.MANAGER)
    address(scene.querenaing, MAYOR)
    address(scene.maing, manager.email.upper())
    made = issued(scene)

    signing.sign(by_link(scene.querenaing, MAYOR), (made.id,), GIVEN)
    signing.sign(by_link(scene.maing, manager.email.upper()), (made.id,), GIVEN)

    told = [each.to.casefold() for each in written(MailKind.SIGNED)]
    assert len(told) == len(set(told))


@pytest.mark.parametrize("known", [True, False])
def test_papers_issued_before_a_message_leaves_are_in_one_message(
    scene: Scene, known: bool
) -> None:
    if known:
        address(scene.querenaing, MAYOR)
    first, second = issued(scene), issued(scene)

    (message,) = written(MailKind.TO_SIGN)
    assert message.facts["conventions"] == [first.id, second.id]
    assert bool(link(message)) is known
    assert all(f"n° {each.number}" in body(message) for each in (first, second))
    message.sent_at = message.created_at
    db.session.commit()

    third = issued(scene)

    assert written(MailKind.TO_SIGN)[-1].facts["conventions"] == [third.id]

"""Signing papers: in order, all that was shown or nothing, with the evidence of each."""

import hashlib
from datetime import timedelta

import pytest

from booking import clock
from booking.db import db
from booking.documents.signing import consent
from booking.errors import NotAllowed, NotFound, Refusal, WrongMoment
from booking.models.conventions import Convention
from booking.paperwork import Means, PaperKind, PaperState
from booking.rules.access import SERVICE, Actor
from booking.usecases import conventions, signing
from booking.vocabulary import MailKind, Role
from tests.factories import Scene, keep, make_actor, make_commune, make_item, make_scene
from tests.signing import (
    GIVEN,
    address,
    by_link,
    delegate,
    issued,
    mayor,
    paper,
    print_plainly,
    signatures,
    states,
    written,
)

pytestmark = pytest.mark.usefixtures("base")
MAYOR, LENDER = "maire@querenaing.example", "maire@maing.example"


@pytest.fixture
def scene(monkeypatch: pytest.MonkeyPatch) -> Scene:
    """Set the usual scene, both mayors having an address; papers are printed at little cost."""
    print_plainly(monkeypatch)
    scene = make_scene()
    address(scene.querenaing, MAYOR)
    address(scene.maing, LENDER)
    return scene


def test_each_signs_in_turn_and_the_last_one_makes_it_signed(scene: Scene) -> None:
    made = issued(scene)
    borrower, owner = by_link(scene.querenaing, MAYOR), by_link(scene.maing, LENDER)

    signing.sign(borrower, (made.id,), GIVEN)
    assert states(made.id) == ["signed", "asked"]
    assert paper(made.id).state is PaperState.TO_SIGN
    signing.sign(owner, (made.id,), GIVEN)

    kept = paper(made.id)
    assert states(made.id) == ["signed", "signed"]
    assert (kept.state, bool(kept.signed_at)) == (PaperState.SIGNED, True)
    assert kept.signed_pdf == f"%PDF {kept.number} {['Jeanne Thuillier'] * 2}".encode()
    assert kept.signed_sha256 == hashlib.sha256(kept.signed_pdf).hexdigest()
    told = {each.to for each in written(MailKind.SIGNED)}
    assert told == {MAYOR, LENDER, scene.secretary.email, scene.manager.email}


def test_a_signature_keeps_its_evidence(scene: Scene) -> None:
    made = issued(scene)

    signing.sign(by_link(scene.querenaing, MAYOR), (made.id,), GIVEN)

    first = signatures(made.id)[0]
    assert first.sha256 == made.sha256 == hashlib.sha256(made.pdf or b"").hexdigest()
    assert (first.name, first.title, first.drawn) == (GIVEN.name, GIVEN.title, GIVEN.drawn)
    assert (first.address, first.means) == ("192.0.2.7", Means.LINK)
    assert first.consent == consent(("Quérénaing", ""))
    assert first.at


def test_who_is_signed_in_signs_on_the_screen(scene: Scene) -> None:
    made, who = issued(scene), mayor(scene.querenaing)

    signing.sign(who, (made.id,), GIVEN)

    first = signatures(made.id)[0]
    assert (first.means, first.user_id) == (Means.SCREEN, who.user_id)
    assert first.consent == consent(("Quérénaing", ""))


def test_who_signs_by_delegation_agrees_in_the_name_of_the_owner(scene: Scene) -> None:
    artres = make_commune(scene.territory, "Artres")
    delegate(artres, scene.maing)
    made = issued(scene, make_item(scene.pool, owner=artres))
    signing.sign(by_link(scene.querenaing, MAYOR), (made.id,), GIVEN)

    signing.sign(by_link(scene.maing, LENDER), (made.id,), GIVEN)

    last = signatures(made.id)[-1]
    assert last.consent == consent(("Artres", "délégation n° 2024-7"))


def test_the_owner_does_not_sign_before_the_borrower(scene: Scene) -> None:
    made = issued(scene)

    with pytest.raises(WrongMoment, match="sign_not_due"):
        signing.sign(by_link(scene.maing, LENDER), (made.id,), GIVEN)
    with pytest.raises(WrongMoment, match="sign_not_due"):
        signing.sign(mayor(scene.maing), (made.id,), GIVEN)

    assert states(made.id) == ["asked", "waiting"]


def test_the_manager_gives_its_visa_between_borrower_and_owner(scene: Scene) -> None:
    owner = make_commune(scene.territory, "Artres")
    address(owner, "maire@artres.example")
    made = issued(scene, make_item(scene.pool, owner=owner))

    for organization, email in (
        (scene.querenaing, MAYOR),
        (scene.maing, LENDER),
        (owner, "maire@artres.example"),
    ):
        signing.sign(by_link(organization, email), (made.id,), GIVEN)

    assert [each.organization.name for each in signatures(made.id)] == [
        "Quérénaing",
        "Maing",
        "Artres",
    ]
    assert paper(made.id).state is PaperState.SIGNED


def test_several_papers_are_signed_at_once(scene: Scene) -> None:
    papers = (issued(scene).id, issued(scene).id)

    signing.sign(by_link(scene.querenaing, MAYOR), papers, GIVEN)

    assert [states(each) for each in papers] == [["signed", "asked"]] * 2


@pytest.mark.parametrize("state", [PaperState.CANCELLED, PaperState.REFUSED, PaperState.SIGNED])
def test_when_one_of_several_is_no_longer_due_none_is_signed(
    scene: Scene, state: PaperState
) -> None:
    first, second = issued(scene), issued(scene)
    second.state = state
    db.session.commit()

    with pytest.raises(WrongMoment, match="paper_over") as refusal:
        signing.sign(by_link(scene.querenaing, MAYOR), (first.id, second.id), GIVEN)

    assert refusal.value.facts == {"paper": f"bon de prêt n° {second.number}", "state": state}
    assert states(first.id) == ["asked", "waiting"]


def test_a_second_click_signs_nothing_more(scene: Scene) -> None:
    made, who = issued(scene), by_link(scene.querenaing, MAYOR)

    assert signing.sign(who, (made.id,), GIVEN, key="k") == made.id
    assert signing.sign(who, (made.id,), GIVEN, key="k") == made.id
    with pytest.raises(WrongMoment, match="sign_not_due"):
        signing.sign(who, (made.id,), GIVEN)

    assert len(written(MailKind.TO_SIGN)) == 2


def test_bytes_that_changed_are_not_signed(scene: Scene) -> None:
    made = issued(scene)
    made.pdf = b"%PDF other"
    db.session.commit()

    with pytest.raises(WrongMoment, match="paper_altered"):
        signing.sign(by_link(scene.querenaing, MAYOR), (made.id,), GIVEN)


@pytest.mark.parametrize("kind", [PaperKind.FRAMEWORK, PaperKind.STORAGE])
def test_what_binds_for_years_is_not_signed_on_a_screen(scene: Scene, kind: PaperKind) -> None:
    made = issued(scene)
    made.kind = kind
    db.session.commit()

    with pytest.raises(WrongMoment, match="way_not_admitted"):
        signing.sign(by_link(scene.querenaing, MAYOR), (made.id,), GIVEN)


def test_what_is_paid_for_is_signed_on_paper_whatever_the_epci_chose(scene: Scene) -> None:
    made, who = issued(scene), by_link(scene.querenaing, MAYOR)
    assert made.reservation
    made.reservation.price = "30 € par jour"
    db.session.commit()
    for chosen in ({}, {"slip": ["screen", "link"]}, {"loan": ["link"]}):
        made.territory.admitted = chosen
        db.session.commit()
        with pytest.raises(WrongMoment, match="way_not_admitted"):
            signing.sign(who, (made.id,), GIVEN)

    assert states(made.id) == ["asked", "waiting"]


def strangers(scene: Scene) -> dict[str, Actor]:
    """Return who may not sign for Quérénaing."""
    return {
        "a secretary without a mandate": scene.secretary,
        "a manager of the lender": scene.manager,
        "an address of another organization": by_link(scene.maing, MAYOR),
        "nobody": by_link(scene.querenaing, ""),
        "a neighbour": make_actor(make_commune(scene.territory, "Artres"), *Role),
        "the service": SERVICE,
    }


@pytest.mark.parametrize("who", range(6))
def test_only_who_holds_a_mandate_signs(scene: Scene, who: int) -> None:
    made = issued(scene)

    with pytest.raises((NotAllowed, NotFound, WrongMoment)):
        signing.sign([*strangers(scene).values()][who], (made.id,), GIVEN)

    assert states(made.id) == ["asked", "waiting"]


def test_a_mandate_that_ended_signs_no_more(scene: Scene) -> None:
    made = issued(scene)
    ended = address(scene.querenaing, MAYOR)
    ended.ends_on = clock.today(scene.manager.zone) - timedelta(days=1)
    db.session.commit()

    with pytest.raises(NotAllowed):
        signing.sign(by_link(scene.querenaing, MAYOR), (made.id,), GIVEN)


def test_what_follows_a_signed_framework_is_called(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    followed: list[Convention] = []
    monkeypatch.setattr(conventions, "framework_signed", lambda _who, made: followed.append(made))
    made = issued(scene)
    made.kind, made.territory.admitted = PaperKind.FRAMEWORK, {"framework": ["link"]}
    keep(made)

    signing.sign(by_link(scene.querenaing, MAYOR), (made.id,), GIVEN)
    assert followed == []
    signing.sign(by_link(scene.maing, LENDER), (made.id,), GIVEN)

    assert [each.id for each in followed] == [made.id]


def test_a_paper_that_is_none_is_not_found(scene: Scene) -> None:
    with pytest.raises(NotFound):
        signing.sign(by_link(scene.querenaing, MAYOR), (0,), GIVEN)
    with pytest.raises(Refusal):
        signing.sign(by_link(scene.querenaing, MAYOR), (), GIVEN)

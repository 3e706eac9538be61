"""Refusing to sign, passing a signature on, asking again."""

from datetime import timedelta

import pytest
from sqlalchemy import delete

from booking import clock
from booking.db import db
from booking.errors import Invalid, NotAllowed, WrongMoment
from booking.models.accounts import Membership
from booking.paperwork import PaperState
from booking.rules.access import SERVICE
from booking.usecases import signing
from booking.vocabulary import MailKind
from tests.factories import Scene, make_scene, set_clock
from tests.signing import (
    GIVEN,
    address,
    by_link,
    issued,
    mandate,
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


def test_a_refusal_ends_the_paper_and_tells_every_side(scene: Scene) -> None:
    made = issued(scene)

    signing.refuse(by_link(scene.querenaing, MAYOR), made.id, "La date est fausse.")

    kept = paper(made.id)
    assert (kept.state, kept.reason) == (PaperState.REFUSED, "La date est fausse.")
    assert states(made.id) == ["refused", "waiting"]
    told = written(MailKind.SIGN_REFUSED)
    assert {each.to for each in told} == {MAYOR, scene.secretary.email, scene.manager.email}
    with pytest.raises(WrongMoment, match="paper_over"):
        signing.refuse(by_link(scene.querenaing, MAYOR), made.id, "Encore.")


def test_passing_on_asks_somebody_else_and_kills_the_older_link(scene: Scene) -> None:
    made = issued(scene)
    before = signatures(made.id)[0].stamp
    deputy = mandate(scene.querenaing, "adjoint@querenaing.example")

    signing.forward(by_link(scene.querenaing, MAYOR), made.id, deputy.id)

    first = signatures(made.id)[0]
    assert (first.email, first.mandate_id) == ("adjoint@querenaing.example", deputy.id)
    assert first.stamp != before
    assert written(MailKind.TO_SIGN)[-1].to == "adjoint@querenaing.example"
    with pytest.raises(WrongMoment, match="sign_not_due"):
        signing.sign(by_link(scene.querenaing, MAYOR), (made.id,), GIVEN)
    signing.sign(by_link(scene.querenaing, "adjoint@querenaing.example"), (made.id,), GIVEN)
    assert signatures(made.id)[0].mandate_id == deputy.id


def test_a_secretary_passes_on_the_signature_of_their_own_town_alone(scene: Scene) -> None:
    made = issued(scene)
    deputy = mandate(scene.querenaing, "adjoint@querenaing.example")

    with pytest.raises(WrongMoment, match="sign_not_due"):
        signing.forward(scene.manager, made.id, deputy.id)
    signing.forward(scene.secretary, made.id, deputy.id)

    assert signatures(made.id)[0].mandate_id == deputy.id


def test_a_signature_is_passed_on_to_a_mandate_of_the_same_organization_only(scene: Scene) -> None:
    made = issued(scene)
    other = mandate(scene.maing, "adjoint@maing.example")

    with pytest.raises(Invalid):
        signing.forward(by_link(scene.querenaing, MAYOR), made.id, other.id)


def test_the_lender_reminds_once_a_day(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    made, now = issued(scene), clock.now()
    with pytest.raises(WrongMoment, match="reminded_already"):
        signing.remind(scene.manager, made.id)

    set_clock(monkeypatch, now + timedelta(days=2))
    signing.remind(scene.manager, made.id)

    assert [each.to for each in written(MailKind.REMIND_SIGN)] == [MAYOR]
    with pytest.raises(WrongMoment, match="reminded_already"):
        signing.remind(scene.manager, made.id)
    with pytest.raises(NotAllowed):
        signing.remind(scene.secretary, made.id)


def test_a_reminder_names_all_that_waits_for_the_same_person(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = issued(scene), issued(scene)
    set_clock(monkeypatch, clock.now() + timedelta(days=5, minutes=1))

    signing.remind(SERVICE, first.id)
    with pytest.raises(WrongMoment, match="reminded_already"):
        signing.remind(SERVICE, second.id)

    (message,) = written(MailKind.REMIND_SIGN)
    assert message.facts["conventions"] == [first.id, second.id]


def test_nobody_is_reminded_who_has_no_address_until_one_is_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    print_plainly(monkeypatch)
    scene = make_scene()
    db.session.execute(delete(Membership).filter_by(organization_id=scene.querenaing.id))
    db.session.commit()
    made = issued(scene)
    assert written(MailKind.TO_SIGN) == []
    set_clock(monkeypatch, clock.now() + timedelta(days=2))
    with pytest.raises(WrongMoment, match="signer_unreached"):
        signing.remind(scene.manager, made.id)

    address(scene.querenaing, MAYOR)
    signing.remind(scene.manager, made.id)

    (message,) = written(MailKind.REMIND_SIGN)
    assert (message.to, message.facts["how"]) == (MAYOR, "link")
    signing.sign(by_link(scene.querenaing, MAYOR), (made.id,), GIVEN)


def test_who_has_an_address_is_told_of_what_is_signed_by_hand_when_nobody_else_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    print_plainly(monkeypatch)
    scene = make_scene()
    address(scene.querenaing, MAYOR)
    scene.territory.admitted = {"slip": ["paper"]}
    db.session.execute(delete(Membership).filter_by(organization_id=scene.querenaing.id))
    db.session.commit()

    issued(scene)

    (message,) = written(MailKind.TO_SIGN)
    assert (message.to, message.facts["how"]) == (MAYOR, "paper")

"""Who may sign for organizations on a day, and for whom."""

from datetime import timedelta

import pytest
from sqlalchemy import delete

from booking import clock
from booking.db import db
from booking.documents import paper as drawing
from booking.models.accounts import Membership
from booking.queries import signatories, signing
from tests.factories import Scene, make_commune, make_item, make_scene
from tests.signing import address, delegate, issued, mandate, signatures

pytestmark = pytest.mark.usefixtures("base")
MAYOR, DEPUTY = "maire@querenaing.example", "adjoint@querenaing.example"


@pytest.fixture
def scene(monkeypatch: pytest.MonkeyPatch) -> Scene:
    """Set the usual scene; papers are printed at little cost."""
    monkeypatch.setattr(drawing, "render", lambda made, *_: f"%PDF {made.number}".encode())
    return make_scene()


def test_the_mandate_that_was_asked_is_expected_else_the_latest(scene: Scene) -> None:
    held, made = address(scene.querenaing, MAYOR), issued(scene)
    deputy = mandate(scene.querenaing, DEPUTY)
    first, second = signatures(made.id)
    day = clock.today(scene.manager.zone)

    first.mandate_id, first.email = held.id, MAYOR

    known = signatories.known([first, second], day)

    assert known.expected(first) == held
    assert known.others(first) == ((deputy.id, "Paul Delvaux, Adjoint délégué"),)
    first.mandate_id = None
    assert known.expected(first) == known.in_force[scene.querenaing.id][0]
    lender = known.expected(second)
    assert lender
    assert lender.organization_id == scene.maing.id
    assert signatories.known([], day).expected(first) is None


def test_a_mandate_that_ended_is_named_but_offered_to_nobody(scene: Scene) -> None:
    held, made = address(scene.querenaing, MAYOR), issued(scene)
    first, day = signatures(made.id)[0], clock.today(scene.manager.zone)
    held.ends_on = day - timedelta(days=1)
    db.session.commit()

    known = signatories.known([first], day)

    assert known.expected(first) == held
    assert known.others(first) == ()
    assert signatories.mandate_of(scene.querenaing.id, MAYOR, day) is None
    yesterday = day - timedelta(days=1)
    assert signatories.mandate_of(scene.querenaing.id, MAYOR.upper(), yesterday) == held


def test_another_signs_for_the_owner_while_its_delegation_is_in_force(scene: Scene) -> None:
    owner = make_commune(scene.territory, "Artres")
    act = delegate(owner, scene.maing)
    borrower, lent = signatures(issued(scene, make_item(scene.pool, owner=owner)).id)
    day = clock.today(scene.manager.zone)

    assert signatories.delegation(lent, day) == act
    assert not signatories.is_over(lent, day)
    assert signatories.delegation(borrower, day) is None
    assert not signatories.is_over(borrower, day)
    act.ends_on = day - timedelta(days=1)
    db.session.commit()
    assert signatories.is_over(lent, day)
    assert not signatories.is_over(lent, day - timedelta(days=1))


def test_a_signature_reaches_nobody_while_no_address_is_known(scene: Scene) -> None:
    made, day = issued(scene), clock.today(scene.manager.zone)
    first, second = signatures(made.id)
    assert signatories.unreached([first, second], day) == frozenset()  # a clerk is told

    db.session.execute(delete(Membership).filter_by(organization_id=scene.querenaing.id))
    assert signatories.unreached([first, second], day) == {first.id}
    assert not signing.is_reached([made.id])

    scene.querenaing.email = "mairie@querenaing.example"
    db.session.commit()
    assert signatories.unreached([first, second], day) == frozenset()
    assert signing.is_reached([made.id])

"""Whom a paper concerns, who signs it, who may read it."""

from datetime import date

import pytest

from booking.db import db
from booking.models.catalogue import Share
from booking.models.conventions import Convention
from booking.models.organizations import Mandate
from booking.paperwork import ActsOf, PaperKind
from booking.queries import paper_parties
from booking.rules.paperwork import Drafted
from booking.usecases import drafting, reservations
from tests.factories import Scene, ask, keep, make_scene
from tests.usecases.papering import framework, issued_papers, make_framework
from tests.wordings import typed

pytestmark = pytest.mark.usefixtures("base")


def slip(scene: Scene) -> Convention:
    (mine,) = ask(scene.secretary, (scene.chairs, 1))
    reservations.approve(scene.manager, mine)
    return issued_papers()[-1]


def test_a_draft_concerns_those_who_lend_and_nobody_else() -> None:
    scene = make_scene()
    made = drafting.prepare(scene.manager, framework(scene))

    seen = paper_parties.parties(db.session.get_one(Convention, made))

    assert (seen.owner_id, seen.borrower_id) == (scene.maing.id, None)
    drafting.issue(scene.manager, made)
    assert paper_parties.parties(db.session.get_one(Convention, made)).borrower_id == (
        scene.querenaing.id
    )


def test_a_slip_concerns_both_sides_and_who_stores() -> None:
    scene = make_scene()

    seen = paper_parties.parties(slip(scene))

    assert (seen.owner_id, seen.manager_id) == (scene.maing.id, scene.maing.id)
    assert seen.borrower_id == scene.querenaing.id
    assert seen.custodian_ids == {scene.maing.id}


def test_who_holds_a_mandate_of_an_organization_that_signs_is_known() -> None:
    scene = make_scene()
    for body in (scene.maing, scene.querenaing):
        (mandate,) = db.session.query(Mandate).filter_by(organization_id=body.id)
        mandate.email = f"Maire@{body.name}.example"
        keep(mandate)
    paper = slip(scene)

    assert paper_parties.signers(paper) == {
        (scene.querenaing.id, "maire@quérénaing.example"),
        (scene.maing.id, "maire@maing.example"),
    }
    for mandate in db.session.query(Mandate).filter_by(organization_id=scene.maing.id):
        mandate.ends_on = mandate.starts_on
    assert paper_parties.signers(paper) == {(scene.querenaing.id, "maire@quérénaing.example")}


def test_co_owners_sign_their_convention_and_what_amends_it() -> None:
    scene = make_scene()
    for each in (scene.maing, scene.querenaing):
        own = {"item_id": scene.chairs.id, "organization_id": each.id}
        keep(Share(**own, numerator=1, denominator=2))
    said = Drafted(
        PaperKind.CO_OWNERSHIP,
        pool=scene.pool.id,
        acts_of=ActsOf.EACH,
        ends_on=date(2030, 12, 31),
        options=typed(PaperKind.CO_OWNERSHIP),
    )
    made = drafting.prepare(scene.manager, said)
    drafting.issue(scene.manager, made)
    amending = drafting.prepare(
        scene.manager, Drafted(PaperKind.AMENDMENT, amends=made, ends_on=date(2032, 12, 31))
    )

    for each in (made, amending):
        row = db.session.get_one(Convention, each)
        assert paper_parties.signed_as(row) is PaperKind.CO_OWNERSHIP
        assert paper_parties.sides(row).co_owner_ids == (scene.maing.id, scene.querenaing.id)
        names = [(role, body.name) for role, body in paper_parties.named(row)]
        assert names == [("La commune référente", "Maing"), ("Copropriétaire", "Quérénaing")]


def test_a_paper_names_who_signs_even_when_it_is_no_side() -> None:
    scene = make_scene()
    paper = make_framework(scene)

    assert paper_parties.name(paper, scene.querenaing.id) == "Quérénaing"

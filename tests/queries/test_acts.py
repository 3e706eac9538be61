"""On which acts loans and papers rest: which are there, which are missing."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from booking import clock
from booking.db import db
from booking.models.catalogue import Share
from booking.models.conventions import Act, Convention
from booking.models.organizations import Mandate, Organization
from booking.paperwork import ActsOf, PaperKind, PaperState
from booking.queries import acts
from booking.vocabulary import ActKind, LegalBasis, OrganizationKind
from tests.factories import (
    LONG_AGO,
    Scene,
    ask,
    keep,
    make_commune,
    make_scene,
    make_territory,
    row,
)
from tests.registers import make_act

pytestmark = pytest.mark.usefixtures("base")
DAY = date(2026, 11, 26)
BEFORE = date(2019, 12, 31)


def repeal(organization: Organization) -> None:
    """Let the délibération that the factory gave an organization be over."""
    found = select(Act).filter_by(organization_id=organization.id, kind=ActKind.DELIBERATION)
    for each in db.session.scalars(found):
        each.ends_on = LONG_AGO
    db.session.commit()


def lent(scene: Scene, **facts: Any) -> int:
    """Return a reservation of chairs, its own facts set."""
    (asked_id,) = ask(scene.secretary, (scene.chairs, 2))
    for name, value in facts.items():
        setattr(row(asked_id), name, value)
    db.session.commit()
    return asked_id


def signed(scene: Scene, kind: PaperKind, **facts: Any) -> Convention:
    """Sign a paper of Maing's behind the use-cases."""
    own: dict[str, Any] = {
        "territory_id": scene.territory.id,
        "owner_id": scene.maing.id,
        "created_at": clock.now(),
    }
    made: Convention = keep(Convention(**own, kind=kind, **{"state": PaperState.SIGNED} | facts))
    return made


def share(scene: Scene, *owners: Organization) -> None:
    """Let the chairs belong to several."""
    parts = [
        Share(item_id=scene.chairs.id, organization=each, numerator=1, denominator=len(owners))
        for each in owners
    ]
    keep(*parts)


def test_a_free_loan_by_a_commune_needs_a_deliberation() -> None:
    scene = make_scene()
    asked_id = lent(scene)
    assert acts.missing(row(asked_id), DAY) == []

    repeal(scene.maing)
    make_act(scene.maing, kind=ActKind.DECISION)
    make_act(scene.maing, kind=ActKind.DELEGATION)
    assert acts.missing(row(asked_id), DAY) == ["lender_act"]


@pytest.mark.parametrize("by_price", [True, False])
def test_a_paid_loan_may_rest_on_a_decision_under_a_delegation(by_price: bool) -> None:
    scene = make_scene()
    asked_id = lent(scene, price="25 €" if by_price else "")
    if not by_price:
        scene.pool.legal_basis = LegalBasis.PAID_MEANS
        keep(scene.pool)
    repeal(scene.maing)
    make_act(scene.maing, kind=ActKind.DECISION)
    assert acts.missing(row(asked_id), DAY) == ["lender_act"]
    # given to another, it is no delegation of the council to its own mayor
    make_act(scene.maing, kind=ActKind.DELEGATION, partner_id=scene.querenaing.id)
    assert acts.missing(row(asked_id), DAY) == ["lender_act"]

    own = make_act(scene.maing, kind=ActKind.DELEGATION)
    assert acts.missing(row(asked_id), DAY) == []
    assert acts.ground(scene.maing, DAY, paid=True).kind is ActKind.DECISION  # type: ignore[union-attr]

    own.ends_on = LONG_AGO
    keep(own)
    assert acts.missing(row(asked_id), DAY) == ["lender_act"]


def test_an_epci_lends_under_its_rules_or_by_delegation_when_it_is_free() -> None:
    office = make_commune(make_territory(), "CC du Val", kind=OrganizationKind.EPCI)
    repeal(office)
    assert acts.ground(office, DAY) is None
    make_act(office, kind=ActKind.DECISION)
    make_act(office, kind=ActKind.DELEGATION)
    assert acts.ground(office, DAY).kind is ActKind.DECISION  # type: ignore[union-attr]
    assert acts.ground(office, DAY, paid=True) is None
    make_act(office, kind=ActKind.RULES)
    assert acts.ground(office, DAY, paid=True).kind is ActKind.RULES  # type: ignore[union-attr]


def test_a_territory_may_require_no_act() -> None:
    scene = make_scene()
    asked_id = lent(scene)
    repeal(scene.maing)
    scene.territory.needs_act = False
    keep(scene.territory)

    assert acts.missing(row(asked_id), DAY) == []
    assert [each.code for each in acts.judged(row(asked_id), DAY)] == ["lender_signatory"]


def test_a_lender_without_signatory_issues_nothing() -> None:
    scene = make_scene()
    asked_id = lent(scene)

    assert acts.missing(row(asked_id), BEFORE) == ["lender_act", "lender_signatory"]


def test_of_co_owned_things_the_acts_are_those_that_the_convention_says() -> None:
    scene = make_scene()
    artres = make_commune(scene.territory, "Artres")
    share(scene, scene.maing, artres, scene.querenaing)
    asked_id = lent(scene)
    repeal(artres)
    assert acts.missing(row(asked_id), DAY) == []  # no convention: those of the lead

    agreed = signed(
        scene, PaperKind.CO_OWNERSHIP, pool_id=scene.pool.id, acts_of=ActsOf.EACH, starts_on=DAY
    )
    judged = [each for each in acts.judged(row(asked_id), DAY) if each.code == "co_owner_act"]
    assert [(each.level, each.facts["organization"]) for each in judged] == [
        ("warn", "Artres"),
        ("ok", "Quérénaing"),
    ]
    assert acts.missing(row(asked_id), DAY) == ["co_owner_act"]

    for changed in (
        {"acts_of": ActsOf.LEAD},
        {"acts_of": ActsOf.EACH, "state": PaperState.TO_SIGN},
        {"state": PaperState.SIGNED, "starts_on": date(2026, 11, 27)},
        {"starts_on": LONG_AGO, "ends_on": date(2026, 11, 25)},
    ):
        for name, value in changed.items():
            setattr(agreed, name, value)
        keep(agreed)
        assert acts.missing(row(asked_id), DAY) == [], changed
    agreed.renewable = True
    keep(agreed)
    assert acts.missing(row(asked_id), DAY) == ["co_owner_act"]


@pytest.mark.parametrize(
    "kind", [PaperKind.FRAMEWORK, PaperKind.STORAGE, PaperKind.MANAGEMENT, PaperKind.CO_OWNERSHIP]
)
def test_a_paper_that_stands_alone_needs_the_act_of_its_owner(kind: PaperKind) -> None:
    scene = make_scene()
    paper = signed(scene, kind, state=PaperState.DRAFT, pool_id=scene.pool.id)
    assert acts.missing_for(paper, DAY) == []
    assert acts.missing_for(paper, BEFORE) == ["lender_act", "lender_signatory"]

    repeal(scene.maing)
    assert acts.missing_for(paper, DAY) == ["lender_act"]


def test_a_convention_of_co_ownership_needs_the_act_of_each() -> None:
    scene = make_scene()
    artres = make_commune(scene.territory, "Artres")
    share(scene, scene.maing, artres)
    repeal(artres)
    own = {"state": PaperState.DRAFT, "pool_id": scene.pool.id}

    assert acts.missing_for(signed(scene, PaperKind.CO_OWNERSHIP, **own), DAY) == ["co_owner_act"]
    assert acts.missing_for(signed(scene, PaperKind.MANAGEMENT, **own), DAY) == []


def test_a_paper_of_a_loan_needs_what_the_loan_needs() -> None:
    scene = make_scene()
    asked_id = lent(scene)
    paper = signed(scene, PaperKind.AMENDMENT, reservation_id=asked_id)
    repeal(scene.maing)

    assert acts.missing_for(paper, DAY) == acts.missing(row(asked_id), DAY) == ["lender_act"]


def test_a_manager_signs_for_an_owner_under_a_delegation_in_force() -> None:
    scene = make_scene()
    given = make_act(scene.maing, kind=ActKind.DELEGATION, partner_id=scene.querenaing.id)
    make_act(scene.maing, kind=ActKind.DELEGATION)

    assert acts.delegation(scene.maing.id, scene.querenaing.id, DAY) == given
    assert acts.delegation(scene.querenaing.id, scene.maing.id, DAY) is None
    assert acts.delegation(scene.maing.id, scene.querenaing.id, BEFORE) is None


def test_a_framework_signed_here_comes_before_one_that_was_recorded() -> None:
    scene = make_scene()
    pair = (scene.querenaing.id, scene.maing.id)
    assert acts.framework(*pair, DAY) == "convention-cadre n° CC-2020-1"
    signed(scene, PaperKind.FRAMEWORK, partner_id=scene.querenaing.id, year=2026, rank=3)

    assert acts.framework(*pair, DAY) == "convention-cadre n° 2026-0003"
    assert acts.framework(scene.maing.id, scene.querenaing.id, DAY) == (
        "convention-cadre n° CC-2020-1"
    )
    assert acts.framework(*pair, date(2019, 1, 1)) == "convention-cadre n° 2026-0003"


def test_a_recorded_framework_may_name_its_only_lender() -> None:
    scene = make_scene()
    found = select(Act).filter_by(organization_id=scene.querenaing.id, kind=ActKind.FRAMEWORK)
    (kept,) = db.session.scalars(found)
    kept.partner_id = scene.maing.id
    keep(kept)

    assert acts.framework(scene.querenaing.id, scene.maing.id, DAY)
    assert acts.framework(scene.querenaing.id, scene.maing.id + 10_000, DAY) is None


def test_under_a_delegation_the_manager_s_signatory_is_the_one_who_must_be_known() -> None:
    scene = make_scene()
    asked_id = lent(scene, owner_id=scene.querenaing.id)
    make_act(scene.querenaing, kind=ActKind.DELEGATION, partner_id=scene.maing.id)
    for each in db.session.scalars(select(Mandate).filter_by(organization_id=scene.querenaing.id)):
        each.ends_on = LONG_AGO
    db.session.commit()
    assert acts.missing(row(asked_id), DAY) == []
    paper = signed(scene, PaperKind.FRAMEWORK, manager_id=scene.maing.id)
    stored = signed(scene, PaperKind.STORAGE, manager_id=scene.maing.id)
    for each in (paper, stored):
        each.owner = scene.querenaing
        keep(each)
    assert acts.missing_for(paper, DAY) == []
    # its owner signs it itself
    assert acts.missing_for(stored, DAY) == ["lender_signatory"]

    for each in db.session.scalars(select(Mandate).filter_by(organization_id=scene.maing.id)):
        each.ends_on = LONG_AGO
    db.session.commit()
    assert acts.missing(row(asked_id), DAY) == ["lender_signatory"]


def test_the_co_owners_whose_act_is_missing_are_named() -> None:
    scene = make_scene()
    artres = make_commune(scene.territory, "Artres")
    share(scene, scene.maing, artres, scene.querenaing)
    asked_id = lent(scene)
    repeal(artres)
    assert acts.lacking_for(row(asked_id), DAY) == ""
    signed(scene, PaperKind.CO_OWNERSHIP, pool_id=scene.pool.id, acts_of=ActsOf.EACH)

    assert acts.lacking_for(row(asked_id), DAY) == "Artres"
    paper = signed(scene, PaperKind.LOAN, reservation_id=asked_id)
    assert acts.lacking(paper, DAY) == "Artres"

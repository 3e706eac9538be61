"""Papers prepared as drafts: written, issued, cancelled; and the papers of a loan, by hand."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from booking.db import db
from booking.errors import Invalid, NotAllowed, NotFound, WrongMoment
from booking.models.catalogue import Share
from booking.models.conventions import Act, Convention, ConventionCounter
from booking.paperwork import STANDALONE, ActsOf, PaperKind, PaperState, Part
from booking.queries import paper_views
from booking.rules.access import Actor
from booking.rules.paperwork import STATEMENTS, Drafted
from booking.usecases import drafting, reservations
from booking.vocabulary import Role
from tests.factories import (
    Scene,
    ask,
    count_rows,
    keep,
    make_actor,
    make_commune,
    make_item,
    make_scene,
)
from tests.usecases.papering import framework, make_framework
from tests.wordings import typed

pytestmark = pytest.mark.usefixtures("base")
UNTIL = date(2099, 12, 31)


def agreed(scene: Scene) -> int:
    (asked_id,) = ask(scene.secretary, (scene.chairs, 10))
    reservations.approve(scene.manager, asked_id)
    return asked_id


def paper(convention_id: int) -> Convention:
    return db.session.get_one(Convention, convention_id)


def drafted(scene: Scene, kind: PaperKind) -> tuple[Actor, Drafted]:
    """Return who prepares a standalone paper, and what it says."""
    facts = {"ends_on": UNTIL, "options": typed(kind) | {"autre": "x"}}
    if kind is PaperKind.FRAMEWORK:
        return scene.manager, Drafted(kind, partner=scene.querenaing.id, **facts)
    if kind is PaperKind.STORAGE:
        elsewhere = make_commune(scene.territory, "Artres")
        depot = make_item(scene.pool, owner=elsewhere).stocks[0].depot
        depot.custodian = elsewhere
        return scene.manager, Drafted(kind, depot=keep(depot).id, **facts)
    owner = make_commune(scene.territory, "CA du Val")
    item = make_item(scene.pool, owner=owner)
    for each in (owner, scene.querenaing, scene.maing):
        keep(Share(item_id=item.id, organization_id=each.id, numerator=1, denominator=3))
    joint = ActsOf.LEAD if kind is PaperKind.CO_OWNERSHIP else None
    actor = make_actor(owner, Role.MANAGER)
    return actor, Drafted(kind, pool=scene.pool.id, acts_of=joint, **facts)


SIGNERS = {
    PaperKind.FRAMEWORK: [(Part.BORROWER, "Quérénaing"), (Part.OWNER, "Maing")],
    PaperKind.STORAGE: [(Part.CUSTODIAN, "Artres"), (Part.OWNER, "Maing")],
    PaperKind.MANAGEMENT: [(Part.MANAGER, "Maing"), (Part.OWNER, "CA du Val")],
    PaperKind.CO_OWNERSHIP: [
        (Part.CO_OWNER, "Quérénaing"),
        (Part.CO_OWNER, "Maing"),
        (Part.OWNER, "CA du Val"),
    ],
}


@pytest.mark.parametrize("kind", STANDALONE)
def test_a_paper_beyond_any_loan_is_prepared_then_issued_to_those_it_binds(
    kind: PaperKind,
) -> None:
    scene = make_scene()
    actor, said = drafted(scene, kind)

    made = drafting.prepare(actor, said)

    mine = paper(made)
    assert (mine.state, mine.number, mine.ends_on) == (PaperState.DRAFT, None, UNTIL)
    assert mine.options == typed(kind)  # and nothing that the kind does not know
    assert count_rows(ConventionCounter) == 0
    drafting.issue(actor, made)
    assert (mine.state, mine.rank) == (PaperState.TO_SIGN, 1)
    assert [(each.part, each.organization.name) for each in mine.signatures] == SIGNERS[kind]
    assert mine.terms["ends_on"] == UNTIL.isoformat()
    assert mine.pdf.startswith(b"%PDF-")


@pytest.mark.parametrize("kind", STATEMENTS)
def test_what_says_what_is_needs_no_act(kind: PaperKind) -> None:
    scene = make_scene()
    mine = agreed(scene)
    for each in db.session.scalars(select(Act)):
        db.session.delete(each)
    db.session.commit()

    made = drafting.prepare(scene.manager, Drafted(kind, reservation=mine, options=typed(kind)))
    drafting.issue(scene.manager, made)

    signers = [each.organization_id for each in paper(made).signatures]
    alone = kind is PaperKind.AID_VALUE
    borrower = [] if alone else [scene.querenaing.id]
    assert signers == [*borrower, scene.maing.id]
    assert paper(made).partner_id == scene.querenaing.id


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"partner": None}, "partner"),
        ({"partner": 999_999}, "partner"),
        ({"ends_on": None}, "ends_on"),
        ({"kind": PaperKind.SLIP}, "kind"),
        ({"kind": PaperKind.STORAGE}, "depot"),
        ({"kind": PaperKind.CO_OWNERSHIP}, "acts_of"),
        ({"kind": PaperKind.MANAGEMENT, "pool": 999_999}, "pool"),
    ],
)
def test_what_is_missing_or_not_to_be_chosen_is_named(
    change: dict[str, object], field: str
) -> None:
    scene = make_scene()

    with pytest.raises(Invalid) as refusal:
        drafting.prepare(scene.manager, replace(framework(scene), **change))

    assert field in refusal.value.facts["errors"]
    assert count_rows(Convention) == 0


def test_nobody_binds_itself_to_itself() -> None:
    scene = make_scene()

    with pytest.raises(Invalid) as refusal:
        drafting.prepare(scene.manager, replace(framework(scene), partner=scene.maing.id))

    assert refusal.value.facts["errors"].keys() == {"partner"}


def test_a_manager_prepares_for_the_owner_of_what_it_lends_and_for_no_other() -> None:
    scene = make_scene()
    owner = make_commune(scene.territory, "CA du Val")
    with pytest.raises(NotFound):
        drafting.prepare(scene.manager, replace(framework(scene), owner=owner.id))
    make_item(scene.pool, owner=owner)

    made = drafting.prepare(scene.manager, replace(framework(scene), owner=owner.id))

    drafting.issue(scene.manager, made)
    parts = [(each.part, each.organization_id) for each in paper(made).signatures]
    assert parts == [
        (Part.BORROWER, scene.querenaing.id),
        (Part.MANAGER, scene.maing.id),
        (Part.OWNER, owner.id),
    ]


def test_a_draft_changes_and_what_is_issued_does_not() -> None:
    scene = make_scene()
    made = drafting.prepare(scene.manager, framework(scene))

    drafting.describe(scene.manager, made, replace(framework(scene), ends_on=UNTIL, renewable=True))

    assert (paper(made).ends_on, paper(made).renewable) == (UNTIL, True)
    drafting.issue(scene.manager, made)
    for act in (drafting.issue, lambda *about: drafting.describe(*about, framework(scene))):
        with pytest.raises(WrongMoment, match="paper_issued"):
            act(scene.manager, made)
    assert paper(made).ends_on == UNTIL


def test_without_the_act_a_draft_stays_one_unless_the_territory_asks_for_none() -> None:
    scene = make_scene()
    made = drafting.prepare(scene.manager, framework(scene))
    for each in db.session.scalars(select(Act).filter_by(organization_id=scene.maing.id)):
        db.session.delete(each)
    db.session.commit()

    with pytest.raises(WrongMoment, match="lender_act"):
        drafting.issue(scene.manager, made)
    assert (paper(made).state, count_rows(ConventionCounter)) == (PaperState.DRAFT, 0)

    scene.territory.needs_act = False
    db.session.commit()
    drafting.issue(scene.manager, made)
    assert paper(made).state is PaperState.TO_SIGN


def test_a_draft_is_out_of_the_partners_view_until_it_is_issued() -> None:
    scene = make_scene()
    made = drafting.prepare(scene.manager, framework(scene))
    borrower = make_actor(scene.querenaing, Role.MANAGER)

    for act in (drafting.issue, drafting.cancel):
        with pytest.raises(NotFound):
            act(borrower, made)
    drafting.issue(scene.manager, made)
    assert paper_views.row(borrower, made).id == made
    with pytest.raises(NotAllowed):
        drafting.cancel(borrower, made, "Non.")
    with pytest.raises(NotAllowed):
        drafting.prepare(make_actor(scene.maing, Role.SECRETARY), framework(scene))


def test_a_cancelled_paper_keeps_its_number_and_an_abandoned_draft_had_none() -> None:
    scene = make_scene()
    issued, draft = make_framework(scene), drafting.prepare(scene.manager, framework(scene))

    with pytest.raises(Invalid) as refusal:
        drafting.cancel(scene.manager, issued.id)
    assert refusal.value.facts["errors"].keys() == {"reason"}
    drafting.cancel(scene.manager, issued.id, "Erreur de nom.")
    drafting.cancel(scene.manager, draft)

    assert (issued.state, issued.rank, issued.reason) == (
        PaperState.CANCELLED,
        1,
        "Erreur de nom.",
    )
    assert (paper(draft).state, paper(draft).rank) == (PaperState.CANCELLED, None)
    with pytest.raises(WrongMoment, match="paper_cancelled"):
        drafting.cancel(scene.manager, issued.id, "Encore.")
    assert make_framework(scene).rank == 2

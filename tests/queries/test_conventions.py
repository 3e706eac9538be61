"""The papers of loans and organizations, read in the actor's view."""

import hashlib
from datetime import timedelta

import pytest

from booking import clock, files
from booking.db import db
from booking.errors import NotFound
from booking.models.conventions import Act
from booking.models.files import StoredFile
from booking.paperwork import PaperKind, PaperState
from booking.queries import conventions, paper_views
from booking.rules.access import SERVICE
from booking.usecases import loans, reservations
from booking.vocabulary import ActKind, FileKind, Formality, Role
from tests.factories import Scene, ask, keep, make_actor, make_commune, make_scene, row
from tests.issued import make_paper, paper_of, sign, words_of
from tests.usecases.tending import agree

pytestmark = pytest.mark.usefixtures("base")


def without(kind: ActKind) -> None:
    """Take away the acts of a kind, of everybody."""
    db.session.query(Act).filter_by(kind=kind).delete()
    db.session.commit()


def test_its_parties_read_a_paper_and_nobody_else() -> None:
    scene = make_scene()
    paper = paper_of(agree(scene, 4))

    for actor in (
        scene.secretary,
        scene.manager,
        make_actor(scene.querenaing, Role.ELECTED),
        SERVICE,
    ):
        assert conventions.show(actor, paper.id).id == paper.id
    strangers = (make_actor(make_commune(scene.territory, "Artres"), *Role), make_scene().manager)
    for stranger in strangers:
        for read in (conventions.show, paper_views.row, conventions.content, conventions.words):
            with pytest.raises(NotFound) as refusal:
                read(stranger, paper.id)  # type: ignore[operator]
            assert refusal.value.code == "convention_not_found"
    with pytest.raises(NotFound):
        conventions.show(scene.manager, 999_999)


def test_who_stores_reads_the_paper_of_what_leaves_its_depot() -> None:
    scene = make_scene()
    quarouble = make_commune(scene.territory, "Quarouble")
    scene.stock.depot.custodian = quarouble
    keep(scene.stock.depot)
    paper = paper_of(agree(scene, 4))

    assert conventions.show(make_actor(quarouble, Role.TECHNICIAN), paper.id)
    with pytest.raises(NotFound):
        conventions.show(make_actor(quarouble, Role.SECRETARY), paper.id)


def test_a_draft_is_the_lenders_alone() -> None:
    scene = make_scene()
    draft = make_paper(scene.maing, scene.querenaing, state=PaperState.DRAFT)

    assert conventions.show(scene.manager, draft.id).number is None
    assert conventions.content(scene.manager, draft.id) is None
    with pytest.raises(NotFound):
        conventions.show(scene.secretary, draft.id)


def test_the_bytes_are_those_that_were_issued() -> None:
    scene = make_scene()
    paper = paper_of(agree(scene, 4))

    found = conventions.content(scene.secretary, paper.id)

    assert found is not None
    assert found[1] == hashlib.sha256(found[0]).hexdigest() == paper.sha256
    with pytest.raises(NotFound):
        conventions.content(scene.secretary, paper.id, signed=True)
    sign(paper)
    assert conventions.content(scene.secretary, paper.id, signed=True) == (
        b"%PDF-signed",
        paper.signed_sha256,
    )


def scan(scene: Scene, content: bytes) -> StoredFile:
    """Keep the scan of a paper signed by hand."""
    kept: StoredFile = keep(
        StoredFile(
            territory_id=scene.territory.id,
            organization_id=scene.maing.id,
            name="exemplaire.pdf",
            media_type="application/pdf",
            size=len(content),
            sha256=files.keep(scene.territory.id, content),
            created_at=clock.now(),
            kind=FileKind.PAPER,
        )
    )
    return kept


def test_what_was_signed_on_paper_is_given_as_its_scan() -> None:
    scene = make_scene()
    paper = paper_of(agree(scene, 4))
    kept = scan(scene, b"%PDF-scan")
    paper.scan_id = kept.id
    keep(paper)

    assert conventions.content(scene.secretary, paper.id, signed=True) == (
        b"%PDF-scan",
        kept.sha256,
    )
    assert conventions.show(scene.secretary, paper.id).is_signed_apart


def test_the_words_are_those_that_were_frozen() -> None:
    scene = make_scene()
    paper = make_paper(scene.maing, scene.querenaing, content=words_of("Objet"))

    assert conventions.words(scene.secretary, paper.id) == paper.content
    assert conventions.words(scene.secretary, make_paper(scene.maing, scene.querenaing).id) is None


def test_who_may_take_the_folder_is_party_to_the_paper() -> None:
    scene = make_scene()
    quarouble = make_commune(scene.territory, "Quarouble")
    scene.stock.depot.custodian = quarouble
    keep(scene.stock.depot)
    paper = paper_of(agree(scene, 4))

    assert conventions.allowed(scene.secretary, paper.id) == {"export"}
    assert not conventions.allowed(make_actor(quarouble, Role.TECHNICIAN), paper.id)


def test_a_draft_is_composed_anew() -> None:
    scene = make_scene()
    facts = {"kind": PaperKind.LOAN, "state": PaperState.DRAFT, "reservation_id": agree(scene)}
    draft = make_paper(scene.maing, scene.querenaing, **facts)

    composed = conventions.draft_of(scene.manager, draft.id, clock.now())

    assert composed.paper.is_draft
    with pytest.raises(NotFound):
        conventions.draft_of(scene.secretary, draft.id, clock.now())


def test_the_papers_of_a_loan_come_in_order_with_what_is_still_wanted() -> None:
    scene = make_scene()
    mine = agree(scene, 4)
    first, facts = paper_of(mine).id, {"reservation_id": mine}
    made = [
        make_paper(scene.maing, scene.querenaing, kind=kind, **facts)
        for kind in (PaperKind.REPORT_OUT, PaperKind.AMENDMENT)
    ]
    draft = make_paper(scene.maing, scene.querenaing, state=PaperState.DRAFT, **facts)

    found = conventions.of_reservation(scene.secretary, mine)

    assert [each.id for each in found.papers] == [first, *(each.id for each in made)]
    assert (found.wanted, found.missing, found.kind) == (False, (), PaperKind.SLIP)
    assert (found.may_issue, found.may_export) == (False, True)
    seen = conventions.of_reservation(scene.manager, mine)
    assert seen.papers[-1].id == draft.id
    assert seen.may_issue


@pytest.mark.parametrize(
    ("taken", "missing", "kind"),
    [
        (ActKind.FRAMEWORK, (), None),
        (ActKind.DELIBERATION, ("lender_act",), PaperKind.SLIP),
    ],
)
def test_without_paper_it_says_why(
    taken: ActKind, missing: tuple[str, ...], kind: PaperKind | None
) -> None:
    scene = make_scene()
    without(taken)

    found = conventions.of_reservation(scene.manager, agree(scene, 4))

    assert (found.papers, found.wanted) == ((), True)
    assert (found.missing, found.kind) == (missing, kind)
    assert found.borrower_id == scene.querenaing.id


def test_nothing_is_wanted_of_what_is_not_agreed() -> None:
    scene = make_scene()
    (mine,) = ask(scene.secretary, (scene.chairs, 4))

    found = conventions.of_reservation(scene.secretary, mine)
    assert (found.wanted, found.sheets) == (False, ())
    reservations.refuse(scene.manager, mine, "Déjà promis.")
    assert not conventions.of_reservation(scene.secretary, mine).wanted


def test_a_loan_that_left_without_paper_still_wants_one() -> None:
    scene = make_scene()
    without(ActKind.DELIBERATION)
    mine = agree(scene, 4)
    loans.hand_over(scene.manager, mine)

    assert conventions.of_reservation(scene.manager, mine).wanted


def test_the_papers_of_others_are_out_of_view() -> None:
    scene = make_scene()
    mine = agree(scene, 4)
    stranger = make_actor(make_commune(scene.territory, "Artres"), *Role)

    for read in (conventions.of_reservation, conventions.issued):
        with pytest.raises(NotFound):
            read(stranger, mine)
    for kind in (PaperKind.PREPARATION, PaperKind.REPORT_OUT):
        with pytest.raises(NotFound):
            conventions.sheet(stranger, mine, kind, clock.now())


@pytest.mark.parametrize("kind", PaperKind)
def test_only_sheets_and_blank_reports_are_printed_without_being_kept(kind: PaperKind) -> None:
    scene = make_scene()
    mine = agree(scene, 4)
    printed = {"preparation", "delivery", "insurance", "report_out", "report_back"}

    if kind in printed:
        assert conventions.sheet(scene.secretary, mine, kind, clock.now()).paper.kind == kind
    else:
        with pytest.raises(NotFound):
            conventions.sheet(scene.secretary, mine, kind, clock.now())


def test_the_paper_under_which_it_is_lent_is_the_last_that_lives() -> None:
    scene = make_scene()
    mine = agree(scene, 4)
    first = paper_of(mine)
    facts = {"kind": PaperKind.LOAN, "reservation_id": mine}
    second = make_paper(scene.maing, scene.querenaing, **facts)

    assert (found := conventions.issued(scene.secretary, mine)) is not None
    assert found.id == second.id
    second.state = PaperState.CANCELLED
    keep(second)
    assert (found := conventions.issued(scene.secretary, mine)) is not None
    assert found.id == first.id


def test_what_asks_for_a_convention_never_goes_by_a_slip() -> None:
    scene = make_scene(formality=Formality.FULL)
    (mine,) = ask(scene.secretary, (scene.chairs, 4))

    assert conventions.kind_of(row(mine)) is PaperKind.LOAN
    assert conventions.draft(scene.secretary, mine, clock.now()).paper.kind == "loan"


def test_a_framework_serves_until_it_ends() -> None:
    scene = make_scene()
    (mine,) = ask(scene.secretary, (scene.chairs, 4))
    assert conventions.kind_of(row(mine)) is PaperKind.SLIP
    act = db.session.query(Act).filter_by(
        organization_id=scene.querenaing.id, kind=ActKind.FRAMEWORK
    )
    act.one().ends_on = row(mine).starts_at.date() - timedelta(days=1)
    db.session.commit()

    assert conventions.kind_of(row(mine)) is None

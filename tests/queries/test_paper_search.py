"""Papers that an organization looks for, and those that wait for it."""

import pytest

from booking.db import db
from booking.models.catalogue import Share
from booking.models.conventions import Act, Convention
from booking.paperwork import PaperKind, PaperState
from booking.queries import conventions, paper_search, paper_views
from booking.queries.paper_search import Filters, Side
from booking.rules.access import Actor
from booking.vocabulary import ActKind, Role
from tests.factories import Scene, keep, make_actor, make_commune, make_scene
from tests.issued import make_paper, paper_of, sign
from tests.usecases.tending import agree

pytestmark = pytest.mark.usefixtures("base")


def found(actor: Actor, **facts: object) -> list[int]:
    """Return the ids of what an actor finds."""
    return [each.id for each in paper_search.every(actor, Filters(**facts))]  # type: ignore[arg-type]


def make_papers(scene: Scene) -> tuple[Convention, Convention, Convention]:
    """Make a slip to sign, a signed framework, and the draft of a storage convention."""
    slip = paper_of(agree(scene, 4))
    framework = sign(make_paper(scene.maing, scene.querenaing, rank=12, year=2025))
    facts = {"kind": PaperKind.STORAGE, "state": PaperState.DRAFT}
    return slip, framework, make_paper(scene.maing, scene.querenaing, **facts)


def test_each_side_finds_its_own_the_latest_first() -> None:
    scene = make_scene()
    slip, framework, draft = make_papers(scene)

    assert found(scene.manager) == [draft.id, framework.id, slip.id]
    assert found(scene.secretary) == [framework.id, slip.id]
    assert found(make_actor(make_commune(scene.territory, "Artres"), *Role)) == []
    assert found(make_scene().manager) == []


@pytest.mark.parametrize("role", Role)
def test_the_list_shows_what_the_table_of_rights_allows(role: Role) -> None:
    scene = make_scene()
    papers = make_papers(scene)
    for home in (scene.maing, scene.querenaing, make_commune(scene.territory, "Artres")):
        actor = make_actor(home, role)
        allowed = {each.id for each in papers if paper_views.is_seen(actor, each)}
        assert set(found(actor)) == allowed


def test_who_owns_together_what_is_lent_finds_its_paper() -> None:
    scene = make_scene()
    artres = make_commune(scene.territory, "Artres")
    share = {"numerator": 1, "denominator": 2}
    keep(
        Share(item_id=scene.chairs.id, organization_id=artres.id, **share),
        Share(item_id=scene.chairs.id, organization_id=scene.maing.id, **share),
    )
    paper = paper_of(agree(scene, 4))

    assert found(make_actor(artres)) == [paper.id]
    assert conventions.show(make_actor(artres), paper.id)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"kind": PaperKind.SLIP}, {"slip"}),
        ({"state": PaperState.SIGNED}, {"framework"}),
        ({"year": 2025}, {"framework"}),
        ({"side": Side.LENDS}, {"slip", "framework", "draft"}),
        ({"side": Side.BORROWS}, set()),
        ({"words": "2025-0012"}, {"framework"}),
        ({"words": "fete saint-JEAN"}, {"slip"}),
        ({"words": "querenaing cadre"}, {"framework"}),
        ({"words": "stockage"}, {"draft"}),
        ({"words": "nulle part"}, set()),
        ({"words": "  ", "kind": PaperKind.SLIP}, {"slip"}),
    ],
)
def test_what_is_asked_for_is_found(facts: dict[str, object], expected: set[str]) -> None:
    scene = make_scene()
    named = dict(zip(("slip", "framework", "draft"), make_papers(scene), strict=True))

    assert set(found(scene.manager, **facts)) == {named[each].id for each in expected}


def test_who_borrows_finds_it_on_that_side() -> None:
    scene = make_scene()
    slip, framework, _ = make_papers(scene)

    assert found(scene.secretary, side=Side.BORROWS) == [framework.id, slip.id]
    assert found(scene.secretary, side=Side.LENDS) == []


def test_a_long_list_is_cut_into_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene()
    made = [make_paper(scene.maing, scene.querenaing).id for _ in range(3)]
    monkeypatch.setattr(paper_search, "PER_PAGE", 2)

    def page(rank: int) -> list[int]:
        return [each.id for each in paper_search.search(scene.manager, Filters(), rank).papers]

    assert (page(1), page(2)) == ([made[2], made[1]], [made[0]])
    assert page(9) == page(2)
    assert page(-1) == page(1)
    last = paper_search.search(scene.manager, Filters(), 2)
    assert (last.count, last.page, last.pages) == (3, 2, 2)


def test_what_waits_for_ones_signature_is_counted_in_its_turn() -> None:
    scene = make_scene()
    slip, *_ = make_papers(scene)

    assert [each.id for each in paper_search.to_sign(scene.secretary)] == [slip.id]
    assert (paper_search.count_to_sign(scene.secretary), paper_search.to_sign(scene.manager)) == (
        1,
        [],
    )
    sign(slip, 1)
    assert paper_search.to_sign(scene.secretary) == []
    assert paper_search.count_to_sign(scene.manager) == 1
    sign(slip)
    assert paper_search.count_to_sign(scene.manager) == 0


def test_papers_are_not_the_business_of_who_works_at_a_depot() -> None:
    scene = make_scene()
    agree(scene, 4)
    technician = make_actor(scene.querenaing, Role.TECHNICIAN)

    assert not paper_search.reads(technician)
    assert (paper_search.to_sign(technician), paper_search.count_to_sign(technician)) == ([], 0)


def test_a_loan_without_paper_waits_for_who_issues() -> None:
    scene = make_scene()
    db.session.query(Act).filter_by(kind=ActKind.FRAMEWORK).delete()
    db.session.commit()
    mine = agree(scene, 4)

    assert [each.id for each in paper_search.to_issue(scene.manager)] == [mine]
    assert paper_search.to_issue(scene.secretary) == []
    assert paper_search.to_issue(make_actor(make_commune(scene.territory, "Artres"), *Role)) == []
    make_paper(scene.maing, scene.querenaing, kind=PaperKind.LOAN, reservation_id=mine)
    assert paper_search.to_issue(scene.manager) == []


def test_the_years_are_those_of_ones_papers() -> None:
    scene = make_scene()
    make_paper(scene.maing, scene.querenaing, year=2024)
    make_paper(scene.maing, scene.querenaing, year=2026)

    assert paper_search.years(scene.secretary) == [2026, 2024]


def test_nothing_asked_for_is_everything() -> None:
    assert not Filters().any
    assert Filters(words="tente").any

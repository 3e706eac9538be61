"""A paper as its parties read it."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection

from booking import clock
from booking.paperwork import Means, PaperKind, PaperState, Part, SignState
from booking.period import Period
from booking.queries import paper_search, paper_views
from booking.queries.paper_search import Filters
from tests.factories import keep, make_commune, make_scene, next_weekend
from tests.issued import make_paper, paper_of, sign
from tests.queries.counting import counting
from tests.usecases.tending import agree

pytestmark = pytest.mark.usefixtures("base")
PARIS = ZoneInfo("Europe/Paris")


def test_the_paper_of_a_loan_says_what_it_is_and_who_is_awaited() -> None:
    scene = make_scene()
    mine = agree(scene, 4)

    (view,) = paper_views.of_rows([paper_of(mine)])

    year = clock.now().year
    assert (view.kind, view.state, view.number) == (
        PaperKind.SLIP,
        PaperState.TO_SIGN,
        f"{year}-0001",
    )
    assert view.title == f"Bon de prêt n° {year}-0001, Fête de la Saint-Jean"
    assert (view.owner, view.manager, view.partner) == ("Maing", "Maing", "Quérénaing")
    assert (view.reservation_id, view.reference) == (mine, f"R-{mine:05d}")
    assert (view.starts_on, view.ends_on) == (
        next_weekend().starts_at.date(),
        next_weekend().ends_at.date(),
    )
    assert view.awaited is not None
    assert (view.awaited.organization, view.awaited.part) == ("Quérénaing", Part.BORROWER)
    assert (view.awaited.name, view.awaited.title) == ("Jeanne Thuillier", "Maire")
    assert view.awaited.asked_at == view.issued_at


def test_a_loan_that_ends_at_midnight_ends_on_the_day_before() -> None:
    scene = make_scene()
    day = next_weekend().starts_at.astimezone(PARIS).date()
    first, after = (
        datetime.combine(each, time(0), PARIS) for each in (day, day + timedelta(days=2))
    )
    mine = agree(scene, 4, Period(first, after))

    (view,) = paper_views.of_rows([paper_of(mine)])

    assert (view.starts_on, view.ends_on) == (day, day + timedelta(days=1))


def test_the_next_in_order_is_awaited_then_nobody() -> None:
    scene = make_scene()
    paper = paper_of(agree(scene, 4))

    (view,) = paper_views.of_rows([sign(paper, 1)])
    assert view.awaited is not None
    assert view.awaited.organization == "Maing"
    first = view.signatures[0]
    assert (first.state, first.means, first.name) == (
        SignState.SIGNED,
        Means.LINK,
        "Jeanne Thuillier",
    )
    assert not view.is_signed_apart

    (view,) = paper_views.of_rows([sign(paper)])
    assert (view.awaited, view.state, view.is_signed_apart) == (None, PaperState.SIGNED, True)
    assert view.signed_at == paper.signed_at


def test_what_is_refused_or_cancelled_awaits_nobody() -> None:
    scene = make_scene()
    paper = make_paper(scene.maing, scene.querenaing, state=PaperState.CANCELLED, reason="Doublon")

    (view,) = paper_views.of_rows([paper])

    assert (view.awaited, view.reason) == (None, "Doublon")


@pytest.mark.parametrize(
    ("facts", "title"),
    [
        ({"rank": 12}, "Convention-cadre n° 2026-0012, Maing et Quérénaing"),
        ({"state": PaperState.DRAFT}, "Convention-cadre, projet, Maing et Quérénaing"),
        (
            {"kind": PaperKind.CO_OWNERSHIP, "partner_id": None, "rank": 3},
            "Convention de copropriété n° 2026-0003, Maing",
        ),
    ],
)
def test_a_standalone_paper_is_called_by_whom_it_binds(
    facts: dict[str, object], title: str
) -> None:
    scene = make_scene()
    paper = make_paper(scene.maing, scene.querenaing, **facts)

    (view,) = paper_views.of_rows([paper])

    assert view.title == title
    assert (view.starts_on, view.ends_on) == (paper.starts_on, paper.ends_on)


def test_a_paper_and_its_amendments_name_each_other() -> None:
    scene = make_scene()
    first = make_paper(scene.maing, scene.querenaing)
    facts = {"kind": PaperKind.AMENDMENT, "amends_id": first.id}
    second = make_paper(scene.maing, scene.querenaing, **facts)
    make_paper(scene.maing, scene.querenaing, state=PaperState.DRAFT, **facts)

    ground, amendment = paper_views.of_rows([first, second])

    assert [each.id for each in ground.amendments] == [second.id]
    assert amendment.amends is not None
    assert (amendment.amends.id, amendment.amends.number) == (first.id, first.number)
    assert (ground.amends, amendment.amendments) == (None, ())


def test_more_papers_ask_no_more_of_the_database(base: Connection) -> None:
    asked = []
    for many in (1, 4):
        scene = make_scene()
        for week in range(many):
            agree(scene, 1, next_weekend(4 + 2 * week))
            make_paper(scene.maing, make_commune(scene.territory, f"Artres {week}"))
        with counting(base) as statements:
            found = paper_search.search(scene.manager, Filters())
        assert found.count == 2 * many
        asked.append(len(statements))

    assert asked[0] == asked[1] <= 6


def test_nothing_is_asked_for_no_paper(base: Connection) -> None:
    with counting(base) as statements:
        assert paper_views.of_rows([]) == []
    assert statements == []


def test_a_signature_given_keeps_the_name_of_who_gave_it() -> None:
    scene = make_scene()
    paper = sign(paper_of(agree(scene)), at=clock.now() - timedelta(days=400))
    paper.signatures[0].name = "Ancien maire"
    keep(paper)

    (view,) = paper_views.of_rows([paper])

    assert view.signatures[0].name == "Ancien maire"

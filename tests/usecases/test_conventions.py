"""Issuing the convention of an approved reservation."""

import hashlib
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from booking import clock
from booking.db import db
from booking.documents import paper
from booking.errors import Invalid
from booking.models.conventions import Act, Convention, ConventionCounter
from booking.models.organizations import Mandate
from booking.paperwork import PaperKind, PaperState, Part
from booking.period import Period
from booking.queries import conventions as reads
from booking.rules.access import SERVICE
from booking.usecases import drafting, reservations
from booking.vocabulary import ActKind, OrganizationKind, Role, Status
from tests.factories import (
    LONG_AGO,
    Scene,
    ask,
    count_rows,
    keep,
    make_actor,
    make_commune,
    make_item,
    make_pool,
    make_scene,
    row,
    set_clock,
)
from tests.usecases.papering import (
    issued_papers,
    word,
)

pytestmark = pytest.mark.usefixtures("base")


@pytest.fixture(autouse=True)
def plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Print at little cost: the paper itself has its own tests."""
    monkeypatch.setattr(paper, "render", lambda made, _logos: f"%PDF {made.number}".encode())


def agreed(scene: Scene, quantity: int = 1) -> int:
    """Ask and approve; return the reservation."""
    (asked_id,) = ask(scene.secretary, (scene.chairs, quantity))
    reservations.approve(scene.manager, asked_id)
    return asked_id


def numbers() -> list[str]:
    """Return every number given, in the order of issue."""
    return [each.number for each in db.session.scalars(select(Convention).order_by(Convention.id))]


def test_an_approval_issues_the_convention_and_keeps_its_bytes() -> None:
    scene = make_scene()

    agreed_id = agreed(scene, 4)

    issued = reads.issued(scene.secretary, agreed_id)
    assert issued
    assert issued.number == f"{clock.today(scene.manager.zone).year}-0001"
    assert issued.pdf == f"%PDF {issued.number}".encode()
    assert issued.sha256 == hashlib.sha256(issued.pdf).hexdigest()
    assert issued.content["parties"][0]["name"] == "Maing"
    assert issued.terms["lines"][0]["quantity"] == 4


def test_numbers_follow_each_other_whatever_is_refused_between() -> None:
    scene = make_scene()
    agreed(scene)
    (refused_id,) = ask(scene.secretary, (scene.chairs, 1))
    reservations.refuse(scene.manager, refused_id, "Non.")
    agreed(scene)
    reservations.cancel(scene.manager, agreed(scene), "Panne.")
    agreed(scene)

    assert [number[-4:] for number in numbers()] == ["0001", "0002", "0003", "0004"]


def test_an_issue_that_breaks_uses_no_number_up_and_stops_no_approval(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    scene = make_scene()
    (asked_id,) = ask(scene.secretary, (scene.chairs, 1))
    with monkeypatch.context() as broken:
        broken.setattr(paper, "render", lambda terms, _logo: 1 // 0)
        reservations.approve(scene.manager, asked_id)
    assert row(asked_id).status is Status.APPROVED
    assert count_rows(Convention) == count_rows(ConventionCounter) == 0
    assert f"paper of reservation {asked_id}: ZeroDivisionError" in caplog.text

    assert reads.to_issue() == [asked_id]
    drafting.issue_due(SERVICE, asked_id)

    assert [number[-4:] for number in numbers()] == ["0001"]
    assert reads.to_issue() == []
    assert drafting.issue_due(SERVICE, asked_id) == 0


def test_a_framework_that_comes_while_one_approves_leaves_a_slip_to_the_clock() -> None:
    scene = make_scene()
    known = {"organization_id": scene.querenaing.id, "kind": ActKind.FRAMEWORK}
    (act,) = db.session.scalars(select(Act).filter_by(**known))
    act.kind = ActKind.DECISION
    db.session.commit()
    mine = agreed(scene)
    assert reads.to_issue() == []
    act.kind = ActKind.FRAMEWORK  # signed at the same moment: neither act saw the other
    db.session.commit()

    for each in reads.to_issue():
        drafting.issue_due(SERVICE, each)

    assert [(each.reservation_id, each.kind) for each in issued_papers()] == [
        (mine, PaperKind.SLIP)
    ]
    issued_papers()[0].state = PaperState.CANCELLED
    db.session.commit()
    assert reads.to_issue() == []  # somebody took it away: that is for somebody to settle


def test_each_owner_counts_for_itself() -> None:
    scene = make_scene()
    epci = make_commune(scene.territory, "CA du Val")
    benches = make_item(scene.pool, owner=epci)
    for thing in (scene.chairs, benches, scene.chairs, benches):
        (asked_id,) = ask(scene.secretary, (thing, 1))
        reservations.approve(scene.manager, asked_id)

    assert [number[-4:] for number in numbers()] == ["0001", "0001", "0002", "0002"]


def test_numbers_begin_again_each_year_of_the_territory(monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, datetime(2026, 12, 1, tzinfo=UTC))
    scene = make_scene()
    later = Period(datetime(2027, 6, 1, tzinfo=UTC), datetime(2027, 6, 2, tzinfo=UTC))
    waiting = [ask(scene.secretary, (scene.chairs, 1), period=later)[0] for _ in range(3)]

    set_clock(monkeypatch, datetime(2026, 12, 31, 22, 59, tzinfo=UTC))
    reservations.approve(scene.manager, waiting[0])
    set_clock(monkeypatch, datetime(2026, 12, 31, 23, 1, tzinfo=UTC))  # 0 h 01 in Maing
    reservations.approve(scene.manager, waiting[1])
    set_clock(monkeypatch, datetime(2027, 1, 2, tzinfo=UTC))
    reservations.approve(scene.manager, waiting[2])

    assert numbers() == ["2026-0001", "2027-0001", "2027-0002"]


@pytest.mark.parametrize("table", [Act, Mandate])
@pytest.mark.parametrize("ended", [True, False])
def test_without_act_or_signatory_the_paper_stays_a_draft(
    table: type[Act] | type[Mandate], ended: bool
) -> None:
    scene = make_scene()
    for each in db.session.scalars(select(table).filter_by(organization_id=scene.maing.id)):
        if ended:
            each.ends_on = date(2020, 12, 31)
        else:
            db.session.delete(each)
    db.session.commit()

    agreed_id = agreed(scene)

    assert row(agreed_id).status is Status.APPROVED
    assert reads.issued(scene.secretary, agreed_id) is None
    assert count_rows(ConventionCounter) == 0


def test_an_epci_lends_on_its_rules() -> None:
    scene = make_scene()
    epci = make_commune(scene.territory, "CA du Val", kind=OrganizationKind.EPCI)
    for each in db.session.scalars(select(Act).filter_by(organization_id=epci.id)):
        each.kind = ActKind.RULES
        keep(each)
    benches = make_item(make_pool(epci))
    manager = make_actor(epci, Role.MANAGER)
    (asked_id,) = ask(scene.secretary, (benches, 1))

    reservations.approve(manager, asked_id)

    issued = reads.issued(manager, asked_id)
    assert issued
    assert (issued.state, issued.owner_id) == (PaperState.TO_SIGN, epci.id)
    assert [each.part for each in issued.signatures] == [Part.BORROWER, Part.MANAGER, Part.OWNER][
        :: 2 if issued.manager_id == issued.owner_id else 1
    ]


def test_what_was_issued_does_not_change_with_the_facts() -> None:
    scene = make_scene()
    agreed_id = agreed(scene)
    before = reads.issued(scene.secretary, agreed_id)
    assert before
    kept = (before.pdf, before.sha256, dict(before.terms), before.content)
    word(scene.maing, PaperKind.SLIP, "Autre texte.")
    scene.chairs.name = "Chaise rouge"
    scene.maing.name = "Maing-sur-Écaillon"
    mandate = db.session.scalars(select(Mandate).filter_by(organization_id=scene.maing.id)).one()
    mandate.ends_on = LONG_AGO
    keep(scene.maing, scene.chairs, mandate)
    db.session.expire_all()

    after = reads.issued(scene.secretary, agreed_id)
    assert after
    assert (after.pdf, after.sha256, dict(after.terms), after.content) == kept
    assert hashlib.sha256(after.pdf).hexdigest() == after.sha256


@pytest.mark.parametrize(
    ("text", "code", "fact"),
    [
        ("{rang}", "paper_incomplete", ["rang de l’avenant"]),
        ("{objet} 漢", "paper_undrawable", "漢"),
    ],
)
def test_what_cannot_be_printed_stays_a_draft_and_is_named_to_who_insists(
    text: str, code: str, fact: object
) -> None:
    scene = make_scene()
    word(scene.maing, PaperKind.SLIP, text)

    agreed_id = agreed(scene)

    assert row(agreed_id).status is Status.APPROVED
    assert count_rows(Convention) == count_rows(ConventionCounter) == 0
    with pytest.raises(Invalid) as refusal:
        drafting.issue_for_loan(scene.manager, agreed_id, PaperKind.SLIP)
    assert refusal.value.code == code
    assert fact in (refusal.value.facts.get("missing"), refusal.value.facts.get("characters"))
    assert count_rows(Convention) == count_rows(ConventionCounter) == 0

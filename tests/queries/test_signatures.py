"""Who signed, who has not, and what each may do about it."""

import json
from dataclasses import asdict
from datetime import timedelta

import pytest
from sqlalchemy import delete

from booking import clock
from booking.db import db
from booking.documents import paper as drawing
from booking.errors import NotAllowed, NotFound
from booking.models.accounts import Membership
from booking.paperwork import PaperKind, PaperState
from booking.queries import signatures
from booking.rules.access import Actor
from booking.usecases import signing
from booking.vocabulary import Role
from tests.factories import Scene, make_actor, make_commune, make_scene, set_clock
from tests.signing import GIVEN, address, by_link, issued, mandate, mayor

pytestmark = pytest.mark.usefixtures("base")
MAYOR = "maire@querenaing.example"


@pytest.fixture
def scene(monkeypatch: pytest.MonkeyPatch) -> Scene:
    """Set the usual scene; papers are printed at little cost."""
    monkeypatch.setattr(drawing, "render", lambda made, *_: f"%PDF {made.number}".encode())
    return make_scene()


def test_the_panel_says_who_signed_and_who_has_not(scene: Scene) -> None:
    address(scene.querenaing, MAYOR)
    made = issued(scene)
    signing.sign(by_link(scene.querenaing, MAYOR), (made.id,), GIVEN)

    first, second = signatures.show(scene.manager, made.id).signatures

    assert (first.state, first.name, first.title) == ("signed", "Jeanne Thuillier", "Maire")
    assert first.signed_on == clock.today(scene.manager.zone)
    assert (second.state, second.organization, second.holder) == (
        "asked",
        "Maing",
        "Jeanne Thuillier",
    )


def rights(who: Actor, made: int) -> str:
    """Return what somebody may do about the signatures of a paper."""
    shown = signatures.show(who, made)
    may = (shown.may_sign, shown.may_remind, shown.may_deposit, bool(shown.forwards_to))
    words = ("sign", "remind", "deposit", "forward")
    return ", ".join(word for word, is_so in zip(words, may, strict=True) if is_so)


def test_one_reminds_from_the_day_after_on(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    address(scene.querenaing, MAYOR)
    made, now = issued(scene).id, clock.now()

    shown = signatures.show(scene.manager, made)

    assert not shown.may_remind
    assert shown.remind_from
    assert abs(shown.remind_from - now - timedelta(days=1)) < timedelta(minutes=1)
    assert signatures.show(scene.secretary, made).remind_from is None
    set_clock(monkeypatch, shown.remind_from)
    later = signatures.show(scene.manager, made)
    assert (later.may_remind, later.remind_from) == (True, None)


def test_who_has_no_address_is_waited_for_on_paper_alone(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = issued(scene).id
    assert not signatures.show(scene.manager, made).signatures[0].unreached  # its clerk is told

    db.session.execute(delete(Membership).filter_by(organization_id=scene.querenaing.id))
    db.session.commit()

    set_clock(monkeypatch, clock.now() + timedelta(days=6))
    shown = signatures.show(scene.manager, made)
    assert [each.unreached for each in shown.signatures] == [True, False]
    assert (shown.may_remind, shown.remind_from) == (False, None)
    assert signatures.to_remind(clock.now()) == []
    address(scene.querenaing, MAYOR)
    assert signatures.show(scene.manager, made).may_remind
    assert signatures.to_remind(clock.now()) == [made]


def test_each_side_is_offered_what_it_may_do(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    who = mayor(scene.querenaing)
    mandate(scene.querenaing, "adjoint@querenaing.example")
    made = issued(scene).id
    set_clock(monkeypatch, clock.now() + timedelta(days=2))

    assert rights(who, made) == "sign, deposit, forward"
    assert rights(scene.secretary, made) == "deposit, forward"
    assert signatures.show(scene.secretary, made).awaits_us
    assert not signatures.show(scene.manager, made).awaits_us
    assert rights(scene.manager, made) == "remind, deposit"
    assert rights(make_actor(scene.maing, Role.TECHNICIAN), made) == ""


def test_nothing_is_offered_once_it_is_signed_or_cancelled(scene: Scene) -> None:
    who, made = mayor(scene.querenaing), issued(scene)
    made.state = PaperState.CANCELLED
    db.session.commit()

    assert rights(who, made.id) == rights(scene.manager, made.id) == ""


def test_others_find_no_paper(scene: Scene) -> None:
    made = issued(scene)
    other = make_actor(make_commune(scene.territory, "Artres"), *Role)

    with pytest.raises(NotFound):
        signatures.show(other, made.id)
    with pytest.raises(NotFound):
        signatures.show(other, 0)
    with pytest.raises(NotAllowed):
        signatures.to_bring(make_actor(scene.querenaing, Role.ELECTED), made.id)


def test_an_amendment_is_signed_as_what_it_amends(scene: Scene) -> None:
    framework, amendment = issued(scene), issued(scene)
    framework.kind, amendment.kind = PaperKind.FRAMEWORK, PaperKind.AMENDMENT
    assert signatures.ways(amendment) > signatures.ways(framework)

    amendment.amends = framework
    assert signatures.ways(amendment) == signatures.ways(framework)

    amendment.territory.admitted = {"amendment": ["link"]}
    assert signatures.ways(amendment) == {"link"}


def test_a_report_on_what_is_paid_for_may_be_signed_on_a_screen(scene: Scene) -> None:
    made = issued(scene)
    assert made.reservation
    made.reservation.price = "30 € par jour"
    on_paper = signatures.ways(made)

    made.kind = PaperKind.REPORT_OUT

    assert signatures.ways(made) > on_paper


@pytest.mark.parametrize(
    ("chosen", "blank", "expected"),
    [
        ({}, False, {"screen", "link", "paper", "book"}),
        ({}, True, {"paper", "book"}),
        ({"report_out": ["screen", "book"]}, True, {"book"}),
        ({"report_out": ["screen"]}, True, {"paper", "book"}),
    ],
)
def test_a_report_with_cells_to_fill_by_hand_is_signed_by_hand(
    scene: Scene, chosen: dict[str, list[str]], blank: bool, expected: set[str]
) -> None:
    made = issued(scene)
    made.kind, made.territory.admitted = PaperKind.REPORT_OUT, chosen
    rows = ((("Chaise", "4", "" if blank else "Bon"),),)
    table = drawing.Table("État", ("Désignation", "Remise", "État"), *rows)
    words = drawing.Article("Relevé", (drawing.Bullets(()), table))
    made.content = {**(made.content or {}), "articles": json.loads(json.dumps([asdict(words)]))}
    db.session.commit()

    assert signatures.ways(made) == expected


def test_how_many_are_left_to_sign(scene: Scene) -> None:
    first, second = issued(scene), issued(scene)
    first.state = PaperState.SIGNED
    db.session.commit()

    assert signatures.left_to_sign([first.id, second.id]) == 1
    assert signatures.left_to_sign([first.id]) == 0


def test_a_loan_is_signed_when_each_of_its_papers_is(scene: Scene) -> None:
    made = issued(scene)
    mine = made.reservation
    assert mine
    assert not signatures.is_signed(mine)

    made.state = PaperState.SIGNED
    db.session.commit()
    assert signatures.is_signed(mine)

    other = issued(scene)
    other.reservation_id, other.kind, other.amends_id = mine.id, PaperKind.AMENDMENT, made.id
    other.terms = made.terms
    for state, signed in (
        (PaperState.DRAFT, True),
        (PaperState.TO_SIGN, False),
        (PaperState.SIGNED, True),
        (PaperState.CANCELLED, True),
    ):
        other.state = state
        db.session.commit()
        assert signatures.is_signed(mine) is signed

    made.state = PaperState.CANCELLED
    db.session.commit()
    assert not signatures.is_signed(mine)


def test_what_changed_since_its_papers_were_signed_is_not_signed(scene: Scene) -> None:
    made = issued(scene)
    mine = made.reservation
    assert mine
    made.state = PaperState.SIGNED
    mine.ends_at += timedelta(days=1)
    db.session.commit()

    assert not signatures.is_signed(mine)


def test_the_clock_finds_what_waits_for_five_days(scene: Scene) -> None:
    made, now = issued(scene), clock.now()

    assert signatures.to_remind(now + timedelta(days=4)) == []
    assert signatures.to_remind(now + timedelta(days=5, minutes=1)) == [made.id]
    made.state = PaperState.REFUSED
    db.session.commit()
    assert signatures.to_remind(now + timedelta(days=5, minutes=1)) == []

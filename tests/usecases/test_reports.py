"""The report of what passed the counter: its words, its signatures, its number, its message."""

import io
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pypdf
import pytest
from sqlalchemy import select

from booking import clock
from booking.db import db, transaction
from booking.documents import paper as drawing
from booking.documents import words
from booking.errors import NotAllowed, NotFound, WrongMoment
from booking.handling import Direction, Wear
from booking.models.conventions import Convention
from booking.models.loans import Loan, Passage, PassageLine
from booking.paperwork import Means, PaperState, SignState
from booking.queries import conventions
from booking.queries import mail as outbox
from booking.queries import reports as reads
from booking.queries import signatures as readings
from booking.rules.access import SERVICE
from booking.rules.passages import EVERYTHING, Passing, Signed
from booking.usecases import loans, passages, reports, reservations, signing
from booking.usecases.mail import written as as_email
from booking.vocabulary import MailKind
from tests.factories import Scene, ask, count_rows, make_scene
from tests.signing import GIVEN, SITE, address, body, by_link, paper, signatures, written

pytestmark = pytest.mark.usefixtures("base")
SIGNED = Signed("Luc Petit", "M10 20 L30 40", "Paul Delvaux", "M1 2 L3 4")
BOTH = Passing(signed=SIGNED, note="Deux chaises rayées.")
ABSENT = Passing(signed=Signed(keeper_name="Paul Delvaux", unsigned="personne au retour"))
MAYOR = "maire@querenaing.example"


def agreed(scene: Scene, quantity: int = 4) -> int:
    """Ask and approve; return the reservation."""
    (asked_id,) = ask(scene.secretary, (scene.chairs, quantity))
    reservations.approve(scene.manager, asked_id)
    return asked_id


def report_of(reservation_id: int) -> Convention:
    """Return the last report of a reservation."""
    found = select(Convention).where(
        Convention.reservation_id == reservation_id, Convention.passage_id.is_not(None)
    )
    return db.session.scalars(found.order_by(Convention.id.desc())).first()  # type: ignore[return-value] # a test wants one


def words_of(made: Convention, *, signed: bool = False) -> str:
    """Return what a report says, as its PDF has it, without blanks."""
    content = paper(made.id).signed_pdf if signed else paper(made.id).pdf
    read = pypdf.PdfReader(io.BytesIO(content or b"")).pages
    return "".join("".join(page.extract_text().split()) for page in read)


def pass_back(actor: Any, reservation_id: int, passing: Passing, **counted: Any) -> int:
    """Bring some back, as the return does."""
    with transaction():
        loan = db.session.scalars(select(Loan).filter_by(reservation_id=reservation_id)).one()
        line = loan.passages[0].lines[0]
        known = {"territory_id": loan.territory_id, "line_id": line.line_id}
        lines = [PassageLine(**known, **counted)]
        made = passages.write(actor, loan, Direction.BACK, passing, lines)
        if passing.signed.unsigned:
            made.contest_until = clock.now() + timedelta(days=5)
        passages.finish(actor, made)
        return made.id


def test_what_left_signed_by_both_makes_a_signed_report() -> None:
    scene = make_scene()
    agreed_id = agreed(scene)

    loans.hand_over(scene.manager, agreed_id, BOTH)

    made = report_of(agreed_id)
    assert made.state is PaperState.SIGNED
    assert (made.number or "").endswith("-0002")
    first, second = signatures(made.id)
    assert [each.means for each in (first, second)] == [Means.COUNTER] * 2
    assert (first.name, first.drawn) == ("Luc Petit", "M10 20 L30 40")
    assert (second.name, second.user_id) == ("Paul Delvaux", scene.manager.user_id)
    assert first.sha256 == second.sha256 == made.sha256
    assert written(MailKind.TO_SIGN)[-1].facts["conventions"] != [made.id]
    said = words_of(made, signed=True)
    for expected in (
        "Signéélectroniquement,aucomptoir",
        "LucPetit",
        "reçoitlematériel",
        "Deuxchaisesrayées.",
        "signaturetracéeàl’écran",
        made.sha256,
    ):
        assert expected in said
    assert not readings.has_room(made.content or {})


def test_nothing_told_is_still_filled_by_hand_and_issued_on_demand_alone() -> None:
    scene = make_scene()
    agreed_id = agreed(scene)

    loans.hand_over(scene.manager, agreed_id, EVERYTHING)

    assert report_of(agreed_id) is None
    (lacking,) = reads.lacking(agreed_id)
    assert not lacking.told
    assert reads.to_issue() == []

    made = paper(reports.issue(scene.manager, agreed_id, lacking.passage_id))
    assert made.state is PaperState.TO_SIGN
    assert readings.ways(made) == {Means.PAPER, Means.BOOK}
    assert readings.has_room(made.content or {})
    with pytest.raises(WrongMoment, match="paper_issued"):
        reports.issue(scene.manager, agreed_id, lacking.passage_id)


def test_only_who_lends_issues_it() -> None:
    scene = make_scene()
    agreed_id = agreed(scene)
    loans.hand_over(scene.manager, agreed_id)
    (lacking,) = reads.lacking(agreed_id)
    stranger = replace(scene.secretary, organization_id=0)

    with pytest.raises(NotAllowed):
        reports.issue(scene.secretary, agreed_id, lacking.passage_id)
    with pytest.raises(NotFound):
        reports.issue(stranger, agreed_id, lacking.passage_id)
    with pytest.raises(NotFound):
        reports.issue(scene.manager, agreed_id, 0)


def test_what_came_back_stands_beside_what_left() -> None:
    scene = make_scene()
    agreed_id = agreed(scene, 40)
    loans.hand_over(scene.manager, agreed_id, BOTH)
    db.session.query(PassageLine).one().wear = Wear.GOOD
    db.session.query(PassageLine).one().hours = 1200
    db.session.commit()

    told = {"quantity": 37, "damaged": 3, "dirty": 1, "wear": Wear.WORN, "hours": 1234}
    accessories = [{"name": "Housse", "expected": 2, "counted": 1}]
    pass_back(scene.manager, agreed_id, BOTH, missing=1, accessories=accessories, **told)

    said = words_of(report_of(agreed_id))
    for expected in (
        "Chaisepliante4003712",
        "bonusagé31ànettoyer",
        "Restentàrendre:2×Chaisepliante.",
        "Manquent:1×Chaisepliante.",
        "Revenusabîmés:3×Chaisepliante.",
        "120,0h123,4h3,4h",
        "HousseChaisepliante21-1",
    ):
        assert expected in said, expected


def test_an_unsigned_return_waits_for_the_borrower_and_says_why_and_until_when() -> None:
    scene = make_scene()
    address(scene.querenaing, MAYOR)
    agreed_id = agreed(scene)
    loans.hand_over(scene.manager, agreed_id)

    pass_back(scene.manager, agreed_id, ABSENT, quantity=4)

    made = report_of(agreed_id)
    assert made.state is PaperState.TO_SIGN
    states = [each.state for each in signatures(made.id)]
    assert states == [SignState.ASKED, SignState.SIGNED]
    assert "nonsigné:personneauretour" in words_of(made)
    message = body(written(MailKind.TAKEN_BACK)[-1])
    assert "Non signé pour Quérénaing : personne au retour" in message
    assert "Vous pouvez le contester jusqu’au" in message
    assert f"/reservations/{agreed_id}/etat" in message

    signing.sign(by_link(scene.querenaing, MAYOR), (made.id,), GIVEN)
    assert paper(made.id).state is PaperState.SIGNED
    assert "Signéélectroniquement,parlien" in words_of(made, signed=True)


def test_the_message_tells_what_left_and_carries_the_report() -> None:
    scene = make_scene()
    agreed_id = agreed(scene)

    loans.hand_over(scene.manager, agreed_id, BOTH)

    made, message = report_of(agreed_id), written(MailKind.HANDED_OVER)[-1]
    said = body(message)
    assert "4\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}Chaise pliante" in said
    assert "Signé au comptoir par Luc Petit, avec Paul Delvaux." in said
    assert f"/conventions/{made.id}" in said
    letter = as_email(outbox.show(SERVICE, message.id), SITE)
    (attached,) = letter.iter_attachments()
    assert attached.get_filename() == f"etat-des-lieux-de-depart-{made.number}.pdf"
    assert attached.get_content() == paper(made.id).signed_pdf


def test_each_report_of_a_loan_has_its_name() -> None:
    scene = make_scene()
    agreed_id = agreed(scene)
    loans.hand_over(scene.manager, agreed_id)
    for _ in range(2):
        pass_back(scene.manager, agreed_id, BOTH, quantity=2)

    titles = [each.title for each in conventions.of_reservation(scene.manager, agreed_id).papers]

    day, year = words.plain_day(clock.today(scene.manager.zone)), clock.now().year
    assert titles[1:] == [
        f"État des lieux de retour n° {year}-{rank:04d} du {day}, Fête de la Saint-Jean"
        for rank in (2, 3)
    ]


def test_where_reports_are_signed_by_hand_the_counter_signs_none() -> None:
    scene = make_scene()
    agreed_id = agreed(scene)
    scene.territory.admitted = {"report_out": ["paper"]}
    db.session.commit()

    loans.hand_over(scene.manager, agreed_id, BOTH)

    assert [each.means for each in signatures(report_of(agreed_id).id)] == [None, None]


def test_what_cannot_be_drawn_keeps_nothing_from_leaving_and_comes_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene = make_scene()
    agreed_id = agreed(scene)
    render = drawing.render

    def fail(*_: object) -> bytes:
        raise RuntimeError

    monkeypatch.setattr(drawing, "render", fail)
    loans.hand_over(scene.manager, agreed_id, BOTH)

    assert report_of(agreed_id) is None
    assert (count_rows(Passage), len(reads.lacking(agreed_id))) == (1, 1)
    assert as_email(outbox.show(SERVICE, written(MailKind.HANDED_OVER)[-1].id), SITE)

    monkeypatch.setattr(drawing, "render", render)
    (due,) = reads.to_issue()
    assert reports.issue_due(SERVICE, due) == due
    assert report_of(agreed_id).number == f"{clock.now().year}-0002"
    assert reports.issue_due(SERVICE, due) == 0
    assert reads.to_issue() == []


def test_a_character_that_no_font_draws_is_told_as_such() -> None:
    scene = make_scene()
    agreed_id = agreed(scene)

    loans.hand_over(scene.manager, agreed_id, replace(BOTH, note="Rayée \ue000."))

    assert "Rayée[?]." in words_of(report_of(agreed_id))

"""Papers that no longer hold: what falls with them, and who is told."""

from datetime import date

import pytest
from sqlalchemy import select

from booking.db import db
from booking.errors import WrongMoment
from booking.models.conventions import Convention
from booking.models.mail import Message
from booking.paperwork import PaperKind, PaperState
from booking.queries import acts
from booking.rules.paperwork import Drafted
from booking.usecases import drafting, loans, reservations
from booking.vocabulary import MailKind
from tests.factories import Scene, ask, keep, make_scene
from tests.usecases.papering import forget_framework, issued_papers, make_framework, sign

pytestmark = pytest.mark.usefixtures("base")
UNTIL = date(2099, 12, 31)


def agreed(scene: Scene) -> int:
    (asked_id,) = ask(scene.secretary, (scene.chairs, 1))
    reservations.approve(scene.manager, asked_id)
    return asked_id


def told() -> list[Message]:
    """Return what was written of cancelled papers."""
    return list(db.session.scalars(select(Message).filter_by(kind=MailKind.PAPER_CANCELLED)))


def slips() -> list[PaperState]:
    return [each.state for each in issued_papers() if each.kind is PaperKind.SLIP]


def under_a_framework() -> tuple[Scene, Convention]:
    """Return a scene whose slips rest on a framework signed here."""
    scene = make_scene()
    forget_framework(scene)
    known = make_framework(scene)
    sign(known)
    return scene, known


def amended(scene: Scene, known: Convention, ends_on: date) -> Convention:
    """Amend a framework, and have all sign it."""
    said = Drafted(PaperKind.AMENDMENT, amends=known.id, ends_on=ends_on)
    made = drafting.prepare(scene.manager, said)
    drafting.issue(scene.manager, made)
    sign(db.session.get_one(Convention, made))
    return db.session.get_one(Convention, made)


def test_a_framework_takes_the_slips_along_that_nobody_signed_and_are_not_out() -> None:
    scene, known = under_a_framework()
    waiting, signed, out = (agreed(scene) for _ in range(3))
    loans.hand_over(scene.manager, out)
    (paper,) = [each for each in issued_papers() if each.reservation_id == signed]
    paper.state = PaperState.SIGNED
    keep(paper)

    drafting.cancel(scene.manager, known.id, "Dénoncée.")

    assert slips() == [PaperState.CANCELLED, PaperState.SIGNED, PaperState.TO_SIGN]
    with pytest.raises(WrongMoment, match="paper_awaited"):
        loans.hand_over(scene.manager, waiting)
    loans.hand_over(scene.manager, signed)


def test_slips_under_another_framework_stay() -> None:
    scene = make_scene()
    agreed(scene)
    known = make_framework(scene)
    sign(known)

    drafting.cancel(scene.manager, known.id, "Erreur.")

    assert slips() == [PaperState.TO_SIGN]


def test_a_cancelled_amendment_gives_its_end_back() -> None:
    scene, known = under_a_framework()
    first_end = known.ends_on
    first = amended(scene, known, date(2080, 1, 1))
    last = amended(scene, known, UNTIL)
    assert known.ends_on == UNTIL
    assert acts.framework(scene.querenaing.id, scene.maing.id, date(2098, 1, 1))

    drafting.cancel(scene.manager, last.id, "Erreur.")
    assert known.ends_on == date(2080, 1, 1)

    drafting.cancel(scene.manager, first.id, "Erreur.")
    assert known.ends_on == first_end
    assert acts.framework(scene.querenaing.id, scene.maing.id, date(2098, 1, 1)) is None


def test_an_amendment_takes_the_later_ones_along_and_leaves_drafts_to_none() -> None:
    scene, known = under_a_framework()
    first_end = known.ends_on
    first = amended(scene, known, date(2080, 1, 1))
    last = amended(scene, known, UNTIL)

    drafting.cancel(scene.manager, first.id, "Erreur.")

    assert (first.state, last.state) == (PaperState.CANCELLED, PaperState.CANCELLED)
    assert known.state is PaperState.SIGNED
    assert known.ends_on == first_end


def test_who_was_asked_is_told_why_and_what_falls_too() -> None:
    scene, known = under_a_framework()
    agreed(scene)
    (slip,) = [each for each in issued_papers() if each.kind is PaperKind.SLIP]

    drafting.cancel(scene.manager, known.id, "Dénoncée.")

    messages = told()
    assert {each.to for each in messages} == {scene.secretary.email, scene.manager.email}
    assert messages[0].facts["because"] == "Dénoncée."
    assert messages[0].facts["conventions"] == [known.id]
    assert messages[0].facts["also"] == [f"bon de prêt n° {slip.number}"]


def test_a_reservation_given_up_tells_of_its_papers_and_a_draft_tells_nobody() -> None:
    scene = make_scene()
    reservations.cancel(scene.manager, agreed(scene), "Panne.")
    assert {each.facts["because"] for each in told()} == {"Panne."}
    said = Drafted(PaperKind.FRAMEWORK, partner=scene.querenaing.id, ends_on=UNTIL)
    made = drafting.prepare(scene.manager, said)
    before = len(told())

    drafting.cancel(scene.manager, made)

    assert len(told()) == before


def test_the_paper_of_what_is_out_stays_until_it_is_back() -> None:
    scene = make_scene()
    mine = agreed(scene)
    loans.hand_over(scene.manager, mine)
    (slip,) = issued_papers()

    with pytest.raises(WrongMoment, match="paper_in_use"):
        drafting.cancel(scene.manager, slip.id, "Erreur.")

    loans.take_back(scene.manager, mine)
    drafting.cancel(scene.manager, slip.id, "Erreur.")
    assert slip.state is PaperState.CANCELLED

"""Which papers hold together, and which of them says what was last agreed."""

from datetime import date

import pytest

from booking.db import db
from booking.models.conventions import Convention
from booking.paperwork import PaperKind, PaperState
from booking.queries import chains
from tests.factories import make_scene
from tests.issued import make_paper, paper_of
from tests.usecases.tending import agree

pytestmark = pytest.mark.usefixtures("base")
SOON, LATE = date(2031, 12, 31), date(2040, 12, 31)


def amendment(of: Convention, state: PaperState, **facts: object) -> Convention:
    facts |= {"kind": PaperKind.AMENDMENT, "amends_id": of.id, "state": state, "year": of.year}
    return make_paper(of.owner, of.partner, **facts)


def test_what_was_last_signed_says_what_is_agreed() -> None:
    scene = make_scene()
    mine = agree(scene, 4)
    slip = paper_of(mine)
    assert chains.agreed(chains.papers(mine)) is slip

    slip.state = PaperState.SIGNED
    signed = amendment(slip, PaperState.SIGNED, reservation_id=mine)
    last = amendment(slip, PaperState.TO_SIGN, reservation_id=mine)
    amendment(slip, PaperState.CANCELLED, reservation_id=mine)

    living = chains.papers(mine)
    assert living == [slip, signed, last]
    assert chains.agreed(living) is signed
    assert chains.ground(living) is slip


def test_the_term_is_that_of_the_last_amendment_signed_and_living() -> None:
    scene = make_scene()
    known = make_paper(scene.maing, scene.querenaing, ends_on=SOON)
    assert chains.term(known) is None  # it was not kept apart
    known.terms = {"ends_on": SOON.isoformat(), "renewable": False}
    db.session.commit()
    assert chains.term(known) == (SOON, False)

    amendment(known, PaperState.SIGNED, ends_on=date(2035, 1, 1))
    last = amendment(known, PaperState.SIGNED, ends_on=LATE, renewable=True)
    amendment(known, PaperState.TO_SIGN, ends_on=date(2050, 1, 1))
    assert chains.term(known) == (LATE, True)

    last.state = PaperState.CANCELLED
    db.session.commit()
    assert chains.term(known) == (date(2035, 1, 1), False)


def test_locking_nothing_is_nothing() -> None:
    chains.lock(None)
    chains.lock(make_paper(make_scene().maing, make_scene().querenaing).id)

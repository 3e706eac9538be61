"""What passes the counter, written once; the borrower is told and the report is issued last."""

import pytest
from sqlalchemy import select

from booking.db import db, transaction
from booking.handling import Direction
from booking.models.loans import Loan, Passage
from booking.models.mail import Message
from booking.rules.passages import EVERYTHING
from booking.usecases import loans, passages
from booking.vocabulary import MailKind
from tests.factories import Scene, make_scene
from tests.signing import written
from tests.usecases.test_reports import BOTH, agreed, pass_back, report_of

pytestmark = pytest.mark.usefixtures("base")


def test_who_was_there_is_kept_and_who_keeps_is_known_anyway() -> None:
    scene = make_scene()
    signed_id, bare_id = agreed(scene), agreed(scene)

    loans.hand_over(scene.manager, signed_id, BOTH)
    loans.hand_over(scene.manager, bare_id, EVERYTHING)

    signed, bare = db.session.scalars(select(Passage).order_by(Passage.id))
    assert (signed.borrower_name, signed.keeper_name) == ("Luc Petit", "Paul Delvaux")
    assert (signed.borrower_drawn, signed.note) == ("M10 20 L30 40", "Deux chaises rayées.")
    assert (bare.borrower_name, bare.keeper_name) == ("", scene.manager.name)
    assert signed.depot_id == bare.depot_id == scene.stock.depot_id


def test_things_of_no_depot_pass_nowhere() -> None:
    scene = make_scene()

    assert wrote(scene).depot_id is None


def write_nothing(actor: object, loan_id: int) -> int:
    """Nothing passes."""
    with transaction():
        loan = db.session.get_one(Loan, loan_id)
        return passages.write(actor, loan, Direction.BACK, EVERYTHING, []).id  # type: ignore[arg-type] # an actor


def wrote(scene: Scene) -> Passage:
    """Return a passage of nothing."""
    loans.hand_over(scene.manager, agreed(scene))
    loan = db.session.query(Loan).one()
    return db.session.get_one(Passage, write_nothing(scene.manager, loan.id))


def test_each_passage_is_told_apart_with_its_report() -> None:
    scene = make_scene()
    agreed_id = agreed(scene)
    loans.hand_over(scene.manager, agreed_id, BOTH)

    for _ in range(2):
        pass_back(scene.manager, agreed_id, BOTH, quantity=2)

    told: list[Message] = [*written(MailKind.HANDED_OVER), *written(MailKind.TAKEN_BACK)]
    ids = db.session.scalars(select(Passage.id).order_by(Passage.id)).all()
    assert sorted({each.facts["passage_id"] for each in told}) == list(ids)
    assert (report_of(agreed_id).number or "").endswith("-0004")

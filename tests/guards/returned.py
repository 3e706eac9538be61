"""What a stranger would give the acts on returns and on the end of loans."""

from typing import Any

from booking.db import db
from booking.models.loans import Passage
from booking.rules.passages import Passing, Signed
from booking.usecases import loans
from tests.pages.place import Place, as_actor


def of_returns(place: Place) -> dict[str, tuple[Any, ...]]:
    """Return what each act is given of Maing's and Quérénaing's."""
    back, out = place.out(1), place.out(1)
    passing = Passing(signed=Signed(unsigned="Déposé."))
    loans.take_back(as_actor(place.manager), back.id, passing)
    report = db.session.query(Passage).order_by(Passage.id.desc()).first()
    assert report is not None
    return {
        "closing.answer_contest": (back.id, "D’accord."),
        "closing.close": (back.id,),
        "closing.close_due": (back.id,),
        "closing.contest": (report.id, "Non."),
        "loans.take_back": (out.id,),
    }

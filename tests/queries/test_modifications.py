"""What an amendment changes."""

from datetime import date

import pytest

from booking import clock
from booking.db import db
from booking.models.conventions import Convention
from booking.paperwork import PaperKind, PaperState
from booking.queries import chains, composing, modifications
from booking.rules.paperwork import Drafted
from booking.usecases import drafting, reservations
from tests.factories import Scene, ask, make_item, make_scene, row
from tests.usecases.papering import issued_papers, make_framework

pytestmark = pytest.mark.usefixtures("base")


def amending(scene: Scene) -> Convention:
    """Return what would amend the slip of ten chairs."""
    (mine,) = ask(scene.secretary, (scene.chairs, 10))
    reservations.approve(scene.manager, mine)
    made = composing.beside(row(mine), PaperKind.AMENDMENT, clock.now())
    made.amends = issued_papers()[-1]
    made.amends_id = made.amends.id
    return made


def test_nothing_changed_is_no_row_and_a_hole() -> None:
    made = amending(make_scene())

    assert modifications.changed(made) == []
    assert modifications.of_paper(made)["modifications"] is None


def test_each_thing_added_removed_or_counted_otherwise_has_its_row() -> None:
    scene = make_scene()
    made = amending(scene)
    assert made.reservation
    tables = make_item(scene.pool, name="Table")
    made.reservation.lines[0].item = tables

    assert modifications.changed(made) == [
        (f"Chaise pliante ({scene.chairs.reference})", "10", "aucun"),
        (f"Table ({tables.reference})", "aucun", "10"),
    ]


def test_the_papers_of_a_loan_are_those_that_stand() -> None:
    scene = make_scene()
    made = amending(scene)
    assert made.reservation
    (slip,) = chains.papers(made.reservation.id)
    assert modifications.rank(made) == 1
    slip.state = PaperState.REFUSED

    assert chains.papers(made.reservation.id) == []


def test_a_framework_is_amended_in_its_end_and_renewal() -> None:
    scene = make_scene()
    known = make_framework(scene)
    until = date(2099, 12, 31)
    said = Drafted(PaperKind.AMENDMENT, amends=known.id, ends_on=until, renewable=True)
    made = db.session.get_one(Convention, drafting.prepare(scene.manager, said))

    labels = [change[0] for change in modifications.changed(made)]

    assert labels == ["Dernier jour", "Tacite reconduction"]
    assert modifications.changed(made)[0][2] == "31 décembre 2099"
    assert modifications.cited(known).startswith(f"convention-cadre n° {known.number} du ")

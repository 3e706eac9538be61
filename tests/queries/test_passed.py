"""What passed the counter once, as its report states it."""

import pytest

from booking import clock
from booking.db import db
from booking.documents.paper import Table
from booking.handling import Direction, Wear
from booking.models.catalogue import Unit
from booking.models.files import StoredFile
from booking.models.loans import Loan, Passage, PassageLine
from booking.paperwork import PaperKind
from booking.queries import passed, values_of_reports
from booking.rules.passages import Counted, Passing
from booking.usecases import loans, reservations
from booking.vocabulary import FileKind
from tests.factories import Scene, ask, keep, make_item, make_scene, row
from tests.usecases.test_reports import agreed
from tests.wordings import Lent, make_lent

pytestmark = pytest.mark.usefixtures("base")


def pass_once(lent: Lent, direction: Direction, *lines: PassageLine) -> Passage:
    """Let things pass the counter."""
    now, by = clock.now(), lent.scene.manager.user_id
    common = {"territory_id": lent.scene.territory.id}
    loan = db.session.query(Loan).filter_by(reservation_id=lent.mine.id).first() or keep(
        Loan(**common, reservation_id=lent.mine.id, handed_over_at=now, handed_over_by_id=by)
    )
    made = Passage(**common, direction=direction, at=now, by_id=by, lines=list(lines))
    made.keeper_name = "Paul Delvaux"
    loan.passages.append(made)
    db.session.commit()
    return made


def some(lent: Lent, quantity: int, **told: object) -> PassageLine:
    """Return so many of the only line."""
    line = lent.mine.lines[0]
    return PassageLine(territory_id=line.territory_id, line_id=line.id, quantity=quantity, **told)


def test_what_comes_back_in_two_times_counts_what_came_before() -> None:
    lent = make_lent()
    pass_once(lent, Direction.OUT, some(lent, 4, wear=Wear.GOOD, hours=10))
    first = pass_once(lent, Direction.BACK, some(lent, 1, missing=1))
    second = pass_once(lent, Direction.BACK, some(lent, 2, wear=Wear.WORN, hours=15, damaged=2))

    before, after = passed.of_passage(first), passed.of_passage(second)

    (one,), (two,) = before.moved, after.moved
    assert (one.left, one.back, one.quantity, one.missing, one.awaited) == (4, 0, 1, 1, 2)
    assert (two.left, two.back, two.lost, two.quantity, two.awaited) == (4, 1, 1, 2, 0)
    assert (two.before, two.wear) == (Wear.GOOD, Wear.WORN)
    assert [each.difference for each in two.meters] == [5]
    assert before.awaited == ((2, "Chaise pliante"),)
    assert (after.awaited, after.damaged, before.missing) == ((), 2, 1)


def test_what_did_not_leave_is_told_too() -> None:
    lent = make_lent()

    said = passed.of_passage(pass_once(lent, Direction.OUT))

    assert [(each.planned, each.quantity) for each in said.moved] == [(4, 0)]
    assert not said.told


def test_a_copy_stands_beside_itself() -> None:
    lent = make_lent()
    stock = lent.scene.stock
    common = {"territory_id": stock.territory_id, "stock_id": stock.id}
    first, second = (keep(Unit(**common, number=f"T-{rank}")) for rank in (1, 2))
    accessory = {"name": "Clé", "expected": 2, "counted": 2}
    out = [
        some(lent, 1, unit_id=first.id, wear=Wear.NEW, accessories=[accessory]),
        some(lent, 1, unit_id=second.id, wear=Wear.WORN),
    ]
    left = passed.of_passage(pass_once(lent, Direction.OUT, *out))
    back = some(lent, 1, unit_id=first.id, accessories=[{**accessory, "counted": 1}])

    (said,) = passed.of_passage(pass_once(lent, Direction.BACK, back)).moved

    assert [each.planned for each in left.moved] == [1, 1, 2]
    assert said.name.endswith(f", n° {first.number}")
    assert (said.before, said.left, said.awaited) == (Wear.NEW, 1, 0)
    assert [(each.before, each.now) for each in said.accessories] == [(2, 1)]


def test_its_depot_and_its_photos_are_known() -> None:
    scene: Scene = make_scene()
    agreed_id = agreed(scene)
    loans.hand_over(scene.manager, agreed_id)
    passage = db.session.query(Passage).one()
    assert passage.depot_id == scene.stock.depot_id
    keep(
        StoredFile(
            territory_id=scene.territory.id,
            organization_id=scene.maing.id,
            reservation_id=agreed_id,
            passage_id=passage.id,
            line_id=passage.lines[0].line_id,
            kind=FileKind.CONDITION,
            name="IMG_1.jpg",
            media_type="image/jpeg",
            size=1,
            sha256="a" * 64,
            created_at=clock.now(),
        )
    )

    said = passed.of_passage(passage)

    (photo,) = said.photos
    assert (photo.name, photo.shows) == ("IMG_1.jpg", "Chaise pliante")
    assert said.place == passed.place(passage) != ""


def test_what_was_agreed_stays_told_beside_what_left() -> None:
    scene = make_scene(40)
    tents = make_item(scene.pool, 4, name="Tente", reference="TEN")
    (mine,) = ask(scene.secretary, (scene.chairs, 40), (tents, 2))
    reservations.approve(scene.manager, mine)
    chairs = next(line for line in row(mine).lines if line.item_id == scene.chairs.id)

    loans.hand_over(scene.manager, mine, Passing(counted=(Counted(chairs.id, 38),)))

    passage = db.session.query(Passage).one()
    said = passed.of_passage(passage).moved
    assert [(each.name, each.planned, each.quantity) for each in said] == [
        ("Chaise pliante", 40, 38),
        ("Tente", 2, 0),
    ]
    (filled,) = values_of_reports.of_loan(row(mine), PaperKind.REPORT_OUT)["relevé"] or ()
    assert isinstance(filled, Table)
    assert filled.rows[0][2:4] == ("40", "38")


def test_what_leaves_in_two_times_is_told_beside_what_was_agreed() -> None:
    scene = make_scene(40)
    mine = agreed(scene, 40)
    (line,) = row(mine).lines

    loans.hand_over(scene.manager, mine, Passing(counted=(Counted(line.id, 30),), kept=True))
    loans.hand_over_more(scene.manager, mine, Passing(counted=(Counted(line.id, 8),)))

    passages = db.session.query(Passage).order_by(Passage.id)
    said = [passed.of_passage(each).moved for each in passages]
    assert [(one.planned, one.quantity) for (one,) in said] == [(40, 30), (40, 8)]

"""What promises mean among what is there: known already, repeated, refused, conflicting."""

from typing import Any

import pytest

from booking.db import db
from booking.errors import Invalid
from booking.intake import Outcome
from booking.models.reservations import Reservation
from booking.queries import promises
from booking.rules.promises import Row
from booking.rules.sheet import Table
from booking.usecases import reservations
from booking.vocabulary import OrganizationKind, Role
from tests.factories import Scene, ask, make_actor, make_commune, make_pool, make_scene
from tests.usecases.bringing import HEADER, line

pytestmark = pytest.mark.usefixtures("base")


@pytest.fixture
def scene(base: Any) -> Scene:
    """Give Maing, its 40 chairs and Quérénaing."""
    return make_scene()


def judged(scene: Scene, *rows: list[Any]) -> list[Row]:
    """Return what becomes of some lines."""
    _, cells = promises.lines([Table("", [HEADER, *rows])])
    found = promises.read(scene.manager, cells, [*cells])
    promises.judge(scene.manager, found)
    return found


def codes(rows: list[Row]) -> list[str]:
    return [each.code for row in rows for each in (*row.problems, *row.notes)]


def asked(scene: Scene, quantity: int, **more: Any) -> Reservation:
    """Ask online for what a line promises; return the reservation."""
    (row,) = judged(scene, line(scene, quantity, **more))
    (made,) = ask(scene.secretary, (scene.chairs, quantity), period=row.period)
    return db.session.get_one(Reservation, made)


def test_what_is_there_already_is_left(scene: Scene) -> None:
    mine = asked(scene, 10)

    (row,) = judged(scene, line(scene))

    assert (row.outcome, row.made) == (Outcome.SAME, mine.request_id)
    assert codes([row]) == ["known"]


def test_two_lines_together_make_what_is_there_already(scene: Scene) -> None:
    asked(scene, 15)

    rows = judged(scene, line(scene), line(scene, 5, note="Et le soir"))

    assert [row.outcome for row in rows] == [Outcome.SAME, Outcome.SAME]


def test_more_than_is_there_is_to_be_corrected_there(scene: Scene) -> None:
    asked(scene, 5)

    assert codes(judged(scene, line(scene))) == ["had"]


def test_the_same_line_again_is_named(scene: Scene) -> None:
    first, second = judged(scene, line(scene), line(scene))

    assert (first.outcome, second.outcome) == (Outcome.CREATE, Outcome.WRONG)
    assert codes([second]) == ["twin_promise"]


def test_what_was_cancelled_is_not_revived(scene: Scene) -> None:
    mine = asked(scene, 10)
    reservations.cancel(scene.secretary, mine.id)

    assert codes(judged(scene, line(scene))) == ["withdrawn"]


def test_dates_that_overlap_another_loan_of_the_borrower_are_noted(scene: Scene) -> None:
    asked(scene, 10)

    (row,) = judged(scene, line(scene, start="11 juin"))

    assert (row.outcome, codes([row])) == (Outcome.CREATE, ["overlapping"])


def test_a_hidden_pool_is_unknown_to_who_is_not_of_it(scene: Scene) -> None:
    artres = make_commune(scene.territory, "Artres")
    make_pool(artres, hidden=True)
    scene.pool.hidden = True
    db.session.commit()
    office = make_commune(scene.territory, "CC du Val", kind=OrganizationKind.EPCI)
    _, cells = promises.lines([Table("", [HEADER, line(scene)])])

    (row,) = promises.read(make_actor(office, Role.ADMINISTRATOR), cells, [*cells])

    assert [each.code for each in row.problems] == ["unknown"]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([["Chaises", 12], ["Tables", 3]], "promises_headerless"),
        ([HEADER, ["Total", 12]], "promises_empty"),
        ([HEADER], "promises_empty"),
    ],
)
def test_a_sheet_without_promises_says_so(rows: list[Any], code: str) -> None:
    with pytest.raises(Invalid, match=code):
        promises.lines([Table("", rows)])


def test_titles_totals_and_other_sheets_are_left(scene: Scene) -> None:
    rows = [["Prêts"], HEADER, ["Mars"], line(scene), ["TOTAL", 10, None, None, "", ""]]

    whole, cells = promises.lines([Table("Notes", [["rien"]]), Table("Prêts", rows)])

    assert (whole.name, whole.left, whole.others) == ("Prêts", (3, 5), ("Notes",))
    assert [*cells] == [4]

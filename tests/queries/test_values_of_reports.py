"""What condition reports say before, during and after a loan."""

import pytest

from booking import clock
from booking.documents.paper import Paragraph, Table
from booking.handling import Direction
from booking.models.catalogue import Accessory
from booking.models.loans import Loan, Passage, PassageLine
from booking.paperwork import PaperKind
from booking.queries import values_of_reports
from tests.factories import keep
from tests.wordings import Lent, make_lent

pytestmark = pytest.mark.usefixtures("base")


def counts(lent: Lent, kind: PaperKind) -> Table:
    """Return the table of quantities."""
    (table,) = values_of_reports.of_loan(lent.mine, kind)["relevé"] or ()
    assert isinstance(table, Table)
    assert len(table.head) == len(table.widths) == len(table.rows[0])
    return table


def lend(lent: Lent, out: int, back: int | None = None) -> None:
    """Hand over so many, and take so many back if they are."""
    now, by = clock.now(), lent.scene.manager.user_id
    returned = {"returned_at": now, "returned_by_id": by} if back is not None else {}
    common = {"territory_id": lent.scene.territory.id}
    loan = keep(
        Loan(
            **common,
            reservation_id=lent.mine.id,
            handed_over_at=now,
            handed_over_by_id=by,
            **returned,
        )
    )
    line = lent.mine.lines[0]
    passed = [(Direction.OUT, out)] + ([] if back is None else [(Direction.BACK, back)])
    for direction, quantity in passed:
        counted = PassageLine(**common, line_id=line.id, quantity=quantity)
        keep(
            Passage(
                **common,
                loan_id=loan.id,
                direction=direction,
                at=now,
                by_id=by,
                lines=[counted],
            )
        )


def test_before_the_hand_over_all_is_to_be_filled_by_hand() -> None:
    table = counts(make_lent(), PaperKind.REPORT_OUT)

    assert table.head[2:4] == ("Prévue", "Remise")
    assert table.rows[0][1:] == ("Chaise pliante", "4", "", "", "", "")


def test_what_was_handed_over_is_known_and_its_state_is_not() -> None:
    lent = make_lent()
    lend(lent, 3)

    assert counts(lent, PaperKind.REPORT_OUT).rows[0][2:5] == ("4", "3", "")


@pytest.mark.parametrize(
    ("moved", "cells"),
    [
        (None, ("", "", "")),
        ((4, None), ("4", "", "")),
        ((4, 4), ("4", "4", "0")),
        ((4, 1), ("4", "1", "3")),
    ],
)
def test_what_is_missing_is_computed_once_it_came_back(
    moved: tuple[int, int | None] | None, cells: tuple[str, ...]
) -> None:
    lent = make_lent()
    if moved:
        lend(lent, *moved)

    table = counts(lent, PaperKind.REPORT_BACK)

    assert table.head[2:5] == ("Remise", "Rendue", "Manquants")
    assert table.rows[0][2:5] == cells


def test_accessories_are_counted_for_all_that_is_lent() -> None:
    lent = make_lent()
    (none,) = values_of_reports.of_loan(lent.mine, PaperKind.REPORT_OUT)["accessoires"] or ()
    assert isinstance(none, Paragraph)

    keep(Accessory(item_id=lent.scene.chairs.id, name="Housse", quantity=2))
    (table,) = values_of_reports.of_loan(lent.mine, PaperKind.REPORT_OUT)["accessoires"] or ()
    assert isinstance(table, Table)
    assert table.rows == (("Housse", "Chaise pliante", "8", "", ""),)

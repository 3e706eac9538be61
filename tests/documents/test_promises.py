"""What becomes of promises, in French; the table of what was not entered."""

from datetime import UTC, date, datetime
from string import Formatter
from zoneinfo import ZoneInfo

import pytest

from booking.documents import promises, sheets
from booking.intake import Outcome
from booking.period import Period
from booking.rules.columns import Header, find
from booking.rules.inventory import Problem
from booking.rules.promises import PROMISES, Row


@pytest.mark.parametrize("code", sorted(promises.OWN))
def test_a_problem_is_one_sentence_drawn_from_its_facts(code: str) -> None:
    wanted = {name for _, name, _, _ in Formatter().parse(promises.OWN[code]) if name}
    facts = dict.fromkeys(wanted, 2)

    assert promises.problem(code, facts).endswith((".", "?"))
    assert "{" not in promises.problem(code, facts)


@pytest.mark.parametrize(
    ("free", "said"),
    [
        (0, "Aucun libre (Chaise) pour 50 à ces dates."),
        (1, "1 libre (Chaise) pour 50 à ces dates."),
        (12, "12 libres (Chaise) pour 50 à ces dates."),
    ],
)
def test_a_conflict_says_how_many_are_free(free: int, said: str) -> None:
    assert promises.problem("short", {"free": free, "wanted": 50, "name": "Chaise"}) == said


def test_a_problem_is_told_by_its_row_and_its_column() -> None:
    header = Header(0, {}, {"starts_at": "Retrait"}, ())
    found = Problem("starts_at", "past", {"said": "12/06/2026"})

    assert promises.sentence(7, found, header).startswith("Ligne 7, Retrait : ce prêt est fini")
    assert promises.sentence(7, Problem("note", "retired"), header).startswith("Ligne 7, Note :")


def test_lines_are_summed_up_by_what_becomes_of_them() -> None:
    rows = [Row(1, {}, outcome=each) for each in (Outcome.DONE, Outcome.DONE, Outcome.SHORT)]

    assert promises.summary(rows) == "2 validées, 1 en conflit."
    assert promises.summary([]) == "rien."


def test_a_promise_is_one_line_of_a_message() -> None:
    period = Period(datetime(2027, 6, 11, 22, tzinfo=UTC), datetime(2027, 6, 13, 22, tzinfo=UTC))

    said = promises.told(2, "Tente", period, ZoneInfo("Europe/Paris"))

    assert said.endswith("du samedi 12 juin 2027 au dimanche 13 juin 2027")


def test_the_model_and_what_is_left_may_be_brought_again() -> None:
    left = promises.left([(4, {"name": "=cmd|' /C calc'!A0", "borrower": "Artres"}, "Inconnu.")])
    for rows in (promises.model(date(2026, 11, 26)), left):
        (table,) = sheets.read(sheets.as_xlsx("Promesses", rows))
        header = find(table.rows, PROMISES)
        assert header
        assert {"name", "starts_at", "ends_at", "borrower", "note"} <= header.places.keys()

    (table,) = sheets.read(sheets.as_xlsx("À corriger", left))
    assert table.rows[1][1] == "'=cmd|' /C calc'!A0"
    assert list(table.rows[1][-2:]) == ["Inconnu.", 4]

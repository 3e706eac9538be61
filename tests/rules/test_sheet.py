"""The lines of a table: titles and totals left out, one item over several lines."""

from booking.rules.columns import Cells
from booking.rules.sheet import Sheet, Table, made_of, read

HEADER = ["Réf.", "Désignation", "Qté", "Dépôt"]


def lines(*rows: Cells, known: dict[str, str] | None = None, depot: str = "") -> Sheet:
    found = read([Table("Feuille", [HEADER, *rows])], known or {}, depot)
    assert found
    return found


def test_titles_totals_blank_rows_and_repeated_headers_are_left_out() -> None:
    found = lines(
        ["MATÉRIEL FESTIF"],
        ["A", "Chaise", 4, "Atelier"],
        [None, " ", "", ""],
        HEADER,
        ["B", "Table", 2, "Atelier"],
        ["", "Sous-total", 6, ""],
        ["Total", "", 6, ""],
    )

    assert [line.number for line in found.lines] == [3, 6]
    assert found.left == (2, 5, 7, 8)


def test_the_same_reference_at_another_depot_is_the_same_item() -> None:
    found = lines(["A", "Chaise", 4, "Atelier"], ["a", "Chaise", 6, "Hangar"])

    assert [(line.first, line.twin) for line in found.lines] == [(2, 0), (2, 0)]


def test_the_same_reference_and_depot_twice_is_a_duplicate() -> None:
    found = lines(["A", "Chaise", 4, "Atelier"], ["A", "Chaise", 6, " ATELIER "])
    defaulted = lines(["A", "Chaise", 4, ""], ["A", "Chaise", 6, "Hangar"], depot="Hangar")

    assert [line.twin for line in found.lines] == [0, 2]
    assert [line.twin for line in defaulted.lines] == [0, 2]


def test_a_reference_is_known_by_the_designation_or_made_of_it() -> None:
    known = {"CHA-001": "Chaise pliante", "CHA-JAR": "Autre chose"}
    rows: list[Cells] = [["", "CHAISE PLIANTE", 4, "A"], ["", "Chaise de jardin", 4, "A"]]
    rows += [["", "Chaise de jardin", 2, "B"], ["T9", "Tente", 1, "A"], ["", "Tente", 1, "B"]]

    found = lines(*rows, known=known)

    references = [line.reference for line in found.lines]
    assert references == ["CHA-001", "CHA-JAR-2", "CHA-JAR-2", "T9", "T9"]
    assert [line.first for line in found.lines] == [2, 3, 3, 5, 5]


def test_a_made_reference_is_the_same_the_next_time() -> None:
    first = lines(["", "Chaise de jardin", 4, "A"])
    made = first.lines[0].reference

    again = lines(["", "Chaise de jardin", 4, "A"], known={made: "Chaise de jardin"})

    assert again.lines[0].reference == made


def test_a_designation_that_two_items_bear_is_doubtful() -> None:
    found = lines(["", "Chaise", 4, "A"], known={"A": "Chaise", "B": "Chaise"})

    assert found.lines[0].doubt


def test_the_sheet_that_has_the_header_is_read_and_the_others_are_named() -> None:
    tables = [Table("Lisez-moi", [["Bonjour"]]), Table("2026", [HEADER, ["A", "C", 1, "D"]])]

    found = read([*tables, Table("Vide", [])], {})

    assert found
    assert (found.name, found.others) == ("2026", ("Lisez-moi",))
    assert read([tables[0]], {}) is None


def test_rows_shorter_than_the_header_are_read() -> None:
    assert lines(["A", "Chaise"]).lines[0].cells["depot"] is None


def test_what_has_no_words_still_gets_a_reference() -> None:
    taken: set[str] = set()
    assert made_of("de la", taken) == "DE-LA"
    assert made_of("de la", taken) == "DE-LA-2"
    assert made_of("", taken) == "MAT"

"""Tables of hundreds of lines, on the paper: nothing lost, nothing outside, heads said again."""

from dataclasses import replace

import pytest

from booking.documents.paper import Paper, Table, render
from tests.documents import ink
from tests.documents.samples import LENT, flat, make_paper, paragraph, read

LINES = tuple((f"CH-{n:03}", f"Chaise {n}", "1", "Maing", "24,50 €") for n in range(300))
MANY = replace(LENT, rows=LINES, foot=("Total", "", "300", "", "7 350,00 €"))
LONG = make_paper(paragraph("Le matériel suivant :"), MANY, paragraph("Fin de la liste."))


def test_three_hundred_lines_run_over_pages_under_a_repeated_head() -> None:
    pages = [flat(page.extract_text()) for page in read(LONG).pages]
    listing = [page for page in pages if "CH-" in page]

    assert len(listing) > 5
    assert all(all(head in page for head in MANY.head) for page in listing)
    assert all(sum(row[0] in page for page in pages) == 1 for row in LINES)
    assert "Total 300 7 350,00 €" in listing[-1]
    assert sum("7 350,00 €" in page for page in pages) == 1
    assert "Fin de la liste." in " ".join(pages)


def test_every_word_of_a_long_table_is_inside_the_margins() -> None:
    strokes = ink.strokes(render(LONG))

    assert {stroke.page for stroke in strokes} == set(range(len(read(LONG).pages)))
    assert min(stroke.left for stroke in strokes) >= 25.9
    assert max(stroke.right for stroke in strokes) <= 184.1
    assert min(stroke.height for stroke in strokes) >= 25
    assert max(stroke.height for stroke in strokes) <= 275


@pytest.mark.parametrize("lines", range(0, 45, 5))
def test_what_leads_to_a_table_is_never_alone_at_the_foot_of_a_page(lines: int) -> None:
    said = [paragraph("Une ligne.")] * lines
    blocks = (*said, paragraph("Le matériel suivant :"), LENT)

    for page in read(make_paper(*blocks, boxes=())).pages:
        text = flat(page.extract_text())
        assert ("matériel suivant :" in text) is ("TENTE-5X12" in text)


def test_a_row_stays_whole_unless_no_page_could_hold_it() -> None:
    row = ("A", "début " + "mot " * 150 + "fin", "1", "Maing", "–")
    pages = [flat(page.extract_text()) for page in read(made(row, 9)).pages]
    assert all(page.count("début") == page.count("fin") for page in pages)

    endless = ("A", "début " + "mot " * 3000 + "fin", "1", "Maing", "–")
    pages = [flat(page.extract_text()) for page in read(made(endless, 1)).pages]
    assert sum(page.count("mot") for page in pages) == 3000
    assert any("début" in page and "fin" not in page.replace("finale", "") for page in pages)


def made(row: tuple[str, ...], count: int) -> Paper:
    return make_paper(replace(LENT, rows=(row,) * count), boxes=())


@pytest.mark.parametrize("columns", [1, 2, 7, 12])
def test_a_table_of_any_number_of_columns_is_inside_the_margins(columns: int) -> None:
    heads = tuple(f"Colonne {rank}" for rank in range(columns))
    table = Table("Essai", heads, (("Anticonstitutionnellement",) * columns, ("x",) * columns))

    strokes = ink.strokes(render(make_paper(table)))

    assert max(stroke.right for stroke in strokes) <= 184.1

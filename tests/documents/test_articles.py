"""Articles: a few marks and named variables in, a tree of words out; nothing typed is lost."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking.documents import wordings
from booking.documents.articles import NOTHING, Values, Worded, faults, fill, parse, title_faults
from booking.documents.paper import (
    Block,
    Bullets,
    Fields,
    Paragraph,
    Run,
    Table,
)
from booking.paperwork import Condition, PaperKind
from booking.rules.variables import VARIABLES
from tests.documents.worded import said, words

TABLE = Table("Matériel", ("Réf",), (("CHA-001",),))
LIST = Bullets(((Run("A-1"),), (Run("A-2"),)))


def runs(text: str) -> list[tuple[str, str]]:
    """Return the words of the only paragraph of a text, each with its marks."""
    (block,) = parse(text)
    assert isinstance(block, Paragraph)
    return [(run.text, "b" * run.bold + "i" * run.italic) for run in block.runs]


def filled(text: str, values: Values) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """Return the blocks of one article with its values, and what is missing."""
    found = fill([Worded("Titre", text)], values, frozenset())
    return found.articles[0].blocks, found.missing


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("a **b** c", [("a ", ""), ("b", "b"), (" c", "")]),
        ("*a*", [("a", "i")]),
        ("***a** b*", [("a", "bi"), (" b", "i")]),
        ("**a *b* c**", [("a ", "b"), ("b", "bi"), (" c", "b")]),
        ("**a **b** c** d", [("a b c", "b"), (" d", "")]),
        ("**{objet}**", [("{objet}", "b")]),
        ("5 * 3 * 2", [("5 * 3 * 2", "")]),
        ("un **seul", [("un **seul", "")]),
        ("{a_b} et {c_d}", [("{a_b} et {c_d}", "")]),
        ("ligne\nsuite", [("ligne suite", "")]),
        ("# Titre", [("# Titre", "")]),
        ("<b>a</b> &amp; `c`", [("<b>a</b> &amp; `c`", "")]),
        ("![i](u) [l](http://x)", [("![i](u) [l](http://x)", "")]),
        ("C:\\dossier \\*", [("C:\\dossier \\*", "")]),
        ("Fait à ____, le ____", [("Fait à ____, le ____", "")]),
    ],
)
def test_a_few_marks_are_read_and_the_rest_is_printed_as_typed(
    text: str, read: list[tuple[str, str]]
) -> None:
    assert runs(text) == read


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("a\n\nb", ["a", "b"]),
        ("a\n\n\n\nb\n", ["a", "b"]),
        ("- a\n- b", [["a", "b"]]),
        ("- a\nsuite\n- b", [["a suite", "b"]]),
        ("- a\n\n- b", [["a", "b"]]),
        ("– a\n• b\n* c", [["a", "b", "c"]]),
        ("- a\n  - b\n\nc", [["a", "b"], "c"]),
        ("Il faut :\n- a", ["Il faut :", ["a"]]),
        ("1. a\n2. b", ["1. a", "2. b"]),
        ("1° a\n2° b\na) c", ["1° a", "2° b", "a) c"]),
        ("Le 3 mars\n2026. Fin", ["Le 3 mars 2026. Fin"]),
        ("-5 °C\n+33 3 27", ["-5 °C +33 3 27"]),
        ("-", ["-"]),
        ("***", ["***"]),
        ("", []),
        (" \n\t", []),
        ("Voici :\n{désignation}\nPuis", ["Voici :", "{désignation}", "Puis"]),
        ("{désignation}\n{dépôts}", ["{désignation}", "{dépôts}"]),
    ],
)
def test_lines_make_paragraphs_and_lists(text: str, kinds: list[object]) -> None:
    assert [words(block) for block in parse(text)] == kinds


def test_values_take_the_place_of_their_variables_and_keep_the_marks_around() -> None:
    blocks, missing = filled("Pour **{objet}**, à {lieu}.", {"objet": "fête", "lieu": "Maing"})

    assert blocks == (
        Paragraph((Run("Pour "), Run("fête", bold=True), *_plain(", à ", "Maing", "."))),
    )
    assert missing == ()


def _plain(*texts: str) -> list[Run]:
    return [Run(each) for each in texts]


@pytest.mark.parametrize("value", ["**x**", "{lieu}", "- a\n- b", "# T", "<b>", "{désignation}"])
def test_a_value_is_never_a_mark_nor_a_variable(value: str) -> None:
    blocks, missing = filled("{objet}", {"objet": value, "lieu": "Maing", "désignation": (TABLE,)})

    assert blocks == (Paragraph((Run(value),)),)
    assert missing == ()


@pytest.mark.parametrize("value", [None, "", "  "])
def test_what_is_not_known_is_a_hole_that_says_what_is_missing(value: str | None) -> None:
    blocks, missing = filled("- Pour {objet}, {objet}\n- {lieu}", {"objet": value})

    hole = Run("objet du prêt", hole=True)
    assert blocks[0] == Bullets(
        (
            (Run("Pour "), hole, Run(", "), hole),
            (Run("lieu d’utilisation", hole=True),),
        )
    )
    assert missing == ("objet", "lieu")


def test_a_name_that_is_no_variable_is_a_hole_as_typed() -> None:
    blocks, missing = filled("Pour {objt}.", {})

    assert blocks == (Paragraph((Run("Pour "), Run("{objt}", hole=True), Run("."))),)
    assert missing == ("objt",)


def test_a_name_is_read_however_it_was_typed() -> None:
    decomposed = unicodedata.normalize("NFD", "{désignation}")

    assert filled(decomposed, {"désignation": (TABLE,)}) == ((TABLE,), ())
    assert filled("{ objet }", {"objet": "fête"})[1] == ()


@pytest.mark.parametrize("text", ["{actes}", "**{actes}**", "  {actes}  "])
def test_a_variable_alone_on_its_line_brings_its_blocks(text: str) -> None:
    assert filled(
        f"Vu :\n{text}\n{{désignation}}", {"actes": (LIST,), "désignation": (TABLE,)}
    ) == (
        (Paragraph((Run("Vu :"),)), LIST, TABLE),
        (),
    )


def test_blocks_inside_a_sentence_leave_a_hole() -> None:
    assert filled("Vu {actes}.", {"actes": (LIST,)})[1] == ("actes",)


@pytest.mark.parametrize("empty", [(), (Bullets(()),), (Fields(()),), (Table("M", ("R",), ()),)])
def test_what_has_nothing_to_say_says_so(empty: tuple[Block, ...]) -> None:
    assert filled("{actes}", {"actes": empty}) == ((NOTHING,), ())
    assert filled("{actes}", {"actes": (*empty, LIST)}) == ((LIST,), ())


def test_an_article_is_printed_when_its_condition_holds() -> None:
    worded = [Worded("A", "a", "price"), Worded("B", "b"), Worded("C", "c", "free")]

    found = fill(worded, {}, frozenset({Condition.FREE}))

    assert [each.title for each in found.articles] == ["B", "C"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Pour {objet}.\n\n{désignation}\n\n- **{lieu}**", []),
        ("{désignation}\n{actes}", []),
        ("Pour {objt}.", ["« {objt} » n’est pas une variable : vouliez-vous « {objet} » ?"]),
        ("{xyz}", ["« {xyz} » n’est pas une variable : choisissez-la dans la liste."]),
        ("{rang}", ["« {rang} » n’a rien à dire dans ce document (convention de prêt)."]),
        (
            "Voici {désignation}.",
            ["« {désignation} » apporte un tableau ou une liste : écrivez-la seule sur sa ligne."],
        ),
        (
            "- {actes}",
            ["« {actes} » apporte un tableau ou une liste : écrivez-la seule sur sa ligne."],
        ),
    ],
)
def test_what_an_article_may_not_say_is_named(text: str, found: list[str]) -> None:
    assert faults(text, PaperKind.LOAN) == found


@pytest.mark.parametrize(
    "text", ["{objet", "objet}", "{}", "{{objet}}", "{objet\n}", "{" + "a" * 50]
)
def test_a_brace_alone_is_a_fault(text: str) -> None:
    assert "Une accolade est seule" in faults(text, PaperKind.LOAN)[-1]


@pytest.mark.parametrize("kind", PaperKind)
def test_what_is_shipped_has_no_fault(kind: PaperKind) -> None:
    for each in wordings.shipped(kind).articles:
        assert each.text == each.text.strip(), "the editor sends it so: nothing else changed"
        assert (each.title, title_faults(each.title), faults(each.text, kind)) == (
            each.title,
            [],
            [],
        )


PLAIN = st.text(st.characters(exclude_characters="*_{}-–•", exclude_categories=["Cs", "Cc"]))


@given(PLAIN)
def test_plain_text_loses_no_character(text: str) -> None:
    found = fill([Worded("T", text)], {}, frozenset())

    assert said(found.articles[0].blocks) == "".join(text.split())
    assert found.missing == ()


MARKS = ("*", "**", "_", "{", "}", "{objet}", "{désignation}", "- ", "1. ", "\n", "\n\n", " ")
ODD = ("<b>", "[l](u)", "\\", "`", "&amp;", "\u202e", "\U0001f600", "#", "$", "\u2028", "a", "é")
HOSTILE = st.lists(st.sampled_from([*MARKS, *ODD]), max_size=60).map("".join)


@given(st.one_of(HOSTILE, st.text()))
def test_a_hostile_text_breaks_nothing_and_keeps_its_letters(text: str) -> None:
    found = fill([Worded("T", text)], {"objet": "", "désignation": (TABLE,)}, frozenset())
    faults(text, PaperKind.LOAN)

    shown = said(parse(text))
    assert [each for each in shown if each.isalnum()] == [each for each in text if each.isalnum()]
    assert set(found.missing) <= set(
        map(_named, re.findall(r"\{([^{}\n]+)\}", " ".join(text.split())))
    )


def _named(name: str) -> str:
    return unicodedata.normalize("NFC", name.strip())


@pytest.mark.parametrize("mark", ["*", "**a ", "_*a", "a**", "{", "- ", "{objet}", "\n"])
def test_very_long_texts_of_marks_are_read(mark: str) -> None:
    text = mark * (20_000 // len(mark))

    assert fill([Worded("T", text)], {}, frozenset()).articles
    assert isinstance(faults(text, PaperKind.LOAN), list)


def test_every_variable_has_a_meaning_to_show() -> None:
    assert all(each.meaning for each in VARIABLES.values())

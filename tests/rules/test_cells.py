"""Numbers, amounts and days as town halls write them."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from booking.rules.cells import (
    Cell,
    Misread,
    bare,
    cents,
    choice,
    day,
    fold,
    guarded,
    line,
    number,
    text,
    whole,
    words,
)


@pytest.mark.parametrize(
    ("said", "folded"),
    [
        ("N° inventaire", "n inventaire"),
        ("  Désignation : ", "designation"),
        ("Prix d’achat", "prix d achat"),
        ("Cœur-de-Ville", "coeur de ville"),
        ("valeur_unitaire", "valeur unitaire"),
        ("QTÉ.", "qte"),
    ],
)
def test_names_are_compared_without_accents_case_or_punctuation(said: str, folded: str) -> None:
    assert fold(said) == folded


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (None, ""),
        ("  Chaise ", "Chaise"),
        (12.0, "12"),
        (48.5, "48.5"),
        ("–", ""),
        ("N/A", ""),
        ('="007"', "007"),
        ("deux\r\nlignes", "deux\nlignes"),
        ("e\N{COMBINING ACUTE ACCENT}tage", "étage"),
        (date(2019, 3, 12), "12/03/2019"),
    ],
)
def test_a_cell_says_its_text(cell: Cell, said: str) -> None:
    assert text(cell) == said


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("1 234,50 €", "1234.50"),
        ("1\N{NO-BREAK SPACE}234,50\N{NO-BREAK SPACE}€", "1234.50"),
        ("1\N{NARROW NO-BREAK SPACE}234,5", "1234.5"),
        ("1.234,50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("1.234.567", "1234567"),
        ("1'234,50", "1234.50"),
        ("€ 12", "12"),
        ("12 EUR", "12"),
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        ("0.125", "0.125"),
        ("12 pièces", "12"),
        ("24 h", "24"),
        ("-3", "-3"),
        (48.5, "48.5"),
        (12, "12"),
    ],
)
def test_numbers_are_read(cell: Cell, found: str) -> None:
    assert number(cell) == Decimal(found)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("cher", "number"),
        ("12 ou 13", "number"),
        ("env. 12", "number"),
        ("1,2,3", "number"),
        ("12.34.56", "number"),
        ("1.234", "ambiguous_number"),
        ("=SOMME(A1:A9)", "formula"),
        ("#REF!", "error_value"),
        ("#FORMULE!", "error_value"),
    ],
)
def test_what_is_no_number_is_said(cell: Cell, code: str) -> None:
    with pytest.raises(Misread) as said:
        number(cell)
    assert said.value.code == code


@pytest.mark.parametrize(
    ("cell", "found"), [("48,50", 4850), (18.499999, 1850), (0, 0), ("1 234,50 €", 123450)]
)
def test_amounts_are_cents(cell: Cell, found: int) -> None:
    assert cents(cell) == found


@pytest.mark.parametrize(
    ("cell", "code"), [("1,234", "cents"), ("-1", "amount"), ("99 999 999", "amount")]
)
def test_what_is_no_amount_is_said(cell: Cell, code: str) -> None:
    with pytest.raises(Misread) as said:
        cents(cell)
    assert said.value.code == code


@pytest.mark.parametrize(("cell", "code"), [("1,5", "whole"), ("-1", "bounds"), (1e9, "bounds")])
def test_a_quantity_is_whole_and_within_bounds(cell: Cell, code: str) -> None:
    assert whole("12,00", 0, 100) == 12
    with pytest.raises(Misread) as said:
        whole(cell, 0, 1_000_000)
    assert said.value.code == code


@pytest.mark.parametrize(
    "cell",
    [
        "12/03/2019",
        "12-03-2019",
        "12.03.19",
        "2019-03-12",
        "2019-03-12 00:00:00",
        "2019-03-12T10:30:00",
        "12/03/2019 14:30",
        "12 mars 2019",
        "mardi 12 mars 2019",
        "12 MARS 2019",
        43536,
        43536.5,
        "43536",
        date(2019, 3, 12),
        datetime(2019, 3, 12, 14, 30),  # noqa: DTZ001 # as spreadsheets give them
    ],
)
def test_days_are_read(cell: Cell) -> None:
    assert day(cell) == date(2019, 3, 12)


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("1er janv. 2020", date(2020, 1, 1)),
        ("3 févr. 2020", date(2020, 2, 3)),
        ("3 juin 2020", date(2020, 6, 3)),
        ("3 juil. 2020", date(2020, 7, 3)),
        ("3 août 2020", date(2020, 8, 3)),
        ("3 déc. 2020", date(2020, 12, 3)),
        ("mars 2019", date(2019, 3, 1)),
        ("03/2019", date(2019, 3, 1)),
        (2019, date(2019, 1, 1)),
        ("2019", date(2019, 1, 1)),
        ("1/2/69", date(2069, 2, 1)),
        ("1/2/70", date(1970, 2, 1)),
    ],
)
def test_months_and_years_are_read(cell: Cell, found: date) -> None:
    assert day(cell) == found


@pytest.mark.parametrize(
    "cell",
    ["31/02/2019", "13/14/2019", "hier", "12", 12, 999_999, "1/1/1", "12/03/1066", "1/2/3/4"],
)
def test_what_is_no_day_is_said(cell: Cell) -> None:
    with pytest.raises(Misread) as said:
        day(cell)
    assert said.value.code == "day"


def test_a_text_too_long_and_a_word_out_of_its_list_are_said() -> None:
    assert words("Chaise", 6) == "Chaise"
    assert choice("À l’unité", {"a l unite": "unit"}) == "unit"
    with pytest.raises(Misread, match="too_long"):
        words("Chaises", 6)
    with pytest.raises(Misread, match="choice"):
        choice("autre", {"lot": "bulk"})


@pytest.mark.parametrize(
    "said", ["=1+1", "+33 6", "-", "@x", "\tx", "\rx", "'=x", "''-x", "'x", "x=1", ""]
)
def test_no_guarded_text_acts_and_each_comes_back(said: str) -> None:
    assert not guarded(said).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert bare(guarded(said)) == said


def test_a_guarded_text_is_no_formula() -> None:
    assert words("'=Chaise", 20) == "=Chaise"
    with pytest.raises(Misread, match="formula"):
        words("=Chaise", 20)


@pytest.mark.parametrize("huge", [1e30, float("inf"), -1e300])
def test_a_number_without_end_is_no_amount(huge: float) -> None:
    with pytest.raises(Misread) as refused:
        cents(huge)

    assert refused.value.code == "amount"


@pytest.mark.parametrize("filler", ["t", " ", "t "])
def test_a_long_cell_is_refused(filler: str) -> None:
    """A pattern that tries again from each letter would take minutes, and a worker with them."""
    with pytest.raises(Misread):
        day("a" + filler * 30_000 + "x")


@pytest.mark.parametrize(
    "said", ["Tente\nBcc: tous", " Tente \r\n\n Bcc: tous", "Tente\tBcc: tous"]
)
def test_a_name_stands_on_one_line(said: str) -> None:
    assert line(said, 160) == "Tente Bcc: tous"

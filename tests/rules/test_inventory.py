"""What each line would create, change or leave, and what is wrong with it."""

from dataclasses import replace
from typing import Any

import pytest

from booking.rules.columns import Cells
from booking.rules.inventory import Choices, Known, KnownItem, KnownStock, Outcome, Row, plan
from booking.rules.naming import Names
from booking.rules.sheet import Table, read
from booking.vocabulary import Formality, LifeStage, Tracking

MAING, ARTRES = 1, 2
ATELIER, HANGAR = 11, 12
CHAIRS = KnownItem(
    id=100,
    values={
        "reference": "CHA",
        "name": "Chaise",
        "family": "Fêtes",
        "pool": 21,
        "owner": (MAING, ()),
        "tracking": Tracking.BULK,
        "replacement_cents": 1850,
        "preparation_before_hours": 0,
        "preparation_after_hours": 0,
        "transport": "",
        "description": "Sur chariot",
        "purchase_cents": None,
        "purchased_on": None,
        "renew_on": None,
        "stage": LifeStage.PUBLISHED,
        "formality": Formality.SIMPLE,
        "contact": "",
        "instructions": "",
        "pack_quantity": None,
        "pack_name": "",
        "requirements": (),
    },
    stocks={ATELIER: KnownStock(1001, 40, 30)},
    companions=("Chauffeur",),
    offered=("Monteur",),
)
KNOWN = Known(
    items={"cha": CHAIRS},
    pools=Names({21: "Parc communautaire", 22: "Parc des voisins"}),
    managers={21: MAING, 22: ARTRES},
    organizations=Names({MAING: "Maing", ARTRES: "Artres"}),
    depots=Names({ATELIER: "Maing – atelier", HANGAR: "Artres – hangar"}),
)
DEFAULTS = Choices(pool="Parc communautaire", owner="Maing", family="Fêtes")
FULL = {"Réf.": "TAB", "Désignation": "Table", "Qté": 4, "Dépôt": "Maing – atelier"}


def planned(*rows: dict[str, Any], known: Known = KNOWN, choices: Choices = DEFAULTS) -> list[Row]:
    """Return what the lines of a table do; each is told by its cells by title."""
    titles = list(dict.fromkeys(title for row in rows for title in row))
    table: list[Cells] = [titles, *([row.get(title) for title in titles] for row in rows)]
    items = {item.values["reference"]: item.values["name"] for item in known.items.values()}
    sheet = read([Table("", table)], items, choices.depot)
    assert sheet
    firsts = {line.number: line for line in sheet.lines}
    return [plan(line, firsts[line.first], known, choices) for line in sheet.lines]


def said(row: Row) -> list[tuple[str, str]]:
    """Return the column and the code of each problem."""
    return [(each.column, each.code) for each in row.problems]


def test_only_four_columns_are_needed() -> None:
    (row,) = planned(FULL)

    assert (row.outcome, row.problems) == (Outcome.CREATE, [])
    assert (row.reference, row.depot_id, row.quantity) == ("TAB", ATELIER, 4)
    assert row.values["pool"] == 21
    assert row.values["owner"] == (MAING, ())
    assert row.values["family"] == "Fêtes"


def test_the_same_reference_at_another_depot_is_another_stock() -> None:
    first, second = planned(FULL, FULL | {"Dépôt": "Artres – hangar"})

    assert (first.outcome, second.outcome) == (Outcome.CREATE, Outcome.CREATE)
    assert (second.values, second.depot_id, second.quantity) == ({}, HANGAR, 4)


def test_lines_of_one_item_must_agree() -> None:
    _, second = planned(
        FULL | {"Famille": "Fêtes"}, FULL | {"Famille": "Voirie", "Dépôt": "Artres – hangar"}
    )

    assert said(second) == [("family", "conflict")]


WRONG: list[tuple[dict[str, Any], tuple[str, str]]] = [
    ({"Qté": ""}, ("quantity", "missing")),
    ({"Qté": 0}, ("quantity", "none")),
    ({"Qté": -3}, ("quantity", "bounds")),
    ({"Qté": "beaucoup"}, ("quantity", "number")),
    ({"Dépôt": ""}, ("depot", "missing")),
    ({"Dépôt": "Maing – atelie"}, ("depot", "nearest")),
    ({"Dépôt": "Lyon"}, ("depot", "unknown")),
    ({"Désignation": ""}, ("name", "missing")),
    ({"Parc": "Parc comunautaire"}, ("pool", "nearest")),
    ({"Propriétaire": "Lyon"}, ("owner", "unknown")),
    ({"Propriétaire": "Artres 30 % | Maing 60 %"}, ("owner", "shares")),
    ({"Désignation": "x" * 161}, ("name", "too_long")),
    ({"Désignation": "=A1"}, ("name", "formula")),
    ({"Date d'achat": "hier"}, ("purchased_on", "day")),
]


@pytest.mark.parametrize(("wrong", "problem"), WRONG, ids=str)
def test_what_is_wrong_is_named_by_its_column(
    wrong: dict[str, Any], problem: tuple[str, str]
) -> None:
    (row,) = planned(FULL | wrong)

    assert row.outcome is Outcome.WRONG
    assert said(row) == [problem]


def test_what_nobody_says_is_missing() -> None:
    (row,) = planned(FULL, choices=Choices())

    assert said(row) == [("family", "missing"), ("pool", "missing"), ("owner", "missing")]


def test_characters_that_do_not_print_are_named() -> None:
    (row,) = planned(FULL, known=replace(KNOWN, lost=lambda text: "a" * ("Table" in text)))

    assert said(row) == [("name", "unprintable")]


def test_a_pool_of_others_is_not_loaded() -> None:
    mine = replace(KNOWN, mine=frozenset({22}))

    for row in (FULL, FULL | {"Réf.": "CHA", "Désignation": "Chaise"}):
        assert said(planned(row, known=mine)[0]) == [("pool", "foreign_pool")]


def test_of_a_thing_of_others_nothing_is_told_beside_its_pool() -> None:
    mine = replace(KNOWN, mine=frozenset({22}))
    curious = FULL | {"Réf.": "CHA", "Prix d’achat": 1, "Propriétaire": "Artres"}

    (row,) = planned(curious, known=mine)

    assert said(row) == [("pool", "foreign_pool")]
    assert (row.changes, row.notes, row.item) == ({}, [], None)


def test_of_a_thing_out_of_view_only_its_reference_is_taken() -> None:
    mine = replace(KNOWN, mine=frozenset({22}), pools=Names({22: "Parc des voisins"}))

    (row,) = planned(FULL | {"Réf.": "CHA"}, known=mine)

    assert said(row) == [("reference", "reference_taken")]


def test_a_depot_is_made_when_asked_at_the_commune_that_begins_its_name() -> None:
    new = FULL | {"Dépôt": "Artres – garage"}
    made = replace(DEFAULTS, new_depots=True)

    assert planned(new, choices=made)[0].founder_id == ARTRES
    assert said(planned(new)[0]) == [("depot", "nearest")]
    assert said(planned(FULL | {"Dépôt": "Garage"}, choices=made)[0]) == [("depot", "unknown")]
    own = replace(KNOWN, founders=frozenset({MAING}))
    assert said(planned(new, known=own, choices=made)[0]) == [("depot", "foreign_depot")]


HERE = {"Réf.": "CHA", "Désignation": "Chaise", "Qté": 40, "Dépôt": "Maing – atelier"}


def test_what_is_as_it_says_stays() -> None:
    more = {"Propriétaire": "Maing", "Valeur": "18,50 €", "Suivi": "lot", "Transport": ""}
    more |= {"Accompagnateur": "chauffeur obligatoire | monteur facultatif"}

    (row,) = planned(HERE | more)

    assert (row.outcome, row.values, row.changes) == (Outcome.SAME, {}, {})


def test_what_changes_is_told_before_and_after() -> None:
    more = {"Valeur": "20", "Propriétaire": "Artres 1/3 | Maing 2/3", "Description": ""}

    (row,) = planned(HERE | {"Désignation": "Chaise pliante", "Date d'achat": 2019} | more)

    assert row.outcome is Outcome.CHANGE
    assert row.changes == {
        "name": ["Chaise", "Chaise pliante"],
        "replacement_cents": [1850, 2000],
        "owner": ["Maing", "Maing 2/3 | Artres 1/3"],
        "purchased_on": [None, "2019-01-01"],
    }


@pytest.mark.parametrize(
    ("title", "value"),
    [("Parc", "Parc des voisins"), ("Suivi", "unité"), ("Étape", "Suspendu")],
)
def test_what_the_item_s_own_page_decides_is_left(title: str, value: str) -> None:
    (row,) = planned(HERE | {title: value})

    assert (row.outcome, row.values) == (Outcome.SAME, {})
    assert [each.code for each in row.notes] == ["fixed"]


def test_who_must_come_is_added_and_never_taken_away() -> None:
    (row,) = planned(HERE | {"Accompagnateur": "électricien obligatoire"})

    assert row.values["companion"] == ["Électricien"]
    assert row.changes == {"companion": [["Chauffeur"], ["Chauffeur", "Électricien"]]}


def test_who_may_come_is_advice() -> None:
    (row,) = planned(HERE | {"Accompagnateur": "grutier facultatif"})

    assert row.values == {"description": "Sur chariot Grutier facultatif."}


COUNTED = replace(DEFAULTS, counts=True)


def test_another_quantity_is_told_and_left() -> None:
    (row,) = planned(HERE | {"Qté": 35})

    assert (row.outcome, row.count) == (Outcome.SAME, 0)
    assert [(each.code, each.facts) for each in row.notes] == [
        ("counted", {"had": 40, "found": 35})
    ]


@pytest.mark.parametrize(("quantity", "count"), [(35, -5), (50, 10), (10, -30)])
def test_another_quantity_is_counted_when_asked(quantity: int, count: int) -> None:
    (row,) = planned(HERE | {"Qté": quantity}, choices=COUNTED)

    assert (row.outcome, row.count) == (Outcome.CHANGE, count)
    assert row.changes == {"quantity": [40, quantity]}


def test_what_is_promised_is_not_counted_away() -> None:
    assert said(planned(HERE | {"Qté": 9}, choices=COUNTED)[0]) == [("quantity", "promised")]


def test_copies_go_by_their_number_alone() -> None:
    numbered = replace(CHAIRS, values=CHAIRS.values | {"tracking": Tracking.NUMBERED})
    known = replace(KNOWN, items={"cha": numbered})

    (fewer,) = planned(HERE | {"Qté": 39}, known=known, choices=COUNTED)
    (more,) = planned(HERE | {"Qté": 41}, known=known, choices=COUNTED)

    assert said(fewer) == [("quantity", "which_copies")]
    assert more.count == 1


def test_a_kit_is_not_loaded() -> None:
    kit = replace(CHAIRS, values=CHAIRS.values | {"tracking": Tracking.KIT}, stocks={})
    known = replace(KNOWN, items={"cha": kit})

    assert ("reference", "kit") in said(planned(HERE, known=known)[0])


def test_a_line_without_quantity_nor_depot_speaks_of_a_known_item_alone() -> None:
    (row,) = planned(HERE | {"Qté": 0, "Dépôt": "", "Contact": "Luc"})

    assert (row.outcome, row.values) == (Outcome.CHANGE, {"contact": "Luc"})


def test_duplicates_are_named_with_the_first_row() -> None:
    rows = planned(FULL, FULL)

    assert rows[0].problems == []
    assert [(each.code, each.facts) for each in rows[1].problems] == [("twin", {"row": 2})]

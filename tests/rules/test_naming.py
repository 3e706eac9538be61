"""Names known, nearly known and unknown; owners and their shares."""

import pytest

from booking.rules.cells import Misread
from booking.rules.naming import Names, founder, owners, owners_said

COMMUNES = Names({1: "Maing", 2: "Artres", 3: "Quérénaing", 4: "Le Quesnoy"}, {"215900257": 2})


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Quérénaing", 3),
        ("QUERENAING", 3),
        ("Commune de Maing", 1),
        ("Mairie d'Artres", 2),
        ("215 900 257", 2),
        ("le-quesnoy", 4),
    ],
)
def test_a_name_is_found_as_people_write_it(said: str, found: int) -> None:
    assert COMMUNES.find(said) == found


@pytest.mark.parametrize(
    ("said", "code", "nearest"),
    [("Querenin", "nearest", "Quérénaing"), ("Mang", "nearest", "Maing"), ("Lyon", "unknown", "")],
)
def test_an_unknown_name_is_said_with_the_nearest(said: str, code: str, nearest: str) -> None:
    with pytest.raises(Misread) as unknown:
        COMMUNES.find(said)
    assert unknown.value.code == code
    assert unknown.value.facts["nearest"] == nearest


def test_a_name_that_two_bear_is_ambiguous_but_its_number_is_not() -> None:
    twins = Names({1: "Saint-Aubin", 2: "Saint Aubin"}, {"215900257": 2})

    assert twins.find("215900257") == 2
    with pytest.raises(Misread, match="ambiguous_name"):
        twins.find("Saint-Aubin")


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Maing", (1, ())),
        ("Artres 30% | Quérénaing 70 %", (2, ((2, 3, 10), (3, 7, 10)))),
        ("Artres 27,5 %|Maing 72,5 %", (1, ((1, 29, 40), (2, 11, 40)))),
        ("Artres : 50 %\nMaing : 50 %", (1, ((1, 1, 2), (2, 1, 2)))),
        ("Artres 1/3 | Quérénaing 2/3", (2, ((2, 1, 3), (3, 2, 3)))),
    ],
)
def test_owners_are_read_with_exact_shares(said: str, found: tuple[int, object]) -> None:
    read = owners(said, COMMUNES, 1)

    assert read == found
    assert owners(owners_said(*read, COMMUNES.labels), COMMUNES, 1) == read


@pytest.mark.parametrize(
    "said",
    [
        "Artres 30 % | Maing 60 %",
        "Artres 50 % | Artres 50 %",
        "Artres beaucoup %",
        "Artres 150 % | Maing -50 %",
        "Artres 0 % | Maing 100 %",
        "Artres 1/0 | Maing 1/1",
        "Artres | Maing",
    ],
)
def test_shares_that_do_not_make_a_whole_are_refused(said: str) -> None:
    with pytest.raises(Misread, match="shares"):
        owners(said, COMMUNES, 1)


def test_a_new_depot_belongs_to_the_commune_that_begins_its_name() -> None:
    assert founder("Maing – atelier", COMMUNES) == founder("maing - hangar", COMMUNES) == 1
    for wrong in ("Atelier", "Lyon – atelier"):
        with pytest.raises(Misread):
            founder(wrong, COMMUNES)


def test_parts_finer_than_their_columns_are_refused() -> None:
    with pytest.raises(Misread, match="shares"):
        owners("Maing 33,3333333333 % | Artres 66,6666666667 %", COMMUNES, 1)


@pytest.mark.parametrize("filler", [" ", "1", ": "])
def test_a_long_list_of_owners_is_refused(filler: str) -> None:
    with pytest.raises(Misread):
        owners("Maing" + filler * 30_000 + "x %", COMMUNES, 1)

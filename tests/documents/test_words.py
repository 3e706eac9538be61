"""Days, hours, names and counts as French people write them."""

from datetime import date, datetime

import pytest

from booking.documents import words


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def test_days_and_instants_are_said_as_people_say_them() -> None:
    at = datetime(2026, 12, 4, 14, 30)  # noqa: DTZ001 # local on purpose
    assert plain(words.moment(at)) == "vendredi 4 décembre 2026, 14 h 30"
    assert plain(words.short_moment(at)) == "ven. 4 déc. 2026, 14 h 30"
    assert words.month(at) == "décembre 2026"
    assert plain(words.brief_moment(at.replace(minute=0))) == "ven. 4 déc., 14 h"
    assert plain(words.due(at)) == plain(words.moment(at))
    assert plain(words.due(datetime(2027, 1, 1))) == "jeudi 31 décembre 2026, avant minuit"  # noqa: DTZ001
    assert plain(words.brief_due(datetime(2026, 11, 26))) == "mer. 25 nov., avant minuit"  # noqa: DTZ001
    assert plain(words.short_due(datetime(2026, 11, 26))) == "mer. 25 nov. 2026, avant minuit"  # noqa: DTZ001
    assert words.day(date(2026, 12, 1)) == "mardi 1er décembre 2026"
    assert words.plain_day(date(2026, 12, 4)) == "4 décembre 2026"
    assert words.short_weekday(date(2026, 12, 4)) == "ven."
    assert plain(words.money(125000)) == "1 250,00 €"
    assert plain(words.number(13511)) == "13 511"
    assert plain(words.counted(40, "Chaise pliante")) == "40 × Chaise pliante"


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ((4, 14), (7, 10), "ven. 4, 14 h – lun. 7, 10 h"),
        ((4, 14), (4, 18), "14 h – 18 h"),
        ((4, 14), (7, 0), "ven. 4, 14 h – dim. 6"),
        ((4, 0), (7, 10), "ven. 4 – lun. 7, 10 h"),
        ((4, 14), (5, 0), "14 h – minuit"),
        ((4, 0), (5, 0), ""),
    ],
)
def test_hours_are_said_where_days_are_not_whole(
    first: tuple[int, int], last: tuple[int, int], said: str
) -> None:
    start, end = (datetime(2026, 12, *each) for each in (first, last))  # noqa: DTZ001 # local

    assert plain(words.hours(start, end)) == said


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Maing", "de Maing"),
        ("Artres", "d’Artres"),
        ("Hergnies", "d’Hergnies"),
        ("Épinay", "d’Épinay"),
        ("Le Quesnoy", "du Quesnoy"),
        ("Les Abymes", "des Abymes"),
    ],
)
def test_a_preposition_meets_a_name(name: str, said: str) -> None:
    assert "".join(words.of(name)) == said


@pytest.mark.parametrize(
    ("quantity", "name", "said"),
    [
        (2, "Tente pliante 3 × 3 m", "2 tentes"),
        (1, "Podium roulant 40 m²", "1 podium"),
        (3, "Panneau AK5 « Travaux »", "3 panneaux"),
        (4, "Tapis de protection", "4 tapis"),
        (2, "Signal lumineux", "2 signaux"),
        (2, "GPS de relevé", "2 GPS"),
    ],
)
def test_things_take_their_plural(quantity: int, name: str, said: str) -> None:
    assert plain(words.thing(quantity, name)) == said


def test_several_things_make_a_phrase() -> None:
    counts = [(2, "Tente pliante"), (1, "Podium"), (40, "Chaise pliante")]
    assert plain(words.things(counts)) == "2 tentes, 1 podium et 40 chaises"
    assert plain(words.things([(40, "Chaise pliante")])) == "40 chaises"


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2026-12-07T00:00", "2026-12-08T00:00", "le lundi 7 décembre 2026"),
        (
            "2026-12-07T00:00",
            "2026-12-09T00:00",
            "du lundi 7 décembre 2026 au mardi 8 décembre 2026",
        ),
        (
            "2026-12-07T14:00",
            "2026-12-09T00:00",
            "du lun. 7 déc. 2026, 14 h au mardi 8 décembre 2026",
        ),
        (
            "2026-12-07T08:00",
            "2026-12-07T12:30",
            "du lun. 7 déc. 2026, 8 h au lun. 7 déc. 2026, 12 h 30",
        ),
    ],
)
def test_a_span_is_said_in_days_where_it_begins_or_ends_at_midnight(
    first: str, last: str, said: str
) -> None:
    found = words.span(datetime.fromisoformat(first), datetime.fromisoformat(last))

    assert plain(found) == said


@pytest.mark.parametrize(
    ("place", "said"),
    [("Maing", "à Maing"), ("Le Quesnoy", "au Quesnoy"), ("Les Rues", "aux Rues")],
)
def test_a_place_is_met_by_its_preposition(place: str, said: str) -> None:
    assert words.at(place) == said


def test_small_numbers_are_spelled() -> None:
    assert [words.spelled(count) for count in (1, 2, 9, 12)] == ["un", "deux", "neuf", "12"]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("215903691", "215\N{NO-BREAK SPACE}903\N{NO-BREAK SPACE}691"),
        ("", ""),
        ("12345678A", "12345678A"),
    ],
)
def test_a_siren_is_said_in_groups_of_three_figures(number: str, said: str) -> None:
    assert words.siren(number) == said

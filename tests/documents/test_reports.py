"""What condition reports say of what passed the counter."""

from dataclasses import replace
from datetime import UTC, datetime

from booking.documents import reports
from booking.documents.paper import Block, Fields, Paragraph, Table
from booking.handling import Direction, Meter, Wear
from booking.rules.reports import Accessory, Metered, Photo, Stated, Statement

AT = datetime(2026, 6, 12, 14, 30, tzinfo=UTC)
CHAIRS = Stated("CHA-1", "Chaise pliante", planned=40, quantity=37, wear=Wear.GOOD, dirty=2)
OUT = Statement(
    direction=Direction.OUT,
    at=AT,
    place="Maing",
    keeper="Paul Delvaux",
    borrower="Luc Petit",
    signed=True,
    unsigned="",
    contest_until=None,
    agreed="Ne pas  empiler.",
    note="",
    moved=(CHAIRS,),
    awaited=((37, "Chaise pliante"),),
)
CAR = Stated(
    "VEH-1",
    "Minibus, n° 2",
    planned=1,
    quantity=1,
    left=1,
    before=Wear.GOOD,
    wear=Wear.TO_REPAIR,
    damaged=1,
    meters=(Metered(Meter.KM, 12000, 12345), Metered(Meter.ENERGY, 80, None)),
    accessories=(Accessory("Clé", "Minibus, n° 2", 2, 2, 1),),
)
BACK = replace(OUT, direction=Direction.BACK, moved=(CAR,), awaited=(), agreed="", note="Choc.")


def table(said: Statement, name: str, rank: int = 0) -> Table:
    """Return a table of what a report says."""
    found = reports.values(said)[name][rank]
    assert isinstance(found, Table)
    return found


def line(blocks: tuple[Block, ...]) -> str:
    """Return what a field or a paragraph says."""
    (first, *_) = blocks
    if isinstance(first, Fields):
        return ": ".join(first.rows[0])
    assert isinstance(first, Paragraph)
    return first.runs[0].text


def cells(said: Statement) -> list[str]:
    """Return every cell of every table of a report."""
    blocks = [each for found in reports.values(said).values() for each in found]
    return [cell for each in blocks if isinstance(each, Table) for row in each.rows for cell in row]


def test_what_left_stands_beside_what_was_agreed() -> None:
    assert table(OUT, "relevé").rows == (
        ("CHA-1", "Chaise pliante", "40", "37", "bon", "2 à nettoyer", "–"),
    )
    assert line(reports.values(OUT)["remis_par"]) == "Remis par: Paul Delvaux"
    assert line(reports.values(OUT)["reçu_par"]) == "Reçu par: Luc Petit"
    assert line(reports.values(OUT)["observations"]) == "Consignes acceptées : Ne pas empiler."
    assert "vendredi 12 juin 2026" in line(reports.values(OUT)["heure"])


def test_what_came_back_stands_beside_its_state_when_it_left() -> None:
    assert table(BACK, "relevé").rows == (("VEH-1", "Minibus, n° 2", "1", "0", "1", "0", "0"),)
    states = ("Minibus, n° 2", "bon", "à réparer", "1", "propre", "–")
    assert table(BACK, "relevé", 1).rows == (states,)
    assert line(reports.values(BACK)["relevé"][2:]) == (
        "Revenus abîmés : 1\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}Minibus, n° 2. "
        "Accessoires en moins : 1\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}Clé. " + reports.ALL_BACK
    )
    assert table(BACK, "accessoires").rows == (("Clé", "Minibus, n° 2", "2", "1", "-1"),)
    assert line(reports.values(BACK)["remis_par"]) == "Rendu par: Luc Petit"


def test_meters_say_how_much_it_ran() -> None:
    (row,) = table(BACK, "compteur").rows
    assert [each.replace("\N{NARROW NO-BREAK SPACE}", " ") for each in row[2:]] == [
        "12 000\N{NO-BREAK SPACE}km",
        "12 345\N{NO-BREAK SPACE}km",
        "345\N{NO-BREAK SPACE}km",
    ]
    assert table(BACK, "carburant").rows[0][2:] == ("80\N{NO-BREAK SPACE}%", "–", "–")
    assert line(reports.values(OUT)["compteur"]) == "Compteurs: rien de relevé"


def test_what_is_told_leaves_no_cell_to_fill_by_hand() -> None:
    untold = Stated("CHA-1", "Chaise pliante", planned=40, quantity=0)
    for said in (OUT, BACK, replace(OUT, moved=(untold,)), replace(BACK, moved=(untold,))):
        assert "" not in cells(said)


def test_who_did_not_sign_is_told_why_and_until_when_it_may_be_contested() -> None:
    said = replace(BACK, borrower="", signed=False, unsigned="absent", contest_until=AT)

    assert line(reports.values(said)["remis_par"]) == (
        "Rendu par: personne pour l’emprunteur – non signé : absent"
    )
    assert reports.unsigned(said).startswith(
        "Non signé par l’emprunteur : absent. L’emprunteur peut contester jusqu’au vendredi 12 juin"
    )


def test_photos_are_named_by_their_digest() -> None:
    said = replace(BACK, photos=(Photo("IMG_1.jpg", "Minibus", "a" * 64),))
    (*_, annex) = reports.values(said)["observations"]
    assert isinstance(annex, Table)
    assert (annex.name, annex.rows) == ("Photographies (1)", (("IMG_1.jpg", "Minibus", "a" * 64),))


def test_what_no_font_draws_is_told_as_such() -> None:
    assert reports.drawable("a\ue000b") == "a[?]b"


def test_a_name_without_a_drawing_is_told_as_such_with_the_delay_to_contest() -> None:
    named = replace(BACK, signed=False, unsigned="", contest_until=BACK.at)

    assert line(reports.values(named)["remis_par"]).endswith("– nom relevé, sans signature tracée")
    told = [line((each,)) for each in reports.values(named)["observations"][:2]]
    assert any(
        "sans signature tracée. L’emprunteur peut contester jusqu’au" in each for each in told
    )


def test_accessories_that_are_not_back_are_part_of_the_difference() -> None:
    assert "Accessoires en moins : 1\xa0×\xa0Clé." in reports.difference(BACK)
    assert "Accessoires" not in reports.difference(replace(BACK, direction=Direction.OUT))
